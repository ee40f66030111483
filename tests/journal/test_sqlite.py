"""The SQLite journal, in a file and in memory, against the shared suite; and what a file can turn out to be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.domain.problems import DataBroken

from .samples import NOON, OWNER, opened
from .suite import JournalSuite, refused


class TestInMemory(JournalSuite):
    @pytest.fixture
    def journal(self) -> Iterator[SqliteJournal]:
        journal = SqliteJournal.in_memory()
        yield journal
        journal.close()


class TestInAFile(JournalSuite):
    @pytest.fixture
    def journal(self, tmp_path: Path) -> Iterator[SqliteJournal]:
        journal = SqliteJournal.open(str(tmp_path / "journal.db"), create=True)
        yield journal
        journal.close()


def test_a_journal_is_there_for_the_next_process(tmp_path: Path) -> None:
    path = str(tmp_path / "journal.db")
    first = SqliteJournal.open(path, create=True)
    with first.unit(now=NOON, policy="p1") as unit:
        written = unit.append(opened())
    first.close()
    assert SqliteJournal.open(path).stream("R-2026-0001") == (written,)


def test_two_connections_see_each_other_and_keep_one_chain(tmp_path: Path) -> None:
    path = str(tmp_path / "journal.db")
    left, right = SqliteJournal.open(path, create=True), SqliteJournal.open(path)
    for turn in range(6):
        with (left, right)[turn % 2].unit(now=NOON, policy="p1") as unit:
            unit.append(opened(), expect=turn)
    assert left.verify() == right.verify()
    assert left.verify().entries == 6


@pytest.mark.parametrize("statement", ["UPDATE entries SET actor = 'li'", "DELETE FROM entries WHERE seq = 1"])
def test_entries_cannot_be_changed_through_the_database(tmp_path: Path, statement: str) -> None:
    path = str(tmp_path / "journal.db")
    with SqliteJournal.open(path, create=True).unit(now=NOON, policy="p1") as unit:
        unit.append(opened())
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        sqlite3.connect(path).execute(statement)


def test_an_erased_value_is_in_no_file_any_more(tmp_path: Path) -> None:
    journal = SqliteJournal.open(str(tmp_path / "journal.db"), create=True)
    with journal.unit(now=NOON, policy="p1") as unit:
        unit.append(opened())
    assert any(OWNER.encode() in file.read_bytes() for file in tmp_path.iterdir())
    journal.erase(now=NOON, policy="p1", actor="zhang", stream="R-2026-0001", fields=["owner"], reason="本人要求")
    assert not any(OWNER.encode() in file.read_bytes() for file in tmp_path.iterdir())


def test_a_missing_journal_is_said_so_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(DataBroken) as error:
        SqliteJournal.open(str(tmp_path / "journal.db"))
    assert refused(error) == ["EST-501"]
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_journal_yet(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.touch()
    with pytest.raises(DataBroken) as error:
        SqliteJournal.open(str(path))
    assert refused(error) == ["EST-501"]


@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_not_a_database_is_left_alone(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "journal.db"
    path.write_text("kind: estate\n" * 200)
    with pytest.raises(DataBroken) as error:
        SqliteJournal.open(str(path), create=create)
    assert refused(error) == ["EST-502"]
    assert path.read_text() == "kind: estate\n" * 200


@pytest.mark.parametrize("create", [False, True])
def test_a_database_of_another_program_is_left_alone(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "journal.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE invoices (id)")
    before = path.read_bytes()
    with pytest.raises(DataBroken) as error:
        SqliteJournal.open(str(path), create=create)
    assert refused(error) == ["EST-503"]
    assert path.read_bytes() == before


def test_a_journal_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    path = str(tmp_path / "journal.db")
    SqliteJournal.open(path, create=True).close()
    with sqlite3.connect(path) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(DataBroken) as error:
        SqliteJournal.open(path)
    assert refused(error) == ["EST-504"]
    assert "99" in str(error.value)


def test_a_damaged_file_is_a_problem_and_not_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = SqliteJournal.open(str(path), create=True)
    with journal.unit(now=NOON, policy="p1") as unit:
        for _ in range(200):
            unit.append(opened())
    journal.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(DataBroken) as error:
        SqliteJournal.open(str(path)).verify()
    assert refused(error) == ["EST-502"]
