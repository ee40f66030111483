"""The open stretches of a calendar by the day on which they begin, however far past midnight they run. Domain floor."""

from __future__ import annotations

from datetime import date, timedelta

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.calendars.days import midnights, open_on
from estatectl.domain.wall_clock import Instants

_ONE_DAY = timedelta(days=1)
MOST_DAYS = 400
"""Days after which a stretch that is open all the time counts as one that never closes."""


def shifts_of(calendar: Calendar, day: date) -> tuple[Instants, ...]:
    """The stretches that begin on a day, each run on past midnight to its end.

    A day that is open from midnight to midnight stands by itself, so that counting begins anew at its midnight.
    """
    pieces = open_on(calendar, day)
    if calendar.always or not pieces or _whole(calendar, day, pieces):
        return pieces
    first, last = midnights(calendar, day)
    if pieces[0][0] == first and _runs_on(calendar, day - _ONE_DAY):
        pieces = pieces[1:]
    if pieces and pieces[-1][1] == last and _runs_on(calendar, day):
        pieces = (*pieces[:-1], (pieces[-1][0], open_on(calendar, day + _ONE_DAY)[0][1]))
    return pieces


def _runs_on(calendar: Calendar, day: date) -> bool:
    """Whether a stretch goes on over the midnight after a day, neither day being open all day."""
    return _open_over(calendar, day) and not any(
        _whole(calendar, each, open_on(calendar, each)) for each in (day, day + _ONE_DAY)
    )


def openings_of(calendar: Calendar, day: date) -> tuple[Instants, ...]:
    """The stretches that begin on a day, each run on to the instant at which it really closes."""
    pieces = open_on(calendar, day)
    first, last = midnights(calendar, day)
    if pieces and pieces[0][0] == first and _open_over(calendar, day - _ONE_DAY):
        pieces = pieces[1:]
    if not pieces or pieces[-1][1] != last:
        return pieces
    end = day
    while _open_over(calendar, end):
        end += _ONE_DAY
        if open_on(calendar, end)[0][1] != midnights(calendar, end)[1] or (end - day).days > MOST_DAYS:
            break
    closes = last if end == day else open_on(calendar, end)[0][1]
    return (*pieces[:-1], (pieces[-1][0], closes))


def open_into(calendar: Calendar, day: date) -> bool:
    """Whether a day begins open because the day before ended so."""
    return _open_over(calendar, day - _ONE_DAY)


def _open_over(calendar: Calendar, day: date) -> bool:
    """Whether it is open over the midnight after a day."""
    pieces, midnight = open_on(calendar, day), midnights(calendar, day)[1]
    if not pieces or pieces[-1][1] != midnight:
        return False
    after = open_on(calendar, day + _ONE_DAY)
    return bool(after) and after[0][0] == midnight


def _whole(calendar: Calendar, day: date, pieces: tuple[Instants, ...]) -> bool:
    return pieces == (midnights(calendar, day),)
