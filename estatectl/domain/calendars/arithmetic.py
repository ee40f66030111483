"""Reckoning with calendars: exact, in real time, never a float and never a guess. Domain floor.

Instants go in aware and come out in UTC, because two instants of one zone compare by their wall clocks, which is
wrong on the night the clocks go back. Laws: `between(c, s, add(c, s, m)) == m`; adding a then b is adding a + b;
a length used up exactly at closing ends at closing; nothing added to an instant is that instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.calendars.days import midnights, open_on, plan_of
from estatectl.domain.problems import BadInput
from estatectl.domain.wall_clock import Instants, united, without
from estatectl.domain.words import Words, same

_NOTHING = timedelta(0)
_ONE_DAY = timedelta(days=1)
_PATIENCE = 800
"""Days without a single open moment after which a search gives up: more than any season, fewer than for ever."""
_HORIZON = 36_600
"""Days that a search looks over at most: a hundred years."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, whether it counted, and why. In UTC."""

    start: datetime
    end: datetime
    counted: bool
    why: Words


@dataclass(frozen=True, slots=True)
class Hold:
    """A stretch that is not to count, and why."""

    start: datetime
    end: datetime
    why: Words


def add(calendar: Calendar, start: datetime, length: timedelta, holds: Sequence[Hold] = ()) -> datetime:
    """The instant at which `length` of open time, less the holds, has passed since `start`.

    A negative length goes back: to the last instant from which that much is left until `start`.
    """
    start = start.astimezone(UTC)
    if length == _NOTHING:
        return start
    left = abs(length)
    forward = length > _NOTHING
    for opened, closed in _from(calendar, start, holds) if forward else _until(calendar, start, holds):
        here = closed - opened
        if left <= here:
            return opened + left if forward else closed - left
        left -= here
    raise AssertionError("an endless search ends by finding or by refusing")


def between(calendar: Calendar, start: datetime, end: datetime, holds: Sequence[Hold] = ()) -> timedelta:
    """How much open time, less the holds, lies between two instants; nothing where `end` is not after `start`."""
    return sum((closed - opened for opened, closed in open_spans(calendar, start, end, holds)), _NOTHING)


def open_spans(calendar: Calendar, start: datetime, end: datetime, holds: Sequence[Hold] = ()) -> tuple[Instants, ...]:
    """The open stretches between two instants, less the holds: disjoint, in order, touching ones joined."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end <= start:
        return ()
    cuts = _cuts(holds)
    if _unbroken(calendar):
        return without(((start, end),), cuts)
    days = (piece for day in _days(calendar, start, end) for piece in open_on(calendar, day))
    return without(united((max(opened, start), min(closed, end)) for opened, closed in days), cuts)


def counted(calendar: Calendar, start: datetime, end: datetime, holds: Sequence[Hold] = ()) -> tuple[Stretch, ...]:
    """All the time between two instants, cut where the answer changes: what counted, what did not, and why."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end <= start:
        return ()
    spans = open_spans(calendar, start, end)
    marks = {start, end}
    marks.update(mark for span in spans for mark in span)
    marks.update(mark for cut in calendar.cuts for mark in (cut.start, cut.end))
    marks.update(mark for hold in holds for mark in (hold.start, hold.end))
    for day in _days(calendar, start, end):
        marks.update(midnights(calendar, day))
    inside = sorted(mark.astimezone(UTC) for mark in marks if start <= mark <= end)
    found: list[Stretch] = []
    for first, last in pairwise(inside):
        stretch = _explain(calendar, first, last, spans, holds)
        if found and (found[-1].counted, found[-1].why) == (stretch.counted, stretch.why):
            stretch = Stretch(found.pop().start, last, stretch.counted, stretch.why)
        found.append(stretch)
    return tuple(found)


def _explain(
    calendar: Calendar, start: datetime, end: datetime, spans: Sequence[Instants], holds: Sequence[Hold]
) -> Stretch:
    day = start.astimezone(calendar.zone).date()
    is_open_then = any(opened <= start < closed for opened, closed in spans)
    if is_open_then:
        hold = next((each for each in holds if each.start <= start < each.end), None)
        if hold is not None:
            return Stretch(start, end, False, hold.why)
        return Stretch(start, end, True, _opened_as(calendar, day, start))
    cut = next((each for each in calendar.cuts if each.start <= start < each.end), None)
    return Stretch(start, end, False, cut.why if cut else plan_of(calendar, day).closed_as)


def _opened_as(calendar: Calendar, day: date, start: datetime) -> Words:
    """What the hours are called that are open at an instant: the day's own, or those still running since yesterday."""
    plan = plan_of(calendar, day)
    seconds = int((start - midnights(calendar, day)[0]).total_seconds())
    wall = start.astimezone(calendar.zone)
    shown = wall.hour * 3600 + wall.minute * 60 + wall.second
    own = any(span.start <= shown < span.end or span.start <= seconds < span.end for span in plan.hours)
    return plan.open_as if own or not calendar.overnight else plan_of(calendar, day - _ONE_DAY).open_as


def is_open(calendar: Calendar, at: datetime) -> bool:
    at = at.astimezone(UTC)
    if _unbroken(calendar):
        return True
    return any(opened <= at < closed for opened, closed in open_on(calendar, at.astimezone(calendar.zone).date()))


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """`at` itself while open, else the next instant that is."""
    return next(_from(calendar, at.astimezone(UTC), ()))[0]


def next_closing(calendar: Calendar, at: datetime) -> datetime | None:
    """When the open stretch that holds or follows `at` ends; None where it never does, within the search."""
    if _unbroken(calendar):
        return None
    end: datetime | None = None
    first: datetime | None = None
    for opened, closed in _from(calendar, at.astimezone(UTC), ()):
        first = first or opened
        if end is not None and opened > end:
            return end
        end = closed
        if end - first > _ONE_DAY * _PATIENCE:
            return None
    return end


def working_day(calendar: Calendar, day: date) -> bool:
    """Whether any hour of this date is open."""
    return bool(open_on(calendar, day))


def add_working_days(calendar: Calendar, start: datetime, days: int, *, end_of_day: bool = False) -> datetime:
    """The same clock time `days` working days later, or the last closing of that day.

    A start in closed time counts from the next opening. Where the clock time is outside that day's hours, it is the
    next opening of the day, or its last closing.
    """
    if days > _HORIZON:
        raise _never_open(calendar)
    begun = next_opening(calendar, start).astimezone(calendar.zone)
    day, left, idle = begun.date(), days, 0
    while left > 0:
        day = _next_day(calendar, day)
        idle = 0 if working_day(calendar, day) else idle + 1
        left -= 0 if idle else 1
        if idle > _PATIENCE:
            raise _never_open(calendar)
    spans = open_on(calendar, day)
    if end_of_day:
        return spans[-1][1]
    wall = datetime.combine(day, begun.time(), calendar.zone).replace(fold=begun.fold).astimezone(UTC)
    for opened, closed in spans:
        if wall <= closed:
            return max(wall, opened)
    return spans[-1][1]


def _from(calendar: Calendar, start: datetime, holds: Sequence[Hold]) -> Iterator[Instants]:
    """Open stretches from `start` on, without end; a calendar that never opens again is refused (EST-435)."""
    if _unbroken(calendar):
        last = datetime.max.replace(tzinfo=UTC)
        yield from without(((start, last),), _cuts(holds))
        raise _never_open(calendar)
    cuts, day, idle = _cuts(holds), start.astimezone(calendar.zone).date(), 0
    last_day = min(day, date.max - _ONE_DAY * (_HORIZON + 1)) + _ONE_DAY * _HORIZON
    while idle <= _PATIENCE and day < last_day:
        pieces = without(((max(o, start), c) for o, c in open_on(calendar, day) if c > start), cuts)
        yield from pieces
        idle = 0 if pieces else idle + 1
        day = _next_day(calendar, day)
    raise _never_open(calendar)


def _until(calendar: Calendar, end: datetime, holds: Sequence[Hold]) -> Iterator[Instants]:
    """Open stretches before `end`, the latest first."""
    if _unbroken(calendar):
        first = datetime.min.replace(tzinfo=UTC)
        yield from reversed(without(((first, end),), _cuts(holds)))
        raise _never_open(calendar)
    cuts, day, idle = _cuts(holds), end.astimezone(calendar.zone).date(), 0
    first_day = max(day, date.min + _ONE_DAY * (_HORIZON + 1)) - _ONE_DAY * _HORIZON
    while idle <= _PATIENCE and day > first_day:
        pieces = without(((o, min(c, end)) for o, c in open_on(calendar, day) if o < end), cuts)
        yield from reversed(pieces)
        idle = 0 if pieces else idle + 1
        day -= _ONE_DAY
    raise _never_open(calendar)


def _next_day(calendar: Calendar, day: date) -> date:
    if day >= date.max - _ONE_DAY:
        raise _never_open(calendar)
    return day + _ONE_DAY


def _unbroken(calendar: Calendar) -> bool:
    return calendar.always and not (calendar.cuts or calendar.special or calendar.valid)


def _days(calendar: Calendar, start: datetime, end: datetime) -> Iterator[date]:
    day, last = start.astimezone(calendar.zone).date(), end.astimezone(calendar.zone).date()
    while day <= last:
        yield day
        day += _ONE_DAY


def _cuts(holds: Iterable[Hold]) -> tuple[Instants, ...]:
    return united((hold.start.astimezone(UTC), hold.end.astimezone(UTC)) for hold in holds)


def _never_open(calendar: Calendar) -> BadInput:
    return BadInput.one(
        "EST-435",
        Words(
            zh="日历“{id}”长期没有开放时间，推算不出结果", en="calendar '{id}' has no open time left to count in"
        ).fill(id=same(calendar.id)),
        hint=Words(zh="核对时段、停业日期与时长", en="look at its hours and closures, and at the length asked for"),
    )
