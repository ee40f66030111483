"""Floor 5: the fields of a move as options, and what was typed into them; what is missing is asked on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from estatectl.cli.commands import Argument, Option
from estatectl.cli.context import Session
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words, same

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle
    from estatectl.domain.cases.fields import Field
    from estatectl.domain.cases.moves import Move
    from estatectl.domain.cases.workflows import Workflow

AT = Words(
    zh="实际发生时间（默认现在），如 2026-05-01T03:10", en="when it happened (default: now), such as 2026-05-01T03:10"
)
INSTANT = Words(zh="时刻", en="INSTANT")
_ALL_OK = Words(zh="清单各项均正常（例外用 --check）", en="every item in order (exceptions by --check)")
_CHECK = Words(zh="清单一项的答案，照片写 @文件", en="the answer to one item; a photo as @FILE")
_OVERRIDE = Words(
    zh="越权办理的理由（限有权岗位，留痕）", en="the reason for overriding (entitled posts only; recorded)"
)


def opening_params(bundle: Bundle, workflow: Workflow) -> list[click.Parameter]:
    """The opening's fields as options; one text may stand without its option name."""
    params: list[click.Parameter] = list(_field_options(bundle, workflow, workflow.opening))
    if (bare := _bare(workflow)) is not None:
        title = workflow.fields[bare].title
        params.insert(0, Argument(("words",), title, nargs=-1, shown=title))
    return [*params, Option(("--at",), AT, shown=INSTANT)]


def _bare(workflow: Workflow) -> str | None:
    """The field that the opening takes without its option name: the one the policy says, else the text understood."""
    return workflow.argument or workflow.understands


def move_options(bundle: Bundle, workflow: Workflow, move: Move) -> Iterator[Option]:
    """A move's fields as options, its checklist answers, and going past it with a reason."""
    yield from _field_options(bundle, workflow, move)
    if move.checklists:
        yield Option(("--all-ok", "all_ok"), _ALL_OK, is_flag=True)
        yield Option(("--check", "check"), _CHECK, multiple=True, shown=Words(zh="项目=答案", en="ITEM=ANSWER"))
    yield Option(("--at",), AT, shown=INSTANT)
    yield Option(("--override",), _OVERRIDE, shown=Words(zh="理由", en="REASON"))


def _field_options(bundle: Bundle, workflow: Workflow, move: Move) -> Iterator[Option]:
    for ask in move.asks:
        yield field_option(workflow.fields[ask.field], required=ask.required)


def field_option(known: Field, *, required: bool) -> Option:
    """A field as an option; what is required is not asked by click, so that everything missing is told at once."""
    words = known.title if required else Words(zh="{t}（可选）", en="{t} (optional)").fill(t=known.title)
    # A flag may stand alone (--extra-work is yes) or say yes or no.
    alone = {"is_flag": False, "flag_value": "yes"} if known.kind is FieldKind.FLAG else {}
    return Option((f"--{known.name.replace('_', '-')}", known.name), words, shown=_shown(known), **alone)


def _shown(known: Field) -> Words:
    if known.value_titles:
        return Words(zh="|".join(each.zh for each in known.value_titles.values()), en="|".join(known.values))
    return {
        FieldKind.FILE: Words(zh="文件", en="FILE"),
        FieldKind.INSTANT: Words(zh="时间", en="TIME"),
        FieldKind.NUMBER: Words(zh="数字", en="NUMBER"),
        FieldKind.MONEY: Words(zh="金额（元）", en="YUAN"),
        FieldKind.DATE: Words(zh="日期", en="DATE"),
        FieldKind.FLAG: Words(zh="是|否", en="yes|no"),
        FieldKind.PERSON: Words(zh="员工", en="PERSON"),
        FieldKind.CASE: Words(zh="编号", en="ID"),
        FieldKind.LINE: Words(zh="登记编号", en="LINE"),
        FieldKind.CHOICE: Words(zh="选项", en="NAME"),
        FieldKind.CHOICES: Words(zh="选项,…", en="NAME,…"),
    }.get(known.kind, Words(zh="文字", en="TEXT"))


def given_fields(session: Session, workflow: Workflow, move: Move, typed: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, by field; on a terminal what is required and missing is asked. Files become digests."""
    words = typed.get("words") or ()
    given = {ask.field: typed[ask.field] for ask in move.asks if typed.get(ask.field) is not None}
    if words and (bare := _bare(workflow)) is not None:
        given.setdefault(bare, " ".join(words))
    if session.may_ask:
        given = _asked(session, workflow, move, given)
    for name in given:
        if workflow.fields[name].kind is FieldKind.FILE:
            given[name] = session.premises.digest(given[name])
        elif workflow.fields[name].kind is FieldKind.PERSON:
            given[name] = session.premises.person_id(given[name])
    return given


def _asked(session: Session, workflow: Workflow, move: Move, given: dict[str, str]) -> dict[str, str]:
    from estatectl.cli.prompting import Question, ask_missing
    from estatectl.domain.rules.conditions import ALWAYS

    questions = [
        Question(
            name=ask.field,
            flag=f"--{ask.field.replace('_', '-')}",
            words=workflow.fields[ask.field].title,
            choices=tuple(workflow.fields[ask.field].value_titles.items()),
        )
        for ask in move.asks
        if ask.required and ask.when == ALWAYS and ask.field not in move.fills
    ]
    return ask_missing(session, dict[str, str | None](given), questions)


def checked_answers(typed: dict[str, Any]) -> tuple[dict[str, str], bool]:
    """The `--check` answers by item, and whether all else is in order. Refuses what is not ITEM=ANSWER."""
    answers: dict[str, str] = {}
    wrong = []
    for text in typed.pop("check", ()):
        item, sign, answer = text.replace("＝", "=").partition("=")
        if not sign or not item.strip():
            wrong.append(text)
        answers[item.strip()] = answer.strip()
    if wrong:
        words = Words(zh="--check 要写成 项目=答案，而不是“{text}”", en="--check wants ITEM=ANSWER, not '{text}'")
        raise BadInput.one("EST-457", words.fill(text=same(", ".join(wrong))))
    return answers, bool(typed.pop("all_ok", False))
