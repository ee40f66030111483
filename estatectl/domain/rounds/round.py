"""A round: the fold of its journal stream, from the day it falls due to what became of its findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from estatectl.domain.entries import Entry
from estatectl.domain.problems import DataBroken, Problem
from estatectl.domain.rounds.patrols import Visit
from estatectl.domain.words import Words

SERIES = "RD"
"""Rounds are numbered RD-1, RD-2 … in streams of these names."""

MISSED = "missed"
"""The kind of finding that a round which nobody did is, and what stands for its item."""

FINDING_KINDS = (
    "reading",
    "warning",
    "score",
    "out_of_order",
    MISSED,
    "skipped",
    "too_early",
    "too_late",
    "wrong_order",
    "too_fast",
    "difference",
)
"""What a finding can be of: a value, a score, the order of steps, a round left out, points of a patrol, a count."""


class RoundState(Enum):
    DUE = "due"
    DONE = "done"
    MISSED = "missed"
    EXCUSED = "excused"


class Timeliness(Enum):
    """When a round was done: by due, within the grace after it, or after it had counted as missed."""

    ON_TIME = "on_time"
    LATE = "late"
    MADE_UP = "made_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that was not in order. `item` is what was asked, `name` the one thing it was asked of.

    A finding of a reading stays open until the item is tested again and in order; others close with their case, and
    those that open none are only logged.
    """

    number: int
    kind: str
    item: str
    name: str
    text: Words
    reading: str
    limit: Words
    note: str | None
    severity: str
    at: datetime
    case: str | None = None
    closed_at: datetime | None = None
    retests: int = 0

    @property
    def needs_retest(self) -> bool:
        return self.kind in RETESTED


SEVERITIES: Mapping[str, Words] = {
    "minor": Words(zh="一般", en="minor"),
    "major": Words(zh="较重", en="major"),
    "critical": Words(zh="严重", en="critical"),
}
"""How severe a finding may be, the least first."""

RETESTED = ("reading", "score")
"""Kinds of finding that stay open until a test of the same item is in order, whether or not a case was opened."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """Something seen, or help given to an owner, on the way. The text is None once it was erased."""

    kind: str
    text: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The state of a round. `policy` is the digest of the policies that it fell due under, and is judged under.

    `handed_in_at` is when the record reached the journal, `done_at` when the round was done by its own word.
    """

    id: str
    programme: str
    subject: str
    department: str
    by: tuple[str, ...]
    statutory: bool
    nominal: datetime
    opens: datetime
    due: datetime
    closes: datetime
    policy: str
    version: int
    state: RoundState = RoundState.DUE
    started_at: datetime | None = None
    started_by: str | None = None
    done_at: datetime | None = None
    done_by: str | None = None
    handed_in_at: datetime | None = None
    timeliness: Timeliness | None = None
    answers: Mapping[str, str | None] = field(default_factory=dict)
    notes: Mapping[str, str | None] = field(default_factory=dict)
    visits: tuple[Visit, ...] = ()
    log: tuple[LogLine, ...] = ()
    files: tuple[str, ...] = ()
    score: Decimal | None = None
    findings: tuple[Finding, ...] = ()
    alerted: frozenset[int] = frozenset()
    missed_at: datetime | None = None
    excuse: str | None = None

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.closed_at is None)

    def finding(self, number: int) -> Finding | None:
        return next((each for each in self.findings if each.number == number), None)

    def timeliness_at(self, done_at: datetime) -> Timeliness:
        """What doing it at an instant counts as; exactly at due is on time, exactly at closing is late."""
        if done_at <= self.due:
            return Timeliness.ON_TIME
        return Timeliness.LATE if done_at <= self.closes else Timeliness.MADE_UP


def fold_round(entries: Iterable[Entry]) -> Round | None:
    """The round that a stream tells of; None for an empty one. `DataBroken` EST-530 on a line that does not fit."""
    found: Round | None = None
    for entry in entries:
        found = follow_round(found, entry)
    return found


def follow_round(before: Round | None, entry: Entry) -> Round:
    """The round after one more entry."""
    data: Mapping[str, Any] = entry.data
    if before is None:
        if entry.kind != "due":
            raise _broken(entry)
        return _due(entry, data)
    known = replace(before, version=entry.version)
    match entry.kind:
        case "started":
            return replace(known, started_at=entry.at, started_by=entry.actor)
        case "recorded":
            return _recorded(known, entry, data)
        case "found":
            return replace(known, findings=(*known.findings, _found(entry, data)))
        case "followed":
            return _changed(known, int(data["number"]), case=str(data["case"]))
        case "retested":
            number = int(data["number"])
            held = known.finding(number)
            closed = entry.at if data["passed"] else None
            return _changed(known, number, closed_at=closed, retests=(held.retests if held else 0) + 1)
        case "settled":
            return _changed(known, int(data["number"]), closed_at=entry.at)
        case "missed":
            return replace(known, state=RoundState.MISSED, missed_at=entry.at)
        case "excused":
            return replace(known, state=RoundState.EXCUSED, excuse=str(data["reason"]), done_by=entry.actor)
        case "alerted":
            return replace(known, alerted=known.alerted | {int(data["alert"])})
        case "notified" | "erased":
            return known
    raise _broken(entry)


def _due(entry: Entry, data: Mapping[str, Any]) -> Round:
    nominal, opens, due, closes = (datetime.fromisoformat(data[name]) for name in ("nominal", "opens", "due", "closes"))
    return Round(
        id=entry.stream,
        programme=data["programme"],
        subject=data["subject"],
        department=data["department"],
        by=tuple(data["by"]),
        statutory=data["statutory"],
        nominal=nominal,
        opens=opens,
        due=due,
        closes=closes,
        policy=entry.policy,
        version=entry.version,
    )


def _recorded(known: Round, entry: Entry, data: Mapping[str, Any]) -> Round:
    return replace(
        known,
        state=RoundState.DONE,
        done_at=entry.at,
        done_by=entry.actor,
        handed_in_at=entry.recorded_at,
        timeliness=Timeliness(data["timeliness"]),
        answers=dict(data["answers"]),
        notes=dict(data["notes"]),
        visits=tuple(Visit(name, datetime.fromisoformat(at)) for name, at in data["visits"]),
        log=tuple(LogLine(each["kind"], each["text"], datetime.fromisoformat(each["at"])) for each in data["log"]),
        files=tuple(data["files"]),
        score=None if data["score"] is None else Decimal(data["score"]),
        started_at=datetime.fromisoformat(data["started"]) if data.get("started") else known.started_at,
    )


def _found(entry: Entry, data: Mapping[str, Any]) -> Finding:
    return Finding(
        number=int(data["number"]),
        kind=data["kind"],
        item=data["item"],
        name=data["name"],
        text=Words(**data["text"]),
        reading=data["reading"] or "",
        limit=Words(**data["limit"]),
        note=data["note"],
        severity=data["severity"],
        at=entry.at,
        closed_at=None if data["stays_open"] else entry.at,
    )


def _changed(known: Round, number: int, **news: Any) -> Round:
    findings = tuple(replace(each, **news) if each.number == number else each for each in known.findings)
    return replace(known, findings=findings)


def _broken(entry: Entry) -> DataBroken:
    words = Words(
        zh="第 {seq} 条记录“{kind}”接不上巡查 {stream}", en="entry {seq} '{kind}' does not fit round {stream}"
    )
    return DataBroken([Problem("EST-530", words.fill(seq=entry.seq, kind=entry.kind, stream=entry.stream))])
