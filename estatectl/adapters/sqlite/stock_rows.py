"""Between the tables of the stock and the values of the house, and the statements over them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from estatectl.adapters.sqlite.database import Database, Value
from estatectl.adapters.sqlite.rows import instant, maybe_instant, maybe_stamp, stamp
from estatectl.domain.stock.quantities import plain
from estatectl.usecases.stock.ports import MoveQuery, StockLevel, StockMove

_LEVEL: Final = "store, item, unit, balance, price, first_at, changed_at, counted_at"
_MOVE: Final = (
    "store, item, number, kind, at, actor, unit, quantity, change, price, order_id, person, outstanding, undone"
)


class SqliteStockReader:
    """`ports.StockReader` over one connection."""

    _database: Database

    def stock_levels(self, store: str | None = None) -> tuple[StockLevel, ...]:
        where, values = ("", []) if store is None else (" WHERE store = ?", [store])
        found = self._database.rows(f"SELECT {_LEVEL} FROM stock_levels{where} ORDER BY store, item", values)
        return tuple(_level(row) for row in found)

    def stock_moves(self, query: MoveQuery) -> tuple[StockMove, ...]:
        tests, values = _search(query)
        found = self._database.rows(
            f"SELECT {_MOVE} FROM stock_moves WHERE {' AND '.join(tests)} ORDER BY at, store, item, number", values
        )
        return tuple(_move(row) for row in found)


class SqliteStockUnit(SqliteStockReader):
    """`ports.StockUnit` over one connection."""

    def put_stock_level(self, level: StockLevel) -> None:
        values = (
            level.store, level.item, level.unit, plain(level.balance), _maybe(level.price), stamp(level.first_at),
            stamp(level.changed_at), maybe_stamp(level.counted_at),
        )  # fmt: skip
        self._database.run(f"INSERT OR REPLACE INTO stock_levels ({_LEVEL}) VALUES ({_marks(values)})", values)

    def put_stock_move(self, move: StockMove) -> None:
        values = (
            move.store, move.item, move.number, move.kind, stamp(move.at), move.actor, move.unit,
            plain(move.quantity), plain(move.change), _maybe(move.price), move.order, move.person,
            plain(move.outstanding), int(move.undone),
        )  # fmt: skip
        self._database.run(f"INSERT OR REPLACE INTO stock_moves ({_MOVE}) VALUES ({_marks(values)})", values)


def _search(query: MoveQuery) -> tuple[list[str], list[Value]]:
    tests, values = ["undone = 0", "kind <> 'reversed'"], list[Value]()
    for name, wanted in (
        ("store", query.store),
        ("item", query.item),
        ("order_id", query.order),
        ("person", query.person),
    ):
        if wanted is not None:
            tests.append(f"{name} = ?")
            values.append(wanted)
    if query.kinds is not None:
        tests.append(f"kind IN ({_marks(query.kinds)})")
        values += query.kinds
    for test, bound in (("at > ?", query.since), ("at <= ?", query.until)):
        if bound is not None:
            tests.append(test)
            values.append(stamp(bound))
    if query.outstanding:
        tests.append("outstanding <> '0'")
    return tests, values


def _level(row: Sequence[Any]) -> StockLevel:
    store, item, unit, balance, price, first_at, changed_at, counted_at = row
    return StockLevel(
        store=store,
        item=item,
        unit=unit,
        balance=Decimal(balance),
        price=_decimal(price),
        first_at=instant(first_at),
        changed_at=instant(changed_at),
        counted_at=maybe_instant(counted_at),
    )


def _move(row: Sequence[Any]) -> StockMove:
    held = dict(zip(_MOVE.split(", "), row, strict=True))
    order = held.pop("order_id")
    return StockMove(
        **held
        | {
            "order": order,
            "at": instant(held["at"]),
            "quantity": Decimal(held["quantity"]),
            "change": Decimal(held["change"]),
            "price": _decimal(held["price"]),
            "outstanding": Decimal(held["outstanding"]),
            "undone": bool(held["undone"]),
        }
    )


def _maybe(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)
