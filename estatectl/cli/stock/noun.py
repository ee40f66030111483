"""Floor 5: `estatectl stock`: the boards; what moves the stock and its files stand beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import Noun, command, option
from estatectl.cli.context import Session
from estatectl.cli.stock.options import WHEN, WHO, in_store, one_item
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.render.page import Page


def _verbs() -> Iterator[click.Command]:
    from estatectl.cli.stock.files import count, export, import_stock
    from estatectl.cli.stock.moving import give_back, issue, receive, undo, write_off

    yield from (list_stock, show, issue, give_back, receive, count, write_off, undo, usage, import_stock, export)


stock_noun = Noun(
    "stock",
    Words(
        zh="库存：结存、领用、归还、入库、盘点、用量。",
        en="Stock: balances, drawing, returning, receiving, counting, usage.",
    ),
    aliases=("库存",),
    verbs=_verbs,
)


@command(
    "list",
    Words(zh="各仓库结存，偏低的标出。", en="What every store holds; low items are marked."),
    aliases=("列表", "结存"),
)
@in_store()
@option("--group", words=Words(zh="只看这一组", en="only this group"), shown=Words(zh="组", en="GROUP"))
@option("--text", words=Words(zh="名称里有这些字的", en="whose names contain this"), shown=Words(zh="文字", en="TEXT"))
@option("--low", is_flag=True, words=Words(zh="只看该补货的", en="only what is to be reordered"))
@option("--out", is_flag=True, words=Words(zh="看借出未还的工具", en="tools that have not come back"))
@option(
    "--person", words=Words(zh="只看这个人借出的（与 --out 同用）", en="only with this person (with --out)"), shown=WHO
)
def list_stock(
    session: Session,
    *,
    store: str | None,
    group: str | None,
    text: str | None,
    low: bool,
    out: bool,
    person: str | None,
) -> Page:
    from estatectl.render.stock.boards import list_page, out_page
    from estatectl.usecases.stock.views import shelves_as_they_stand, tools_out

    house = session.house
    if out or person:
        who = session.premises.person_id(person) if person else None
        return out_page(session.bundle, tools_out(house, store=store, person=who), house.journal.people())
    return list_page(session.bundle, shelves_as_they_stand(house, store=store, group=group, text=text, low=low))


@command("show", Words(zh="查看一个品种的台账。", en="The ledger of one item."), aliases=("查看", "台账"))
@one_item()
@in_store()
@option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    words=Words(zh="最多显示几笔", en="show at most"),
)
def show(session: Session, *, name: str, store: str | None, limit: int) -> Page:
    from estatectl.render.stock.pages import ledger_page
    from estatectl.usecases.stock.views import ledger_named

    house = session.house
    where, item, ledger = ledger_named(house, name, store)
    return ledger_page(session.bundle, where, item, ledger, house.journal.people(), limit)


@command(
    "usage",
    Words(
        zh="用量，与一般用量相比；异常时退出码为 1。",
        en="What was used against what is usual; status 1 where it is not.",
    ),
    aliases=("用量",),
)
@in_store()
@option("--item", "name", words=Words(zh="只看这个品种", en="only this item"), shown=Words(zh="品种", en="ITEM"))
@option("--order", words=Words(zh="一张工单的用料", en="what one order had"), shown=Words(zh="工单", en="ID"))
@option(
    "--since",
    words=Words(zh="自这个时刻起（默认按各品种的周期）", en="since this instant (default: each item's own time)"),
    shown=WHEN,
)
@option("--until", words=Words(zh="到这个时刻（默认现在）", en="up to this instant (default: now)"), shown=WHEN)
def usage(
    session: Session, *, store: str | None, name: str | None, order: str | None, since: str | None, until: str | None
) -> Page:
    from estatectl.render.stock.boards import usage_page
    from estatectl.usecases.stock.usage import usage as used
    from estatectl.usecases.stock.usage import usage_of_order

    house, premises = session.house, session.premises
    if order is not None:
        found = usage_of_order(house, order)
        return usage_page(found, order=found[0].order)
    window = {"since": premises.instant(since), "until": premises.instant(until)}
    return usage_page(used(house, store=store, name=name, **window))
