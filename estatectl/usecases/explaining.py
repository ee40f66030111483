"""Telling a manager why: which words were understood, which rules decided, what time counted, who hears next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from estatectl.domain.bundle import Bundle
from estatectl.domain.calendars.arithmetic import Stretch
from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clock_runs import explain_run
from estatectl.domain.cases.clocks import ClockSpec, Run
from estatectl.domain.cases.escalation_steps import StepDue, steps
from estatectl.domain.entries import Entry
from estatectl.domain.plans.plan import MEASURE
from estatectl.domain.words import Words
from estatectl.usecases.desk import load_case
from estatectl.usecases.house import House
from estatectl.usecases.past import Past
from estatectl.usecases.timing import clock_states, sent_steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule that fired: where it stands, the clauses it carries out, and why it is so."""

    table: str
    title: Words
    rule: str
    file: str | None
    line: int | None
    clauses: tuple[str, ...]
    because: Words
    outcome: Mapping[str, Any]
    facts: Mapping[str, Any]
    sure: bool
    at: datetime
    engine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A concept that was found, and the caller's own word for it (None once erased)."""

    concept: str
    title: Words
    word: str | None
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTold:
    """One run of a clock, the reasons for its limit, the time that counted and did not, and who hears next."""

    clock: ClockSpec
    run: Run
    reasons: tuple[Reason, ...]
    stretches: tuple[Stretch, ...]
    calendar: Words
    coming: tuple[StepDue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A person's word against the system's: which move, what they said and why."""

    move: str
    actor: str
    at: datetime
    values: Mapping[str, Any]
    override: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    case: Case
    said: tuple[Said, ...]
    reasons: tuple[Reason, ...]
    related: tuple[Entry, ...]
    runs: tuple[RunTold, ...]
    corrections: tuple[Correction, ...]
    policies: tuple[str, ...]


def explain_case(house: House, case_id: str) -> Explanation:
    """Why a case stands as it does, from its entries and the policies of their day."""
    case = load_case(house, house.journal, case_id)
    entries = house.journal.stream(case.id)
    past = Past(house)
    return Explanation(
        case=case,
        said=tuple(_said(house.bundle, entries)),
        reasons=tuple(
            reason
            for entry in entries
            if entry.kind == "decided"
            for reason in _reasons(entry.data, entry, past.of(entry.policy))
        ),
        related=tuple(entry for entry in entries if entry.kind in {"related", "linked"}),
        runs=tuple(_runs(house, case, entries, past)),
        corrections=tuple(_corrections(entries)),
        policies=tuple(dict.fromkeys(entry.policy for entry in entries)),
    )


def _said(bundle: Bundle, entries: tuple[Entry, ...]) -> Iterator[Said]:
    for entry in entries:
        if entry.kind != "understood":
            continue
        found: list[Mapping[str, Any]] = entry.data["found"]  # type: ignore[assignment]
        for each in found:
            concept = bundle.lexicon.concepts.get(each["concept"])
            title = concept.title if concept else Words(zh=each["concept"], en=each["concept"])
            yield Said(concept=each["concept"], title=title, word=each["word"], meaning=each["meaning"])


def _reasons(data: Mapping[str, Any], entry: Entry, bundle: Bundle | None) -> Iterator[Reason]:
    table = bundle.tables.get(data["table"]) if bundle else None
    for fired in data["fired"]:
        rule = table.rule(fired["rule"]) if table else None
        yield Reason(
            table=data["table"],
            title=table.title if table else Words(zh=data["table"], en=data["table"]),
            rule=fired["rule"],
            file=fired.get("file"),
            line=fired.get("line"),
            clauses=tuple(fired.get("clauses") or ()),
            because=rule.because if rule else Words(zh="", en=""),
            outcome=data["outcome"],
            facts=data["facts"],
            sure=bool(data.get("sure", True)),
            at=entry.at,
            engine=data["engine"],
        )


def _runs(house: House, case: Case, entries: tuple[Entry, ...], past: Past) -> Iterator[RunTold]:
    calendars = house.bundle.calendars
    for state in clock_states(house, case, house.now):
        if state.spec.id.startswith(MEASURE) and not state.breaches:
            continue  # the plan shows its measures; why one was late is asked here
        proofs = tuple(_limit_reasons(state.spec.id, entries, past))
        for run in state.runs:
            path = house.bundle.paths.get(run.target.path or "")
            sent = sent_steps(case, state.spec.id, run)
            acknowledged = (state.spec.id, run.number) in case.acknowledged
            coming = steps(path, run, calendars) if path and not run.ended and not acknowledged else ()
            yield RunTold(
                clock=state.spec,
                run=run,
                reasons=proofs,
                stretches=explain_run(run, calendars, house.now),
                calendar=calendars[run.target.calendar].title,
                coming=tuple(step for step in coming if step.key not in sent),
            )


def _limit_reasons(clock: str, entries: tuple[Entry, ...], past: Past) -> Iterator[Reason]:
    """The rules behind the promise in force: those of the last time that it was set."""
    setting = [entry for entry in entries if entry.kind == "targeted" and clock in _proofs(entry)]
    if setting:
        for proof in (each for each in _proofs(setting[-1])[clock] if "table" in each):
            yield from _reasons(proof, setting[-1], past.of(setting[-1].policy))


def _proofs(entry: Entry) -> Mapping[str, Any]:
    proofs: Mapping[str, Any] = entry.data["proofs"]  # type: ignore[assignment]
    return proofs


def _corrections(entries: tuple[Entry, ...]) -> Iterator[Correction]:
    for entry in entries:
        data: Mapping[str, Any] = entry.data
        if entry.kind == "moved" and (data.get("confirmed") or data.get("override")):
            yield Correction(
                move=data["move"],
                actor=entry.actor,
                at=entry.at,
                values=data.get("values") or {},
                override=data.get("override"),
            )
