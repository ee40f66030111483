"""Boards of the stock: what is where, what is out, what was used."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from estatectl.domain.bundle import Bundle
from estatectl.domain.staff.people import Person
from estatectl.domain.stock.quantities import yuan
from estatectl.domain.words import Words, same
from estatectl.render.case_words import person_words
from estatectl.render.page import Block, Cell, Hint, Line, Page, Table, Toned
from estatectl.render.stock.words import (
    BALANCE,
    ITEM,
    LOW,
    QUANTITY,
    STORE,
    money,
    quantity,
    usual_words,
    verdict_cell,
)
from estatectl.usecases.stock.ports import StockMove
from estatectl.usecases.stock.usage import Usage
from estatectl.usecases.stock.views import Shelf, item_title


def list_page(bundle: Bundle, shelves: Sequence[Shelf]) -> Page:
    """Every item in every store: how much, whether to order, what is out, what it is worth."""
    columns = (
        ITEM,
        Words(zh="标识", en="id"),
        BALANCE,
        Words(zh="补货点", en="reorder at"),
        Words(zh="借出", en="out"),
        Words(zh="金额（元）", en="value (CNY)"),
        Words(zh="上次盘点", en="counted"),
    )
    blocks: list[Block] = []
    for store in dict.fromkeys(shelf.store for shelf in shelves):
        known = bundle.shelves.stores.get(store)
        rows = tuple(_row(shelf) for shelf in shelves if shelf.store == store)
        blocks += [Line(known.title if known else same(store), "strong"), Table(columns, rows)]
    if not shelves:
        blocks.append(Line(Words(zh="没有符合的品种", en="no item fits")))
    total = sum((shelf.value for shelf in shelves if shelf.value is not None), start=Decimal(0))
    low = sum(shelf.low for shelf in shelves)
    words = Words(zh="共 {n} 种，{low} 种该补货，金额 {value} 元", en="{n} items, {low} to reorder, worth {value} CNY")
    blocks.append(Hint(words.fill(n=len(shelves), low=low, value=f"{yuan(total):f}")))
    return Page(tuple(blocks), {"items": [_data(shelf) for shelf in shelves], "low": low, "value": yuan(total)})


def out_page(bundle: Bundle, moves: Sequence[StockMove], people: Sequence[Person]) -> Page:
    """Tools that have not come back."""
    columns = (
        ITEM,
        QUANTITY,
        Words(zh="在谁手里", en="with"),
        Words(zh="借出时间", en="since"),
        Words(zh="工单", en="order"),
        STORE,
    )
    rows = tuple(
        (
            item_title(bundle, move.item),
            quantity(move.outstanding, move.unit),
            person_words(people, move.person),
            move.at,
            move.order,
            bundle.shelves.stores[move.store].title if move.store in bundle.shelves.stores else move.store,
        )
        for move in moves
    )
    data = [
        {"store": m.store, "item": m.item, "outstanding": m.outstanding, "unit": m.unit, "person": m.person,
         "since": m.at, "order": m.order}
        for m in moves
    ]  # fmt: skip
    return Page((Table(columns, rows, empty=Words(zh="（工具都在库）", en="(every tool is in store)")),), {"out": data})


def usage_page(found: Sequence[Usage], *, order: str | None = None) -> Page:
    """What was used, against what is usual. Status 1 where something was not."""
    columns: tuple[Words, ...] = (
        ITEM,
        Words(zh="用量", en="used"),
        Words(zh="一般", en="usual"),
        Words(zh="判断", en="verdict"),
        Words(zh="自", en="since"),
        STORE,
    )
    rows = tuple(
        (
            each.item.title,
            quantity(each.used, each.item.unit),
            usual_words(each.usual),
            verdict_cell(each.verdict),
            None if order else each.since,
            each.store.title,
        )
        for each in found
    )
    wrong = [each for each in found if each.wrong]
    data = [
        {
            "store": each.store.id,
            "item": each.item.id,
            "unit": each.item.unit,
            "used": each.used,
            "least": each.usual.least if each.usual else None,
            "most": each.usual.most if each.usual else None,
            "verdict": each.verdict,
            "since": None if order else each.since,
            "until": None if order else each.until,
        }
        for each in found
    ]
    words = Words(zh="{n} 种用量异常", en="{n} items were not used as usual").fill(n=len(wrong))
    tail: tuple[Block, ...] = (Line(words, "bad"),) if wrong else ()
    return Page((Table(columns, rows), *tail), {"usage": data, "order": order}, status=1 if wrong else 0)


def _row(shelf: Shelf) -> tuple[Cell, ...]:
    balance = quantity(shelf.balance, shelf.unit)
    point = shelf.item.reorder_point if shelf.item else None
    return (
        shelf.item.title if shelf.item else None,
        shelf.id,
        Toned(Words(zh=f"{balance} {LOW.zh}", en=f"{balance} {LOW.en}"), "soon") if shelf.low else balance,
        None if point is None else quantity(point, shelf.unit),
        quantity(shelf.out, shelf.unit) if shelf.out else None,
        money(shelf.value),
        shelf.counted_at,
    )


def _data(shelf: Shelf) -> dict[str, object]:
    return {
        "store": shelf.store,
        "item": shelf.id,
        "title": shelf.item.title if shelf.item else None,
        "unit": shelf.unit,
        "balance": shelf.balance,
        "reorder_point": shelf.item.reorder_point if shelf.item else None,
        "low": shelf.low,
        "out": shelf.out,
        "price": shelf.price,
        "value": None if shelf.value is None else yuan(shelf.value),
        "counted_at": shelf.counted_at,
    }
