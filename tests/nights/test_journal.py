"""The journal as a subject: the day's chain, its clock, what went out, what the machine did not do."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime

from estatectl.domain.controls.scopes import ScopeKind
from estatectl.usecases.running.heartbeat import note_run
from estatectl.wiring.premises import Premises, Settings
from tests.nights.looking import CCTV, DAY, DAY_AFTER, Onlooker

JOURNAL = ScopeKind.JOURNAL


def facts(desk: Onlooker, day: date = DAY) -> dict[str, object]:
    return desk.facts(JOURNAL, "journal", day=day)


def see(desk: Onlooker, **more: str) -> str:
    return desk.add("cctv_log", by=CCTV, kind="blocked", location="东门", content="占道", **more)


def ticked(desk: Onlooker, *at: str) -> None:
    journal = Premises(Settings(directory=desk.place, now=desk.now, actor="system")).journal
    for each in at:
        note_run(journal, "tick", datetime.fromisoformat(f"{each}+08:00").astimezone(UTC), 0)


def tampered(desk: Onlooker, sql: str) -> None:
    """The file changed behind the program's back."""
    with sqlite3.connect(desk.place / "journal.sqlite") as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        assert file.execute(sql).rowcount > 0
    file.close()


def test_a_day_of_ordinary_work_is_whole(desk: Onlooker) -> None:
    see(desk)
    day = facts(desk)
    assert (day["whole"], day["clock_back"], day["late_24h"], day["erased"]) == (True, "0", "0", "0")
    assert int(str(day["entries"])) > 0


def test_a_day_without_entries_proves_nothing(desk: Onlooker) -> None:
    empty = facts(desk, date(2026, 11, 9))
    assert empty["entries"] == "0"
    assert "whole" not in empty


def test_an_entry_that_was_changed_shows_on_its_day_and_on_no_other(desk: Onlooker) -> None:
    line = see(desk)
    desk.at("2026-11-11T09:00")
    see(desk)
    tampered(desk, f"UPDATE entries SET data = replace(data, 'blocked', 'suspicious') WHERE stream = '{line}'")
    subject = desk.subjects(JOURNAL)["journal"]
    assert subject.facts["whole"] is False
    assert len(subject.evidence) == 1
    assert facts(desk, DAY_AFTER)["whole"] is True


def test_an_entry_that_was_taken_out_breaks_the_link_of_its_day(desk: Onlooker) -> None:
    see(desk)
    see(desk.at("2026-11-11T09:00"))
    tampered(desk, "DELETE FROM entries WHERE seq = (SELECT max(seq) - 1 FROM entries)")
    assert facts(desk, DAY_AFTER)["whole"] is False


def test_an_erasure_leaves_the_day_whole_and_is_counted(desk: Onlooker) -> None:
    line = see(desk)
    erased = desk.at("2026-11-11T09:00")("journal", "erase", line, "--field", "content", "--reason", "本人要求")
    assert erased.status == 0
    assert (facts(desk)["whole"], facts(desk)["erased"]) == (True, "0")
    assert (facts(desk, DAY_AFTER)["whole"], facts(desk, DAY_AFTER)["erased"]) == (True, "1")


def test_a_clock_that_was_put_back_shows(desk: Onlooker) -> None:
    see(desk.at("2026-11-11T12:00"))
    see(desk.at("2026-11-11T11:59"))
    assert facts(desk, DAY_AFTER)["clock_back"] == "1"


def test_what_is_written_down_a_day_late_and_not_a_minute_less_is_late(desk: Onlooker) -> None:
    desk.at("2026-11-11T12:00")
    see(desk, at="2026-11-10T12:00")
    assert facts(desk, DAY_AFTER)["late_24h"] == "0"
    see(desk, at="2026-11-10T11:59")
    assert facts(desk, DAY_AFTER)["late_24h"] == "1"


def test_notices_wait_until_they_were_delivered(desk: Onlooker) -> None:
    in_the_way = desk.place / "outbox" / "notices.jsonl"
    in_the_way.unlink(missing_ok=True)
    in_the_way.mkdir(parents=True)
    see(desk)
    in_the_way.rmdir()
    see(desk.at("2026-11-11T09:00"))  # each command carries out what waits
    waiting = facts(desk)
    assert (int(str(waiting["undelivered"])) > 0, waiting["undelivered_hours"]) == (True, "15.00")
    assert facts(desk, DAY_AFTER)["undelivered"] == "0"


def test_silence_is_unknown_before_the_first_tick_and_counted_after(desk: Onlooker) -> None:
    ticked(desk, "2026-11-11T08:00", "2026-11-11T08:05", "2026-11-11T08:45", "2026-11-11T08:50")
    assert "silent_minutes" not in facts(desk)
    # After 08:50 the clock never ticked again: to the end of the day 15 h 10 min.
    assert facts(desk, DAY_AFTER)["silent_minutes"] == "910"
    ticked(desk, "2026-11-12T07:00")
    assert facts(desk, DAY_AFTER)["silent_minutes"] == "910"
    assert facts(desk, date(2026, 11, 12))["silent_minutes"] == str(17 * 60)


def test_a_backup_counts_from_when_it_was_made(desk: Onlooker) -> None:
    assert "backup_days" not in facts(desk)
    assert desk.at("2026-11-11T12:00")("journal", "backup", by="system").status == 0
    assert "backup_days" not in facts(desk)
    assert facts(desk, DAY_AFTER)["backup_days"] == "0.50"
    assert facts(desk, date(2026, 11, 12))["backup_days"] == "1.50"
