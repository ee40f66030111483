"""A night walk past five points that begins ten minutes before midnight, and routes of any shape for the laws."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from estatectl.domain.problems import Place
from estatectl.domain.rounds.patrols import Irregularity, Visit, walk
from estatectl.domain.rounds.routes import Leg, Route
from estatectl.domain.words import same
from tests.content.documents import default_site

ZONE = ZoneInfo("Asia/Shanghai")
NOWHERE = Place("test.yaml", 1)
STARTED = datetime(2026, 3, 1, 15, 50, tzinfo=UTC)


def length(written: str | timedelta) -> timedelta:
    """Minutes and seconds, written "12:30" (or "-0:01")."""
    if isinstance(written, timedelta):
        return written
    minutes, seconds = written.lstrip("-").split(":")
    found = timedelta(minutes=int(minutes), seconds=int(seconds))
    return -found if written.startswith("-") else found


def route(*legs: tuple[str, str | timedelta, int | None], tolerance: str = "5:00", fastest: str = "3") -> Route:
    """A route of legs (checkpoint, planned after the start as "12:00" or a length, metres from the one before)."""
    return Route(
        id="night",
        title=same("night"),
        clauses=(),
        legs=tuple(Leg(checkpoint=name, at=length(at), metres=metres, place=NOWHERE) for name, at, metres in legs),
        tolerance=length(tolerance),
        fastest=Decimal(fastest),
        source="assumption",
        place=NOWHERE,
    )


NIGHT = route(
    ("gate", "0:00", None),
    ("garage", "6:00", 260),
    ("lobby", "12:00", 300),
    ("roof", "18:00", 120),
    ("gate", "25:00", None),
)


def scanned(*scans: tuple[str, str]) -> list[Visit]:
    """Scans (checkpoint, time since the start)."""
    return [Visit(checkpoint, STARTED + length(after)) for checkpoint, after in scans]


def as_planned(of: Route, started: datetime = STARTED) -> list[Visit]:
    return [Visit(leg.checkpoint, started + leg.at) for leg in of.legs]


def routes_by_id() -> list[str]:
    """The routes of the default site."""
    return list(default_site().routes)


def judged(of: Route, visits: Sequence[Visit]) -> tuple[Irregularity, ...]:
    return walk(of, STARTED, visits, ZONE)


def told(found: Sequence[Irregularity]) -> list[tuple[str, str]]:
    return [(each.kind, each.checkpoint) for each in found]


starts = st.integers(0, 2 * 366 * 86_400).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
zones = st.sampled_from(["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"]).map(ZoneInfo)


@st.composite
def routes(draw: st.DrawFn) -> Route:
    """Any route that the checks allow: its points lie along a street, so that no way round is shorter than it says."""
    stands = draw(st.lists(st.integers(0, 900), min_size=2, max_size=6))
    fastest = draw(st.sampled_from(["1", "2.5", "3", "7"]))
    turns = [0]
    for _ in range(draw(st.integers(0, 8))):
        turns.append(draw(st.sampled_from([turn for turn in range(len(stands)) if turn != turns[-1]])))
    at, legs = timedelta(), list[tuple[str, str | timedelta, int | None]]()
    for number, turn in enumerate(turns):
        metres = abs(stands[turn] - stands[turns[number - 1]]) if number else None
        if metres is not None:
            needed = int(metres / Decimal(fastest)) + 1
            at += timedelta(seconds=needed + draw(st.integers(0, 900)))
        legs.append((f"p{turn}", at, metres if draw(st.booleans()) else None))
    return route(*legs, tolerance=f"{draw(st.integers(1, 10))}:{draw(st.integers(0, 59)):02}", fastest=fastest)
