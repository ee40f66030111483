"""Real processes on one estate: twenty at once, and one that is killed while others rely on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.usecases.ports import CaseQuery
from tests.cases.house import Estate, _connection
from tests.cli.driving import environment, estatectl

NOW = "2026-05-06T09:00"
ASKED = ("--address", "3栋2单元1201", "--owner", "王先生", "--contact", "13800001111", "--channel", "电话")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """An estate on disk, with the sample staff."""
    directory = tmp_path / "estate"
    assert estatectl("init", str(directory), "--lang", "en").status == 0
    path = directory / "journal.sqlite"
    held = SqliteJournal.open(str(path))
    _connection(Estate.founded().journal).backup(_connection(held))
    held.close()
    return directory


def opening(directory: Path, text: str) -> subprocess.Popen[bytes]:
    told = ["--dir", str(directory), "--as", "su_xiaoman", "--now", NOW, "--format", "json"]
    command = [sys.executable, "-m", "estatectl", *told, "request", "open", text, *ASKED]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())


def test_twenty_desks_at_once_lose_nothing_and_share_no_number(directory: Path) -> None:
    desks = [opening(directory, f"走廊灯不亮，第 {number} 位") for number in range(20)]
    outcomes = [desk.communicate() for desk in desks]
    assert [desk.returncode for desk in desks] == [0] * 20, outcomes[0][1].decode()
    journal = SqliteJournal.open(str(directory / "journal.sqlite"))
    rows = journal.cases(CaseQuery(workflow="request", by_id=True))
    assert {row.id for row in rows} == {f"R-{number}" for number in range(1, 21)}
    assert len({row.summary for row in rows}) == 20
    assert journal.verify().bad_seq is None


def test_a_killed_command_leaves_nothing_half_done(directory: Path) -> None:
    """Killed at different moments: what was acknowledged is there, and every case that is there is whole."""
    said = 0
    for moment in (0.3, 0.45, 0.6, 0.75, 0.9):
        desk = opening(directory, "厨房水管爆了，水流到客厅")
        try:
            desk.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            desk.kill()
        out, _ = desk.communicate()
        said += out.endswith(b"}\n")
    journal = SqliteJournal.open(str(directory / "journal.sqlite"))
    assert journal.verify().bad_seq is None
    requests = journal.cases(CaseQuery(workflow="request"))
    assert len(requests) >= said
    for row in requests:
        assert row.stage == "in_hand"
        assert journal.cases(CaseQuery(parent=row.id))
    assert opening(directory, "走廊灯不亮").wait() == 0
