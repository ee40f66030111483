"""The instants that a cadence means, with the instant at which the window of each opens, in order. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, assert_never
from zoneinfo import ZoneInfo

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.calendars.days import midnights
from estatectl.domain.problems import PolicyInvalid
from estatectl.domain.programmes.cadences import AfterEvent, AtEdge, Cadence, Dated, During, Edge, Rolling, in_season
from estatectl.domain.programmes.due_days import due_days
from estatectl.domain.programmes.opening_hours import MOST_DAYS, open_into, openings_of, shifts_of
from estatectl.domain.programmes.programme import Window, moved
from estatectl.domain.wall_clock import instant_of

_ONE_DAY = timedelta(days=1)


class Opening(NamedTuple):
    """When a round opens, and the instant it is reckoned from."""

    opens: datetime
    nominal: datetime


def openings(
    cadence: Cadence, window: Window, zone: ZoneInfo, calendar: Calendar | None, after: datetime, until: datetime
) -> Iterator[Opening]:
    """Those that open after `after` and not after `until`, ascending. `calendar` is the one the cadence names."""
    after, until = after.astimezone(UTC), until.astimezone(UTC)
    match cadence:
        case Dated():
            return _dated(cadence, window, zone, calendar, after, until)
        case During() | AtEdge():
            assert calendar is not None
            return _by_hours(cadence, window, zone, calendar, after, until)
        case Rolling() | AfterEvent():
            return iter(())
    assert_never(cadence)


def _dated(
    cadence: Dated, window: Window, zone: ZoneInfo, calendar: Calendar | None, after: datetime, until: datetime
) -> Iterator[Opening]:
    calendars = {calendar.id: calendar} if calendar is not None else {}
    held: datetime | None = None
    first, last = _reach(cadence, window, zone, after, until)
    for day in due_days(cadence, calendars, first, last):
        for seconds in cadence.times:
            nominal = instant_of(zone, day, seconds)
            opens = window.opening(zone, nominal)
            if after < opens <= until and nominal != held:
                held = nominal
                yield Opening(opens, nominal)


def _reach(cadence: Dated, window: Window, zone: ZoneInfo, after: datetime, until: datetime) -> tuple[date, date]:
    """The first and last day with a time that can open in the span: exactly, so that no calendar is asked in vain."""

    def opens(day: date, seconds: int) -> datetime:
        return window.opening(zone, instant_of(zone, day, seconds))

    first = (after + window.opens.elapsed).astimezone(zone).date() - 2 * _ONE_DAY
    while opens(first, cadence.times[-1]) <= after:
        first += _ONE_DAY
    last = (until + window.opens.elapsed).astimezone(zone).date() + 2 * _ONE_DAY
    while opens(last, cadence.times[0]) > until:
        last -= _ONE_DAY
    return first, last


def _by_hours(
    cadence: During | AtEdge, window: Window, zone: ZoneInfo, calendar: Calendar, after: datetime, until: datetime
) -> Iterator[Opening]:
    """Day by day, from the first whose stretches may reach into the span to the last that can begin in it."""
    wanted = _first_wanted(cadence, window, calendar, after)
    day = _stretch_begins(cadence, calendar, wanted)
    while day <= wanted or window.opening(zone, _earliest(cadence, zone, calendar, day)) <= until:
        if in_season(cadence.seasons, day):
            marks = _marks_if_known if day < wanted else _marks
            found = (Opening(window.opening(zone, at), at) for at in marks(cadence, zone, calendar, day))
            yield from sorted(each for each in found if after < each.opens <= until)
        day += _ONE_DAY


def _first_wanted(cadence: During | AtEdge, window: Window, calendar: Calendar, after: datetime) -> date:
    """The day of the calendar that an opening right after `after` would belong to, were nothing open overnight."""
    moment = after + window.opens.elapsed
    if isinstance(cadence, AtEdge):
        length = cadence.length.elapsed
        moment += length if cadence.edge is Edge.OPENING else -length
    return moment.astimezone(calendar.zone).date()


def _stretch_begins(cadence: During | AtEdge, calendar: Calendar, day: date) -> date:
    """The day before; earlier where something that closes later has been open since then, as far as is known."""
    day -= _ONE_DAY
    if isinstance(cadence, AtEdge) and cadence.edge is Edge.CLOSING:
        with suppress(PolicyInvalid):
            for _ in range(MOST_DAYS):
                if not open_into(calendar, day):
                    break
                day -= _ONE_DAY
    return day


def _earliest(cadence: During | AtEdge, zone: ZoneInfo, calendar: Calendar, day: date) -> datetime:
    """An instant before which nothing of a day falls due."""
    begins = midnights(calendar, day)[0]
    return _at_edge(cadence, zone, begins) if isinstance(cadence, AtEdge) else begins


def _at_edge(cadence: AtEdge, zone: ZoneInfo, edge: datetime) -> datetime:
    return moved(zone, edge, cadence.length, -1 if cadence.edge is Edge.OPENING else 1)


def _marks_if_known(cadence: During | AtEdge, zone: ZoneInfo, calendar: Calendar, day: date) -> list[datetime]:
    """Those of a day before the span, whose stretch may run into it. What is not known of such a day is let be."""
    with suppress(PolicyInvalid):
        return _marks(cadence, zone, calendar, day)
    return []


def _marks(cadence: During | AtEdge, zone: ZoneInfo, calendar: Calendar, day: date) -> list[datetime]:
    """The nominal instants that belong to the open stretches which begin on a day, ascending."""
    if isinstance(cadence, During):
        step = timedelta(seconds=cadence.seconds)
        return [
            opened + step * number
            for opened, closed in shifts_of(calendar, day)
            for number in range(-((opened - closed) // step))
        ]
    stretches = openings_of(calendar, day)
    if not stretches:
        return []
    return [_at_edge(cadence, zone, stretches[0][0] if cadence.edge is Edge.OPENING else stretches[-1][1])]
