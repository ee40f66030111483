"""Decisions on a case: tables applied by the engine, kept in the journal with what they saw and which rules fired."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clocks import ClockSpec, DueAt, Target, Unit
from estatectl.domain.cases.fields import FieldValue, until_of
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.durations import Duration
from estatectl.domain.entries import Json
from estatectl.domain.rules.decisions import Decision, Table, plain, visible
from estatectl.domain.rules.facts import Facts, FactValue
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.plans.starting import start_plan


def consult(desk: Desk, case: Case, table_id: str, more: Facts, given: Collection[str] = ()) -> Case:
    """Apply a table to a case and record what it said. What a person has `given` themselves stands against it."""
    table = desk.house.bundle.tables[table_id]
    facts = visible(table, {**desk.facts(case), **more})
    decision = desk.house.engine.decide(table, facts)
    known = desk.workflow(case).fields
    values = {name: as_field(value) for name, value in decision.values.items() if name in known and name not in given}
    data: dict[str, Json] = {
        **evidence(desk, table, decision),
        "values": desk.sealed(desk.workflow(case), values),
        # A table that has nothing to say raises no doubt; one that fell back, or asks for a person, does.
        "sure": decision.sure or not decision.fired or all(name in given for name in table.outputs),
    }
    return desk.record(case, "decided", data)


def evidence(desk: Desk, table: Table, decision: Decision) -> dict[str, Json]:
    """What makes a decision re-derivable: the table, the engine, what it saw, the rules with their places, outcome."""
    return {
        "table": table.id,
        "engine": desk.house.engine.name,
        "facts": _plain(decision.facts),
        "fired": [_fired(table, rule_id) for rule_id in decision.fired],
        "outcome": _plain(decision.values),
    }


def set_targets(desk: Desk, case: Case) -> Case:
    """The promises for every clock of the case: how long by the table of targets, or by when as a field of it says;
    and those of its plan, which is started if it is not under way yet."""
    workflow = desk.workflow(case)
    case, measures = start_plan(desk, case)
    if not workflow.clocks and not measures:
        return case
    paths = desk.house.bundle.tables.get(workflow.escalation or "")
    targets: dict[str, Json] = {}
    proofs: dict[str, Json] = {}
    for clock in workflow.clocks:
        facts = {**desk.facts(case), "workflow": workflow.id, "clock": clock.id}
        promise, proof = _promised(desk, case, clock) if clock.due_from else (None, [])
        if promise is None:
            promise, proof = _limited(desk, workflow, clock, facts)
        if promise is None:
            continue
        path = desk.house.engine.decide(paths, visible(paths, facts)) if paths else None
        chosen = str(path.values["path"]) if path and "path" in path.values else None
        targets[clock.id] = replace(promise, path=chosen).as_data()
        proofs[clock.id] = [*proof, *([evidence(desk, paths, path)] if paths and path else [])]
    targets.update(measures)
    proofs.update({clock: [] for clock in measures})
    dropped: list[Json] = [clock for clock in case.targets if clock not in targets]
    if not targets and not dropped:
        return case
    return desk.record(case, "targeted", {"targets": targets, "proofs": proofs, "dropped": dropped})


def renews_promise(workflow: Workflow, given: Collection[str]) -> bool:
    """Whether values just given say anew by when something is promised."""
    return any(clock.due_from in given for clock in workflow.clocks if clock.due_from is not None)


def _limited(desk: Desk, workflow: Workflow, clock: ClockSpec, facts: Facts) -> tuple[Target | None, list[Json]]:
    """The limit that the table of targets sets, with its proof."""
    if workflow.targets is None:
        return None, []
    limits = desk.house.bundle.tables[workflow.targets]
    limit = desk.house.engine.decide(limits, visible(limits, facts))
    if "within" not in limit.values:
        return None, []
    rule = limits.rule(limit.fired[0])
    target = Target(
        clock=clock.id,
        within=_duration(limit, "within") or Duration(),
        unit=Unit(str(limit.values.get("unit", "elapsed"))),
        calendar=str(limit.values["calendar"]),
        rework_within=_duration(limit, "rework_within"),
        at=DueAt(str(limit.values.get("day_ends", "keep_time"))),
        rule=limit.fired[0],
        because=rule.because if rule else Words(zh="", en=""),
        since=desk.at,
    )
    return target, [evidence(desk, limits, limit)]


def _promised(desk: Desk, case: Case, clock: ClockSpec) -> tuple[Target | None, list[Json]]:
    """The day or instant that the case itself names."""
    name = clock.due_from or ""
    written = case.text(name)
    if written is None:
        return None, []
    until = until_of(written, desk.house.bundle.estate.zone)
    title = desk.workflow(case).fields[name].title
    because = Words(zh="按“{title}”所写", en="as '{title}' says").fill(title=title)
    target = Target(
        clock=clock.id, within=Duration(), unit=Unit.ELAPSED, calendar="", because=because, since=desk.at, until=until
    )
    return target, [{"field": name}]


def as_field(value: FactValue) -> FieldValue:
    """A fact as a case keeps it."""
    match value:
        case frozenset():
            return tuple(sorted(value))
        case Decimal():
            return format(value, "f")
        case _:
            return value


def _duration(decision: Decision, name: str) -> Duration | None:
    return Duration.read(str(decision.values[name])) if name in decision.values else None


def _fired(table: Table, rule_id: str) -> dict[str, Json]:
    rule = table.rule(rule_id)
    if rule is None:
        return {"rule": rule_id}
    file = _within_estate(rule.place.file)
    return {"rule": rule_id, "file": file, "line": rule.place.line, "clauses": list(rule.clauses)}


def _within_estate(file: str) -> str:
    """A policy file as seen from the estate's folder: evidence does not speak of one machine's paths."""
    return "policies/" + file.replace("\\", "/").rpartition("policies/")[2]


def _plain(facts: Mapping[str, FactValue]) -> dict[str, Json]:
    return {name: plain(value) for name, value in facts.items()}  # type: ignore[misc]
