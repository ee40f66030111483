"""Floor 5: the nouns that workflow policies define: open, list, show, explain, acknowledge, and every move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from estatectl.cli.case_options import given_fields, move_options, opening_params
from estatectl.cli.commands import Argument, Noun, Option, Verb
from estatectl.cli.context import Session
from estatectl.cli.importing import import_verb
from estatectl.cli.plan_verbs import plan_verbs
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle
    from estatectl.domain.cases.moves import Move
    from estatectl.domain.cases.workflows import Workflow
    from estatectl.render.page import Page

_ID = Words(zh="编号", en="ID")


def case_group(bundle: Bundle, noun: str) -> Noun:
    """The noun of a workflow, its verbs made when it is used."""
    workflow = next(node.text("id") for node in bundle.documents["workflow"] if node.text("noun") == noun)
    return _noun(bundle, bundle.workflows[workflow])


def case_groups(bundle: Bundle) -> Mapping[str, Noun]:
    """One noun per workflow."""
    return {workflow.noun: _noun(bundle, workflow) for workflow in bundle.workflows.values()}


def _noun(bundle: Bundle, workflow: Workflow) -> Noun:
    return Noun(
        workflow.noun,
        Words(zh="{title}：登记、流转、查询", en="{title}: open, move along, look up").fill(title=workflow.title),
        aliases=workflow.aliases,
        verbs=partial(_verbs, bundle, workflow),
    )


def _verbs(bundle: Bundle, workflow: Workflow) -> Iterator[Verb]:
    if workflow.opening.by != ("system",):
        yield _open_verb(bundle, workflow)
    yield _list_verb(workflow)
    number = Argument(("case_id",), _named(workflow), shown=_ID)
    yield Verb(
        "show", Words(zh="查看一件的全部情况", en="show everything about one"),
        partial(_show, workflow), params=[number], aliases=("查看",),
    )  # fmt: skip
    yield Verb(
        "explain", Words(zh="说明为什么这样判定、时限怎么算", en="tell why it was decided so and how time was counted"),
        partial(_explain, workflow), params=[number], aliases=("说明", "解释"),
    )  # fmt: skip
    yield from plan_verbs(workflow, number)
    note = Option(("--note",), Words(zh="备注", en="a note"))
    yield Verb(
        "acknowledge", Words(zh="确认升级通知，接手处理", en="acknowledge an escalation and take it in hand"),
        partial(_acknowledge, workflow), params=[number, note], aliases=("确认",),
    )  # fmt: skip
    if workflow.opening.by != ("system",):
        yield import_verb(workflow)
    for move in workflow.moves:
        if move.by != ("system",):
            yield Verb(
                move.id, move.title, partial(_move, workflow, move),
                params=[number, *move_options(bundle, workflow, move)], aliases=move.aliases,
            )  # fmt: skip


def _named(workflow: Workflow) -> Words:
    """How a case is named on the command line."""
    number = Words(zh="编号，如 {e}", en="number, such as {e}").fill(e=workflow.case_id(12))
    if workflow.argument is None:
        return number
    words = Words(zh="{number}；或{title}", en="{number}; or: {title}")
    return words.fill(number=number, title=workflow.fields[workflow.argument].title)


def _open_verb(bundle: Bundle, workflow: Workflow) -> Verb:
    return Verb(
        "open",
        workflow.opening.title,
        partial(_open, workflow),
        params=opening_params(bundle, workflow),
        aliases=workflow.opening.aliases,
    )


def _list_verb(workflow: Workflow) -> Verb:
    choices = [name for name in ("type", "urgency", "department") if name in workflow.fields]
    filters = [Option((f"--{name}",), workflow.fields[name].title) for name in choices]
    return Verb(
        "list",
        Words(zh="看板：先到期的在前，超时的醒目", en="the board: what is due first on top, late ones marked"),
        partial(_list, workflow),
        params=[
            *filters,
            Option(("--stage",), Words(zh="环节", en="stage")),
            Option(("--late",), Words(zh="只看已超时", en="only what is late"), is_flag=True),
            Option(("--mine",), Words(zh="只看我经办的", en="only what I handle"), is_flag=True),
            Option(("--all",), Words(zh="包括已办结", en="also what is closed"), is_flag=True),
            Option(
                ("--find",),
                Words(zh="查找文字（内容、地址、电话、编号）", en="find a text (about, place, contact, id)"),
            ),
            Option(("--limit",), Words(zh="最多显示几件", en="show at most"), type=int, default=50, show_default=True),
        ],
        aliases=("列表", "看板"),
    )


def _open(workflow: Workflow, session: Session, **typed: Any) -> Page:
    from estatectl.render.outcomes import opened_page
    from estatectl.usecases.opening import open_case
    from estatectl.usecases.viewing import view_case

    at = session.premises.instant(typed.pop("at"))
    given = given_fields(session, workflow, workflow.opening, typed)
    begun = open_case(session.house, workflow.id, given, at=at)
    session.deliver()
    return opened_page(session.bundle, view_case(session.house, begun.case.id), begun)


def _move(workflow: Workflow, move: Move, session: Session, *, case_id: str, **typed: Any) -> Page:
    from estatectl.cli.case_options import checked_answers
    from estatectl.render.outcomes import moved_page
    from estatectl.usecases.gate.naming import named_case
    from estatectl.usecases.moving import make_move
    from estatectl.usecases.viewing import view_case
    from estatectl.usecases.weighing import Wish

    at, override = session.premises.instant(typed.pop("at")), typed.pop("override")
    answers, all_in_order = checked_answers(typed)
    wish = Wish(
        case=named_case(session.house, workflow, case_id),
        move=move.id,
        given=given_fields(session, workflow, move, typed),
        answers={item: session.answer(text) for item, text in answers.items()},
        all_in_order=all_in_order,
        override=override,
        at=at,
    )
    moved = make_move(session.house, wish)
    session.deliver()
    return moved_page(session.bundle, moved.before, view_case(session.house, moved.after.id), moved.opened)


def _list(workflow: Workflow, session: Session, **typed: Any) -> Page:
    from estatectl.render.boards import board_page
    from estatectl.usecases.boards import board, board_query

    house = session.house
    query, limit = board_query(house, workflow, typed), max(int(typed["limit"]), 1)
    rows = board(house, query)
    return board_page(session.bundle, workflow, rows[:limit], house.journal.people(), house.now, len(rows))


def _show(workflow: Workflow, session: Session, *, case_id: str) -> Page:
    from estatectl.render.case_pages import case_page
    from estatectl.usecases.gate.naming import named_case
    from estatectl.usecases.viewing import view_case

    return case_page(session.bundle, view_case(session.house, named_case(session.house, workflow, case_id)))


def _explain(workflow: Workflow, session: Session, *, case_id: str) -> Page:
    from estatectl.render.explanations import explanation_page
    from estatectl.usecases.explaining import explain_case
    from estatectl.usecases.gate.naming import named_case

    house = session.house
    found = explain_case(house, named_case(session.house, workflow, case_id))
    return explanation_page(session.bundle, found, house.journal.people(), house.now)


def _acknowledge(workflow: Workflow, session: Session, *, case_id: str, note: str | None) -> Page:
    from estatectl.render.outcomes import acknowledged_page
    from estatectl.usecases.acknowledging import acknowledge
    from estatectl.usecases.gate.naming import named_case

    return acknowledged_page(acknowledge(session.house, named_case(session.house, workflow, case_id), note))
