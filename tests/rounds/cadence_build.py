"""Building blocks of the tests about programmes: programmes from plain documents, frames in any zone, wall clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.place.site import Site
from estatectl.domain.problems import Problem
from estatectl.domain.programmes.occurrences import Frame, Occurrence, scheduled
from estatectl.domain.programmes.programme import Programme
from tests.time.time_build import NAME, calendar, node

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
ZONES = (SHANGHAI, NEW_YORK, LORD_HOWE)


def parsed(cadence: Any, **more: Any) -> tuple[Programme, list[Problem]]:
    problems: list[Problem] = []
    whole = {
        "kind": "programme",
        "id": "sample",
        "title": NAME,
        "clauses": ["1.1"],
        "source": "assumption: a test",
        "category": "sample",
        "subject": {"estate": True},
        "cadence": cadence,
        "by": ["guard"],
        "on_miss": "log",
        "findings": "findings",
        **more,
    }
    return Programme.parse(node(whole), {"posts": ("guard", "supervisor")}, problems), problems


def programme(cadence: Any, **more: Any) -> Programme:
    made, problems = parsed(cadence, **more)
    assert problems == []
    return made


def site(assets: int = 2, pools: Any = None) -> Site:
    each = {"title": NAME, "class": "lift", "zone": "hall", "installed": 2020, "maker": "M", "model": "m"}
    document = {
        "kind": "site",
        "id": "site",
        "title": NAME,
        "buildings": {},
        "zones": {"hall": {"title": NAME, "tags": ["lobby"]}, "court": {"title": NAME, "tags": ["outdoor"]}},
        "asset_classes": {"lift": {"title": NAME, "skill": "lifts", "importance": "critical"}},
        "assets": {f"lift_{number}": {**each, "code": f"L-{number}"} for number in range(1, assets + 1)},
        "pools": pools or {},
    }
    problems: list[Problem] = []
    made = Site.parse(node(document), {}, problems)
    assert problems == []
    return made


def frame(zone: ZoneInfo = SHANGHAI, place: Site | None = None, **calendars: Calendar | dict[str, Any]) -> Frame:
    """A frame with these calendars, each of the frame's zone where it is given as a document."""
    made = {
        name: each if isinstance(each, Calendar) else calendar(id=name, zone=str(zone), **each)
        for name, each in calendars.items()
    }
    return Frame(zone, made, place or site())


def wall(where: Frame, text: str) -> datetime:
    """An instant of the frame's wall clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=where.zone).astimezone(UTC)


def told(where: Frame, moments: Iterable[datetime]) -> list[str]:
    """What the frame's wall clock shows, to the minute."""
    return [moment.astimezone(where.zone).strftime("%Y-%m-%d %H:%M") for moment in moments]


def between(made: Programme, where: Frame, after: str, until: str, subject: str = "estate") -> list[Occurrence]:
    return list(scheduled(made, where, subject, wall(where, after), wall(where, until)))


def nominals(made: Programme, where: Frame, after: str, until: str, subject: str = "estate") -> list[str]:
    """The nominal instants by the wall clock of what opens after one wall-clock time and not after another."""
    return told(where, (found.nominal for found in between(made, where, after, until, subject)))
