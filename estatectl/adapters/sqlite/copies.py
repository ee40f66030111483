"""Copies of the journal file, made while it is in use, each proved before it counts as one."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from estatectl.adapters.sqlite.database import broken
from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.domain.problems import DataBroken
from estatectl.domain.words import Words
from estatectl.usecases.running.ports import Held

_NAME = re.compile(r"journal-\d{8}T\d{6}-\d+\.sqlite")
_PART = ".journal.part"


class CopyShelf:
    """`ports.Shelf` of the journal file `journal` in `folder`, which is made if it is missing, for its owner alone."""

    def __init__(self, journal: Path, folder: Path) -> None:
        self._journal, self._folder = journal, folder

    def make(self, at: datetime) -> tuple[str, Held]:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self._folder / _PART
        try:
            copy_file(self._journal, part)
            held = proved(part, self._journal, _NOT_COPIED)
            name = f"journal-{at:%Y%m%dT%H%M%S}-{held.entries}.sqlite"
            settle(part, self._folder / name)
        finally:
            remove(part)
        return name, held

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(name for name in os.listdir(self._folder) if _NAME.fullmatch(name)))

    def drop(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)


def copy_file(source: Path, target: Path) -> None:
    """Copy a journal in use, at one consistent instant, for its owner alone to read."""
    if not source.is_file():
        SqliteJournal.open(str(source))  # refuses, in the words for it
    remove(target)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
    except sqlite3.Error as error:
        raise broken(str(target), error) from error


def proved(path: Path, named: Path, words: Words) -> Held:
    """What a journal file holds once its whole chain has been read; EST-631, naming `named`, where it does not hold.

    Leaves one plain file: no log is beside it afterwards.
    """
    journal = SqliteJournal.open(str(path))
    try:
        verdict = journal.verify()
        last = next(iter(journal.entries(verdict.entries - 1)), None) if verdict.bad_seq is None else None
    finally:
        journal.close()
    if verdict.bad_seq is not None:
        raise DataBroken.one(
            "EST-631", words.fill(path=named, seq=verdict.bad_seq, why=verdict.reason), hint=_BROKEN_HINT
        )
    return Held(entries=verdict.entries, head=verdict.head, last_at=last.recorded_at if last else None)


def settle(part: Path, target: Path) -> None:
    """Give a finished file its name; both are on the disk when this returns."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove(path: Path) -> None:
    """Take a file away, and what SQLite may have left beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


_NOT_COPIED = Words(
    zh="没有备份：{path} 从第 {seq} 条起不可信：{why}",
    en="nothing was copied: {path} is not to be trusted from entry {seq}: {why}",
)
_BROKEN_HINT = Words(
    zh="以前的备份都还在；用 estatectl journal verify 核对，用 journal restore 恢复最近一份完好的",
    en="earlier copies are untouched; see 'estatectl journal verify', then 'journal restore' the last sound one",
)
