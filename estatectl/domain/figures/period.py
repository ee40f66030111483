"""The days, weeks and months of the estate that figures are taken over. Domain floor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import Enum

from estatectl.domain.wall_clock import instant_of
from estatectl.domain.words import Words, same

_DAY = timedelta(days=1)


class Length(Enum):
    """How long a period is; the value names it in data."""

    DAY = "day"
    WEEK = "week"  # from Monday, by ISO 8601
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the estate, `first` to `last`. `full_last` is later where the period is not over yet.

    An instant lies in it where it is after `start`, up to and with `end`: what is due at midnight belongs to the day
    that ends.
    """

    length: Length
    first: date
    last: date
    full_last: date
    zone: tzinfo

    @classmethod
    def of(cls, length: Length, day: date, zone: tzinfo) -> Period:
        """The period of that length in which a day lies."""
        match length:
            case Length.DAY:
                first, last = day, day
            case Length.WEEK:
                first = day - timedelta(days=day.weekday())
                last = first + timedelta(days=6)
            case Length.MONTH:
                first = day.replace(day=1)
                last = (first + timedelta(days=31)).replace(day=1) - _DAY
        return cls(length, first, last, last, zone)

    @classmethod
    def read(cls, text: str, zone: tzinfo) -> Period | None:
        """`2026-10`, `2026-W41` or `2026-10-09`; None for anything else."""
        text = text.strip()
        try:
            if re.fullmatch(r"\d{4}-\d{2}", text):
                return cls.of(Length.MONTH, date.fromisoformat(f"{text}-01"), zone)
            if re.fullmatch(r"\d{4}-W\d{2}", text):
                return cls.of(Length.WEEK, date.fromisoformat(f"{text}-1"), zone)
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                return cls.of(Length.DAY, date.fromisoformat(text), zone)
        except ValueError:
            return None
        return None

    @property
    def name(self) -> str:
        """As it is typed: `2026-10`, `2026-W41`, `2026-10-09`."""
        if self.length is Length.MONTH:
            return f"{self.first:%Y-%m}"
        if self.length is Length.WEEK:
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02}"
        return self.first.isoformat()

    @property
    def title(self) -> Words:
        if self.length is Length.MONTH:
            named = Words(zh=f"{self.first.year} 年 {self.first.month} 月", en=f"{self.first:%B %Y}")
        elif self.length is Length.WEEK:
            year, week, _ = self.first.isocalendar()
            named = Words(zh=f"{year} 年第 {week} 周", en=f"week {week} of {year}")
        else:
            named = same(self.first.isoformat())
        if not self.partial:
            return named
        words = Words(zh="{named}（截至 {last}）", en="{named} (up to {last})")
        return words.fill(named=named, last=same(self.last.isoformat()))

    @property
    def start(self) -> datetime:
        return instant_of(self.zone, self.first, 0)

    @property
    def end(self) -> datetime:
        return instant_of(self.zone, self.last + _DAY, 0)

    @property
    def partial(self) -> bool:
        """It is not over: only the days up to `last` are looked at."""
        return self.last < self.full_last

    def holds(self, at: datetime) -> bool:
        return self.start < at <= self.end

    def before(self) -> Period:
        """The whole period before."""
        return Period.of(self.length, self.first - _DAY, self.zone)

    def up_to(self, last: date) -> Period:
        """Itself, without the days after one; it must not begin later."""
        return replace(self, last=min(self.last, last))
