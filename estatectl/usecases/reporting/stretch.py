"""The days that a report speaks of: one, a week from Monday, or a month. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from estatectl.domain.problems import BadInput
from estatectl.domain.wall_clock import instant_of
from estatectl.domain.words import Words, same

ReportKind = Literal["daily", "weekly", "monthly"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole days of the estate, `first` to `last`."""

    kind: ReportKind
    first: date
    last: date
    zone: tzinfo

    @classmethod
    def of(cls, kind: ReportKind, day: date, zone: tzinfo) -> Stretch:
        """The stretch of a kind in which a day lies."""
        if kind == "daily":
            return cls(kind, day, day, zone)
        if kind == "weekly":
            monday = day - timedelta(days=day.weekday())
            return cls(kind, monday, monday + timedelta(days=6), zone)
        first = day.replace(day=1)
        return cls(kind, first, (first + timedelta(days=31)).replace(day=1) - _DAY, zone)

    @property
    def start(self) -> datetime:
        return instant_of(self.zone, self.first, 0)

    @property
    def end(self) -> datetime:
        return instant_of(self.zone, self.last + _DAY, 0)

    def before(self) -> Stretch:
        """The one before."""
        return Stretch.of(self.kind, self.first - _DAY, self.zone)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(_days(self.first, self.last))

    @property
    def shown(self) -> tuple[date, ...]:
        """The days that charts show: its own; of a single day, the week up to it."""
        return self.days if self.kind != "daily" else tuple(_days(self.last - 6 * _DAY, self.last))

    @property
    def title(self) -> Words:
        if self.kind == "daily":
            return same(self.first.isoformat())
        if self.kind == "weekly":
            year, week, _ = self.first.isocalendar()
            return Words(zh=f"{year} 年第 {week} 周", en=f"week {week} of {year}")
        return Words(zh=f"{self.first.year} 年 {self.first.month} 月", en=f"{self.first:%B %Y}")

    @property
    def name(self) -> str:
        """What its file is called by: `2026-10-09`, `2026-W41`, `2026-10`."""
        if self.kind == "weekly":
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02}"
        return self.first.isoformat()[: 10 if self.kind == "daily" else 7]


def _days(first: date, last: date) -> Iterator[date]:
    yield from (first + number * _DAY for number in range((last - first).days + 1))


def stretch_of(kind: ReportKind, day: date | None, now: datetime, zone: tzinfo) -> Stretch:
    """The stretch in which a day lies; without one, the last that is over. Refuses one that is not over (EST-767):
    a report says the same whenever it is made."""
    today = now.astimezone(zone).date()
    if day is None:
        return Stretch.of(kind, Stretch.of(kind, today, zone).first - _DAY, zone)
    found = Stretch.of(kind, day, zone)
    if found.last < today:
        return found
    words = Words(zh="{title} 还没有过完", en="{title} is not over yet").fill(title=found.title)
    last = Stretch.of(kind, Stretch.of(kind, today, zone).first - _DAY, zone)
    hint = Words(
        zh="最近过完的是 {last}；眼下的情况看 request list --late、round due",
        en="the last that is over is {last}; for now, see request list --late and round due",
    ).fill(last=last.title)
    raise BadInput.one("EST-767", words, hint=hint)
