"""What was opened, closed, kept, missed and escalated, counted by day and by department. Floor 2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.entries import Entry
from estatectl.domain.rounds.round import SERIES, Timeliness


class Count(Enum):
    """What is counted. `STOPPED` are runs of clocks that ended, of which `KEPT` were in time; `DONE` are rounds that
    were recorded, of which `ON_TIME` by their due instant; `ESCALATED` are steps that went out to somebody."""

    OPENED = "opened"
    CLOSED = "closed"
    STOPPED = "stopped"
    KEPT = "kept"
    ESCALATED = "escalated"
    MISSED = "missed"
    DONE = "done"
    ON_TIME = "on_time"
    FOUND = "found"


KINDS = ("opened", "moved", "stopped", "escalated", "missed", "recorded", "found")
"""The entries that are counted."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counts by day, and for the days of the report by department ("" where nobody is in charge) and by workflow."""

    by_day: Mapping[tuple[date, Count], int]
    by_department: Mapping[tuple[str, Count], int] = field(default_factory=dict)
    opened: Mapping[str, int] = field(default_factory=dict)

    def over(self, days: Sequence[date], count: Count) -> int:
        """All that happened on these days."""
        return sum(self.by_day.get((day, count), 0) for day in days)

    def of(self, department: str, count: Count) -> int:
        return self.by_department.get((department, count), 0)


class Workflows:
    """Which workflow a stream is of, by its series."""

    def __init__(self, bundle: Bundle) -> None:
        self._series = {workflow.series: workflow for workflow in bundle.workflows.values()}

    def of(self, stream: str) -> Workflow | None:
        return self._series.get(stream.partition("-")[0])


def counted(entry: Entry, workflows: Workflows) -> Iterator[Count]:
    """What an entry adds one to."""
    data: Mapping[str, Any] = entry.data
    of_round = entry.stream.startswith(f"{SERIES}-")
    workflow = None if of_round else workflows.of(entry.stream)
    match entry.kind:
        case "missed" if of_round:
            yield Count.MISSED
        case "recorded" if of_round:
            yield Count.DONE
            if data.get("timeliness") == Timeliness.ON_TIME.value:
                yield Count.ON_TIME
        case "found" if of_round and data.get("kind") != "missed":
            yield Count.FOUND
        case "opened" if workflow is not None:
            yield Count.OPENED
        case "moved" if workflow is not None and _closes(workflow, data):
            yield Count.CLOSED
        case "stopped" if workflow is not None:
            yield Count.STOPPED
            if data["kept"]:
                yield Count.KEPT
        case "escalated" if data.get("fate") == "send":
            yield Count.ESCALATED


def _closes(workflow: Workflow, data: Mapping[str, Any]) -> bool:
    final = {stage.id for stage in workflow.stages if stage.final}
    return data["to"] in final and data["from"] not in final


def tallied(
    entries: Iterable[Entry],
    workflows: Workflows,
    day_of: Callable[[Entry], date],
    first: date,
    who: Callable[[str], str],
) -> Tallies:
    """All entries counted. From the day `first` on by department too, which `who` says of a stream."""
    by_day: Counter[tuple[date, Count]] = Counter()
    by_department: Counter[tuple[str, Count]] = Counter()
    opened: Counter[str] = Counter()
    for entry in entries:
        day = day_of(entry)
        for count in counted(entry, workflows):
            by_day[day, count] += 1
            if day >= first:
                by_department[who(entry.stream), count] += 1
        if entry.kind == "opened" and day >= first:
            workflow = workflows.of(entry.stream)
            if workflow is not None:
                opened[workflow.id] += 1
    return Tallies(by_day, by_department, opened)
