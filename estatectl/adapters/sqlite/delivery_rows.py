"""Between the table of deliveries and the values of the house, and the statements over it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, cast

from estatectl.adapters.sqlite import rows
from estatectl.adapters.sqlite.database import Database, Value
from estatectl.adapters.sqlite.rows import instant, stamp
from estatectl.usecases.delivery.ports import Delivery, DeliveryQuery
from estatectl.usecases.ports import Notice

_DELIVERY: Final = (
    "id, notice, channel, receiver, event, state, gathered, passes, next_at, attempts, error, message, changed_at"
)
_INSERT: Final = f"INSERT OR IGNORE INTO deliveries ({_DELIVERY.removeprefix('id, ')}) VALUES ({', '.join('?' * 12)})"
_UPDATE: Final = (
    "UPDATE deliveries SET notice = ?, channel = ?, receiver = ?, event = ?, state = ?, gathered = ?, passes = ?, "
    "next_at = ?, attempts = ?, error = ?, message = ?, changed_at = ? WHERE id = ?"
)


class DeliveryRows:
    """`ports.DeliveryReader` over one connection."""

    _database: Database

    def deliveries(self, query: DeliveryQuery) -> tuple[Delivery, ...]:
        statement, values = _search(query)
        return tuple(_delivery(row) for row in self._database.rows(statement, values))

    def due_channels(self, now: datetime) -> tuple[str, ...]:
        found = self._database.rows(
            "SELECT channel, min(next_at) FROM deliveries WHERE state IN ('waiting', 'sending') AND next_at <= ? "
            "GROUP BY channel ORDER BY 2, 1",
            (stamp(now),),
        )
        return tuple(cast("str", channel) for channel, _ in found)

    def unrouted(self) -> tuple[Notice, ...]:
        found = self._database.rows(
            f"SELECT {rows.NOTICE} FROM outbox WHERE delivered_at IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM deliveries WHERE notice = outbox.key) ORDER BY queued_at, rowid"
        )
        return tuple(rows.notice_row(row) for row in found)

    def notice(self, key: str) -> Notice | None:
        row = self._database.row(f"SELECT {rows.NOTICE} FROM outbox WHERE key = ?", (key,))
        return None if row is None else rows.notice_row(row)


class DeliveryWrites(DeliveryRows):
    """`ports.DeliveryUnit` over one connection."""

    def put_delivery(self, delivery: Delivery) -> None:
        values = _values(delivery)
        if delivery.id:
            self._database.run(_UPDATE, (*values, delivery.id))
        else:
            self._database.run(_INSERT, values)


def _search(query: DeliveryQuery) -> tuple[str, list[Value]]:
    tests: list[str] = []
    values: list[Value] = []
    if query.states is not None:
        # Written out: partial indexes serve only a literal.
        tests.append(f"state IN ({', '.join(repr(state) for state in query.states)})")
    for name in ("channel", "notice", "id", "event", "receiver"):
        wanted = getattr(query, name)
        if wanted is not None:
            tests.append(f"{name} = ?")
            values.append(wanted)
    if query.due is not None:
        tests.append("next_at <= ?")
        values.append(stamp(query.due))
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    order = "id DESC" if query.newest else "next_at, id"
    limit = ""
    if query.limit is not None:
        limit = " LIMIT ?"
        values.append(query.limit)
    return f"SELECT {_DELIVERY} FROM deliveries{where} ORDER BY {order}{limit}", values


def _values(each: Delivery) -> tuple[Value, ...]:
    return (
        each.notice, each.channel, each.receiver, each.event, each.state, int(each.gathered), int(each.passes),
        stamp(each.next_at), each.attempts, each.error, each.message, stamp(each.changed_at),
    )  # fmt: skip


def _delivery(row: Sequence[Any]) -> Delivery:
    held = dict(zip(_DELIVERY.split(", "), row, strict=True))
    return Delivery(
        **held
        | {
            "gathered": bool(held["gathered"]),
            "passes": bool(held["passes"]),
            "next_at": instant(held["next_at"]),
            "changed_at": instant(held["changed_at"]),
        }
    )
