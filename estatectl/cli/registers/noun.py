"""Floor 5: `estatectl register`: ledgers of all kinds, their lines looked up and written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from estatectl.cli.commands import Act, Noun, argument, command, option
from estatectl.cli.context import Session
from estatectl.cli.registers.words import LINE, LINE_ID, REGISTER, REGISTER_ID, complete_register
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.render.page import Page
    from estatectl.usecases.registers.views import Wanted


def _verbs() -> Iterator[click.Command]:
    """Every verb: those that look here, those that do from their own files."""
    from estatectl.cli.registers.changing import confirm, correct, give_back_line, void
    from estatectl.cli.registers.files import export_lines, import_lines
    from estatectl.cli.registers.forgetting import expire
    from estatectl.cli.registers.writing import add

    yield from (list_lines, show, add, correct, confirm, give_back_line, void, import_lines, export_lines, expire)


register_noun = Noun(
    "register",
    Words(
        zh="登记簿：门禁车证、监控日志、外部联系人、文件印章、证据、钥匙等台账。",
        en="Registers: passes, camera log, contacts, documents, seals, evidence, keys and other ledgers.",
    ),
    aliases=("登记簿",),
    verbs=_verbs,
)


def narrowing(act: Act) -> Act:
    """The options that narrow a list or an export."""
    for declare in reversed(_NARROWING):
        act = declare(act)
    return act


_INSTANT = Words(zh="时刻", en="INSTANT")
_NARROWING: tuple[Callable[[Act], Act], ...] = (
    option(
        "--where",
        multiple=True,
        words=Words(zh="字段=值，可写多次", en="FIELD=VALUE; may be repeated"),
        shown=Words(zh="字段=值", en="FIELD=VALUE"),
    ),
    option("--text", words=Words(zh="查找文字", en="find a text")),
    option("--since", words=Words(zh="从这个时刻起的", en="from this instant on"), shown=_INSTANT),
    option("--until", words=Words(zh="在这个时刻前的", en="before this instant"), shown=_INSTANT),
    option(
        "--overdue",
        is_flag=True,
        words=Words(zh="过了复查、有效或归还日期的", en="past their day of review, end or return"),
    ),
    option("--out", is_flag=True, words=Words(zh="借出未还的", en="what is out")),
    option("--unconfirmed", is_flag=True, words=Words(zh="待确认的", en="what waits to be confirmed")),
    option("--all", "everything", is_flag=True, words=Words(zh="包括已作废的", en="also what was voided")),
)


def wanted(session: Session, typed: Mapping[str, Any]) -> Wanted:
    """What the narrowing options say."""
    from estatectl.domain.registers.line import LineState
    from estatectl.usecases.registers.views import Wanted

    state = LineState.OUT if typed["out"] else LineState.UNCONFIRMED if typed["unconfirmed"] else None
    return Wanted(
        where=typed["where"],
        text=typed["text"],
        since=session.premises.instant(typed["since"]),
        until=session.premises.instant(typed["until"]),
        overdue=typed["overdue"],
        state=None if state is None else state.value,
        all=typed["everything"],
    )


@command(
    "list",
    Words(zh="有哪些登记簿；写明哪本，就列出其登记。", en="Which registers there are; with one named, its lines."),
    aliases=("列表", "查询"),
)
@argument("register_id", REGISTER_ID, required=False, shown=REGISTER, shell_complete=complete_register)
@narrowing
@option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    words=Words(zh="最多显示几行", en="show at most"),
)
def list_lines(session: Session, *, register_id: str | None, limit: int, **typed: Any) -> Page:
    from estatectl.render.registers.pages import listing_page, registers_page
    from estatectl.usecases.registers.naming import register_named
    from estatectl.usecases.registers.views import list_lines as found
    from estatectl.usecases.registers.views import overdue_counts, today

    house = session.house
    if register_id is None:
        return registers_page(session.bundle, house.journal.line_counts(), overdue_counts(house))
    register = register_named(session.bundle, register_id)
    return listing_page(session.bundle, found(house, register, wanted(session, typed), limit), today(house))


@command(
    "show",
    Words(zh="查看一行登记及其经过，更正前的内容也在。", en="One line and its history; what stood before corrections."),
    aliases=("查看",),
)
@argument("line_id", LINE_ID, shown=LINE)
def show(session: Session, *, line_id: str) -> Page:
    from estatectl.render.registers.pages import line_page
    from estatectl.usecases.registers.views import view_line

    return line_page(session.bundle, view_line(session.house, line_id))
