"""Reading the `cadence:` of a programme: exactly one form, with the keys that go with it. Domain floor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from estatectl.domain.calendars.holidays import read_date
from estatectl.domain.durations import Duration, read_duration
from estatectl.domain.problems import Problem
from estatectl.domain.programmes import cadence_dates as dates
from estatectl.domain.programmes import cadence_faults as faults
from estatectl.domain.programmes.cadence_days import Days
from estatectl.domain.programmes.cadences import (
    AfterEvent,
    AtEdge,
    Cadence,
    Dated,
    During,
    Edge,
    Move,
    Moving,
    Rolling,
    Season,
    Seasons,
)
from estatectl.domain.tree import Node

_LEAST_SECONDS = 300


@dataclass(frozen=True, slots=True)
class _Form:
    """A form: how it is read, the keys it needs and the keys it may have besides."""

    read: Callable[[Node, list[Problem]], Cadence]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


def parse_cadence(node: Node, problems: list[Problem]) -> Cadence:
    """The cadence. Of one that is faulty, anything: the faults (EST-801 to EST-804) are in `problems`."""
    forms = [key for key in _FORMS if key in node]
    if len(forms) != 1:
        problems.append(faults.not_one_form(node, forms, tuple(_FORMS)))
        return _nothing()
    name, before = forms[0], len(problems)
    form = _FORMS[name]
    if name == "every":
        form = _every_form(node)
    for key, child in node.items():
        if key not in (name, *form.needs, *form.takes):
            problems.append(faults.does_not_go_with(key, name, (*form.needs, *form.takes), child))
    problems.extend(faults.is_needed(key, name, node) for key in form.needs if key not in node)
    if ("working_days" in node) != ("calendar" in node):
        problems.append(faults.half_of_working_days(node))
    return form.read(node, problems) if len(problems) == before else _nothing()


def _every_form(node: Node) -> _Form:
    length = Duration.read(node.text("every"))
    if "during" in node or (length is not None and length.seconds):
        return _DURING
    return _ROLLING if "recurs" in node else _FORMS["every"]


def _nothing() -> Cadence:
    return Dated(days=dates.EVERY_DAY, times=(0,))


def _dated(days_of: Callable[[Node, list[Problem]], Days]) -> Callable[[Node, list[Problem]], Cadence]:
    def read(node: Node, problems: list[Problem]) -> Cadence:
        return Dated(
            days=days_of(node, problems), times=_times(node), seasons=_seasons(node, problems), moving=_moving(node)
        )

    return read


def _times(node: Node) -> tuple[int, ...]:
    written = node.texts("daily") or node.texts("at")
    return tuple(sorted(map(_seconds, written)))


def _seconds(text: str) -> int:
    return int(text[:2]) * 3600 + int(text[3:]) * 60


def _time(node: Node) -> int:
    return _seconds(node.text("at"))


def _rolling(node: Node, problems: list[Problem]) -> Cadence:
    if node.text("working_days") == Move.ONLY.value:
        problems.append(faults.would_vanish(node["working_days"]))
    return Rolling(
        step=dates.read_step(node["every"], problems),
        time=_time(node),
        first=read_date(node["from"], problems) if "from" in node else None,
        seasons=_seasons(node, problems),
        moving=_moving(node),
    )


def _after_event(node: Node, problems: list[Problem]) -> Cadence:
    if node.text("working_days") == Move.ONLY.value:
        problems.append(faults.would_vanish(node["working_days"]))
    steps = tuple(dates.read_step(each, problems) for each in node.each("after_event"))
    return AfterEvent(steps=steps, time=_time(node), moving=_moving(node))


def _during(node: Node, problems: list[Problem]) -> Cadence:
    length = Duration.read(node.text("every")) or Duration()
    if length.days or length.seconds < _LEAST_SECONDS:
        problems.append(faults.no_hours(node["every"]))
    return During(seconds=length.seconds, calendar=node.text("during"), seasons=_seasons(node, problems))


def _at_edge(edge: Edge, length: str) -> Callable[[Node, list[Problem]], Cadence]:
    def read(node: Node, problems: list[Problem]) -> Cadence:
        written = node.get(length)
        return AtEdge(
            edge=edge,
            calendar=node.text(edge.value),
            length=read_duration(node.text(length), written.place, problems) if written else Duration(),
            seasons=_seasons(node, problems),
        )

    return read


def _moving(node: Node) -> Moving | None:
    return Moving(Move(node.text("working_days")), node.text("calendar")) if "working_days" in node else None


def _seasons(node: Node, problems: list[Problem]) -> Seasons:
    written = node.get("season")
    if written is None:
        return ()
    parts = written.each() if written.is_sequence else iter((written,))
    return tuple(Season(_day_of_year(each["from"], problems), _day_of_year(each["to"], problems)) for each in parts)


def _day_of_year(node: Node, problems: list[Problem]) -> tuple[int, int]:
    day: date = read_date(node, problems, prefix="2000-")  # a leap year, so that 02-29 can be written
    return day.month, day.day


_SEASON = ("season",)
_WORKING = ("working_days", "calendar")
_ALL = (*_SEASON, *_WORKING)
_FORMS: Mapping[str, _Form] = {
    "daily": _Form(_dated(dates.daily), (), ("days", *_ALL)),
    "weekly": _Form(_dated(dates.weekly), ("at",), _ALL),
    "monthly": _Form(_dated(dates.monthly), ("at",), _ALL),
    "quarterly": _Form(_dated(dates.in_months("quarterly", 3)), ("at",), _ALL),
    "half_yearly": _Form(_dated(dates.in_months("half_yearly", 6)), ("at",), _ALL),
    "yearly": _Form(_dated(dates.in_months("yearly", 12)), ("at",), _ALL),
    "every": _Form(_dated(dates.every), ("from", "at"), _ALL),
    "rrule": _Form(_dated(dates.ruled), ("from", "at"), _ALL),
    "before_opening": _Form(_at_edge(Edge.OPENING, "lead"), (), ("lead", *_SEASON)),
    "after_closing": _Form(_at_edge(Edge.CLOSING, "lag"), (), ("lag", *_SEASON)),
    "after_event": _Form(_after_event, ("at",), _WORKING),
}
_ROLLING = _Form(_rolling, ("at",), ("from", "recurs", *_ALL))
_DURING = _Form(_during, ("during",), _SEASON)
