"""One ledger, and what a command has done to several."""

from __future__ import annotations

from collections.abc import Sequence

from estatectl.domain.bundle import Bundle
from estatectl.domain.staff.people import Person
from estatectl.domain.stock.ledger import KINDS, Ledger
from estatectl.domain.stock.ledger import Line as LedgerLine
from estatectl.domain.stock.quantities import plain, yuan
from estatectl.domain.stock.stock import StockItem, Store
from estatectl.domain.words import Words, same
from estatectl.render.case_words import person_words
from estatectl.render.page import Block, Cell, Heading, Hint, Line, Page, Pairs, Rule, Table, Toned
from estatectl.render.stock.words import BALANCE, ITEM, LOW, QUANTITY, STORE, money, quantity, signed, usual_words
from estatectl.usecases.stock.counting import Counted
from estatectl.usecases.stock.views import Material
from estatectl.usecases.stock.wishes import StockDone


def ledger_page(
    bundle: Bundle, store: Store, item: StockItem, ledger: Ledger, people: Sequence[Person], limit: int
) -> Page:
    """An item in a store: what it is, how it stands, and the last lines of its ledger."""
    price = ledger.price if ledger.price is not None else item.unit_price
    heading = Words(zh="{item} · {store}", en="{item} · {store}").fill(item=item.title, store=store.title)
    pairs: list[tuple[Words, Cell]] = [
        (Words(zh="标识", en="id"), item.id),
        (Words(zh="组", en="group"), bundle.shelves.groups.get(item.group, same(item.group))),
        (BALANCE, _balance(item, ledger)),
        (
            Words(zh="补货点", en="reorder at"),
            None if item.reorder_point is None else quantity(item.reorder_point, item.unit),
        ),
        (Words(zh="单价（元）", en="price (CNY)"), None if price is None else plain(price)),
    ]
    if item.usual is not None and item.usual.per is not None:
        usual = Words(zh="{usual} {unit} / {per}", en="{usual} {unit} / {per}")
        told = usual.fill(usual=usual_words(item.usual) or same(""), unit=same(item.unit), per=item.usual.per)
        pairs.append((Words(zh="一般用量", en="usual use"), told))
    marks = [title for title, is_so in ((_TOOL, item.tool), (_HAZARDOUS, item.hazardous)) if is_so]
    if marks:
        pairs.append(
            (Words(zh="性质", en="kind"), Words(zh="、".join(m.zh for m in marks), en=", ".join(m.en for m in marks)))
        )
    lines = ledger.lines[-limit:]
    rows = tuple(_row(people, line) for line in lines)
    columns = (
        Words(zh="笔", en="line"), Words(zh="时间", en="when"), Words(zh="事项", en="what"),
        Words(zh="变动", en="change"), BALANCE, Words(zh="经手", en="by"), Words(zh="说明", en="about"),
    )  # fmt: skip
    blocks: list[Block] = [Heading(heading), Pairs(tuple(pairs)), Rule(), Table(columns, rows, wrap=frozenset({6}))]
    if len(lines) < len(ledger.lines):
        blocks.append(
            Hint(
                Words(zh="更早的 {n} 笔用 --limit 查看", en="{n} earlier lines: use --limit").fill(
                    n=len(ledger.lines) - len(lines)
                )
            )
        )
    data = {
        "store": store.id,
        "item": item.id,
        "unit": item.unit,
        "balance": ledger.balance,
        "price": price,
        "lines": [line_data(line) for line in lines],
    }
    return Page(tuple(blocks), data)


def done_page(done: Sequence[StockDone], *, undone: LedgerLine | None = None) -> Page:
    """What a command did to every item that it named, and what is left."""
    columns = (ITEM, Words(zh="事项", en="what"), QUANTITY, BALANCE, Words(zh="笔", en="line"), STORE)
    rows = tuple(
        (
            each.item.title,
            KINDS[each.kind],
            quantity(each.quantity, each.item.unit),
            _left(each),
            each.number,
            each.store.title,
        )
        for each in done
    )
    blocks: list[Block] = [Table(columns, rows)]
    if undone is not None:
        words = Words(zh="撤销的是第 {n} 笔“{kind}”", en="what was undone: line {n}, {kind}")
        blocks.append(Line(words.fill(n=undone.number, kind=KINDS[undone.kind])))
    blocks += [Hint(_OVER.fill(item=each.item.title)) for each in done if each.over]
    data = {
        "done": [
            {"store": e.store.id, "item": e.item.id, "kind": e.kind, "line": e.number, "quantity": e.quantity,
             "unit": e.item.unit, "before": e.before, "balance": e.after, "low": e.low, "over": e.over}
            for e in done
        ]
    }  # fmt: skip
    return Page(tuple(blocks), data)


def counted_page(counted: Sequence[Counted]) -> Page:
    """A count: the book before, what was found, the difference. Status 1 where one is beyond tolerance."""
    columns = (ITEM, Words(zh="账面", en="book"), Words(zh="实有", en="found"), Words(zh="差", en="difference"), STORE)
    rows = tuple(
        (
            each.item.title,
            quantity(each.book, each.item.unit),
            quantity(each.found, each.item.unit),
            None if not each.difference else Toned(signed(each.difference), "plain" if each.within else "bad"),
            each.store.title,
        )
        for each in counted
    )
    off = [each for each in counted if not each.within]
    words = Words(
        zh="盘点 {n} 种，{off} 种账实不符，账面已改为实有数",
        en="counted: {n}; beyond tolerance: {off}; the book is now what was found",
    )
    data = {
        "counted": [
            {"store": e.store.id, "item": e.item.id, "unit": e.item.unit, "book": e.book, "found": e.found,
             "difference": e.difference, "within": e.within, "balance": e.after, "line": e.number}
            for e in counted
        ]
    }  # fmt: skip
    told = Line(words.fill(n=len(counted), off=len(off)), "bad" if off else "plain")
    return Page((Table(columns, rows), told), data, status=1 if off else 0)


def materials_table(materials: Sequence[Material]) -> Table:
    """What was drawn for an order."""
    columns = (
        ITEM,
        Words(zh="领用", en="drawn"),
        Words(zh="退回", en="brought back"),
        Words(zh="实用", en="used"),
        Words(zh="金额（元）", en="cost (CNY)"),
    )
    return Table(
        columns,
        tuple(
            (
                each.title,
                quantity(each.issued, each.unit),
                quantity(each.returned, each.unit) if each.returned else None,
                quantity(each.net, each.unit),
                money(each.cost),
            )
            for each in materials
        ),
    )


def material_data(each: Material) -> dict[str, object]:
    return {
        "store": each.store,
        "item": each.item,
        "unit": each.unit,
        "issued": each.issued,
        "returned": each.returned,
        "used": each.net,
        "cost": None if each.cost is None else yuan(each.cost),
    }


def line_data(line: LedgerLine) -> dict[str, object]:
    """A line of a ledger for programs."""
    return {
        "line": line.number,
        "kind": line.kind,
        "at": line.at,
        "actor": line.actor,
        "quantity": line.quantity,
        "change": line.change,
        "balance": line.balance,
        "price": line.price,
        "order": line.order,
        "person": line.person,
        "witness": line.witness,
        "purpose": line.purpose,
        "note": line.note,
        "supplier": line.supplier,
        "round": line.round,
        "book": line.book,
        "reverses": line.reverses,
        "reversed_by": line.reversed_by,
        "outstanding": line.outstanding,
    }


def _balance(item: StockItem, ledger: Ledger) -> Cell:
    said = quantity(ledger.balance, item.unit)
    return Toned(Words(zh=f"{said} {LOW.zh}", en=f"{said} {LOW.en}"), "soon") if item.low(ledger.balance) else said


def _left(each: StockDone) -> Cell:
    said = quantity(each.after, each.item.unit)
    return Toned(Words(zh=f"{said} {LOW.zh}", en=f"{said} {LOW.en}"), "soon") if each.low else said


def _row(people: Sequence[Person], line: LedgerLine) -> tuple[Cell, ...]:
    title: Cell = KINDS[line.kind]
    if line.reversed_by is not None:
        words = Words(zh="{kind}（已撤销）", en="{kind} (undone)").fill(kind=KINDS[line.kind])
        title = Toned(words, "faint")
    return (
        line.number,
        line.at,
        title,
        signed(line.change),
        plain(line.balance),
        person_words(people, line.actor),
        _about(people, line),
    )


def _about(people: Sequence[Person], line: LedgerLine) -> Words:
    said: list[Words] = []
    for words, value in (
        (Words(zh="{v}", en="{v}"), line.order),
        (Words(zh="盘点 {v}", en="count {v}"), line.round),
        (Words(zh="{v}", en="{v}"), person_words(people, line.person)),
        (Words(zh="见证 {v}", en="witness {v}"), person_words(people, line.witness)),
        (Words(zh="{v}", en="{v}"), line.purpose),
        (Words(zh="供应商 {v}", en="from {v}"), line.supplier),
        (
            Words(zh="单价 {v}", en="at {v}"),
            None if line.price is None or line.kind != "received" else plain(line.price),
        ),
        (Words(zh="账面 {v}", en="book {v}"), None if line.book is None else plain(line.book)),
        (Words(zh="撤销第 {v} 笔", en="undoes line {v}"), line.reverses),
        (
            Words(zh="未还 {v}", en="still out {v}"),
            plain(line.outstanding) if line.outstanding and line.person else None,
        ),
        (Words(zh="{v}", en="{v}"), line.note),
    ):
        if value is not None:
            said.append(words.fill(v=value))
    return Words(zh="；".join(each.zh for each in said), en="; ".join(each.en for each in said))


_TOOL, _HAZARDOUS = Words(zh="工具，用后归还", en="tool, comes back"), Words(zh="危险品", en="hazardous")
_OVER = Words(
    zh="本工单领的“{item}”已超过一般用量，已通知主管",
    en="the order has had more of '{item}' than is usual; the head was told",
)
