"""Cadences: how often something falls due, as programmes write it. Domain floor; `cadence_forms` reads them.

All times of day are wall-clock times of the estate, in seconds after midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from estatectl.domain.durations import Duration
from estatectl.domain.programmes.cadence_days import Days, Step

NO_LENGTH = Duration()
SUBJECT = "subject"
"""Stands for the calendar of the subject itself: a pool has one."""


@dataclass(frozen=True, slots=True)
class Season:
    """A part of every year, both ends included, as (month, day); it may run over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def covers(self, day: date) -> bool:
        now = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= now <= self.last
        return now >= self.first or now <= self.last


Seasons = tuple[Season, ...]
"""The seasons that count; none at all means the whole year."""


def in_season(seasons: Seasons, day: date) -> bool:
    return not seasons or any(season.covers(day) for season in seasons)


class Move(Enum):
    """What becomes of a date that is no working day: left out, or put off, or brought forward to one."""

    ONLY = "only"
    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Moving:
    """How dates keep to the open days of a calendar."""

    move: Move
    calendar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Certain dates, at certain times. Seasons are asked for the date as written, before it is moved."""

    days: Days
    times: tuple[int, ...]
    seasons: Seasons = ()
    moving: Moving | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolling:
    """So long after it was last done; before the first time on `first`, if that is given.

    A date out of season is put off to the first day of the next one.
    """

    step: Step
    time: int
    first: date | None = None
    seasons: Seasons = ()
    moving: Moving | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterEvent:
    """So long after an event, once for each step."""

    steps: tuple[Step, ...]
    time: int
    moving: Moving | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class During:
    """At the start of every open stretch of a calendar and every so many real seconds while it stays open."""

    seconds: int
    calendar: str
    seasons: Seasons = ()


class Edge(Enum):
    OPENING = "before_opening"
    CLOSING = "after_closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtEdge:
    """Each day that a calendar is open: so long before it first opens, or after it last closes."""

    edge: Edge
    calendar: str
    length: Duration = NO_LENGTH
    seasons: Seasons = ()


Cadence = Dated | Rolling | AfterEvent | During | AtEdge


def calendar_of(cadence: Cadence) -> str | None:
    """The calendar that a cadence leans on, if any: an id, or `SUBJECT`."""
    match cadence:
        case During() | AtEdge():
            return cadence.calendar
        case Dated() | Rolling() | AfterEvent():
            return None if cadence.moving is None else cadence.moving.calendar
