"""Looking at cases: the board of what is due, and one case with its clocks, its orders and what went before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from estatectl.domain.cases.case import Case, facts_of
from estatectl.domain.cases.clocks import ClockState
from estatectl.domain.cases.moves import Move
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.entries import Entry
from estatectl.domain.problems import Problem
from estatectl.domain.rules.conditions import Condition, holds, named_facts
from estatectl.domain.staff.people import Person
from estatectl.usecases.desk import family_of, load_case
from estatectl.usecases.house import House
from estatectl.usecases.plans.views import PlanView, view_plan
from estatectl.usecases.ports import CaseQuery, CaseRow, Reader
from estatectl.usecases.stock.views import Material, materials_of
from estatectl.usecases.timing import clock_states, uncountable

_HISTORY = 5
"""Earlier cases shown beside one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case and what belongs to it, as it stands at an instant. `told`: who had notices of it or of its children.

    `materials` were drawn for it, or for its children.
    """

    case: Case
    workflow: Workflow
    states: tuple[ClockState, ...]
    parent: CaseRow | None
    children: tuple[CaseRow, ...]
    entries: tuple[Entry, ...]
    moves: tuple[Move, ...]
    people: tuple[Person, ...]
    told: tuple[str, ...]
    uncountable: tuple[Problem, ...]
    asset_history: tuple[CaseRow, ...]
    similar: tuple[CaseRow, ...]
    plan: PlanView | None
    materials: tuple[Material, ...]


def view_case(house: House, case_id: str) -> CaseView:
    """Everything to show of one case. Refuses an unknown id."""
    journal = house.journal
    case = load_case(house, journal, case_id)
    workflow = house.bundle.workflows[case.workflow]
    facts = facts_of(case, workflow, family_of(house, journal, case))
    possible = tuple(
        move
        for move in workflow.moves
        if case.stage in move.from_stages
        and move.by != ("system",)
        and all(holds(demand.holds, facts) or _depends_on_input(move, demand.holds) for demand in move.demands)
    )
    children = journal.cases(CaseQuery(parent=case.id, by_id=True))
    entries = journal.stream(case.id)
    return CaseView(
        case=case,
        workflow=workflow,
        states=clock_states(house, case, house.now),
        parent=journal.case(case.parent) if case.parent else None,
        children=children,
        entries=entries,
        moves=possible,
        people=journal.people(),
        told=_told(journal, (case.id, *(child.id for child in children))),
        uncountable=uncountable(house, case),
        asset_history=_earlier(house, case, asset=case.text("asset")),
        similar=_earlier(house, case, household=case.text("household")),
        plan=view_plan(house, case, entries),
        materials=materials_of(house.bundle, journal, (case.id, *(child.id for child in children))),
    )


def _told(reader: Reader, case_ids: Iterable[str]) -> tuple[str, ...]:
    """The people (where nobody holds a post: the posts) to whom notices of these cases went, in order."""
    notices = (entry.data for case_id in case_ids for entry in reader.stream(case_id) if entry.kind == "notified")
    return tuple(dict.fromkeys(str(data["to_person"] or data["to_post"]) for data in notices))


def _depends_on_input(move: Move, condition: Condition) -> bool:
    """Whether a demand looks at something that the move itself brings."""
    return bool(named_facts(condition) & {"given", *(ask.field for ask in move.asks)})


def _earlier(
    house: House, case: Case, *, asset: str | None = None, household: str | None = None
) -> tuple[CaseRow, ...]:
    """The last cases of the same kind on the same asset, or in the same home with a concept in common."""
    if asset is None and household is None:
        return ()
    query = CaseQuery(
        workflow=case.workflow, asset=asset, household=household, opened_before=case.opened_at, newest=True, limit=50
    )
    said = case.values.get("mentions")
    mentions = set(said) if isinstance(said, tuple) else set()
    rows = [row for row in house.journal.cases(query) if row.id != case.id]
    if household is not None:
        rows = [row for row in rows if mentions & set(row.concepts)]
    return tuple(rows[:_HISTORY])
