"""Putting a copy back in the journal's place: proved first, with nobody inside, and nothing thrown away."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from estatectl.adapters.sqlite.copies import copy_file, proved, remove, settle
from estatectl.adapters.sqlite.database import BUSY_SECONDS, broken
from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.domain.problems import BadInput, DataBroken
from estatectl.domain.words import Words
from estatectl.usecases.running.ports import Held

_UNREADABLE = frozenset({"EST-502", "EST-503", "EST-504"})


class FileReplacement:
    """`ports.Replacement`: `part` lies beside the journal, ready to take its place."""

    def __init__(self, part: Path, journal: Path, folder: Path, held: Held) -> None:
        self._part, self._journal, self._folder = part, journal, folder
        self.held = held

    def present(self) -> Held | None:
        if not self._journal.is_file():
            return None
        with closing(SqliteJournal.open(str(self._journal))) as journal:
            entries, head = journal.head()
            last = next(iter(journal.entries(entries - 1)), None) if entries else None
        return Held(entries=entries, head=head, last_at=last.recorded_at) if last else None

    def lost(self) -> int | None:
        with closing(SqliteJournal.open(str(self._journal))) as journal:
            entries, _ = journal.head()
            at = next(iter(journal.lines(self.held.entries - 1)), None) if self.held.entries else None
        if self.held.entries and (at is None or at.hash != self.held.head):
            return None
        return entries - self.held.entries

    def put_in_place(self, aside: str) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            occupied = self._journal.is_file() and self._journal.stat().st_size > 0
            if occupied:
                self._pour_over(self._folder / aside)
        except DataBroken as refused:
            if not {problem.code for problem in refused.problems} <= _UNREADABLE:
                raise
            self._swap(self._folder / aside)
        else:
            if not occupied:
                remove(self._journal)
                settle(self._part, self._journal)

    def _pour_over(self, aside: Path) -> None:
        """Let the copy's content into the file that is there: whoever waits for it goes on with what was restored."""
        try:
            with closing(sqlite3.connect(self._journal, timeout=BUSY_SECONDS, isolation_level=None)) as live:
                live.execute("PRAGMA locking_mode = EXCLUSIVE")
                live.execute("BEGIN EXCLUSIVE")
                live.execute("COMMIT")
                copy_of(live, aside)
                with closing(sqlite3.connect(self._part)) as part:
                    part.backup(live)
        except sqlite3.Error as error:
            raise broken(str(self._journal), error) from error

    def _swap(self, aside: Path) -> None:
        """What nobody can read is kept as it is, with what lies beside it."""
        for ending in ("-wal", "-shm"):
            beside = self._journal.with_name(self._journal.name + ending)
            if beside.exists():
                shutil.move(beside, aside.with_name(aside.name + ending))
        shutil.move(self._journal, aside)
        settle(self._part, self._journal)


def copy_of(live: sqlite3.Connection, target: Path) -> None:
    """Copy an open journal to a new file, for its owner alone."""
    target.touch(mode=0o600, exist_ok=False)
    with closing(sqlite3.connect(target)) as new:
        live.backup(new)


@contextmanager
def replacement(copy: Path, journal: Path, folder: Path) -> Iterator[FileReplacement]:
    """A copy made ready to become the journal. EST-632 where there is no such file, EST-631 where it does not hold.

    The file itself is only read.
    """
    if not copy.is_file():
        raise BadInput.one("EST-632", _NO_COPY.fill(path=copy))
    part = journal.with_name(".journal.restoring")
    try:
        if copy.stat().st_size == 0:
            raise BadInput.one("EST-632", _EMPTY.fill(path=copy))
        copy_file(copy, part)
        yield FileReplacement(part, journal, folder, proved(part, copy, _NOT_RESTORED))
    finally:
        remove(part)


_NO_COPY = Words(zh="没有这份备份：{path}", en="there is no copy {path}")
_EMPTY = Words(zh="{path} 是空文件", en="{path} is empty")
_NOT_RESTORED = Words(
    zh="没有恢复：备份 {path} 从第 {seq} 条起不可信：{why}",
    en="nothing was restored: the copy {path} is not to be trusted from entry {seq}: {why}",
)
