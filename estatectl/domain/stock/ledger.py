"""Of the ground floor: the ledger of one item in one store: the fold of its stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from estatectl.domain.entries import Entry
from estatectl.domain.words import Words

STREAM = "stock:"
KINDS: Mapping[str, Words] = {
    "received": Words(zh="入库", en="received"),
    "issued": Words(zh="领用", en="issued"),
    "returned": Words(zh="归还", en="returned"),
    "written_off": Words(zh="报损", en="written off"),
    "counted": Words(zh="盘点", en="counted"),
    "reversed": Words(zh="撤销", en="undone"),
}
"""What can happen to a quantity in store; other kinds of entry in the stream change nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened. `change` is what it did to the balance and `balance` what it left.

    `outstanding` is how much of an issue can still come back; `reversed_by` the line that undid this one. Texts are
    None once erased.
    """

    number: int
    kind: str
    at: datetime
    actor: str
    quantity: Decimal
    change: Decimal
    balance: Decimal
    price: Decimal | None = None
    order: str | None = None
    person: str | None = None
    witness: str | None = None
    purpose: str | None = None
    note: str | None = None
    supplier: str | None = None
    round: str | None = None
    book: Decimal | None = None
    reverses: int | None = None
    outstanding: Decimal = Decimal(0)
    reversed_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """How an item stands in a store. `version` counts all entries of the stream, `lines` only what happened."""

    store: str
    item: str
    version: int = 0
    unit: str = ""
    balance: Decimal = Decimal(0)
    price: Decimal | None = None
    lines: tuple[Line, ...] = ()

    @property
    def stream(self) -> str:
        return stream_of(self.store, self.item)

    @property
    def counted_at(self) -> datetime | None:
        """When it was last counted, by counts that stand."""
        return max((line.at for line in self.lines if line.kind == "counted" and not line.reversed_by), default=None)

    def line(self, number: int) -> Line | None:
        return next((line for line in self.lines if line.number == number), None)

    def balance_at(self, at: datetime) -> Decimal:
        """The balance at an instant: what was recorded later but happened by then counts."""
        return sum((line.change for line in self.lines if line.at <= at), Decimal(0))

    def outstanding(self, *, person: str | None = None, order: str | None = None) -> tuple[Line, ...]:
        """Issues of which something can still come back, the oldest first; of a person or on an order."""
        return tuple(
            line
            for line in self.lines
            if line.outstanding > 0
            and (person is None or line.person == person)
            and (order is None or line.order == order)
        )


def stream_of(store: str, item: str) -> str:
    return f"{STREAM}{store}:{item}"


def fold_ledger(stream: str, entries: Iterable[Entry]) -> Ledger:
    """The ledger that a stream tells of; an empty one before anything happened."""
    _, store, item = stream.split(":", 2)
    ledger = Ledger(store=store, item=item)
    for entry in entries:
        ledger = follow_ledger(ledger, entry)
    return ledger


def follow_ledger(ledger: Ledger, entry: Entry) -> Ledger:
    """The ledger after one more entry."""
    if entry.kind not in KINDS:
        return replace(ledger, version=entry.version)
    line = _line(ledger, entry)
    lines = (*_settled(ledger.lines, line, entry.data), line)
    return replace(
        ledger,
        version=entry.version,
        unit=str(entry.data["unit"]),
        balance=line.balance,
        price=line.price if entry.kind == "received" and line.price is not None else ledger.price,
        lines=lines,
    )


def _line(ledger: Ledger, entry: Entry) -> Line:
    data: Mapping[str, Any] = entry.data
    quantity, change = Decimal(str(data["quantity"])), Decimal(str(data["change"]))
    return Line(
        number=entry.version,
        kind=entry.kind,
        at=entry.at,
        actor=entry.actor,
        quantity=quantity,
        change=change,
        balance=ledger.balance + change,
        price=_decimal(data.get("price")),
        order=_text(data.get("order")),
        person=_text(data.get("person")),
        witness=_text(data.get("witness")),
        purpose=_text(data.get("purpose")),
        note=_text(data.get("note")),
        supplier=_text(data.get("supplier")),
        round=_text(data.get("round")),
        book=_decimal(data.get("book")),
        reverses=data.get("reverses"),
        outstanding=quantity if entry.kind == "issued" else Decimal(0),
    )


def _settled(lines: tuple[Line, ...], new: Line, data: Mapping[str, Any]) -> tuple[Line, ...]:
    """Earlier lines as the new one leaves them: undone, or come back in part; an undone return is out once more."""
    if new.reverses is None and not data.get("settles"):
        return lines
    back = {int(number): Decimal(str(amount)) for number, amount in (data.get("settles") or {}).items()}
    settled = []
    for line in lines:
        after = line
        if line.number == new.reverses:
            after = replace(line, reversed_by=new.number, outstanding=Decimal(0))
        if line.number in back:
            after = replace(after, outstanding=after.outstanding - back[line.number])
        settled.append(after)
    return tuple(settled)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
