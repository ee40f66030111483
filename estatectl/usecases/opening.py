"""Opening a case: what was typed is read, all that is missing is told at once, then the policies take over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from estatectl.domain.cases.case import Values
from estatectl.domain.cases.permissions import Involved, may, wrong_post
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.problems import Problem, Refused
from estatectl.domain.rules.conditions import holds
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.following import Begun, begin_case
from estatectl.usecases.gate.looking_up import look_up
from estatectl.usecases.gate.naming import already_inside
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person
from estatectl.usecases.reading import missing_field, read_values
from estatectl.usecases.ticking import advance


def open_case(
    house: House, workflow_id: str, given: Mapping[str, str], *, at: datetime | None = None, key: str | None = None
) -> Begun:
    """Open a case; `at` is when the owner called, `key` keeps a repeated import from opening it twice."""
    workflow = house.bundle.workflows[workflow_id]
    values, faults = check_opening(house, workflow, given, at or house.now)
    if at is not None and at > house.now:
        faults.append(Problem("EST-428", Words(zh="发生时间不能在将来", en="it cannot have happened in the future")))
    if faults:
        raise Refused(faults)
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        person = acting_person(house, unit)
        nobody = Involved(None, None, frozenset(), frozenset())
        if not may(person, workflow.opening, nobody, house.bundle.organisation):
            raise Refused([wrong_post(person, workflow.opening, nobody, house.bundle.organisation)])
        if doubled := list(already_inside(house, unit, workflow, values)):
            raise Refused(doubled)
        desk = Desk(house, unit, at or house.now)
        begun = begin_case(desk, workflow, values, actor=person.id, key=key)
        for touched in desk.touched():
            advance(desk, touched)
        return Begun(desk.case(begun.case.id), begun.related)


def check_opening(
    house: House, workflow: Workflow, given: Mapping[str, str], at: datetime
) -> tuple[Values, list[Problem]]:
    """The typed fields as values, and everything that stands against opening a case with them."""
    values, faults = read_values(house, workflow, workflow.opening, given)
    looked_up = look_up(house, house.journal, workflow, values, at)
    facts = workflow.facts_given({**looked_up.values, **values})
    asks = [ask for ask in workflow.opening.asks if ask.required and holds(ask.when, facts)]
    left_out = [ask.field for ask in asks if ask.field not in values and ask.field not in faults]
    unmet = [Problem("EST-426", each.otherwise) for each in workflow.opening.demands if not holds(each.holds, facts)]
    return values, [*faults.values(), *(missing_field(workflow.fields[name]) for name in left_out), *unmet]
