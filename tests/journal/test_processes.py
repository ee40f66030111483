"""Real processes: fifty writers at once, kills at every instant, a full disk, a file that may not be written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.usecases.ports import CaseQuery

from .writer import write

WRITER = Path(__file__).with_name("writer.py")


@pytest.fixture
def path(tmp_path: Path) -> str:
    path = str(tmp_path / "journal.db")
    SqliteJournal.open(path, create=True).close()
    return path


def start(path: str, name: str, units: int, *fault: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-S", str(WRITER), path, name, str(units), *fault]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)


def acknowledged(lines: str) -> set[tuple[str, ...]]:
    """What a writer said it had written; a line cut short by a kill was not said."""
    whole = [line for line in lines.splitlines(keepends=True) if line.endswith("\n")]
    return {tuple(line.split()) for line in whole}


def sound(journal: SqliteJournal, said: set[tuple[str, ...]]) -> int:
    """Everything acknowledged is there, nothing is half there; how many units were written."""
    verdict = journal.verify()
    assert (verdict.bad_seq, verdict.reason) == (None, None)
    for stream, key in said:
        assert [entry.kind for entry in journal.stream(stream)] == ["opened", "sorted"]
        assert journal.case(stream) is not None
        assert journal.done(key) is not None
    units, rest = divmod(verdict.entries, 3)
    assert rest == 0
    assert len(journal.stream("shared")) == len(journal.cases(CaseQuery())) == len(journal.streams()) - min(units, 1)
    return units


def test_fifty_processes_writing_at_once_lose_nothing(path: str) -> None:
    writers = [start(path, f"w{number}", 5) for number in range(50)]
    results = [writer.communicate() for writer in writers]
    assert [(writer.returncode, err) for writer, (_, err) in zip(writers, results, strict=True)] == [(0, "")] * 50
    said = set().union(*(acknowledged(out) for out, _ in results))
    journal = SqliteJournal.open(path)
    assert len(said) == 250
    assert sound(journal, said) == 250
    assert [entry.version for entry in journal.stream("shared")] == list(range(1, 251))
    assert [row.id for row in journal.cases(CaseQuery(by_id=True))] == [f"R-2026-{n:06d}" for n in range(1, 251)]


def test_killed_before_any_statement_of_a_unit_leaves_all_of_it_or_nothing(path: str) -> None:
    """Kills at each statement of the second unit in turn, its BEGIN and COMMIT included."""
    statements = statements_of_a_unit()
    known: set[tuple[str, ...]] = set()
    for instant in range(statements + 1, 2 * statements + 1):
        writer = start(path, f"w{instant}", 3, "--die-at", str(instant))
        out, _ = writer.communicate()
        assert writer.returncode == -signal.SIGKILL
        known |= acknowledged(out)
        journal = SqliteJournal.open(path)
        assert sound(journal, known) == len(known)
        journal.close()
    assert len(known) == statements


def statements_of_a_unit() -> int:
    journal = SqliteJournal.in_memory()
    seen: list[str] = []
    journal._database._connection.set_trace_callback(seen.append)
    write(journal, "probe", 0)
    return len(seen)


@pytest.mark.parametrize("count", [1, 7, 40])
def test_killed_at_any_moment_loses_nothing_acknowledged(path: str, count: int) -> None:
    writer = start(path, "w", 100_000)
    assert writer.stdout is not None
    heard = [writer.stdout.readline() for _ in range(count)]
    writer.kill()
    rest, _ = writer.communicate()
    said = acknowledged("".join(heard) + rest)
    journal = SqliteJournal.open(path)
    assert len(said) >= count
    assert sound(journal, said) >= len(said)
    write(journal, "next", 0)
    assert sound(journal, said) >= len(said) + 1


def test_a_full_disk_is_said_plainly_and_keeps_what_was_acknowledged(path: str) -> None:
    writer = start(path, "w", 100_000, "--room", "400000")
    out, err = writer.communicate()
    *lines, last = out.splitlines()
    assert (writer.returncode, last, err) == (4, "refused EST-506", "")
    said = acknowledged("\n".join([*lines, ""]))
    assert len(said) > 0
    assert sound(SqliteJournal.open(path), said) == len(said)


@pytest.fixture
def readable_directory() -> Iterator[Path]:
    """A directory that any user may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        directory.chmod(0o755)
        yield directory
        directory.chmod(0o755)


def test_a_journal_that_may_not_be_written_is_said_plainly(readable_directory: Path) -> None:
    path = readable_directory / "journal.db"
    SqliteJournal.open(str(path), create=True).close()
    path.chmod(0o444)
    readable_directory.chmod(0o555)
    writer = start(str(path), "w", 1, "--as-nobody")
    out, err = writer.communicate()
    assert (writer.returncode, out.strip(), err) == (4, "refused EST-505", "")
