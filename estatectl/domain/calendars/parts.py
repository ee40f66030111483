"""The parts of a calendar document, read in its time zone: weeks, seasons, dates, breaks, closures. Domain floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from estatectl.domain.calendars.holidays import WEEKDAYS, backwards, date_range, read_date
from estatectl.domain.problems import Problem
from estatectl.domain.tree import Node
from estatectl.domain.wall_clock import DAY, Hours, instant_of, read_spans
from estatectl.domain.words import Words

_GROUPS: Mapping[str, tuple[int, ...]] = {
    "daily": tuple(range(7)),
    "weekdays": tuple(range(5)),
    "weekend": (5, 6),
    **{name: (index,) for index, name in enumerate(WEEKDAYS)},
}
_BREAK = Words(zh="临时中断", en="break")
_CLOSURE = Words(zh="停止服务", en="closed")
Week = tuple[tuple[Hours, ...], ...]
"""The spans of Monday to Sunday."""
NO_WEEK: Week = ((),) * 7


@dataclass(frozen=True, slots=True)
class Season:
    """A part of every year, or one stretch of dates, with a week of its own. Both ends are included."""

    title: Words
    first: date
    last: date
    yearly: bool
    week: Week

    def covers(self, day: date) -> bool:
        if not self.yearly:
            return self.first <= day <= self.last
        start, end, now = ((each.month, each.day) for each in (self.first, self.last, day))
        return start <= now <= end if start <= end else now >= start or now <= end


@dataclass(frozen=True, slots=True)
class SpecialHours:
    """Hours that replace all others on the days from `first` to `last`; none means that nothing opens."""

    first: date
    last: date
    hours: tuple[Hours, ...]
    title: Words | None


@dataclass(frozen=True, slots=True)
class Cut:
    """Real time taken out of whatever is open: a break or a closure. From `start` (inclusive) to `end`, in UTC."""

    start: datetime
    end: datetime
    why: Words


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day's own hours, what to call them, and what to call the rest of the day."""

    hours: tuple[Hours, ...]
    open_as: Words
    closed_as: Words


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the parts of one calendar document in its zone."""

    zone: ZoneInfo
    problems: list[Problem]

    def hours(self, node: Node | None) -> tuple[Hours, ...]:
        if node is None:
            return ()
        spans = node.each() if node.is_sequence else iter((node,))
        return read_spans(((str(each.value), each.place) for each in spans), self.problems)

    def week(self, node: Node | None) -> Week:
        """`daily`, then `weekdays` and `weekend`, then single days: the narrower name has the last word."""
        days: list[tuple[Hours, ...]] = [()] * 7
        for name, indexes in _GROUPS.items():
            if node is not None and name in node:
                hours = self.hours(node[name])
                for index in indexes:
                    days[index] = hours
        return tuple(days)

    def seasons(self, node: Node) -> tuple[Season, ...]:
        found: list[Season] = []
        for each in node.each("seasons"):
            season = self._season(each)
            if any(_overlap(season, other) for other in found):
                self.problems.append(_clash(each))
            found.append(season)
        return tuple(found)

    def _season(self, node: Node) -> Season:
        yearly = len(node.text("from")) == len("06-01")
        if not yearly:
            first, last = date_range(node, self.problems)
        else:  # a leap year, so that 02-29 can be written
            first, last = (read_date(node[key], self.problems, prefix="2000-") for key in ("from", "to"))
        return Season(node.words("title"), first, last, yearly, self.week(node.get("weekly")))

    def special(self, node: Node) -> tuple[SpecialHours, ...]:
        found: list[SpecialHours] = []
        for each in node.each("dates"):
            first, last = date_range(each, self.problems)
            if any(first <= other.last and other.first <= last for other in found):
                self.problems.append(_clash(each))
            title = each.words("title") if "title" in each else None
            found.append(SpecialHours(first, last, self.hours(each.get("hours")), title))
        return tuple(found)

    def breaks(self, node: Node) -> list[Cut]:
        cuts: list[Cut] = []
        for each in node.each("breaks"):
            day, last = date_range(each, self.problems)
            hours = self.hours(each.get("hours"))
            while day <= last:
                cuts += [self._cut(day, span, each) for span in hours]
                day += timedelta(days=1)
        return cuts

    def _cut(self, day: date, span: Hours, node: Node) -> Cut:
        start, end = (instant_of(self.zone, day, seconds) for seconds in (span.start, span.end))
        return Cut(start, end, node.words("title", _BREAK))

    def closures(self, node: Node) -> list[Cut]:
        return [self._closure(each) for each in node.each("closures")]

    def _closure(self, node: Node) -> Cut:
        """Whole days, or from one instant to another; a day given as the end is closed to its end."""
        first, last = (node["date"], node["date"]) if "date" in node else (node["from"], node["to"])
        start, end = self._bound(first, 0), self._bound(last, DAY)
        if end <= start:
            self.problems.append(backwards(last))
        return Cut(start, end, node.words("title", _CLOSURE))

    def _bound(self, node: Node, seconds: int) -> datetime:
        text = str(node.value)
        if "T" not in text:
            return instant_of(self.zone, read_date(node, self.problems), seconds)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return instant_of(self.zone, read_date(node, self.problems), seconds)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return instant_of(self.zone, moment.date(), int((moment - midnight).total_seconds()))


def _overlap(one: Season, other: Season) -> bool:
    """Whether two seasons share a day. A season of every year is looked at over a leap year, or the other's years."""
    if one.yearly and other.yearly:
        return any(one.covers(day) and other.covers(day) for day in _days(date(2000, 1, 1), date(2000, 12, 31)))
    dated, any_other = (other, one) if one.yearly else (one, other)
    return any(any_other.covers(day) for day in _days(dated.first, dated.last))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _clash(node: Node) -> Problem:
    return Problem(
        "EST-334",
        Words(zh="这些日期与前面一项重叠", en="these dates overlap an earlier item"),
        node.place,
        Words(zh="同一天只能写一项；请拆开日期", en="write one item per day; split the dates"),
    )
