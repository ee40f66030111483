"""Floor 5: `estatectl register`: ledgers of all kinds, their lines looked up and written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import Noun, argument, command, option
from estatectl.cli.context import Session
from estatectl.cli.registers.words import LINE, LINE_ID, REGISTER, REGISTER_ID, complete_register
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.render.page import Page


def _verbs() -> Iterator[click.Command]:
    """Every verb: those that look here, those that do from their own files."""
    from estatectl.cli.registers.changing import confirm, correct, give_back_line, void
    from estatectl.cli.registers.writing import add

    yield from (list_lines, show, add, correct, confirm, give_back_line, void)


register_noun = Noun(
    "register",
    Words(
        zh="登记簿：门禁车证、监控日志、外部联系人、文件印章、证据、钥匙等台账。",
        en="Registers: passes, camera log, contacts, documents, seals, evidence, keys and other ledgers.",
    ),
    aliases=("登记簿",),
    verbs=_verbs,
)


@command(
    "list",
    Words(zh="有哪些登记簿；写明哪本，就列出其登记。", en="Which registers there are; with one named, its lines."),
    aliases=("列表", "查询"),
)
@argument("register_id", REGISTER_ID, required=False, shown=REGISTER, shell_complete=complete_register)
@option(
    "--where",
    multiple=True,
    words=Words(zh="字段=值，可写多次", en="FIELD=VALUE; may be repeated"),
    shown=Words(zh="字段=值", en="FIELD=VALUE"),
)
@option("--text", words=Words(zh="查找文字", en="find a text"))
@option("--since", words=Words(zh="从这个时刻起的", en="from this instant on"), shown=Words(zh="时刻", en="INSTANT"))
@option("--until", words=Words(zh="在这个时刻前的", en="before this instant"), shown=Words(zh="时刻", en="INSTANT"))
@option(
    "--overdue",
    is_flag=True,
    words=Words(zh="过了复查、有效或归还日期的", en="past their day of review, end or return"),
)
@option("--out", is_flag=True, words=Words(zh="借出未还的", en="what is out"))
@option("--unconfirmed", is_flag=True, words=Words(zh="待确认的", en="what waits to be confirmed"))
@option("--all", "everything", is_flag=True, words=Words(zh="包括已作废的", en="also what was voided"))
@option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    words=Words(zh="最多显示几行", en="show at most"),
)
def list_lines(
    session: Session,
    *,
    register_id: str | None,
    where: tuple[str, ...],
    text: str | None,
    since: str | None,
    until: str | None,
    overdue: bool,
    out: bool,
    unconfirmed: bool,
    everything: bool,
    limit: int,
) -> Page:
    from estatectl.domain.registers.line import LineState
    from estatectl.render.registers.pages import listing_page, registers_page
    from estatectl.usecases.registers.naming import register_named
    from estatectl.usecases.registers.views import Wanted, overdue_counts, today
    from estatectl.usecases.registers.views import list_lines as found

    house = session.house
    if register_id is None:
        return registers_page(session.bundle, house.journal.line_counts(), overdue_counts(house))
    state = LineState.OUT if out else LineState.UNCONFIRMED if unconfirmed else None
    wanted = Wanted(
        where=where,
        text=text,
        since=session.premises.instant(since),
        until=session.premises.instant(until),
        overdue=overdue,
        state=None if state is None else state.value,
        all=everything,
    )
    register = register_named(session.bundle, register_id)
    return listing_page(session.bundle, found(house, register, wanted, limit), today(house))


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
