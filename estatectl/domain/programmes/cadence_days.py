"""The dates that a cadence falls on: weekdays, days of the month, every so many days, recurrence rules. Domain floor.

Each kind lists its dates between two others, both included: ascending, each once, and lazily, so that looking for
the next one costs no more than that one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from estatectl.domain.calendars.holidays import WEEKDAYS
from estatectl.domain.programmes.recurrence import Recurrence

_ONE_DAY = timedelta(days=1)
_STEP = re.compile(r"([1-9][0-9]{0,4})(d|w|mo|y)")
_MONTHS = {"mo": 1, "y": 12}
_DAYS = {"d": 1, "w": 7}
ORDINALS = ("first", "second", "third", "fourth", "last")


@dataclass(frozen=True, slots=True)
class Step:
    """A distance between dates: so many days, or so many months (exactly one of the two is more than nothing)."""

    days: int
    months: int
    written: str

    def __str__(self) -> str:
        return self.written

    @classmethod
    def read(cls, text: str) -> Step | None:
        """The step written as "15d", "2w", "3mo" or "1y"; or None."""
        found = _STEP.fullmatch(text)
        if found is None:
            return None
        number, unit = int(found[1]), found[2]
        step = cls(number * _DAYS.get(unit, 0), number * _MONTHS.get(unit, 0), text)
        return step if step.days <= 36_525 and step.months <= 1200 else None

    def after(self, day: date, times: int = 1) -> date:
        """The date so many steps later. A month that is too short for the day gives its last day."""
        if self.days:
            return day + timedelta(days=self.days * times)
        month = day.year * 12 + day.month - 1 + self.months * times
        return clamped(month // 12, month % 12 + 1, day.day)


def clamped(year: int, month: int, day: int) -> date:
    """This day of a month; of a shorter month its last day."""
    return date(year, month, min(day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Weekly:
    """Certain weekdays; Monday is 0."""

    weekdays: frozenset[int]

    def between(self, first: date, last: date) -> Iterator[date]:
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if day.weekday() in self.weekdays:
                yield day


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a month: by number (31: of a shorter month its last day), or the nth of a weekday (-1: the last)."""

    number: int = 31
    nth: int = 0
    weekday: int = 0

    @classmethod
    def read(cls, value: object) -> MonthDay | None:
        """1 to 31, "last", or "first monday" to "fourth sunday" and "last friday"; or None."""
        if isinstance(value, int):
            return cls(value) if 1 <= value <= 31 else None
        ordinal, _, weekday = str(value).partition(" ")
        if value == "last":
            return cls(31)
        if ordinal not in ORDINALS or weekday not in WEEKDAYS:
            return None
        return cls(nth=-1 if ordinal == "last" else ORDINALS.index(ordinal) + 1, weekday=WEEKDAYS.index(weekday))

    def of(self, year: int, month: int) -> date:
        if not self.nth:
            return clamped(year, month, self.number)
        first = date(year, month, 1)
        if self.nth > 0:
            return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))
        last = clamped(year, month, 31)
        return last - timedelta(days=(last.weekday() - self.weekday) % 7)


@dataclass(frozen=True, slots=True)
class Monthly:
    """Days of certain months: pairs of the months (1 to 12) and the day in each of them."""

    entries: tuple[tuple[frozenset[int], MonthDay], ...]

    def between(self, first: date, last: date) -> Iterator[date]:
        year, month = first.year, first.month
        while (year, month) <= (last.year, last.month):
            # A set: the 30th and the 31st are one day in a month that has neither.
            for day in sorted({each.of(year, month) for months, each in self.entries if month in months}):
                if first <= day <= last:
                    yield day
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)


@dataclass(frozen=True, slots=True)
class EverySo:
    """From a date on, every so often. Counted from that date each time, so that short months make nothing drift."""

    step: Step
    start: date

    def between(self, first: date, last: date) -> Iterator[date]:
        times = max(0, self._steps_before(first))
        while (day := self.step.after(self.start, times)) <= last:
            if day >= first:
                yield day
            times += 1

    def _steps_before(self, first: date) -> int:
        """A number of steps that is surely not too great."""
        if self.step.days:
            return (first - self.start).days // self.step.days
        return ((first.year - self.start.year) * 12 + first.month - self.start.month) // self.step.months - 1


Days = Weekly | Monthly | EverySo | Recurrence
