"""One write transaction of the SQLite journal: entries and the projections that follow from them."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import cast

from estatectl.adapters.sqlite import gate_rows, register_rows, round_rows, rows
from estatectl.adapters.sqlite.database import Database
from estatectl.adapters.sqlite.delivery_rows import DeliveryWrites
from estatectl.adapters.sqlite.reader import SqliteReader
from estatectl.adapters.sqlite.running_rows import RunningWrites
from estatectl.adapters.sqlite.schema import PROJECTIONS
from estatectl.adapters.sqlite.staffing_rows import StaffingWrites
from estatectl.adapters.sqlite.stock_rows import SqliteStockUnit
from estatectl.domain.chain import Line, Secret, canonical, line_hash, seal
from estatectl.domain.entries import Draft, Entry
from estatectl.domain.problems import DataBroken
from estatectl.domain.staff.people import Shift
from estatectl.domain.words import Words
from estatectl.usecases.ports import CaseRow, FindingRow, Notice, PlanMark, RoundRow
from estatectl.usecases.registers.ports import LineRow

_NUMBERED = re.compile(r"(.+)-([0-9]{1,15})", re.ASCII)
_INSERT_ENTRY = f"INSERT INTO entries ({rows.LINE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_CASE = f"INSERT OR REPLACE INTO cases ({rows.CASE}) VALUES ({', '.join('?' * 23)})"
_INSERT_NOTICE = f"INSERT OR IGNORE INTO outbox ({rows.NOTICE}) VALUES ({', '.join('?' * 9)})"
_INSERT_ROUND = f"INSERT OR REPLACE INTO rounds ({round_rows.ROUND}) VALUES ({', '.join('?' * 16)})"
_INSERT_FINDING = f"INSERT OR REPLACE INTO findings ({round_rows.FINDING}) VALUES ({', '.join('?' * 10)})"
_INSERT_MARK = f"INSERT OR REPLACE INTO plan_marks ({round_rows.MARK}) VALUES (?, ?, ?, ?, ?)"
_RAISE_COUNTER = (
    "INSERT INTO counters VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET value = max(value, excluded.value)"
)


class SqliteUnit(StaffingWrites, SqliteStockUnit, RunningWrites, DeliveryWrites, SqliteReader):
    """`ports.Unit`. Made by `SqliteJournal.unit` inside its transaction; of no use after it."""

    def __init__(self, database: Database, now: datetime, policy: str) -> None:
        super().__init__(database)
        self._now, self._policy = rows.stamp(now), policy
        self._seq, self._hash = head_of(database)

    def append(self, draft: Draft, *, expect: int | None = None) -> Entry:
        version = self._version(draft.stream)
        if expect is not None and expect != version:
            words = _CONFLICT.fill(stream=draft.stream, expected=expect, found=version)
            raise DataBroken.one("EST-510", words, hint=_CONFLICT_HINT)
        if draft.key is not None and self.done(draft.key) is not None:
            raise DataBroken.one("EST-511", _REPEATED.fill(key=draft.key), hint=_REPEATED_HINT)
        return self._write(draft, version + 1)

    def _version(self, stream: str) -> int:
        [(version,)] = self._database.rows("SELECT max(version) FROM entries WHERE stream = ?", (stream,))
        return cast("int | None", version) or 0

    def _write(self, draft: Draft, version: int) -> Entry:
        seq = self._seq + 1
        data, hidden = seal(draft.data, str(seq), lambda: secrets.token_hex(16))
        values = (
            seq,
            draft.stream,
            version,
            draft.key,
            rows.stamp(draft.at),
            self._now,
            draft.kind,
            draft.actor,
            self._policy,
            canonical(data),
            self._hash,
        )
        digest = line_hash(Line(*values, hash=""))
        self._database.run(_INSERT_ENTRY, (*values, digest))
        self._database.run("UPDATE head SET seq = ?, hash = ?", (seq, digest))
        self._keep(hidden, seq, draft.stream)
        if version == 1:
            self._raise_counter(draft.stream)
        self._seq, self._hash = seq, digest
        return rows.entry((*values, digest), {secret.ref: secret.value for secret in hidden})

    def _keep(self, hidden: tuple[Secret, ...], seq: int, stream: str) -> None:
        for secret in hidden:
            self._database.run(
                "INSERT INTO personal VALUES (?, ?, ?, ?, ?, ?, NULL)",
                (secret.ref, seq, stream, secret.path, secret.salt, secret.value),
            )

    def _raise_counter(self, stream: str) -> None:
        """A stream named by a number takes that number, so counters can always be had from the entries alone."""
        numbered = _NUMBERED.fullmatch(stream)
        if numbered is not None:
            self._database.run(_RAISE_COUNTER, (numbered[1], int(numbered[2])))

    def number(self, series: str) -> int:
        self._database.run(
            "INSERT INTO counters VALUES (?, 1) ON CONFLICT (series) DO UPDATE SET value = value + 1", (series,)
        )
        [(value,)] = self._database.rows("SELECT value FROM counters WHERE series = ?", (series,))
        return cast("int", value)

    def put_case(self, row: CaseRow) -> None:
        opened = rows.stamp(row.opened_at)
        self._database.run(_INSERT_CASE, rows.case_values(row))
        self._database.run("DELETE FROM case_concepts WHERE case_id = ?", (row.id,))
        for concept in set(row.concepts):
            self._database.run("INSERT INTO case_concepts VALUES (?, ?, ?)", (concept, opened, row.id))
        gate_rows.keep_keys(self._database, row)
        gate_rows.keep_presence(self._database, row)

    def wake_open(self, at: datetime) -> None:
        self._database.run("UPDATE cases SET wake_at = ? WHERE open = 1", (rows.stamp(at),))

    def put_round(self, row: RoundRow) -> None:
        self._database.run(_INSERT_ROUND, round_rows.round_values(row))

    def put_finding(self, row: FindingRow) -> None:
        self._database.run(_INSERT_FINDING, round_rows.finding_values(row))

    def put_mark(self, mark: PlanMark) -> None:
        self._database.run(_INSERT_MARK, round_rows.mark_values(mark))

    def drop_mark(self, programme: str, subject: str) -> None:
        self._database.run("DELETE FROM plan_marks WHERE programme = ? AND subject = ?", (programme, subject))

    def put_line(self, row: LineRow) -> None:
        register_rows.put_line(self._database, row)

    def put_shift(self, shift: Shift) -> None:
        self._database.run(
            "INSERT OR REPLACE INTO shifts VALUES (?, ?, ?, ?)",
            (shift.person, shift.post, rows.stamp(shift.start), rows.stamp(shift.end)),
        )

    def drop_shift(self, shift: Shift) -> None:
        self._database.run(
            "DELETE FROM shifts WHERE ends = ? AND starts = ? AND post = ? AND person = ?",
            (rows.stamp(shift.end), rows.stamp(shift.start), shift.post, shift.person),
        )

    def queue(self, notice: Notice) -> None:
        self._database.run(_INSERT_NOTICE, rows.notice_values(notice))

    def delivered(self, key: str, at: datetime) -> None:
        self._database.run(
            "UPDATE outbox SET delivered_at = ? WHERE key = ? AND delivered_at IS NULL", (rows.stamp(at), key)
        )

    def keep_bundle(self, digest: str, content: bytes) -> None:
        self._database.run("INSERT OR IGNORE INTO bundles VALUES (?, ?)", (digest, content))

    def clear_projections(self) -> None:
        for table in PROJECTIONS:
            self._database.run(f"DELETE FROM {table}")
        for stream in self.streams():
            self._raise_counter(stream)


def head_of(database: Database) -> tuple[int, str]:
    """The number and hash of the last entry."""
    head = database.row("SELECT seq, hash FROM head")
    if head is None:
        words = Words(zh="链头记录不见了", en="the record of the chain's head is gone")
        raise DataBroken.one("EST-520", words, hint=_VERIFY_HINT)
    return cast("tuple[int, str]", head)


_VERIFY_HINT = Words(zh="用 estatectl journal verify 核对", en="check it with 'estatectl journal verify'")
_CONFLICT = Words(
    zh="“{stream}”已被别人改动：应为第 {expected} 版，现为第 {found} 版",
    en="'{stream}' was changed by somebody else: expected version {expected}, found {found}",
)
_CONFLICT_HINT = Words(zh="请重新查看后再操作", en="look at it again and repeat the command")
_REPEATED = Words(zh="这一笔已经记过（{key}）", en="this was recorded already ({key})")
_REPEATED_HINT = Words(zh="不必再记", en="there is nothing to repeat")
