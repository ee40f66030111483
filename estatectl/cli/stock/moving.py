"""Floor 5: `stock receive|issue|return|write-off|undo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from estatectl.cli.commands import command, option
from estatectl.cli.context import Session
from estatectl.cli.stock.options import TEXT, WHO, happened_at, in_store, noted, one_item, quantities, witnessed
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.render.page import Page

_ORDER = Words(zh="工单", en="ID")
_REASON = Words(zh="原因", en="why")


@command("receive", Words(zh="入库。", en="Take items in."), aliases=("入库",))
@quantities()
@in_store()
@option("--price", words=Words(zh="单价（元）", en="price of one unit (CNY)"), shown=Words(zh="金额", en="AMOUNT"))
@option("--supplier", words=Words(zh="供应商", en="the supplier"), shown=TEXT)
@noted()
@happened_at()
def receive(session: Session, **typed: Any) -> Page:
    return _moved(session, "received", typed)


@command(
    "issue",
    Words(zh="领用：给工单、给人或作某种用途。", en="Hand out: for an order, to a person, or for a purpose."),
    aliases=("领用", "领料"),
)
@quantities()
@in_store()
@option("--order", words=Words(zh="用于哪张工单，如 W-12", en="the order that it is for, such as W-12"), shown=_ORDER)
@option("--to", "person", words=Words(zh="谁领用", en="who takes it"), shown=WHO)
@option("--purpose", words=Words(zh="用途", en="what for"), shown=TEXT)
@option(
    "--extra",
    is_flag=True,
    words=Words(zh="属增项或换料（须业主同意）", en="beyond the job (needs the owner's consent)"),
)
@witnessed()
@noted()
@happened_at()
def issue(session: Session, **typed: Any) -> Page:
    return _moved(session, "issued", typed)


@command(
    "return",
    Words(zh="归还工具，或退回工单没用完的材料。", en="Bring back tools, or what an order did not need."),
    aliases=("归还", "退库"),
)
@quantities()
@in_store()
@option("--from", "person", words=Words(zh="谁还的（默认自己）", en="who brings it back (default: you)"), shown=WHO)
@option("--order", words=Words(zh="哪张工单退的", en="the order that it was drawn for"), shown=_ORDER)
@witnessed()
@noted()
@happened_at()
def give_back(session: Session, **typed: Any) -> Page:
    return _moved(session, "returned", typed)


@command(
    "write-off",
    Words(zh="报损、报废、报失。", en="Write off what is broken, out of date or lost."),
    aliases=("报损", "报废"),
)
@quantities()
@in_store()
@option("--reason", words=_REASON, shown=TEXT)
@option(
    "--held-by",
    "person",
    words=Words(zh="借出未还、不会再还的，在谁手里", en="who had it out, where it will not come back"),
    shown=WHO,
)
@witnessed()
@happened_at()
def write_off(session: Session, **typed: Any) -> Page:
    return _moved(session, "written_off", typed)


@command(
    "undo",
    Words(zh="撤销记错的一笔（默认最后一笔）。", en="Undo a line that was wrong (the last, by default)."),
    aliases=("撤销",),
)
@one_item()
@in_store()
@option(
    "--line",
    "number",
    type=click.IntRange(min=1),
    words=Words(zh="第几笔，见 stock show", en="which line; see 'stock show'"),
)
@option("--reason", words=_REASON, shown=TEXT)
def undo(session: Session, *, name: str, store: str | None, number: int | None, reason: str | None) -> Page:
    from estatectl.render.stock.pages import done_page
    from estatectl.usecases.stock.acting import undo_stock

    done, line = undo_stock(session.house, name, store=store, number=number, reason=reason)
    session.deliver()
    return done_page((done,), undone=line)


def _moved(session: Session, kind: str, typed: dict[str, Any]) -> Page:
    from estatectl.render.stock.pages import done_page
    from estatectl.usecases.stock.acting import move_stock
    from estatectl.usecases.stock.wishes import StockWish

    at = session.premises.instant(typed.pop("at"))
    done = move_stock(session.house, kind, StockWish(at=at, **typed))
    session.deliver()
    return done_page(done)
