"""What follows from a move: notices, further cases, moves of children and parent, and moves that make themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from estatectl.domain.cases.case import Case, Values, whole
from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.cases.moves import Consult, Effect, Move, MoveOthers, OpenCase, Schedule, Tell
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.entries import Json
from estatectl.domain.problems import DataBroken
from estatectl.domain.rules.conditions import holds
from estatectl.domain.words import Words
from estatectl.usecases.deciding import as_field, consult, renews_promise, set_targets
from estatectl.usecases.desk import Desk
from estatectl.usecases.gate.looking_up import look_up
from estatectl.usecases.intake import Related, make_out, take_in
from estatectl.usecases.rounds.events import schedule_event
from estatectl.usecases.rounds.settling import settle_findings
from estatectl.usecases.settling import settle_clocks
from estatectl.usecases.telling import tell


@dataclass(frozen=True, slots=True)
class Begun:
    """A new case as it stands, and what it may belong together with."""

    case: Case
    related: Related


def begin_case(
    desk: Desk,
    workflow: Workflow,
    values: Values,
    *,
    actor: str = SYSTEM,
    parent: Case | None = None,
    key: str | None = None,
    more: Mapping[str, Json] | None = None,
) -> Begun:
    """Open a case with checked values and carry it as far as the policies say, in the desk's transaction.

    `more` goes into the entry as it is.
    """
    data: dict[str, Json] = {"parent": parent.id if parent else None, **(more or {})}
    if workflow.looks_up:
        found = look_up(desk.house, desk.unit, workflow, values, desk.at)
        values, data["looked_up"] = {**found.values, **values}, found.notes
    case, related = take_in(desk, _opened(desk, workflow, values, actor, key, data), values)
    return Begun(carry_out(desk, case, workflow.opening, values, actor), related)


def begin_past(desk: Desk, workflow: Workflow, values: Values, *, key: str, more: Mapping[str, Json]) -> Case:
    """Open a case that is over: it is understood and judged, but nobody is told, nothing follows, no clock runs."""
    case = _opened(desk, workflow, values, SYSTEM, key, {"parent": None, **more})
    return make_out(desk, case, values)


def _opened(
    desk: Desk, workflow: Workflow, values: Values, actor: str, key: str | None, more: Mapping[str, Json]
) -> Case:
    stage = workflow.first_stage(workflow.facts_given(values))
    data: dict[str, Json] = {"stage": stage, "values": desk.sealed(workflow, values), **more}
    return desk.begin(workflow.case_id(desk.unit.number(workflow.series)), workflow, data, actor, key)


def carry_out(desk: Desk, case: Case, move: Move, given: Values, actor: str) -> Case:
    """The effects of a move just recorded, in the order written; then moves that make themselves, here and above."""
    for number, effect in enumerate(move.effects):
        if holds(effect.when, desk.facts(case, given)):
            case = _apply(desk, case, move, effect, number, given, actor)
    desk.save(case)
    case = run_by_itself(desk, case)
    if case.parent is not None:
        run_by_itself(desk, desk.case(case.parent))
    return desk.case(case.id)


def run_by_itself(desk: Desk, case: Case) -> Case:
    """Make the first automatic move that is possible, until none is: now, also where what led to it was earlier."""
    for move in desk.workflow(case).moves:
        if move.auto is not None and case.stage in move.from_stages and holds(move.auto, desk.facts(case)):
            with desk.as_of_now():
                case = perform(desk, case, move, {}, actor=SYSTEM)
            return run_by_itself(desk, case)
    return case


def perform(
    desk: Desk,
    case: Case,
    move: Move,
    values: Values,
    *,
    actor: str,
    more: Mapping[str, Json] | None = None,
) -> Case:
    """Record a move that has been allowed, and everything that follows from it. `more` goes into the entry as it is."""
    desk.step()
    workflow = desk.workflow(case)
    facts = desk.facts(case, values)
    counted = [count.counter for count in move.counts if holds(count.when, facts)]
    raised = {name: case.counters.get(name, 0) + 1 for name in counted}
    facts = {**facts, **{name: whole(count) for name, count in raised.items()}}
    to = next((branch.to for branch in move.branches if holds(branch.when, facts)), case.stage)
    fixed: dict[str, FieldValue | None] = {name: as_field(value) for name, value in move.sets.items()}
    data: dict[str, Json] = {
        "move": move.id,
        "from": case.stage,
        "to": to,
        "entered": bool(move.branches),
        "values": desk.sealed(workflow, {**values, **fixed}),
        "counted": list(counted),
        "renewed": move.renews,
        "confirmed": move.reclassifies,
        **(more or {}),
    }
    case = desk.record(case, "moved", data, actor=actor)
    case = _hold(desk, case, move, values, actor)
    if move.reclassifies or renews_promise(workflow, values):
        case = set_targets(desk, case)
    case = settle_clocks(desk, case)
    desk.save(case)
    if workflow.stage(to).final:
        settle_findings(desk, case)
    return carry_out(desk, case, move, values, actor)


def _hold(desk: Desk, case: Case, move: Move, values: Values, actor: str) -> Case:
    """Pause or resume the clocks, if the move does."""
    if move.resumes and case.paused:
        case = desk.record(case, "resumed", {}, actor=actor)
    if move.pauses is not None:
        reason = move.pauses.reason or str(values.get(move.pauses.field or ""))
        evidence = str(values.get(move.pauses.evidence) or "")
        case = desk.record(case, "paused", {"reason": reason, "evidence": evidence}, actor=actor)
    return case


def _apply(desk: Desk, case: Case, move: Move, effect: Effect, number: int, given: Values, actor: str) -> Case:
    match effect:
        case Tell(whom, text):
            return tell(desk, case, whom, text, template=f"{move.id}.{number}")
        case Consult(tables):
            for table in tables:
                case = consult(desk, case, table, {}, given)
            return set_targets(desk, case)
        case OpenCase():
            return _open(desk, case, effect, given)
        case MoveOthers():
            return _move_others(desk, case, effect, given, actor)
        case Schedule(programme):
            return schedule_event(desk, case, programme)
        case _:
            assert_never(effect)


def _open(desk: Desk, case: Case, effect: OpenCase, given: Values) -> Case:
    """One case, or one for every department that must act; what both workflows declare comes along."""
    workflow = desk.house.bundle.workflows[effect.workflow]
    values = {**case.values, **given}
    handed = {**values, **{name: values.get(own) for name, own in effect.hands_on.items()}}
    carried = {name: value for name, value in handed.items() if name in workflow.fields and value is not None}
    above = desk.case(case.parent) if effect.under_parent and case.parent else case
    for own in _each_department(case, effect, values):
        opened = begin_case(desk, workflow, {**carried, **own}, parent=None if effect.detached else above)
        relation = "opened" if effect.detached else "child"
        desk.record(desk.case(above.id), "linked", {"relation": relation, "other": opened.case.id})
    return desk.case(case.id)


def _each_department(case: Case, effect: OpenCase, values: Values) -> list[dict[str, FieldValue | None]]:
    """What is said of each case to open besides what comes along: its department, where departments are named."""
    if effect.departments is None:
        return [{}]
    wanted = values.get(effect.departments) or values.get("department")
    departments = (wanted,) if isinstance(wanted, str) else wanted if isinstance(wanted, tuple) else ()
    if not departments:
        words = Words(zh="{id} 没有部门可派", en="there is no department to send {id} to").fill(id=case.id)
        raise DataBroken.one("EST-531", words)
    return [{"department": department} for department in departments]


def _move_others(desk: Desk, case: Case, effect: MoveOthers, given: Values, actor: str) -> Case:
    """Carry the event to the children that can follow it, or to the parent; fields that both ask go along."""
    others = desk.children(case) if effect.whom == "children" else ((desk.case(case.parent),) if case.parent else ())
    for other in others:
        move = desk.workflow(other).move(effect.move)
        if move is None or other.stage not in move.from_stages:
            continue
        values = {ask.field: given[ask.field] for ask in move.asks if given.get(ask.field) is not None}
        perform(desk, desk.case(other.id), move, values, actor=SYSTEM, more={"because_of": case.id, "on_behalf": actor})
    return desk.case(case.id)
