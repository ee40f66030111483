"""Building blocks of the tests about time: calendars from plain documents, instants from short texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from estatectl.adapters.policyfiles.reading import read_document
from estatectl.domain.calendars.arithmetic import Hold
from estatectl.domain.calendars.calendar import Calendar, linked
from estatectl.domain.problems import Problem
from estatectl.domain.tree import Node
from estatectl.domain.words import same

POLICIES = Path(__file__).resolve().parents[2] / "policies"
NAME = {"zh": "样例", "en": "sample"}


def node(value: Any, file: str = "sample.yaml") -> Node:
    return Node(file, _raw(value))


def _raw(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [1, 1, {key: [*_raw(child), 1, 1] for key, child in value.items()}]
    return [1, 1, [_raw(child) for child in value] if isinstance(value, list) else value]


def parsed(**document: Any) -> tuple[Calendar, list[Problem]]:
    problems: list[Problem] = []
    whole = {"kind": "calendar", "id": "sample", "title": NAME, "zone": "Asia/Shanghai", **document}
    return Calendar.parse(node(whole), {"calendars": ("holidays_cn",)}, problems), problems


def calendar(**document: Any) -> Calendar:
    made, problems = parsed(**document)
    assert problems == []
    return made


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def shipped() -> dict[str, Calendar]:
    """The calendars of the default policies."""
    files = sorted((POLICIES / "calendars").glob("*.yaml"))
    names = tuple(file.stem for file in files)
    problems: list[Problem] = []
    found = {}
    for file in files:
        document = read_document(file.read_text(encoding="utf-8"), file.name).node
        assert document is not None
        found[file.stem] = Calendar.parse(document, {"calendars": names}, problems)
    assert problems == []
    return linked(found)


def at(made: Calendar, text: str) -> datetime:
    """An instant of the calendar's wall clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=made.zone).astimezone(UTC)


def shown(made: Calendar, moment: datetime) -> str:
    """What the calendar's wall clock shows, with the seconds left out where there are none."""
    local = moment.astimezone(made.zone).replace(tzinfo=None)
    return local.isoformat(timespec="seconds" if local.second else "minutes")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hold(start: datetime, end: datetime) -> Hold:
    return Hold(start, end, same("held"))


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


OFFICE = {"weekly": {"weekdays": ["09:00-12:00", "13:30-18:00"]}}
