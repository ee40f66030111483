"""Floor 5: `estatectl register correct|confirm|return|void`: what becomes of a line once it is written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from estatectl.cli.case_options import AT, INSTANT
from estatectl.cli.commands import Option, Verb, argument, command, option
from estatectl.cli.context import Session
from estatectl.cli.registers.of_register import OfLine
from estatectl.cli.registers.words import LINE, LINE_ID
from estatectl.cli.registers.writing import ask_options, given
from estatectl.domain.cases.moves import Ask
from estatectl.domain.rules.conditions import ALWAYS
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.domain.registers.line import Line
    from estatectl.domain.registers.register import Register
    from estatectl.render.page import Page

_REASON = Words(zh="缘由", en="why")


def _correct_verb(register: Register, line_id: str) -> Verb:
    words = Words(zh="更正 {id}（{title}）；只写要改的字段", en="Correct {id} ({title}); name only what changes")
    asks = tuple(Ask(name, required=False, when=ALWAYS) for name in register.taken)
    params = [*ask_options(register, asks), Option(("--reason",), _REASON)]
    return Verb(
        line_id, words.fill(id=line_id, title=register.title), partial(_correct, register, line_id), params=params
    )


def _correct(register: Register, line_id: str, session: Session, *, reason: str | None, **typed: Any) -> Page:
    from estatectl.usecases.registers.changing import correct_line

    asks = tuple(Ask(name, required=False, when=ALWAYS) for name in register.taken)
    return _shown(session, correct_line(session.house, line_id, given(session, register, asks, typed), reason=reason))


def _return_verb(register: Register, line_id: str) -> Verb:
    words = Words(zh="归还 {id}（{title}）", en="{id} is back ({title})").fill(id=line_id, title=register.title)
    params = [*ask_options(register, _return_asks(register)), Option(("--at",), AT, shown=INSTANT)]
    return Verb(line_id, words, partial(_return, register, line_id), params=params)


def _return(register: Register, line_id: str, session: Session, *, at: str | None, **typed: Any) -> Page:
    from estatectl.usecases.registers.changing import give_back

    told = given(session, register, _return_asks(register), typed)
    return _shown(session, give_back(session.house, line_id, told, at=session.premises.instant(at)))


def _return_asks(register: Register) -> tuple[Ask, ...]:
    return register.returns.asks if register.returns is not None else ()


def _shown(session: Session, line: Line) -> Page:
    from estatectl.render.registers.pages import line_page
    from estatectl.usecases.registers.views import view_line

    return line_page(session.bundle, view_line(session.house, line.id))


correct = OfLine(
    "correct",
    Words(zh="更正一行：原来的内容留在经过里。", en="Correct a line; what stood there before stays to be seen."),
    _correct_verb,
    aliases=("更正",),
)
give_back_line = OfLine(
    "return",
    Words(zh="登记归还：档案、钥匙、失物等。", en="What a line names is given back: archive, keys, things found."),
    _return_verb,
    aliases=("归还",),
    only=lambda register: register.returns is not None,
)


@command(
    "confirm",
    Words(
        zh="确认别人登记的一行，如农药使用、调阅、用印。",
        en="Confirm what somebody else wrote.",
    ),
    aliases=("确认",),
)
@argument("line_id", LINE_ID, shown=LINE)
@option("--note", words=Words(zh="备注", en="a note"))
def confirm(session: Session, *, line_id: str, note: str | None) -> Page:
    from estatectl.usecases.registers.changing import confirm_line

    return _shown(session, confirm_line(session.house, line_id, note=note))


@command("void", Words(zh="作废一行；它仍可查看。", en="Void a line; it stays to be seen."), aliases=("作废",))
@argument("line_id", LINE_ID, shown=LINE)
@option("--reason", required=True, words=_REASON)
def void(session: Session, *, line_id: str, reason: str) -> Page:
    from estatectl.usecases.registers.changing import void_line

    return _shown(session, void_line(session.house, line_id, reason))
