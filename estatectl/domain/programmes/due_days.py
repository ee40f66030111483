"""The days on which a dated cadence falls due, seasons and working days reckoned in. Domain floor.

A year that a calendar does not know is refused (EST-337) where the answer hangs on it, and only there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta

from estatectl.domain.calendars.arithmetic import working_day
from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.problems import PolicyInvalid
from estatectl.domain.programmes.cadences import Dated, Move, Moving, Seasons, in_season
from estatectl.domain.words import Words, same

Calendars = Mapping[str, Calendar]
_ONE_DAY = timedelta(days=1)
_PATIENCE = 400
"""Days without one open day after which a date has nowhere to move to."""
_LEAP = 1462
"""Days within which every day of the year comes, the 29th of February too."""


def due_days(cadence: Dated, calendars: Calendars, first: date, last: date) -> Iterator[date]:
    """The days between two, both included: ascending, each once. Two dates that move to one day are one."""
    if cadence.moving is None:
        return _written(cadence, first, last)
    calendar = calendars[cadence.moving.calendar]
    match cadence.moving.move:
        case Move.ONLY:
            return (day for day in _written(cadence, first, last) if working_day(calendar, day))
        case Move.NEXT:
            return _put_off(cadence, calendar, first, last)
        case Move.PREVIOUS:
            return _brought_forward(cadence, calendar, first, last)


def _written(cadence: Dated, first: date, last: date) -> Iterator[date]:
    """The dates as written, in season, before any is moved."""
    if last < first:
        return iter(())
    return (day for day in cadence.days.between(first, last) if in_season(cadence.seasons, day))


def _put_off(cadence: Dated, calendar: Calendar, first: date, last: date) -> Iterator[date]:
    held: date | None = None
    for written in _written(cadence, _closed_since(calendar, first), last):
        if held is not None and written <= held:
            continue  # it moves to the same open day as the one before
        held = next_open(calendar, written, last)
        if held is None:
            return
        if held >= first:
            yield held


def _closed_since(calendar: Calendar, day: date) -> date:
    """The first of the closed days right before a day, else the day itself: dates from there on are put off to it.

    Years before the first that the calendar knows are left alone: their dates were settled before these policies.
    """
    with suppress(PolicyInvalid):
        for _ in range(_PATIENCE):
            if working_day(calendar, day - _ONE_DAY):
                break
            day -= _ONE_DAY
    return day


def _brought_forward(cadence: Dated, calendar: Calendar, first: date, last: date) -> Iterator[date]:
    held: date | None = None
    for written in _written(cadence, first, last + _ONE_DAY * _PATIENCE):
        if written > last and any(working_day(calendar, day) for day in _each(last + _ONE_DAY, written)):
            return
        found = last_open(calendar, min(written, last), first)
        if found is not None and found != held:
            held = found
            yield found


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def next_open(calendar: Calendar, day: date, last: date) -> date | None:
    """The day, or the next that is open; None where that is after `last`. Refuses to wait for ever (EST-808)."""
    for number in range(_PATIENCE):
        here = day + timedelta(days=number)
        if here > last:
            return None
        if working_day(calendar, here):
            return here
    raise _nowhere(calendar, day)


def last_open(calendar: Calendar, day: date, first: date) -> date | None:
    """The day, or the last before it that is open; None where that is before `first`."""
    for number in range(_PATIENCE):
        here = day - timedelta(days=number)
        if here < first:
            return None
        if working_day(calendar, here):
            return here
    raise _nowhere(calendar, day)


def settled(seasons: Seasons, moving: Moving | None, calendars: Calendars, day: date, base: date) -> date:
    """A single date put off into season and moved to a working day: always after `base`, so never left out."""
    day = next(each for each in _each(day, day + _ONE_DAY * 2 * _LEAP) if in_season(seasons, each))
    if moving is None:
        return day
    calendar = calendars[moving.calendar]
    before = last_open(calendar, day, base + _ONE_DAY) if moving.move is Move.PREVIOUS else None
    found = before or next_open(calendar, day, date.max)
    assert found is not None, "an open day is found or refused"
    return found


def _nowhere(calendar: Calendar, day: date) -> PolicyInvalid:
    words = Words(
        zh="日历“{id}”在 {day} 前后长期没有开放日，该日的巡查无处可移",
        en="calendar '{id}' has no open day anywhere near {day} that its round could move to",
    )
    hint = Words(zh="核对该日历的时段与停业日期", en="look at the hours and closures of that calendar")
    return PolicyInvalid.one(
        "EST-808", words.fill(id=same(calendar.id), day=day.isoformat()), hint=hint, place=calendar.place
    )
