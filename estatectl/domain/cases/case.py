"""A case: the fold of its journal stream. Nothing here is stored; replaying the entries gives it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from estatectl.domain.cases.clocks import Mark, Pause, Target
from estatectl.domain.cases.escalation_steps import Fate
from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.cases.workflows import OPENED, Workflow
from estatectl.domain.entries import Entry
from estatectl.domain.plans.plan import MEASURE, PLAN, SKIPPED
from estatectl.domain.problems import DataBroken, Problem
from estatectl.domain.rules.facts import Facts, FactValue
from estatectl.domain.words import Words

Values = Mapping[str, FieldValue | None]
"""Field values by name; None where a personal value has been erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How one run of a clock ended: settled when it stopped, and not judged again under later policies."""

    clock: str
    run: int
    started: datetime
    due: datetime
    stopped: datetime
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SentStep:
    """An escalation step that was dealt with: sent to posts, skipped or missed."""

    clock: str
    run: int
    index: int
    round: int
    fate: Fate
    due: datetime
    at: datetime
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The state of a case.

    `done` are the moves made since it was last sent back, `doers` all moves with their makers. `targets` are the
    promises for each clock in the order made; `since` an earlier start taken over from a case merged into this one.
    `owed` are the measures of its plan without which it does not come to its end, with the moves that settle them too.
    """

    id: str
    workflow: str
    stage: str
    opened_at: datetime
    opened_by: str
    changed_at: datetime
    version: int
    parent: str | None = None
    values: Values = field(default_factory=dict)
    sure: bool = True
    marks: tuple[Mark, ...] = ()
    pauses: tuple[Pause, ...] = ()
    targets: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    counters: Mapping[str, int] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    doers: tuple[tuple[str, str], ...] = ()
    settled: tuple[Settled, ...] = ()
    breached: frozenset[tuple[str, int]] = frozenset()
    sent: tuple[SentStep, ...] = ()
    acknowledged: Mapping[tuple[str, int], datetime] = field(default_factory=dict)
    since: datetime | None = None
    links: tuple[tuple[str, str], ...] = ()
    owed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def paused(self) -> bool:
        return any(pause.end is None for pause in self.pauses)

    def text(self, name: str) -> str | None:
        """A single-valued field as text; None when it is not set or was erased."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def verdict_of(self, clock: str, run: int) -> Settled | None:
        return next((each for each in self.settled if (each.clock, each.run) == (clock, run)), None)


@dataclass(frozen=True, slots=True)
class Family:
    """How many cases hang below one: all, still open, and not settled for their parent."""

    children: int = 0
    open: int = 0
    unsettled: int = 0


def facts_of(case: Case, workflow: Workflow, family: Family, given: Values | None = None) -> Facts:
    """What conditions of the workflow see of a case; `given` are the values of a move being made."""
    facts: dict[str, FactValue] = {}
    for name, value in {**case.values, **(given or {})}.items():
        known = workflow.fields.get(name)
        fact = known.as_fact(value) if known is not None and value is not None else None
        if fact is not None:
            facts[name] = fact
    facts.update(counted(case.counters, workflow))
    facts["children"], facts["children_open"] = whole(family.children), whole(family.open)
    facts["children_unsettled"] = whole(family.unsettled)
    facts["measures_open"] = whole(len(case.owed))
    held = {**case.values, **(given or {})}
    facts["given"] = frozenset(name for name in workflow.fields if held.get(name) is not None)
    facts["stage"], facts["done"] = case.stage, case.done
    facts["sure"], facts["paused"] = case.sure, case.paused
    return facts


def counted(counters: Mapping[str, int], workflow: Workflow) -> dict[str, FactValue]:
    """The workflow's counters as facts; one that never went up is zero."""
    return {name: whole(counters.get(name, 0)) for name in workflow.counters}


def fold(entries: Iterable[Entry]) -> Case | None:
    """The case that a stream tells of; None for an empty one. `DataBroken` EST-530 on a line that does not fit."""
    case: Case | None = None
    for entry in entries:
        case = follow(case, entry)
    return case


def follow(case: Case | None, entry: Entry) -> Case:
    """The case after one more entry."""
    data: Mapping[str, Any] = entry.data
    if case is None:
        if entry.kind != "opened":
            raise _broken(entry)
        return _opened(entry, data)
    case = replace(case, version=entry.version)
    match entry.kind:
        case "moved":
            return _moved(case, entry, data)
        case "understood" | "located" | "linked" | "decided" | "related":
            return _learned(case, entry, data)
        case "targeted":
            news = {name: Target.from_data(raw) for name, raw in data["targets"].items()}
            added = {name: (*case.targets.get(name, ()), target) for name, target in news.items()}
            kept = {name: each for name, each in case.targets.items() if name not in (data.get("dropped") or ())}
            return replace(case, targets={**kept, **added})
        case "paused" | "resumed":
            return _held(case, entry, data)
        case "stopped":
            return replace(case, settled=(*case.settled, _verdict(data)))
        case "breached":
            return replace(case, breached=case.breached | {(data["clock"], int(data["run"]))})
        case "escalated":
            return replace(case, sent=(*case.sent, _sent(data, entry.at)))
        case "acknowledged":
            runs = {(str(clock), int(run)): entry.at for clock, run in data["runs"]}
            return replace(case, acknowledged={**runs, **case.acknowledged})
        case "planned" | "measured":
            return _planned(case, entry, data)
        case "notified" | "erased" | "noted" | "scheduled" | "logged":
            return case
    raise _broken(entry)


def _opened(entry: Entry, data: Mapping[str, Any]) -> Case:
    return Case(
        id=entry.stream,
        workflow=data["workflow"],
        stage=data["stage"],
        opened_at=entry.at,
        opened_by=entry.actor,
        changed_at=entry.at,
        version=entry.version,
        parent=data.get("parent"),
        values=_values(data),
        marks=(Mark(OPENED, entry.at), Mark(data["stage"], entry.at)),
        done=frozenset({OPENED}),
        doers=((OPENED, entry.actor),),
    )


def _moved(case: Case, entry: Entry, data: Mapping[str, Any]) -> Case:
    move, stage = data["move"], data["to"]
    marks = (Mark(move, entry.at), *((Mark(stage, entry.at),) if data.get("entered") else ()))
    counters = {**case.counters, **{name: case.counters.get(name, 0) + 1 for name in data.get("counted", ())}}
    return replace(
        case,
        stage=stage,
        changed_at=entry.at,
        values={**case.values, **_values(data)},
        sure=case.sure or bool(data.get("confirmed")),
        marks=(*case.marks, *marks),
        counters=counters,
        done=frozenset({move}) if data.get("renewed") else case.done | {move},
        owed={name: moves for name, moves in case.owed.items() if move not in moves},
        doers=(*case.doers, (move, entry.actor)),
    )


def _held(case: Case, entry: Entry, data: Mapping[str, Any]) -> Case:
    if entry.kind == "resumed":
        ended = tuple(replace(each, end=entry.at) if each.end is None else each for each in case.pauses)
        return replace(case, pauses=ended)
    pause = Pause(entry.at, None, data["reason"], data.get("evidence") or "", data.get("note") or "")
    return replace(case, pauses=(*case.pauses, pause))


def _planned(case: Case, entry: Entry, data: Mapping[str, Any]) -> Case:
    """A plan has started: what it wants done and was not done before; or one of its measures is settled."""
    if entry.kind == "measured":
        mark = Mark(f"{SKIPPED if data['outcome'] == 'skipped' else MEASURE}{data['measure']}", entry.at)
        left = {name: moves for name, moves in case.owed.items() if name != data["measure"]}
        return replace(case, marks=(*case.marks, mark), owed=left)
    marked = {mark.name for mark in case.marks}
    owed = {
        name: tuple(moves)
        for name, moves in data["must"].items()
        if not marked & {f"{MEASURE}{name}", f"{SKIPPED}{name}", *moves}
    }
    return replace(case, marks=(*case.marks, Mark(f"{PLAN}{data['plan']}", entry.at)), owed=owed)


def _learned(case: Case, entry: Entry, data: Mapping[str, Any]) -> Case:
    """What the system found out: values, doubts and links."""
    if entry.kind == "linked":
        since = datetime.fromisoformat(data["since"]) if data.get("since") else case.since
        return replace(case, links=(*case.links, (data["relation"], data["other"])), since=since)
    doubted = entry.kind == "decided" and data.get("sure") is False
    return replace(case, values={**case.values, **_values(data)}, sure=case.sure and not doubted)


def _values(data: Mapping[str, Any]) -> dict[str, FieldValue | None]:
    raw: Mapping[str, Any] = data.get("values") or {}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}


def _verdict(data: Mapping[str, Any]) -> Settled:
    started, due, stopped = (datetime.fromisoformat(data[name]) for name in ("started", "due", "stopped"))
    return Settled(
        clock=data["clock"], run=int(data["run"]), started=started, due=due, stopped=stopped, kept=data["kept"]
    )


def _sent(data: Mapping[str, Any], at: datetime) -> SentStep:
    return SentStep(
        clock=data["clock"],
        run=int(data["run"]),
        index=int(data["step"]),
        round=int(data["round"]),
        fate=Fate(data["fate"]),
        due=datetime.fromisoformat(data["due"]),
        at=at,
        posts=tuple(data["posts"]),
    )


def _broken(entry: Entry) -> DataBroken:
    words = Words(zh="第 {seq} 条记录“{kind}”接不上事项 {stream}", en="entry {seq} '{kind}' does not fit case {stream}")
    return DataBroken([Problem("EST-530", words.fill(seq=entry.seq, kind=entry.kind, stream=entry.stream))])


def whole(number: int) -> Decimal:
    return Decimal(number)
