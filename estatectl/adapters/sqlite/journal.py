"""`ports.Journal` in one SQLite file: an append-only chain of entries, with the projections beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Self, cast

from estatectl.adapters.sqlite import rows
from estatectl.adapters.sqlite.database import MEMORY, open_database
from estatectl.adapters.sqlite.personal import erase
from estatectl.adapters.sqlite.reader import SqliteReader
from estatectl.adapters.sqlite.unit import SqliteUnit, head_of
from estatectl.adapters.sqlite.verify import verify
from estatectl.domain.chain import Line
from estatectl.domain.entries import Entry
from estatectl.usecases.ports import Verdict

_BATCH = 1000


class SqliteJournal(SqliteReader):
    """A journal file. One instance belongs to one thread; many processes may hold the same file."""

    @classmethod
    def open(cls, path: str, *, create: bool = False, hasty: bool = False) -> Self:
        """The journal at a path; `create` makes a missing one, otherwise that is `DataBroken` EST-501.

        `hasty` does not wait for the disk: for what can be made again, as a simulation.
        """
        return cls(open_database(path, create=create, hasty=hasty))

    @classmethod
    def in_memory(cls) -> Self:
        """A journal that is gone with its instance: for tests, dry runs and previews."""
        return cls(open_database(MEMORY, create=True))

    @contextmanager
    def unit(self, *, now: datetime, policy: str) -> Iterator[SqliteUnit]:
        with self._database.transaction("IMMEDIATE"):
            yield SqliteUnit(self._database, now, policy)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        while True:
            found = self._database.rows(
                f"SELECT {rows.LINE} FROM entries WHERE seq > ? ORDER BY seq LIMIT {_BATCH}", (after,)
            )
            if not found:
                return
            last = cast("int", found[-1][0])
            held = self._database.rows("SELECT ref, value FROM personal WHERE seq > ? AND seq <= ?", (after, last))
            values = self._personal(held)
            yield from (rows.entry(row, values) for row in found)
            after = last

    def lines(self, after: int = 0) -> Iterator[Line]:
        while True:
            found = self._database.rows(
                f"SELECT {rows.LINE} FROM entries WHERE seq > ? ORDER BY seq LIMIT {_BATCH}", (after,)
            )
            if not found:
                return
            yield from (rows.line(row) for row in found)
            after = cast("int", found[-1][0])

    def head(self) -> tuple[int, str]:
        return head_of(self._database)

    def verify(self, noted: str | None = None) -> Verdict:
        with self._database.transaction("DEFERRED"):
            return verify(self._database, noted)

    def erase(self, *, now: datetime, policy: str, actor: str, stream: str, fields: Sequence[str], reason: str) -> int:
        with self.unit(now=now, policy=policy) as unit:
            erased = erase(self._database, unit, now=now, actor=actor, stream=stream, fields=fields, reason=reason)
        # The write-ahead log still holds the old pages until it is folded into the file.
        self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return erased

    def close(self) -> None:
        self._database.close()
