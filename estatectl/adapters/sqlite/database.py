"""One connection to a journal file: opening, migrating, transactions, and SQLite's complaints in our words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from estatectl.adapters.sqlite.schema import APPLICATION_ID, MIGRATIONS
from estatectl.domain.chain import GENESIS
from estatectl.domain.problems import DataBroken
from estatectl.domain.words import Words

MEMORY = ":memory:"
BUSY_SECONDS = 60.0  # fifty writers queue behind one lock; each holds it for milliseconds
Value = str | int | bytes | None
Row = tuple[object, ...]


class Database:
    """A connection in autocommit mode. Every failure of SQLite leaves here as `DataBroken` with an EST-50x code."""

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise broken(self.path, error) from error

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        found = self.rows(sql, values)
        return found[0] if found else None

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Execute a statement; how many rows it touched."""
        try:
            return self._connection.execute(sql, values).rowcount
        except sqlite3.Error as error:
            raise broken(self.path, error) from error

    @contextmanager
    def transaction(self, kind: str) -> Iterator[None]:
        """`IMMEDIATE` takes the writer's lock from the start; `DEFERRED` reads one consistent state."""
        self.run(f"BEGIN {kind}")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            # SQLite may have rolled back by itself, as it does on a full disk.
            if self._connection.in_transaction:
                self.run("ROLLBACK")
            raise

    def close(self) -> None:
        self._connection.close()


def open_database(path: str, *, create: bool, hasty: bool = False) -> Database:
    """A current journal file. `create` makes a missing or empty one; otherwise a missing file is EST-501.

    A `hasty` one does not wait for the disk: a power cut may lose it whole. It is for what can be made again.
    """
    if path != MEMORY and not create and not Path(path).is_file():
        raise DataBroken.one("EST-501", _MISSING.fill(path=path), hint=_MISSING_HINT)
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    except sqlite3.Error as error:
        raise broken(path, error) from error
    database = Database(path, connection)
    try:
        _prepare(database, create=create or path == MEMORY)
        if hasty:
            database.run("PRAGMA synchronous = OFF")
    except BaseException:
        database.close()
        raise
    return database


def _prepare(database: Database, *, create: bool) -> None:
    version = _checked_version(database)
    if version < len(MIGRATIONS):
        if version == 0 and not create:
            raise DataBroken.one("EST-501", _MISSING.fill(path=database.path), hint=_MISSING_HINT)
        _migrate(database)
    database.run("PRAGMA synchronous = FULL")  # an acknowledged unit survives a power cut
    database.run("PRAGMA secure_delete = ON")  # erased personal values leave no trace in free pages


def _checked_version(database: Database) -> int:
    [(version,)] = database.rows("PRAGMA user_version")
    [(application,)] = database.rows("PRAGMA application_id")
    assert isinstance(version, int)
    if application != APPLICATION_ID and (version or database.row("SELECT 1 FROM sqlite_master LIMIT 1")):
        raise DataBroken.one("EST-503", _FOREIGN.fill(path=database.path), hint=_FOREIGN_HINT)
    if version > len(MIGRATIONS):
        words = _NEWER.fill(path=database.path, found=version, known=len(MIGRATIONS))
        raise DataBroken.one("EST-504", words, hint=_NEWER_HINT)
    return version


def _migrate(database: Database) -> None:
    database.run("PRAGMA journal_mode = WAL")
    with database.transaction("IMMEDIATE"):
        # Another process may have done it while this one waited for the lock.
        for step, statements in enumerate(MIGRATIONS[_checked_version(database) :]):
            for statement in statements:
                database.run(statement)
            if step == 0:
                database.run("INSERT OR IGNORE INTO head VALUES (1, 0, ?)", (GENESIS,))
        database.run(f"PRAGMA application_id = {APPLICATION_ID}")
        database.run(f"PRAGMA user_version = {len(MIGRATIONS)}")


def broken(path: str, error: sqlite3.Error) -> DataBroken:
    """What SQLite said, as a problem that a person can act on."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    code, words, hint = _BY_ERROR.get(primary, ("EST-508", _OTHER, _OTHER_HINT))
    return DataBroken.one(code, words.fill(path=path, error=str(error)), hint=hint)


_MISSING = Words(zh="没有台账日志：{path}", en="there is no journal at {path}")
_MISSING_HINT = Words(zh="先用 estatectl init 建立", en="make one with 'estatectl init'")
_FOREIGN = Words(
    zh="{path} 是别的程序的数据库，不是台账日志", en="{path} is a database of another program, not a journal"
)
_FOREIGN_HINT = Words(zh="请核对路径；本命令没有改动它", en="check the path; nothing in the file was touched")
_NEWER = Words(
    zh="{path} 是较新版本写的（第 {found} 版，本程序只认得到第 {known} 版）",
    en="{path} was written by a newer estatectl (schema {found}; this one knows {known})",
)
_NEWER_HINT = Words(zh="请升级 estatectl", en="upgrade estatectl")
_NOT_ONE = Words(zh="{path} 不是数据库，或已损坏", en="{path} is not a database, or it is damaged")
_NOT_ONE_HINT = Words(
    zh="请核对路径；若确是台账日志，请从备份恢复", en="check the path; if it is the journal, restore a backup"
)
_READ_ONLY = Words(zh="无权写入台账日志 {path}", en="the journal {path} cannot be written: permission denied")
_READ_ONLY_HINT = Words(
    zh="请检查该文件及其目录的写权限", en="the file and its directory must be writable for this user"
)
_CANNOT_OPEN = Words(zh="打不开台账日志 {path}", en="the journal {path} cannot be opened")
_FULL = Words(zh="台账日志 {path} 写不进去：{error}", en="the journal {path} could not be written: {error}")
_FULL_HINT = Words(
    zh="多半是磁盘已满或故障；这一笔没有记入，已确认的都还在",
    en="the disk is probably full or faulty; nothing of this command was recorded, what was acknowledged is safe",
)
_BUSY = Words(zh="台账日志 {path} 一直被占用", en="the journal {path} stayed locked")
_BUSY_HINT = Words(zh="有别的程序占着它不放；稍后再试", en="another program holds it; try again")
_OTHER = Words(zh="台账日志 {path} 出错：{error}", en="the journal {path} failed: {error}")
_OTHER_HINT = Words(zh="用 estatectl journal verify 核对", en="check it with 'estatectl journal verify'")

_BY_ERROR = {
    sqlite3.SQLITE_NOTADB: ("EST-502", _NOT_ONE, _NOT_ONE_HINT),
    sqlite3.SQLITE_CORRUPT: ("EST-502", _NOT_ONE, _NOT_ONE_HINT),
    sqlite3.SQLITE_READONLY: ("EST-505", _READ_ONLY, _READ_ONLY_HINT),
    sqlite3.SQLITE_PERM: ("EST-505", _READ_ONLY, _READ_ONLY_HINT),
    sqlite3.SQLITE_CANTOPEN: ("EST-505", _CANNOT_OPEN, _READ_ONLY_HINT),
    sqlite3.SQLITE_FULL: ("EST-506", _FULL, _FULL_HINT),
    sqlite3.SQLITE_IOERR: ("EST-506", _FULL, _FULL_HINT),
    sqlite3.SQLITE_BUSY: ("EST-507", _BUSY, _BUSY_HINT),
}
