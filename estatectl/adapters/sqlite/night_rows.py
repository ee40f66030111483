"""Reading entries by when they reached the journal, for the night check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import cast

from estatectl.adapters.sqlite import rows
from estatectl.adapters.sqlite.database import Database, Value
from estatectl.domain.entries import Entry
from estatectl.usecases.nights.ports import HIDDEN

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


class NightRows:
    """`ports.NightReader` over one connection."""

    _database: Database

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

    def first_reached(self) -> datetime | None:
        row = self._database.row("SELECT recorded_at FROM entries WHERE seq = 1")
        return None if row is None else rows.instant(row[0])
