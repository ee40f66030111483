"""Of the ground floor: how often something happens, and at which instants of one day. Seeded: the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from random import Random

from estatectl.domain.calendars.arithmetic import working_day
from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.calendars.holidays import WEEKDAYS
from estatectl.domain.tree import Node, exact
from estatectl.domain.wall_clock import Hours, instant_of, read_hours

_DAYS_IN = {"day": Decimal(1), "week": Decimal(7), "month": Decimal(30), "quarter": Decimal(91), "year": Decimal(365)}
_DAYS_OPEN = Decimal(7) / Decimal(5)
"""On how many days of the week it must be done for one on which its calendar is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Often:
    """`times` in `per` on an average day, or every time on the named weekdays, days of the month or days of the play.

    Only on days on which `calendar` is open, where one is named; `hours` are those of the wall clock in which it falls.
    """

    times: Decimal
    per: str
    hours: Hours
    calendar: str | None = None
    weekdays: frozenset[int] = frozenset()
    monthdays: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    paced: bool = True

    @classmethod
    def parse(cls, node: Node | None) -> Often:
        node = node if node is not None else Node("", [0, 0, {}])
        return cls(
            times=exact(node["times"].value) if "times" in node else Decimal(1),
            per=node.text("per", "day"),
            hours=read_hours(node.text("between", "08:00-20:00")) or Hours(0, 0),
            calendar=node.maybe("calendar"),
            weekdays=frozenset(WEEKDAYS.index(name) for name in node.texts("weekdays")),
            monthdays=frozenset(int(each) for each in node.texts("monthdays")),
            days=frozenset(int(each) for each in node.texts("days")),
            paced=not ({"weekdays", "monthdays", "days"} & set(node.value)),
        )

    def instants(
        self, day: date, number: int, *, pace: Decimal, calendar: Calendar | None, zone: tzinfo, dice: Random
    ) -> Iterator[datetime]:
        """The instants of a day, in order; `number` is the day's number in the play, from 1."""
        if calendar is not None and not working_day(calendar, day):
            return
        times = self._times(day, number, pace, dice)
        span = self.hours.end - self.hours.start
        for second in sorted(self.hours.start + dice.randrange(max(1, span)) for _ in range(times)):
            yield instant_of(zone, day, second - second % 60)

    def _times(self, day: date, number: int, pace: Decimal, dice: Random) -> int:
        if not self.paced:
            fits = (
                (not self.weekdays or day.weekday() in self.weekdays)
                and (not self.monthdays or day.day in self.monthdays)
                and (not self.days or number in self.days)
            )
            return int(self.times) if fits else 0
        expected = self.times * pace / _DAYS_IN[self.per] * (_DAYS_OPEN if self.calendar else 1)
        whole = int(expected)
        return whole + (dice.random() < float(expected - whole))


def days_of(first: date, count: int) -> Iterator[tuple[int, date]]:
    """The days of a play with their numbers, from 1."""
    return ((number + 1, first + timedelta(days=number)) for number in range(count))
