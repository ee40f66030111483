"""Making a move: weighed first, then recorded with everything that follows from it, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.moves import Move
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.problems import BadInput, did_you_mean
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.following import perform
from estatectl.usecases.house import House
from estatectl.usecases.lapsing import lapse
from estatectl.usecases.merging import merge_into
from estatectl.usecases.people import acting_person
from estatectl.usecases.rounds.retesting import test_for_case
from estatectl.usecases.ticking import advance
from estatectl.usecases.weighing import Wish, weigh


@dataclass(frozen=True, slots=True)
class Moved:
    """A case before and after a move, and the cases opened by it."""

    before: Case
    after: Case
    opened: tuple[Case, ...]


def make_move(house: House, wish: Wish) -> Moved:
    """Make a move on a case, with everything that follows, in one transaction."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        desk = Desk(house, unit, wish.at or house.now)
        person = acting_person(house, unit)
        case = lapse(desk, desk.case(wish.case), desk.at)
        workflow = desk.workflow(case)
        move = find_move(workflow, wish.move)
        values, more = weigh(desk, case, move, wish, person)
        if move.retests:
            values = test_for_case(desk, case, values, person.id, wish.confirmed)
        after = perform(desk, case, move, values, actor=person.id, more=more)
        if move.merges:
            merge_into(desk, after, str(values["into"]), actor=person.id)
        for touched in desk.touched():
            advance(desk, touched)
        return Moved(case, desk.case(case.id), desk.begun())


def find_move(workflow: Workflow, name: str) -> Move:
    """A move by id or alias. Refuses an unknown one."""
    move = workflow.move(name)
    if move is None:
        words = Words(zh="“{workflow}”没有“{move}”这个动作", en="'{workflow}' has no move '{move}'")
        raise BadInput.one(
            "EST-423", words.fill(workflow=workflow.title, move=name),
            hint=did_you_mean(name, [known.id for known in workflow.moves]),
        )  # fmt: skip
    return move
