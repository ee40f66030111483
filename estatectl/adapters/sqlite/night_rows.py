"""Reading entries by when they reached the journal, for the night check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import cast

from estatectl.adapters.sqlite import rows
from estatectl.adapters.sqlite.database import Value
from estatectl.adapters.sqlite.night_ledger_rows import NightLedgerRows
from estatectl.adapters.sqlite.verify import flaw_between
from estatectl.domain.chain import Flaw
from estatectl.domain.entries import Entry
from estatectl.usecases.nights.ports import HIDDEN, EntryTally

_AT_ONCE = 400  # streams asked for in one statement: below SQLite's limit of values


class _Hidden(Mapping[str, str | None]):
    """Every personal value is the same mark, kept or erased."""

    def __getitem__(self, key: str) -> str:
        return HIDDEN

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


_HIDDEN = _Hidden()


class NightRows(NightLedgerRows):
    """`ports.NightReader` over one connection."""

    def reached(self, after: datetime, until: datetime | None = None) -> tuple[str, ...]:
        bound, values = "", [rows.stamp(after)]
        if until is not None:
            bound, values = " AND recorded_at <= ?", [*values, rows.stamp(until)]
        found = self._database.rows(f"SELECT DISTINCT stream FROM entries WHERE recorded_at > ?{bound}", values)
        return tuple(sorted(cast("str", stream) for (stream,) in found))

    def known(self, streams: Iterable[str], until: datetime) -> Mapping[str, tuple[Entry, ...]]:
        wanted = list(dict.fromkeys(streams))
        found: dict[str, list[Entry]] = defaultdict(list)
        for first in range(0, len(wanted), _AT_ONCE):
            some = wanted[first : first + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            values: list[Value] = [*some, rows.stamp(until)]
            for row in self._database.rows(
                f"SELECT {rows.LINE} FROM entries WHERE stream IN ({marks}) AND recorded_at <= ? "
                "ORDER BY stream, version",
                values,
            ):
                entry = rows.entry(row, _HIDDEN)
                found[entry.stream].append(entry)
        return {stream: tuple(entries) for stream, entries in found.items()}

    def happened(self, after: datetime, until: datetime, kinds: Iterable[str]) -> Iterator[Entry]:
        wanted = list(kinds)
        values: list[Value] = [rows.stamp(after), rows.stamp(until), *wanted]
        for row in self._database.rows(
            f"SELECT {rows.LINE} FROM entries WHERE recorded_at > ? AND recorded_at <= ? "
            f"AND kind IN ({', '.join('?' * len(wanted))}) ORDER BY seq",
            values,
        ):
            yield rows.entry(row, _HIDDEN)

    def later(self, stream: str, after: datetime) -> tuple[Entry, ...]:
        # The plus keeps the index of streams out of it: what was written lately is less than what a stream holds.
        found = self._database.rows(
            f"SELECT {rows.LINE} FROM entries WHERE +stream = ? AND recorded_at > ? ORDER BY +version",
            (stream, rows.stamp(after)),
        )
        return tuple(rows.entry(row, _HIDDEN) for row in found)

    def entry_tally(self, after: datetime, until: datetime) -> EntryTally:
        [counts] = self._database.rows(
            """
            SELECT count(*), min(e.seq), max(e.seq), sum(before.recorded_at > e.recorded_at),
                   sum(e.actor <> 'system' AND julianday(e.recorded_at) - julianday(e.at) > 1), sum(e.kind = 'erased'),
                   sum(e.kind = 'dead' AND e.stream = 'outbox')
            FROM entries e LEFT JOIN entries before ON before.seq = e.seq - 1
            WHERE e.recorded_at > ? AND e.recorded_at <= ?
            """,
            (rows.stamp(after), rows.stamp(until)),
        )
        return EntryTally(*(cast("int | None", each) or 0 for each in counts))

    def flaw_between(self, first: int, last: int) -> Flaw | None:
        return flaw_between(self._database, first, last)

    def waiting_since(self, at: datetime) -> tuple[datetime, ...]:
        found = self._database.rows(
            """
            SELECT queued_at FROM outbox WHERE delivered_at IS NULL AND queued_at <= ?1
            UNION ALL
            SELECT queued_at FROM outbox WHERE queued_at <= ?1 AND delivered_at > ?1 AND key IN (
                SELECT json_extract(data, '$.notice') FROM entries WHERE recorded_at > ?1 AND +stream = 'outbox'
            )
            ORDER BY queued_at
            """,
            (rows.stamp(at),),
        )
        return tuple(rows.instant(queued) for (queued,) in found)

    def first_reached(self) -> datetime | None:
        row = self._database.row("SELECT recorded_at FROM entries WHERE seq = 1")
        return None if row is None else rows.instant(row[0])
