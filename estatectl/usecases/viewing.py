"""Looking at cases: the board of what is due, and one case with its clocks, its orders and what went before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from estatectl.domain.cases import Case, facts_of
from estatectl.domain.clocks import ClockState
from estatectl.domain.conditions import Condition, holds, named_facts
from estatectl.domain.entries import Entry
from estatectl.domain.moves import Move
from estatectl.domain.people import Person
from estatectl.domain.problems import BadInput, Problem, did_you_mean
from estatectl.domain.words import Words
from estatectl.domain.workflows import Workflow
from estatectl.usecases.desk import family_of, load_case
from estatectl.usecases.house import House
from estatectl.usecases.ports import CaseQuery, CaseRow
from estatectl.usecases.reading import read_field
from estatectl.usecases.timing import clock_states

_HISTORY = 5
"""Earlier cases shown beside one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case and what belongs to it, as it stands at an instant."""

    case: Case
    workflow: Workflow
    states: tuple[ClockState, ...]
    parent: CaseRow | None
    children: tuple[CaseRow, ...]
    entries: tuple[Entry, ...]
    moves: tuple[Move, ...]
    people: tuple[Person, ...]
    asset_history: tuple[CaseRow, ...]
    similar: tuple[CaseRow, ...]


def board(house: House, query: CaseQuery) -> tuple[CaseRow, ...]:
    """The rows that a query asks for, what is due first on top."""
    return house.journal.cases(query)


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
    return CaseView(
        case=case,
        workflow=workflow,
        states=clock_states(house, case, house.now),
        parent=journal.case(case.parent) if case.parent else None,
        children=journal.cases(CaseQuery(parent=case.id, by_id=True)),
        entries=journal.stream(case.id),
        moves=possible,
        people=journal.people(),
        asset_history=_earlier(house, case, asset=case.text("asset")),
        similar=_earlier(house, case, household=case.text("household")),
    )


def _depends_on_input(move: Move, condition: Condition) -> bool:
    """Whether a demand looks at something that the move itself brings."""
    return bool(named_facts(condition) & {ask.field for ask in move.asks})


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


def full_id(workflow: Workflow, typed: str) -> str:
    """The id that `12`, `r12` or `R-12` stands for under a noun."""
    text = typed.strip().upper().removeprefix(workflow.series).lstrip("-")
    if not text.isascii() or not text.isdecimal():
        words = Words(zh="“{id}”不是{noun}编号", en="'{id}' is not the number of a {noun}")
        hint = Words(zh="写成 {example} 或 12", en="write {example} or 12").fill(example=workflow.case_id(12))
        raise BadInput.one("EST-420", words.fill(id=typed, noun=workflow.title), hint=hint)
    return workflow.case_id(int(text))


def board_query(house: House, workflow: Workflow, typed: Mapping[str, Any]) -> CaseQuery:
    """The query behind the board's filters as typed: ids, titles, aliases. Refuses unknown ones, all at once."""
    wanted: dict[str, str] = {}
    problems: list[Problem] = []
    for name in ("type", "urgency", "department"):
        if typed.get(name):
            value = read_field(house, workflow.fields[name], typed[name])
            if isinstance(value, Problem):
                problems.append(value)
            else:
                wanted[name] = str(value)
    if typed.get("stage"):
        stages = {said: stage.id for stage in workflow.stages for said in (stage.id, stage.title.zh, stage.title.en)}
        if typed["stage"] in stages:
            wanted["stage"] = stages[typed["stage"]]
        else:
            words = Words(zh="没有“{stage}”这个环节", en="there is no stage '{stage}'").fill(stage=typed["stage"])
            problems.append(Problem("EST-442", words, hint=did_you_mean(typed["stage"], stages)))
    if problems:
        raise BadInput(problems)
    return CaseQuery(
        workflow=workflow.id,
        open=None if typed.get("all") else True,
        stage=wanted.get("stage"),
        type=wanted.get("type"),
        urgency=wanted.get("urgency"),
        department=wanted.get("department"),
        handler=house.actor if typed.get("mine") else None,
        due_before=house.now if typed.get("late") else None,
        text=typed.get("find"),
    )
