"""Reading the journal and its projections: the same statements inside a unit and outside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from estatectl.adapters.sqlite import gate_rows, round_rows, rows
from estatectl.adapters.sqlite.database import Database, Row
from estatectl.adapters.sqlite.delivery_rows import DeliveryRows
from estatectl.adapters.sqlite.night_rows import NightRows
from estatectl.adapters.sqlite.register_reader import RegisterRows
from estatectl.adapters.sqlite.running_rows import RunningRows
from estatectl.adapters.sqlite.staffing_rows import StaffingRows
from estatectl.adapters.sqlite.stock_rows import SqliteStockReader
from estatectl.domain.entries import Entry
from estatectl.domain.staff.people import Shift
from estatectl.usecases.gate.ports import Presence, PresenceQuery
from estatectl.usecases.ports import (
    CaseQuery,
    CaseRow,
    FindingQuery,
    FindingRow,
    Notice,
    PlanMark,
    RoundQuery,
    RoundRow,
)


class SqliteReader(RegisterRows, StaffingRows, SqliteStockReader, NightRows, RunningRows, DeliveryRows):
    """`ports.Reader` over one connection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stream(self, stream: str) -> tuple[Entry, ...]:
        found = self._database.rows(f"SELECT {rows.LINE} FROM entries WHERE stream = ? ORDER BY version", (stream,))
        if not found:
            return ()
        values = self._personal(self._database.rows("SELECT ref, value FROM personal WHERE stream = ?", (stream,)))
        return tuple(rows.entry(row, values) for row in found)

    def last(self, stream: str) -> Entry | None:
        row = self._database.row(
            f"SELECT {rows.LINE} FROM entries WHERE stream = ? ORDER BY version DESC LIMIT 1", (stream,)
        )
        return None if row is None else self._revealed(row)

    def streams(self) -> tuple[str, ...]:
        return tuple(
            cast("str", name)
            for (name,) in self._database.rows("SELECT stream FROM entries WHERE version = 1 ORDER BY seq")
        )

    def done(self, key: str) -> Entry | None:
        row = self._database.row(f"SELECT {rows.LINE} FROM entries WHERE key = ?", (key,))
        return None if row is None else self._revealed(row)

    def _revealed(self, row: Row) -> Entry:
        """An entry with its personal values as they are known."""
        values = self._database.rows("SELECT ref, value FROM personal WHERE seq = ?", (cast("int", row[0]),))
        return rows.entry(row, self._personal(values))

    def case(self, case_id: str) -> CaseRow | None:
        row = self._database.row(f"SELECT {rows.CASE} FROM cases WHERE id = ?", (case_id,))
        return None if row is None else rows.case_row(row)

    def cases(self, query: CaseQuery) -> tuple[CaseRow, ...]:
        return tuple(rows.case_row(row) for row in self._database.rows(*rows.case_search(query)))

    def presences(self, query: PresenceQuery) -> tuple[tuple[CaseRow, Presence], ...]:
        found = self._database.rows(*gate_rows.presence_search(query))
        return tuple(gate_rows.presence_row(row) for row in found)

    def waking(self, now: datetime) -> tuple[str, ...]:
        found = self._database.rows("SELECT id FROM cases WHERE wake_at <= ? ORDER BY wake_at, id", (rows.stamp(now),))
        return tuple(cast("str", case) for (case,) in found)

    def round(self, round_id: str) -> RoundRow | None:
        row = self._database.row(f"SELECT {round_rows.ROUND} FROM rounds WHERE id = ?", (round_id,))
        return None if row is None else round_rows.round_row(row)

    def rounds(self, query: RoundQuery) -> tuple[RoundRow, ...]:
        return tuple(round_rows.round_row(row) for row in self._database.rows(*round_rows.round_search(query)))

    def findings(self, query: FindingQuery) -> tuple[FindingRow, ...]:
        return tuple(round_rows.finding_row(row) for row in self._database.rows(*round_rows.finding_search(query)))

    def waking_rounds(self, now: datetime) -> tuple[str, ...]:
        found = self._database.rows(
            "SELECT id FROM rounds WHERE wake_at <= ? ORDER BY wake_at, length(id), id", (rows.stamp(now),)
        )
        return tuple(cast("str", each) for (each,) in found)

    def plan_marks(
        self, programme: str | None = None, due: datetime | None = None, subject: str | None = None
    ) -> tuple[PlanMark, ...]:
        narrowed = {
            "programme = ?": programme,
            "wake_at <= ?": None if due is None else rows.stamp(due),
            "subject = ?": subject,
        }
        tests = [test for test, value in narrowed.items() if value is not None]
        values = [value for value in narrowed.values() if value is not None]
        where = f" WHERE {' AND '.join(tests)}" if tests else ""
        found = self._database.rows(
            f"SELECT {round_rows.MARK} FROM plan_marks{where} ORDER BY wake_at, programme, subject", values
        )
        return tuple(round_rows.mark_row(row) for row in found)

    def shifts(self, start: datetime, end: datetime) -> tuple[Shift, ...]:
        found = self._database.rows(
            "SELECT person, post, starts, ends FROM shifts WHERE ends > ? AND starts <= ? "
            "ORDER BY starts, post, person",
            (rows.stamp(start), rows.stamp(end)),
        )
        return tuple(rows.shift_row(row) for row in found)

    def undelivered(self) -> tuple[Notice, ...]:
        found = self._database.rows(
            f"SELECT {rows.NOTICE} FROM outbox WHERE delivered_at IS NULL ORDER BY queued_at, rowid"
        )
        return tuple(rows.notice_row(row) for row in found)

    def bundle(self, digest: str) -> bytes | None:
        row = self._database.row("SELECT content FROM bundles WHERE digest = ?", (digest,))
        return None if row is None else cast("bytes", row[0])

    @staticmethod
    def _personal(found: Iterable[Row]) -> dict[str, str | None]:
        return cast("dict[str, str | None]", dict(cast("Iterable[tuple[str, str | None]]", found)))
