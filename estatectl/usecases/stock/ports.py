"""What the stock needs from outside: how much is where, and every line of every ledger, as projections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLevel:
    """How an item stands in a store: a projection of its ledger, written in the same transaction. `first_at` is when
    the earliest thing happened, `counted_at` when it was last counted, `price` that of the last receipt with one."""

    store: str
    item: str
    unit: str
    balance: Decimal
    price: Decimal | None
    first_at: datetime
    changed_at: datetime
    counted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockMove:
    """One line of a ledger, as searches see it. `outstanding` is how much of an issue has not come back."""

    store: str
    item: str
    number: int
    kind: str
    at: datetime
    actor: str
    unit: str
    quantity: Decimal
    change: Decimal
    price: Decimal | None
    order: str | None
    person: str | None
    outstanding: Decimal
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveQuery:
    """Which lines; every field that is set narrows. In order of time. Lines that were undone, and what undid them,
    are left out."""

    store: str | None = None
    item: str | None = None
    order: str | None = None
    person: str | None = None
    kinds: tuple[str, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    outstanding: bool = False


class StockReader(Protocol):
    """Reading the projections of the stock."""

    def stock_levels(self, store: str | None = None) -> tuple[StockLevel, ...]:
        """How everything stands that ever was in a store, in order of store and item."""
        ...

    def stock_moves(self, query: MoveQuery) -> tuple[StockMove, ...]: ...


class StockUnit(StockReader, Protocol):
    """Writing them."""

    def put_stock_level(self, level: StockLevel) -> None: ...

    def put_stock_move(self, move: StockMove) -> None: ...
