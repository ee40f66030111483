"""The board: which cases are asked for, in words as typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from estatectl.domain.problems import BadInput, Problem, did_you_mean
from estatectl.domain.words import Words
from estatectl.usecases.ports import CaseQuery, CaseRow
from estatectl.usecases.reading import read_field

if TYPE_CHECKING:
    from estatectl.domain.cases.workflows import Workflow
    from estatectl.usecases.house import House


def board(house: House, query: CaseQuery) -> tuple[CaseRow, ...]:
    """The rows that a query asks for, what is due first on top."""
    return house.journal.cases(query)


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
            problems.append(Problem("EST-439", words, hint=did_you_mean(typed["stage"], stages)))
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
