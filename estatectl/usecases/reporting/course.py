"""What happened in a report's days that somebody must know of: misses, what climbed, what was put right. Floor 2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from estatectl.domain.cases.case import Case
from estatectl.domain.entries import Entry
from estatectl.domain.rounds.round import SERIES, Round
from estatectl.usecases.nights.known import Known


@dataclass(frozen=True, slots=True)
class Climbed:
    """What was escalated: how often, over which clocks, to whom last.

    `answered` is when somebody then said that he had it, `stopped` when all of the clocks had come to their end.
    """

    stream: str
    case: Case | None
    steps: int
    clocks: tuple[str, ...]
    told: tuple[str, ...]
    last: datetime
    answered: datetime | None
    stopped: datetime | None


@dataclass(frozen=True, slots=True)
class Mended:
    """A case that had been late and came to its end."""

    case: Case
    breaches: int


def climbed(known: Known, entries: Iterable[Entry]) -> tuple[Climbed, ...]:
    """By case, those that climbed highest first."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind == "escalated" and entry.data.get("fate") == "send":
            found.setdefault(entry.stream, []).append(entry)
    known.read(sorted(found))
    ways = (_climbed(known, name, steps) for name, steps in found.items())
    return tuple(sorted(ways, key=lambda each: (-each.steps, each.stream)))


def _climbed(known: Known, stream: str, steps: list[Entry]) -> Climbed:
    case = None if stream.startswith(f"{SERIES}-") else known.case(stream)
    data: list[dict[str, Any]] = [dict(step.data) for step in steps]
    clocks = tuple(dict.fromkeys(str(each["clock"]) for each in data))
    answers = [] if case is None else [at for (clock, _), at in case.acknowledged.items() if clock in clocks]
    return Climbed(
        stream=stream,
        case=case,
        steps=len(steps),
        clocks=clocks,
        told=tuple(str(post) for post in data[-1]["posts"] or data[-1]["tell"]),
        last=steps[-1].at,
        answered=max((at for at in answers if at >= steps[-1].at), default=None),
        stopped=None if case is None else _stopped(case, {(str(each["clock"]), int(each["run"])) for each in data}),
    )


def _stopped(case: Case, runs: set[tuple[str, int]]) -> datetime | None:
    ends = {(each.clock, each.run): each.stopped for each in case.settled if (each.clock, each.run) in runs}
    return max(ends.values()) if set(ends) == runs else None


def missed(known: Known, entries: Iterable[Entry]) -> tuple[Round, ...]:
    """The rounds that were recorded as missed, as they stood at the end: some have been made up since."""
    ids = list(dict.fromkeys(entry.stream for entry in entries if entry.kind == "missed"))
    known.read(ids)
    rounds = (known.round(round_id) for round_id in ids)
    return tuple(sorted((each for each in rounds if each is not None), key=lambda each: (each.due, each.id)))


def mended(known: Known, closed: Iterable[str]) -> tuple[Mended, ...]:
    """The cases among those that were closed that had been late."""
    ids = list(dict.fromkeys(closed))
    known.read(ids)
    cases = ((name, known.case(name)) for name in ids)
    found = (Mended(case, len(case.breached)) for _, case in cases if case is not None and case.breached)
    return tuple(sorted(found, key=lambda each: (-each.breaches, each.case.id)))
