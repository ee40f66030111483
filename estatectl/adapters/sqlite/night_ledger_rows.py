"""Counting lines of registers and of the stock for the night check, by index, never through what is closed."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from estatectl.adapters.sqlite import rows
from estatectl.adapters.sqlite.database import Database
from estatectl.adapters.sqlite.register_rows import key_of
from estatectl.usecases.nights.ports import Counted, LineTally

_APART = "(SELECT value FROM json_each(?))"
_STANDS = f"l.state <> 'voided' AND l.id NOT IN {_APART}"


class NightLedgerRows:
    """The part of `ports.NightReader` that looks at ledgers."""

    _database: Database

    def open_lines(self, look_before: date) -> tuple[tuple[str, str], ...]:
        found = self._database.rows(
            """
            SELECT register, id FROM register_lines WHERE state IN ('unconfirmed', 'out')
            UNION
            SELECT register, id FROM register_lines WHERE look_at IS NOT NULL AND look_at < ? AND state <> 'voided'
            """,
            (look_before.isoformat(),),
        )
        return tuple(cast("list[tuple[str, str]]", found))

    def line_tally(self, register: str, since: Sequence[datetime], apart: Collection[str]) -> LineTally:
        left = json.dumps(sorted(apart))
        counts = [self._stand(register, at, left) for at in (None, *since)]
        row = self._database.row(
            f"SELECT l.at FROM register_lines l WHERE l.register = ? AND {_STANDS} ORDER BY l.at DESC LIMIT 1",
            (register, left),
        )
        return LineTally(counts[0], tuple(counts[1:]), None if row is None else rows.instant(row[0]))

    def _stand(self, register: str, since: datetime | None, apart: str) -> int:
        """All lines by the index of the register, less the few that were voided."""
        tests = "" if since is None else " AND at > ?"
        values = (register, *(() if since is None else (rows.stamp(since),)), apart)
        counts = [
            self._database.row(
                f"SELECT count(*) FROM register_lines WHERE register = ?{tests} AND id NOT IN {_APART}{voided}", values
            )
            for voided in ("", " AND state = 'voided'")
        ]
        every, voided = (cast("int", row[0]) if row is not None else 0 for row in counts)
        return every - voided

    def lines_about(self, register: str, field: str, apart: Collection[str]) -> Mapping[str, int]:
        left = json.dumps(sorted(apart))
        every = self._database.rows(
            "SELECT value, count(*) FROM register_values "
            f"WHERE register = ? AND field = ? AND line NOT IN {_APART} GROUP BY value",
            (register, field, left),
        )
        voided = self._database.rows(
            "SELECT v.value, count(*) FROM register_lines l JOIN register_values v ON v.line = l.id "
            f"WHERE l.register = ? AND l.state = 'voided' AND v.field = ? AND l.id NOT IN {_APART} GROUP BY v.value",
            (register, field, left),
        )
        less = cast("dict[str, int]", dict(cast("list[tuple[str, int]]", voided)))
        counts = {value: count - less.get(value, 0) for value, count in cast("list[tuple[str, int]]", every)}
        return {value: count for value, count in counts.items() if count}

    def last_about(self, register: str, field: str, value: str, apart: Collection[str]) -> datetime | None:
        row = self._database.row(
            "SELECT max(l.at) FROM register_values v JOIN register_lines l ON l.id = v.line "
            f"WHERE v.register = ? AND v.field = ? AND v.value = ? AND {_STANDS}",
            (register, field, key_of(value), json.dumps(sorted(apart))),
        )
        return None if row is None or row[0] is None else rows.instant(row[0])

    def latest_about(
        self, register: str, field: str, wanted: str, apart: Collection[str]
    ) -> Mapping[str, tuple[datetime, str]]:
        # Beside max(), SQLite gives the other columns of the same row.
        found = self._database.rows(
            "SELECT v.value, max(l.at), d.value FROM register_values d JOIN register_lines l ON l.id = d.line "
            "JOIN register_values v ON v.line = d.line AND v.field = ? "
            f"WHERE d.register = ? AND d.field = ? AND {_STANDS} GROUP BY v.value",
            (field, register, wanted, json.dumps(sorted(apart))),
        )
        return {value: (rows.instant(at), written) for value, at, written in cast("list[tuple[str, str, str]]", found)}

    def last_counts(self) -> tuple[Counted, ...]:
        # By the index of time: what one item ever did need not be read for its last count.
        found = self._database.rows(
            "SELECT m.store, m.item, m.quantity, m.change FROM stock_levels s CROSS JOIN stock_moves m "
            "ON m.at = s.counted_at AND +m.store = s.store AND +m.item = s.item "
            "WHERE m.kind = 'counted' AND m.undone = 0 ORDER BY m.store, m.item, m.number"
        )
        return tuple(
            Counted(store, item, Decimal(quantity), Decimal(change))
            for store, item, quantity, change in cast("list[tuple[str, str, str, str]]", found)
        )
