"""Lengths of time as policies write them: "30m", "2h", "1h30m", "3d". Domain floor: values only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Words, same

_WRITTEN = re.compile(r"(?:(\d{1,5})d)?(?:(\d{1,6})h)?(?:(\d{1,7})m)?(?:(\d{1,8})s)?")
_DAY = 86_400


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """Whole days and whole seconds, apart: a day is 24 hours or a working day, as the unit beside it says."""

    days: int = 0
    seconds: int = 0

    @property
    def elapsed(self) -> timedelta:
        """The length with days of 24 hours."""
        return timedelta(days=self.days, seconds=self.seconds)

    def __str__(self) -> str:
        hours, rest = divmod(self.seconds, 3600)
        minutes, seconds = divmod(rest, 60)
        parts = ((self.days, "d"), (hours, "h"), (minutes, "m"), (seconds, "s"))
        return "".join(f"{number}{letter}" for number, letter in parts if number) or "0m"

    @classmethod
    def read(cls, text: str) -> Duration | None:
        """The duration written as `text`, or None where it is not one."""
        found = _WRITTEN.fullmatch(text)
        if not text or found is None:
            return None
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return cls(days, hours * 3600 + minutes * 60 + seconds)


def read_duration(text: str, place: Place | None, problems: list[Problem]) -> Duration:
    """The duration written as `text`; where it is none, EST-339 is reported and nothing (0m) returned."""
    found = Duration.read(text)
    if found is None:
        problems.append(not_a_duration(text, place))
    return found or Duration()


def not_a_duration(text: str, place: Place | None = None, code: str = "EST-339") -> Problem:
    return Problem(
        code,
        Words(zh="“{text}”不是时长", en="'{text}' is not a duration").fill(text=same(text)),
        place,
        Words(zh='请写成 "30m"、"2h"、"1h30m" 或 "3d"', en='write "30m", "2h", "1h30m" or "3d"'),
    )


def say_length(length: timedelta) -> Words:
    """A length for people: 2小时30分钟, 2 h 30 min. Days are 24 hours; nothing is rounded away but microseconds."""
    total = int(abs(length).total_seconds())
    days, rest = divmod(total, _DAY)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((days, "天", "d"), (hours, "小时", "h"), (minutes, "分钟", "min"), (seconds, "秒", "s"))
    shown = [part for part in parts if part[0]] or [(0, "分钟", "min")]
    sign = "-" if length < timedelta(0) else ""
    return Words(
        zh=sign + "".join(f"{number}{zh}" for number, zh, _ in shown),
        en=sign + " ".join(f"{number} {en}" for number, _, en in shown),
    )


def minutes_of(length: timedelta) -> Decimal:
    """A length in minutes, exact to the second (and to the microsecond where there are any)."""
    micros = (length.days * _DAY + length.seconds) * 1_000_000 + length.microseconds
    return Decimal(micros) / Decimal(60_000_000)
