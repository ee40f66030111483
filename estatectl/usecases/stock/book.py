"""Ledgers inside one transaction: loaded once, changed only by entries, saved as rows; what runs low is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from estatectl.domain.entries import Draft, Entry, Json, Personal
from estatectl.domain.problems import Problem
from estatectl.domain.stock.ledger import STREAM, Ledger, Line, fold_ledger, follow_ledger, stream_of
from estatectl.domain.stock.quantities import plain, shown
from estatectl.domain.stock.stock import StockItem, Store
from estatectl.domain.words import Words, same
from estatectl.usecases.desk import Desk
from estatectl.usecases.ports import Unit
from estatectl.usecases.stock.ports import StockLevel, StockMove
from estatectl.usecases.telling import addressees, queue_notice

LOW, OVER = "low", "over"
"""Templates of the notices: time to order more, and more drawn for one order than is usual."""


class StockBook:
    """One transaction's view of the ledgers it touches."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._ledgers: dict[str, Ledger] = {}

    def ledger(self, store: str, item: str) -> Ledger:
        stream = stream_of(store, item)
        if stream not in self._ledgers:
            self._ledgers[stream] = fold_ledger(stream, self.desk.unit.stream(stream))
        return self._ledgers[stream]

    def record(
        self,
        store: Store,
        item: StockItem,
        kind: str,
        data: Mapping[str, Json],
        *,
        at: datetime,
        actor: str,
        key: str | None = None,
    ) -> Ledger:
        """Append one line, save what follows from it, and tell the keepers when the item has come to run low."""
        before = self.ledger(store.id, item.id)
        draft = Draft(before.stream, kind, at, actor, {"unit": item.unit, **data}, key)
        after = follow_ledger(before, self.desk.unit.append(draft, expect=before.version))
        self._keep(before, after)
        if item.low(after.balance) and not item.low(before.balance):
            self.tell(store, item, store.keepers, _low_words(store, item, after.balance), LOW)
        return after

    def tell(self, store: Store, item: StockItem, whom: Sequence[str], text: Words, template: str) -> None:
        """Queue a notice about an item for posts and roles of the store's department."""
        desk, now = self.desk, self.desk.house.now
        for to in addressees(desk, whom, store.department, now):
            ledger = self.ledger(store.id, item.id)
            data = queue_notice(desk, ledger.stream, ledger.version, to, text, template=template, at=now)
            entry = desk.unit.append(Draft(ledger.stream, "notified", now, "system", data), expect=ledger.version)
            self._ledgers[ledger.stream] = follow_ledger(ledger, entry)

    def _keep(self, before: Ledger, after: Ledger) -> None:
        self._ledgers[after.stream] = after
        known = {line.number: line for line in before.lines}
        changed = [line for line in after.lines if known.get(line.number) != line]
        put_rows(self.desk.unit, after, changed)


def is_stock(stream: str) -> bool:
    return stream.startswith(STREAM)


def project_stock(unit: Unit, entries: Sequence[Entry]) -> None:
    """Write every row that follows from the stream of a ledger."""
    ledger = fold_ledger(entries[0].stream, entries)
    if ledger.lines:
        put_rows(unit, ledger, ledger.lines)


def put_rows(unit: Unit, ledger: Ledger, lines: Sequence[Line]) -> None:
    unit.put_stock_level(
        StockLevel(
            store=ledger.store,
            item=ledger.item,
            unit=ledger.unit,
            balance=ledger.balance,
            price=ledger.price,
            first_at=min(line.at for line in ledger.lines),
            changed_at=ledger.lines[-1].at,
            counted_at=ledger.counted_at,
        )
    )
    for line in lines:
        unit.put_stock_move(_row(ledger, line))


def _row(ledger: Ledger, line: Line) -> StockMove:
    return StockMove(
        store=ledger.store,
        item=ledger.item,
        number=line.number,
        kind=line.kind,
        at=line.at,
        actor=line.actor,
        unit=ledger.unit,
        quantity=line.quantity,
        change=line.change,
        price=line.price,
        order=line.order,
        person=line.person,
        outstanding=line.outstanding,
        undone=line.reversed_by is not None,
    )


def line_data(quantity: Decimal, change: Decimal, **more: Json | Decimal) -> dict[str, Json]:
    """What the entry of a line holds, less what is not there. Decimals are kept as text."""
    said = {name: plain(value) if isinstance(value, Decimal) else value for name, value in more.items()}
    return {
        "quantity": plain(quantity),
        "change": plain(change),
        **{name: value for name, value in said.items() if value is not None},
    }


def free_text(text: str | None) -> Personal | None:
    """What somebody wrote freely; it stands beside the chain. None for a blank."""
    return Personal(text.strip()) if text and text.strip() else None


def too_little(store: Store, item: StockItem, balance: Decimal, wanted: Decimal) -> Problem:
    """EST-967: the book has less than that."""
    words = Words(
        zh="“{store}”账面只有 {item} {left}，不够 {wanted}",
        en="'{store}' has {left} of '{item}' in the book, not {wanted}",
    ).fill(store=store.title, item=item.title, left=shown(balance, item.unit), wanted=shown(wanted, item.unit))
    hint = Words(
        zh="实物更多就先盘点：stock count {item} 实有数",
        en="where there is more on the shelf, count it first: stock count {item} QUANTITY",
    )
    return Problem("EST-967", words, hint=hint.fill(item=same(item.id)))


def _low_words(store: Store, item: StockItem, balance: Decimal) -> Words:
    assert item.reorder_point is not None
    words = Words(
        zh="{store}的“{item}”剩 {left}，到了补货点 {point}，请补货",
        en="'{item}' in {store} is down to {left} (reorder at {point}): please order more",
    )
    return words.fill(
        store=store.title, item=item.title, left=shown(balance, item.unit), point=shown(item.reorder_point, item.unit)
    )
