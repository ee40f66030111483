"""Days that are lived: nothing is refused, nothing late, nothing missed; the same dice play the same days."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.driving import estatectl
from tests.simulated.estate import live, lived

_DAYS = ("--from", "2026-03-02", "--days", "2", "--pace", "busy", "--nights")
pytestmark = pytest.mark.slow


def test_two_busy_days_go_well() -> None:
    told = lived(*_DAYS).told
    assert (told.status, told.err) == (0, "")
    assert told.document["refused"] == []
    assert (told.document["first"], told.document["last"], told.document["days"]) == ("2026-03-02", "2026-03-03", 2)


def test_work_is_done_before_it_is_due_and_no_round_is_missed() -> None:
    days = lived(*_DAYS)
    assert [entry["stream"] for entry in days.kinds("breached")] == []
    assert [entry["stream"] for entry in days.kinds("missed")] == []
    assert {entry["data"]["verdict"] for entry in days.kinds("stopped")} <= {"kept", "cancelled"}


def test_every_control_is_satisfied_every_night() -> None:
    nights = lived(*_DAYS).kinds("checked")
    assert [entry["data"]["date"] for entry in nights] == ["2026-03-02", "2026-03-03"]
    assert [(entry["data"]["counts"]["violated"], entry["data"]["counts"]["unproven"]) for entry in nights] == [
        (0, 0)
    ] * 2
    assert nights[1]["data"]["counts"]["satisfied"] > 500


def test_owners_guards_and_staff_all_have_their_part() -> None:
    opened = lived(*_DAYS).told.document["opened"]
    assert {"request", "order", "visitor", "vehicle", "meeting"} <= set(opened)
    lines = lived(*_DAYS).told.document["lines"]
    assert lines["personnel"] == lines["training"] == 74


def test_requests_are_understood_as_live_ones_are() -> None:
    days = lived(*_DAYS)
    requests = [entry for entry in days.kinds("opened") if entry["data"]["workflow"] == "request"]
    understood = {entry["stream"] for entry in days.kinds("understood")}
    assert requests
    assert {entry["stream"] for entry in requests} <= understood


def test_notices_leave_the_house_within_minutes() -> None:
    days = lived(*_DAYS)
    assert len((days.place / "outbox" / "notices.jsonl").read_text(encoding="utf-8").splitlines()) >= 10


def test_the_journal_is_unbroken() -> None:
    assert estatectl("journal", "verify", cwd=lived(*_DAYS).place).status == 0


def test_the_same_seed_lives_the_same_days_and_another_lives_others() -> None:
    day = ("--from", "2026-03-07", "--days", "1")
    first, again, other = live(*day), live(*day), live(*day, "--seed", "2")
    assert first.bare == again.bare
    assert first.bare != other.bare


def test_what_a_quiet_day_brings_is_less_than_what_a_busy_one_does() -> None:
    quiet = live("--from", "2026-03-02", "--days", "1", "--pace", "quiet").told.document["opened"]
    busy = live("--from", "2026-03-02", "--days", "1", "--pace", "busy").told.document["opened"]
    assert quiet["visitor"] < busy["visitor"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--from", "yesterday"), "EST-738"),
        (("--from", "2026-03-02", "--to", "2026-03-01"), "EST-770"),
        (("--from", "2026-03-02", "--to", "2029-03-02"), "EST-770"),
        (("--days", "3", "--to", "2026-03-05"), "EST-770"),
        (("--pace", "frantic"), "EST-773"),
        (("--file", "nowhere.yaml"), "EST-772"),
    ],
    ids=["no day", "it ends before it begins", "too long", "days and an end", "no such pace", "no such file"],
)
def test_what_cannot_be_played_is_refused_before_anything_is_made(
    tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    told = estatectl("simulate", "there", "--lang", "en", *words, cwd=tmp_path)
    assert told.status == 2
    assert told.err.startswith(code)
    assert list(tmp_path.iterdir()) == []


def test_a_directory_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine", encoding="utf-8")
    told = estatectl("simulate", "there", "--days", "1", "--lang", "en", cwd=tmp_path)
    assert told.status == 2
    assert told.err.startswith("EST-702")
    assert (tmp_path / "there" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_that_names_what_the_policies_lack_is_told_line_by_line(tmp_path: Path) -> None:
    play = tmp_path / "play.yaml"
    play.write_text(_UNKNOWN, encoding="utf-8")
    told = estatectl("simulate", "there", "--file", "play.yaml", "--lang", "en", cwd=tmp_path)
    assert told.status == 3
    assert [line for line in told.err.splitlines() if "EST-" in line] == [
        "play.yaml:10:10: EST-771 open: the policies have no 'reqest'",
        "play.yaml:11:9: EST-771 with: the policies have no 'contents'",
        "play.yaml:13:20: EST-771 move: the policies have no 'dispach'",
    ]
    assert "did you mean 'request'" in told.err


_UNKNOWN = """kind: simulation
id: mine
title: {zh: 我的, en: mine}
clauses: ["1.1"]
paces: {usual: 1}
people: {families: [王], given: [华]}
texts: {note: [好]}
happens:
  # both have a slip of the pen
  calls: {open: reqest, by: [cs_officer]}
  gate: {open: visitor, by: [security_guard], with: {contents: x}}
work:
  request: [{move: dispach}]
lines: {confirm_after: 2h, back_before: 6h}
"""
