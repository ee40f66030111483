"""Filling in the checklists of a move: what is in order in one word, exceptions by name, nothing required left out."""

from __future__ import annotations

from collections.abc import Mapping

from estatectl.domain.cases.case import Case, Values
from estatectl.domain.cases.moves import Move
from estatectl.domain.checklists.checklist import Checklist
from estatectl.domain.entries import Json
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.rules.conditions import holds
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk


def checklists_of(desk: Desk, case: Case, move: Move, values: Values) -> tuple[Checklist, ...]:
    """The checklists that a move fills in, for this case."""
    facts = desk.facts(case, values)
    names = [use.id or case.text(use.named_by or "") for use in move.checklists if holds(use.when, facts)]
    return tuple(desk.house.bundle.checklists[name] for name in names if name)


def fill_in(
    desk: Desk, case: Case, move: Move, values: Values, answers: Mapping[str, str], *, all_in_order: bool
) -> tuple[dict[str, Json], list[Problem]]:
    """The answers to the move's checklists as they are kept, and everything that is wrong or missing in them."""
    sheets = checklists_of(desk, case, move, values)
    known = {item.id for sheet in sheets for item in sheet.items}
    words = Words(zh="这一步的清单里没有“{item}”", en="no checklist of this step has an item '{item}'")
    stray = [name for name in answers if name not in known]
    wrong = [Problem("EST-371", words.fill(item=name), hint=did_you_mean(name, known)) for name in stray]
    kept: dict[str, Json] = {}
    for sheet in sheets:
        given = {item.id: answers[item.id] for item in sheet.items if item.id in answers}
        filled = {**sheet.in_order(), **given} if all_in_order else given
        wrong += [finding.problem for finding in sheet.judge(filled)]
        kept[sheet.id] = dict(filled)
    return kept, [_how_to_fill_in(sheets), *wrong] if wrong and sheets else wrong


def _how_to_fill_in(sheets: tuple[Checklist, ...]) -> Problem:
    """Which sheets the step asks for, and the two ways to answer them."""
    words = Words(zh="这一步要填清单：{sheets}", en="this step fills in: {sheets}").fill(
        sheets=Words(zh="、".join(each.title.zh for each in sheets), en=", ".join(each.title.en for each in sheets))
    )
    hint = Words(
        zh="都正常就加 --all-ok；单项写 --check 项目=答案，如 --check {item}=…",
        en="--all-ok when all is in order; one item by --check ITEM=ANSWER, such as --check {item}=…",
    )
    return Problem("EST-458", words, hint=hint.fill(item=sheets[-1].items[-1].id))
