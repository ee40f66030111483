"""Copies of the journal: made while it is in use, proved, kept to a number; put back with nothing lost in silence."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.driving import Outcome, environment, estatectl

NOW = "2026-11-10T09:00"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample estate with a day's first request in it."""
    place = tmp_path_factory.mktemp("sample") / "e"
    assert estatectl("init", "--sample", str(place), ESTATECTL_NOW=NOW).status == 0
    ask(place, "The pool closes when?")
    return place


@pytest.fixture
def place(sample: Path, tmp_path: Path) -> Path:
    """An estate of one test's own."""
    return Path(shutil.copytree(sample, tmp_path / "e"))


def run(place: Path, *words: str, now: str = NOW) -> Outcome:
    return estatectl(*words, "--as", "system", "--now", now, cwd=place)


def ask(place: Path, text: str) -> Outcome:
    return estatectl(
        *("request", "open", text, "--address", "3-1-902", "--owner", "Ms Qian", "--contact", "13800000005"),
        *("--channel", "phone", "--as", "su_xiaoman", "--now", NOW),
        cwd=place,
    )


def copies(place: Path) -> list[str]:
    return sorted(path.name for path in (place / "backups").iterdir())


def backed_up(place: Path, now: str = NOW) -> Path:
    made = run(place, "journal", "backup", "--format", "json", now=now)
    assert made.status == 0, made.out
    return Path(made.document["file"])


def head(place: Path) -> tuple[int, str]:
    seen = run(place, "journal", "verify", "--format", "json").document
    return seen["entries"], seen["head"]


def break_chain(journal: Path) -> None:
    with closing(sqlite3.connect(journal)) as database:
        database.execute("DROP TRIGGER entries_are_never_changed")
        database.execute("UPDATE entries SET actor = 'somebody' WHERE seq = 7")
        database.commit()


def test_a_copy_holds_what_the_journal_held_and_is_for_its_owner_alone(place: Path) -> None:
    before = head(place)
    copy = backed_up(place)
    assert copy.name == f"journal-20261110T090000-{before[0]}.sqlite"
    assert copies(place) == [copy.name]
    assert copy.stat().st_mode & 0o777 == 0o600
    (place / "other").mkdir()
    shutil.copytree(place / "policies", place / "other" / "policies")
    shutil.copyfile(copy, place / "other" / "journal.sqlite")
    assert head(place / "other") == before


def test_a_copy_becomes_an_entry_of_the_journal_that_the_copy_does_not_hold(place: Path) -> None:
    entries, before = head(place)
    copy = backed_up(place)
    [line] = run(place, "journal", "show", "running", "--format", "json").document["entries"]
    assert (line["kind"], line["seq"]) == ("backed_up", entries + 1)
    assert line["data"] == {"file": copy.name, "entries": entries, "head": before}


def test_only_the_last_few_copies_are_kept_and_other_files_are_left_alone(place: Path) -> None:
    (place / "backups" / "mine.sqlite").touch()
    for hour in (2, 3, 4):
        backed_up(place, now=f"2026-11-10T0{hour}:00")
    seen = run(place, "journal", "backup", "--keep", "2", "--format", "json", now="2026-11-10T05:00")
    assert len(seen.document["removed"]) == 2
    assert [name[:23] for name in copies(place)] == [
        "journal-20261110T040000",
        "journal-20261110T050000",
        "mine.sqlite",
    ]


def test_to_keep_none_is_refused(place: Path) -> None:
    assert run(place, "journal", "backup", "--keep", "0").status == 2
    assert copies(place) == []


def test_a_broken_journal_is_not_copied_over_sound_copies(place: Path) -> None:
    first = backed_up(place)
    break_chain(place / "journal.sqlite")
    refused = run(place, "journal", "backup", "--keep", "1", now="2026-11-11T02:00")
    assert refused.status == 4
    assert "EST-631" in refused.err
    assert "entry 7" in refused.err
    assert copies(place) == [first.name]


def test_a_full_or_forbidden_place_leaves_nothing_half_made(place: Path) -> None:
    (place / "file").touch()
    refused = run(place, "journal", "backup", str(place / "file"))
    assert refused.status == 2
    entries, _ = head(place)
    assert run(place, "journal", "backup", str(place / "file" / "below")).status == 4
    assert head(place)[0] == entries


def test_copies_are_made_while_others_write(place: Path) -> None:
    writing = subprocess.Popen(
        [sys.executable, "-m", "estatectl", "tick", "--as", "system", "--now", NOW, "--dir", str(place)],
        env=environment(),
        stdout=subprocess.DEVNULL,
    )
    sizes = {int(backed_up(place, now=f"2026-11-10T09:00:{second:02}").stem.split("-")[2]) for second in range(4)}
    assert writing.wait() == 0
    assert sizes
    assert run(place, "journal", "verify").status == 0


def test_restoring_says_what_is_lost_and_asks_first(place: Path) -> None:
    before = head(place)
    copy = backed_up(place)
    ask(place, "And the gym?")
    after = head(place)
    refused = run(place, "journal", "restore", str(copy))
    assert refused.status == 2
    assert f"EST-633 {after[0] - before[0]} entries after the copy are lost, of {after[0]}" in refused.err
    assert head(place) == after
    done = run(place, "journal", "restore", str(copy), "--replace", "--format", "json", now="2026-11-10T10:00")
    assert done.document["lost"] == after[0] - before[0]
    assert head(place)[0] == before[0] + 1
    [line] = run(place, "journal", "show", "running", "--format", "json").document["entries"]
    assert (line["kind"], line["data"]["lost"]) == ("restored", after[0] - before[0])
    kept = Path(done.document["kept"])
    assert kept.stat().st_mode & 0o777 == 0o600
    again = run(place, "journal", "restore", str(kept), "--replace")
    assert again.status == 0, again.err
    assert head(place)[0] == after[0] + 1


def test_into_an_empty_place_nothing_need_be_confirmed(place: Path) -> None:
    before, copy = head(place), backed_up(place)
    for path in place.glob("journal.sqlite*"):
        path.unlink()
    done = estatectl("journal", "restore", str(copy), "--as", "system", "--now", NOW, "--dir", str(place))
    assert done.status == 0, done.err
    assert head(place)[0] == before[0] + 1
    assert not list(place.glob(".journal*"))


def test_a_broken_copy_is_refused_and_the_journal_stays(place: Path) -> None:
    copy, before = backed_up(place), head(place)
    break_chain(copy)
    refused = run(place, "journal", "restore", str(copy), "--replace")
    assert refused.status == 4
    assert "EST-631" in refused.err
    assert head(place) == before


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to look like something" * 20])
def test_what_is_no_copy_is_refused(place: Path, content: bytes) -> None:
    before = head(place)
    (place / "x").write_bytes(content)
    refused = run(place, "journal", "restore", str(place / "x"), "--replace")
    assert refused.status in (2, 4)
    assert "Traceback" not in refused.err
    assert run(place, "journal", "restore", str(place / "missing")).status == 2
    assert head(place) == before


def test_a_journal_that_cannot_be_read_is_replaced_and_kept_as_it_is(place: Path) -> None:
    copy = backed_up(place)
    for path in place.glob("journal.sqlite-*"):
        path.unlink()
    (place / "journal.sqlite").write_bytes(b"ruined" * 1000)
    refused = run(place, "journal", "restore", str(copy))
    assert (refused.status, "EST-633" in refused.err) == (2, True)
    done = run(place, "journal", "restore", str(copy), "--replace", "--format", "json")
    assert done.status == 0, done.out
    assert Path(done.document["kept"]).read_bytes() == b"ruined" * 1000
    assert run(place, "journal", "verify").status == 0


def test_the_copy_of_another_journal_is_named_as_one(place: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    estatectl("init", "--sample", str(other), ESTATECTL_NOW=NOW)
    refused = run(place, "journal", "restore", str(backed_up(other)))
    assert refused.status == 2
    assert "is not the one that was copied" in refused.err


def test_whoever_waits_for_the_journal_writes_into_the_restored_one(place: Path) -> None:
    copy = backed_up(place)
    ask(place, "And the gym?")
    restoring = subprocess.Popen(
        [sys.executable, "-m", "estatectl", "journal", "restore", str(copy), "--replace", "--as", "system"],
        env=environment(),
        cwd=place,
        stdout=subprocess.DEVNULL,
    )
    assert ask(place, "And the garden?").status == 0
    assert restoring.wait() == 0
    [kept] = (place / "backups").glob("before-restore-*")
    assert said(place / "journal.sqlite", "And the garden?") != said(kept, "And the garden?")  # lost from neither


def said(journal: Path, text: str) -> bool:
    """Whether a journal holds what an owner said."""
    with closing(sqlite3.connect(journal)) as database:
        return database.execute("SELECT 1 FROM personal WHERE value = ?", (text,)).fetchone() is not None
