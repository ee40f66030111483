"""The night check over a long journal: what it costs against a young one, and how much memory it takes.

A fortnight at the sample estate is simulated once. Its days are laid down again and again before it, with their
instants moved back, until the journal is as long as asked for; the fortnight itself stays the end of every journal,
so that each is asked for the same night: as much is open, as much was touched, only the history differs.

python -m bench.nights [ENTRIES …]        default: the fortnight alone, 200000, 1000000
"""

from __future__ import annotations

import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from estatectl.adapters.estates import JOURNAL
from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.domain.chain import GENESIS, Line, line_hash

FIRST, DAYS = date(2026, 9, 7), 14
NIGHT = FIRST + timedelta(days=DAYS - 1)
SIZES = (0, 200_000, 1_000_000)
TIMES = 3
_NUMBERED = re.compile(r"([A-Z]+)-(\d+)")
_FAR = 1_000_000  # what a copy's numbers are raised by, each time
_OVER = {
    "cases": {"open": 0, "wake_at": None, "next_due": "~"},
    "rounds": {"state": "done", "open_findings": 0, "wake_at": None},
    "findings": {"open": 0},
    "register_lines": {"look_at": None, "keep_until": None},
}
"""Rows that are laid down for the history, and what makes them over and done with."""
_NAMES = {
    "cases": ("id", "parent"),
    "rounds": ("id",),
    "findings": ("id", "round", "case_id"),
    "register_lines": ("id",),
}


def fortnight(folder: Path) -> None:
    """The sample estate, two weeks long."""
    command = ["simulate", str(folder), "--from", str(FIRST), "--days", str(DAYS), "-q"]
    subprocess.run([sys.executable, "-m", "estatectl", *command], check=True, stdout=subprocess.DEVNULL)


def lengthened(young: Path, old: Path, entries: int) -> int:
    """A copy of an estate with a history before its days; how many entries it then has."""
    shutil.copytree(young, old, ignore=shutil.ignore_patterns(f"{JOURNAL}*"))
    SqliteJournal.open(str(old / JOURNAL), create=True).close()
    with sqlite3.connect(old / JOURNAL) as connection:
        connection.execute("ATTACH ? AS young", (str(young / JOURNAL),))
        days = [Line(*row) for row in connection.execute("SELECT * FROM young.entries ORDER BY seq")]
        times = max(-(-(entries - len(days)) // max(sum(_is_copied(line) for line in days), 1)), 0)
        chain = _chained(_history(days, times))
        connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, chain))
        [(count, head)] = connection.execute("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1")
        connection.execute("UPDATE head SET seq = ?, hash = ?", (count, head))
        _rows(connection, times)
    connection.close()
    return int(count)


def _row(line: Line) -> tuple[Any, ...]:
    return tuple(getattr(line, name) for name in Line.__slots__)


def _is_copied(line: Line) -> bool:
    return _NUMBERED.fullmatch(line.stream) is not None


def _history(days: list[Line], times: int) -> Iterator[Line]:
    copied = [line for line in days if _is_copied(line)]
    for count in range(times, 0, -1):
        for line in copied:
            yield replace(
                line,
                stream=_raised(line.stream, count),
                key=None if line.key is None else f"{count}:{line.key}",
                at=_earlier(line.at, count),
                recorded_at=_earlier(line.recorded_at, count),
            )
    yield from days


def _chained(lines: Iterator[Line]) -> Iterator[Line]:
    """Numbered and hashed anew, as if they had been written in this order."""
    before = GENESIS
    for seq, line in enumerate(lines, 1):
        bare = replace(line, seq=seq, prev=before, hash="")
        before = line_hash(bare)
        yield replace(bare, hash=before)


def _raised(name: str, count: int) -> str:
    return _NUMBERED.sub(lambda found: f"{found[1]}-{int(found[2]) + count * _FAR}", name)


def _earlier(stamp: str, count: int) -> str:
    return (datetime.fromisoformat(stamp) - timedelta(days=DAYS * count)).isoformat()


def _rows(connection: sqlite3.Connection, times: int) -> None:
    """The projections of the days as they are, and those of the history, over and done with."""
    tables = [name for (name,) in connection.execute("SELECT name FROM young.sqlite_master WHERE type = 'table'")]
    for table in tables:
        if table not in ("entries", "head", "personal") and not table.startswith("sqlite_"):
            connection.execute(f"INSERT INTO {table} SELECT * FROM young.{table}")
    for table, over in _OVER.items():
        found = connection.execute(f"SELECT * FROM young.{table}")
        columns = [column[0] for column in found.description]
        rows = [dict(zip(columns, row, strict=True)) for row in found]
        marks = ", ".join("?" * len(columns))
        for count in range(1, times + 1):
            moved = [tuple(_moved(table, row, count).values()) for row in ({**each, **over} for each in rows)]
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", moved)


def _moved(table: str, row: dict[str, Any], count: int) -> dict[str, Any]:
    names = {name: _raised(row[name], count) for name in _NAMES[table] if row[name] is not None}
    instants = {name: _earlier(value, count) for name, value in row.items() if _is_instant(value)}
    return {**row, **instants, **names}


def _is_instant(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", value) is not None


def night(folder: Path) -> tuple[float, float]:
    """Seconds and megabytes of one night check as cron runs it, without keeping it."""
    now = f"{NIGHT + timedelta(days=1)}T00:20"
    command = ["--dir", str(folder), "--now", now, "comply", "run", "--dry-run", "--format", "json"]
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "estatectl", *command], check=False, stdout=subprocess.DEVNULL)
    took = time.perf_counter() - started
    if done.returncode not in (0, 1):
        raise SystemExit(done.returncode)
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as scratch:
        young = Path(scratch) / "young"
        fortnight(young)
        night(young)  # the policies are compiled once
        print(f"{'entries':>10}{'seconds':>10}{'to the first':>14}{'memory so far':>16}")
        first = 0.0
        for number, size in enumerate(sizes):
            folder = Path(scratch) / f"old_{number}"
            count = lengthened(young, folder, size)
            runs = [night(folder) for _ in range(TIMES)]
            took = median(each for each, _ in runs)
            first = first or took
            print(
                f"{count:>10,}{took:>10.2f}{took / first:>14.2f}{max(each for _, each in runs):>13.0f} MB", flush=True
            )
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
