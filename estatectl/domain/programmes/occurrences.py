"""When the rounds of a programme open, are due and close: reckoned from its cadence, never stored. Domain floor.

Law: an occurrence never vanishes or doubles. The instants of a span of time are the same however it is cut up; two
of one subject that would fall on one instant (clock times that a zone skips) are one. Instants are in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.place.site import Site
from estatectl.domain.programmes.cadences import SUBJECT, AfterEvent, Rolling, calendar_of
from estatectl.domain.programmes.due_days import settled
from estatectl.domain.programmes.nominal_instants import Opening, openings
from estatectl.domain.programmes.programme import Programme, SubjectKind
from estatectl.domain.wall_clock import instant_of

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle

_HORIZON = timedelta(days=366 * 12)
_ONE_DAY = timedelta(days=1)
ESTATE = "estate"
"""The subject of programmes that are about the estate as a whole."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One round to be: from when it may be done, until when it must, and when it counts as missed."""

    programme: str
    subject: str
    nominal: datetime
    opens: datetime
    due: datetime
    closes: datetime


@dataclass(frozen=True)
class Frame:
    """What occurrences are reckoned in: the estate's zone, its calendars and its site."""

    zone: ZoneInfo
    calendars: Mapping[str, Calendar]
    site: Site

    @classmethod
    def of(cls, bundle: Bundle) -> Frame:
        return cls(bundle.estate.zone, bundle.calendars, bundle.site)


def is_rolling(programme: Programme) -> bool:
    """Whether its next round counts from when the last one was done."""
    return isinstance(programme.cadence, Rolling)


def is_event(programme: Programme) -> bool:
    """Whether its rounds count from an event of a case."""
    return isinstance(programme.cadence, AfterEvent)


def subjects_of(programme: Programme, site: Site) -> tuple[str, ...]:
    """What its rounds are about, by id, in the order of the site; none where cases bring their own."""
    name = programme.subject.name
    match programme.subject.kind:
        case SubjectKind.EACH_ASSET:
            return tuple(asset.id for asset in site.assets.values() if asset.kind == name)
        case SubjectKind.EACH_ZONE:
            return tuple(zone.id for zone in site.zones.values() if name in zone.tags)
        case SubjectKind.EACH_POOL:
            return tuple(site.pools)
        case SubjectKind.ESTATE:
            return (ESTATE,)
        case SubjectKind.CASE:
            return ()
        case SubjectKind.ASSET | SubjectKind.ZONE | SubjectKind.ROUTE | SubjectKind.POOL | SubjectKind.POST:
            return (name,)


def scheduled(
    programme: Programme, frame: Frame, subject: str, after: datetime, until: datetime
) -> Iterator[Occurrence]:
    """The occurrences for one subject that open after `after` and not after `until`, in order of opening.

    None at all where they follow completions or events. Refuses years that a calendar does not know (EST-337).
    """
    for found in _openings(programme, frame, subject, after, until):
        yield _occurrence(programme, frame, subject, found)


def all_scheduled(programme: Programme, frame: Frame, after: datetime, until: datetime) -> Iterator[Occurrence]:
    """The same for all subjects: in order of opening, then of the nominal instant, then of the site."""
    subjects = subjects_of(programme, frame.site)
    if calendar_of(programme.cadence) == SUBJECT:
        each = (scheduled(programme, frame, subject, after, until) for subject in subjects)
        yield from merge(*each, key=lambda found: (found.opens, found.nominal))
        return
    for found in _openings(programme, frame, "", after, until):
        due = programme.window.due_at(frame.zone, found.nominal)
        closes = programme.window.closing(frame.zone, due)
        for subject in subjects:
            yield Occurrence(programme.id, subject, found.nominal, found.opens, due, closes)


def next_opening(programme: Programme, frame: Frame, subject: str, after: datetime) -> datetime | None:
    """The first opening after an instant; None where there is none within twelve years."""
    found = next(_openings(programme, frame, subject, after, after + _HORIZON), None)
    return None if found is None else found.opens


def first_of(programme: Programme, frame: Frame, subject: str) -> Occurrence | None:
    """The occurrence that a rolling programme writes as its first; None where it names none."""
    cadence = programme.cadence
    assert isinstance(cadence, Rolling), programme.id
    if cadence.first is None:
        return None
    day = settled(cadence.seasons, cadence.moving, frame.calendars, cadence.first, cadence.first - _ONE_DAY)
    return _occurrence(programme, frame, subject, _at(programme, frame, instant_of(frame.zone, day, cadence.time)))


def following(programme: Programme, frame: Frame, subject: str, base: datetime) -> Occurrence:
    """The occurrence after a completion at `base`; its nominal instant is later than that. Only for a rolling one."""
    cadence = programme.cadence
    assert isinstance(cadence, Rolling), programme.id
    here = base.astimezone(frame.zone).date()
    day = settled(cadence.seasons, cadence.moving, frame.calendars, cadence.step.after(here), here)
    return _occurrence(programme, frame, subject, _at(programme, frame, instant_of(frame.zone, day, cadence.time)))


def after_event(programme: Programme, frame: Frame, subject: str, event_at: datetime) -> tuple[Occurrence, ...]:
    """All occurrences that an event brings, in order. Only for a programme that follows events."""
    cadence = programme.cadence
    assert isinstance(cadence, AfterEvent), programme.id
    here = event_at.astimezone(frame.zone).date()
    days = {settled((), cadence.moving, frame.calendars, step.after(here), here) for step in cadence.steps}
    instants = sorted({instant_of(frame.zone, day, cadence.time) for day in days})
    return tuple(_occurrence(programme, frame, subject, _at(programme, frame, nominal)) for nominal in instants)


def _openings(programme: Programme, frame: Frame, subject: str, after: datetime, until: datetime) -> Iterator[Opening]:
    name = calendar_of(programme.cadence)
    if name == SUBJECT:
        name = frame.site.pools[subject].calendar
    calendar = None if name is None else frame.calendars[name]
    return openings(programme.cadence, programme.window, frame.zone, calendar, after, until)


def _at(programme: Programme, frame: Frame, nominal: datetime) -> Opening:
    return Opening(programme.window.opening(frame.zone, nominal), nominal)


def _occurrence(programme: Programme, frame: Frame, subject: str, found: Opening) -> Occurrence:
    due = programme.window.due_at(frame.zone, found.nominal)
    closes = programme.window.closing(frame.zone, due)
    return Occurrence(programme.id, subject, found.nominal, found.opens, due, closes)
