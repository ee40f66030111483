"""Whether a move may be made: every objection is told at once, and nothing is written until none is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from estatectl.domain.cases.case import Case, Values
from estatectl.domain.cases.fields import FieldKind, FieldValue
from estatectl.domain.cases.moves import Move
from estatectl.domain.cases.permissions import Involved, judges_own_work, may, own_work, wrong_post
from estatectl.domain.cases.presence import is_inside
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.entries import Json
from estatectl.domain.problems import BadInput, Problem, Refused
from estatectl.domain.rules.conditions import holds
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words
from estatectl.usecases.answering import fill_in
from estatectl.usecases.assigning import propose_person
from estatectl.usecases.desk import Desk
from estatectl.usecases.gate.looking_up import LookedUp, look_up
from estatectl.usecases.gate.naming import already_inside
from estatectl.usecases.people import find_person
from estatectl.usecases.reading import missing_field, read_values


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A move as somebody asked for it: texts as typed. `override` is the reason for going past posts and demands.

    `confirmed` are items whose unlikely value is meant. An override never lets anybody judge their own work, nor leave
    out what a record must hold.
    """

    case: str
    move: str
    given: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    all_in_order: bool = False
    confirmed: frozenset[str] = frozenset()
    override: str | None = None
    at: datetime | None = None


def weigh(desk: Desk, case: Case, move: Move, wish: Wish, person: Person) -> tuple[Values, dict[str, Json]]:
    """The values to record with the move, and its proofs; or every objection at once."""
    workflow = desk.workflow(case)
    if case.stage not in move.from_stages:
        raise Refused([wrong_stage(workflow, case, move)])
    objections = list(_wrong_time(desk, case))
    values, faults = read_values(desk.house, workflow, move, wish.given)
    _find_people(desk, workflow, values, faults)
    for name, table in move.fills.items():
        if name not in values and (found := propose_person(desk, case, table)) is not None:
            values[name] = found
    looked_up = _looked_up(desk, case, move, values)
    facts = desk.facts(case, {**values, **looked_up.values})
    missing = [ask.field for ask in move.asks if ask.required and ask.field not in values and holds(ask.when, facts)]
    faults.update((name, missing_field(workflow.fields[name])) for name in missing if name not in faults)
    objections += _inside_already(desk, case, move, values)
    values = {**looked_up.values, **values}
    barred = _barred(desk, case, move, values, person)
    overridden = bool(barred) and wish.override is not None
    if overridden:
        barred = _overriding(workflow, person, wish.override or "", barred)
    if judges_own_work(person, move, involved_in(desk, case)):
        barred.append(own_work(person, move))
    answers, found_wrong = fill_in(desk, case, move, values, wish.answers, all_in_order=wish.all_in_order)
    if faults or barred or found_wrong or objections:
        raise Refused([*objections, *barred, *faults.values(), *found_wrong])
    more: dict[str, Json] = {"answers": answers} if answers else {}
    if looked_up.notes:
        more["looked_up"] = looked_up.notes
    if overridden:
        more["override"] = (wish.override or "").strip()
    return values, more


def _looked_up(desk: Desk, case: Case, move: Move, values: Values) -> LookedUp:
    """What registers say now of a case that is about to come inside."""
    workflow = desk.workflow(case)
    inside = any(workflow.stage(branch.to).inside for branch in move.branches)
    if not workflow.looks_up or not inside or is_inside(case, workflow):
        return LookedUp({}, ())
    return look_up(desk.house, desk.unit, workflow, {**case.values, **values}, desk.at)


def _inside_already(desk: Desk, case: Case, move: Move, values: Values) -> list[Problem]:
    """Whether the move would let in somebody or something that is inside already."""
    workflow = desk.workflow(case)
    if not workflow.once or is_inside(case, workflow):
        return []
    facts = desk.facts(case, values)
    to = next((branch.to for branch in move.branches if holds(branch.when, facts)), case.stage)
    held = {**case.values, **values}
    return list(already_inside(desk.house, desk.unit, workflow, held)) if workflow.stage(to).inside else []


def wrong_stage(workflow: Workflow, case: Case, move: Move) -> Problem:
    """The refusal of a move from where the case stands; it lists what can be done instead."""
    words = Words(zh="{id} 现在是“{stage}”，不能“{move}”", en="{id} is '{stage}'; '{move}' is not possible now")
    possible = [each for each in workflow.moves if case.stage in each.from_stages and each.by != ("system",)]
    hint = Words(
        zh="现在可以：" + "、".join((each.aliases or (each.id,))[0] for each in possible),
        en="possible now: " + ", ".join(each.id for each in possible),
    )
    filled = words.fill(id=case.id, stage=workflow.stage(case.stage).title, move=move.title)
    return Problem("EST-425", filled, hint=hint if possible else None)


def may_override(workflow: Workflow, person: Person) -> bool:
    """Whether a post of the person's may go past posts and demands, with a reason."""
    return any(post in workflow.override_by for post in person.posts)


def _barred(desk: Desk, case: Case, move: Move, values: Values, person: Person) -> list[Problem]:
    """What stands against the move that a person with the power to override may go past."""
    organisation = desk.house.bundle.organisation
    involved = involved_in(desk, case)
    found: list[Problem] = []
    if not may(person, move, involved, organisation):
        found.append(wrong_post(person, move, involved, organisation))
    facts = desk.facts(case, values)
    found += [Problem("EST-426", demand.otherwise) for demand in move.demands if not holds(demand.holds, facts)]
    return found


def involved_in(desk: Desk, case: Case) -> Involved:
    """Who worked on a case and on those below it."""
    return involved_of((case, *desk.children(case)))


def involved_of(family: Sequence[Case]) -> Involved:
    """Who worked on a case and on those below it, given all of them, the case first."""
    case = family[0]
    handlers = frozenset(handler for each in family if (handler := each.text("handler")))
    doers = frozenset(doer for each in family for doer in each.doers)
    return Involved(case.text("department"), case.text("handler"), handlers, doers, case.opened_by)


def _overriding(workflow: Workflow, person: Person, reason: str, barred: list[Problem]) -> list[Problem]:
    """What is left of the objections when somebody goes past them: nothing, for an entitled post with a reason."""
    if not may_override(workflow, person):
        words = Words(zh="{person} 无权越权办理", en="{person} may not override").fill(person=person.name)
        return [*barred, Problem("EST-427", words)]
    if not reason.strip():
        return [*barred, Problem("EST-418", Words(zh="越权办理须写理由", en="an override needs a reason"))]
    return []


def _find_people(
    desk: Desk, workflow: Workflow, values: dict[str, FieldValue | None], faults: dict[str, Problem]
) -> None:
    """Fields that name members of staff hold their ids; somebody who is not on the register is a fault."""
    for name in [name for name in values if workflow.fields[name].kind is FieldKind.PERSON]:
        try:
            values[name] = find_person(desk.unit, str(values[name])).id
        except BadInput as unknown:
            faults[name] = unknown.problems[0]
            del values[name]


def _wrong_time(desk: Desk, case: Case) -> list[Problem]:
    if desk.at > desk.house.now:
        return [Problem("EST-428", Words(zh="发生时间不能在将来", en="it cannot have happened in the future"))]
    if desk.at < case.changed_at:
        words = Words(zh="发生时间早于上一步", en="that is before the step that came last")
        return [Problem("EST-428", words)]
    return []
