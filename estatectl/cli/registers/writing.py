"""Floor 5: `estatectl register add`: the fields of a register as options; what is missing is asked on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from estatectl.cli.case_options import AT, INSTANT, field_option
from estatectl.cli.commands import Option, Verb
from estatectl.cli.context import Session
from estatectl.cli.registers.of_register import OfRegister
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.domain.cases.moves import Ask
    from estatectl.domain.registers.register import Register
    from estatectl.render.page import Page


def _add_verb(register: Register) -> Verb:
    words = Words(zh="登记：{title}", en="Write in: {title}").fill(title=register.title)
    params = [*ask_options(register, register.asks), Option(("--at",), AT, shown=INSTANT)]
    return Verb(register.id, words, partial(_add, register), params=params, aliases=register.aliases)


def ask_options(register: Register, asks: Iterable[Ask]) -> list[Option]:
    """The fields that are asked for, as options."""
    return [field_option(register.fields[ask.field], required=ask.required) for ask in asks]


def given(session: Session, register: Register, asks: Iterable[Ask], typed: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, by field; files become digests."""
    found: dict[str, str] = {ask.field: typed[ask.field] for ask in asks if typed.get(ask.field) is not None}
    files = {name: path for name, path in found.items() if path and register.fields[name].kind is FieldKind.FILE}
    return found | {name: session.premises.digest(path) for name, path in files.items()}


def _asked(session: Session, register: Register, found: dict[str, str]) -> dict[str, str]:
    from estatectl.cli.prompting import Question, ask_missing
    from estatectl.domain.rules.conditions import ALWAYS

    questions = [
        Question(
            name=ask.field,
            flag=f"--{ask.field.replace('_', '-')}",
            words=register.fields[ask.field].title,
            choices=tuple(register.fields[ask.field].value_titles.items()),
        )
        for ask in register.asks
        if ask.required and ask.when == ALWAYS
    ]
    return ask_missing(session, dict[str, str | None](found), questions)


def _add(register: Register, session: Session, **typed: Any) -> Page:
    from estatectl.render.registers.pages import entered_page
    from estatectl.usecases.registers.entering import add_line
    from estatectl.usecases.registers.views import view_line

    at = session.premises.instant(typed.pop("at"))
    found = given(session, register, register.asks, typed)
    if session.may_ask:
        found = _asked(session, register, found)
    done = add_line(session.house, register, found, at=at)
    session.deliver()
    return entered_page(view_line(session.house, done.line.id))


add = OfRegister(
    "add",
    Words(zh="登记一行；各登记簿要填的不同。", en="Write a line; what it takes depends on the register."),
    _add_verb,
    aliases=("登记", "新增"),
)
