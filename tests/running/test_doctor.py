"""The doctor: each check seen to fail under the real condition, and to be content without it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.domain.entries import Draft
from estatectl.domain.running.clock_health import job_check, night_check, tick_check, verify_check
from estatectl.domain.running.estate_health import MEGABYTE, disk_check, outbox_check, zone_check
from estatectl.domain.running.jobs import DAILY, MONTHLY, VERIFY
from estatectl.domain.running.runs import Run
from tests.cli.driving import estatectl
from tests.terminal import Answer, Typing

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=90)


def ran(job: str, at: datetime, status: int = 0, *, tried: datetime | None = None) -> Run:
    return Run(job=job, first=LONG_AGO, last=at, tried=tried or at, status=status)


# --- each check as a function -------------------------------------------------------------------------------------


def test_a_tick_five_minutes_old_is_fine_and_one_second_more_is_bad() -> None:
    for age, state in ((timedelta(minutes=5), "ok"), (timedelta(minutes=5, seconds=1), "bad")):
        assert tick_check(ran("tick", NOW - age), NOW, since=LONG_AGO).state == state


def test_a_tick_that_fails_again_and_again_says_so() -> None:
    seen = tick_check(ran("tick", NOW - timedelta(hours=1), 3, tried=NOW), NOW, since=LONG_AGO)
    assert (seen.state, seen.detail.en) == ("bad", "it fails with exit 3: see log/estatectl.log")


def test_a_clock_that_never_ran_is_noted_on_the_first_day_and_bad_afterwards() -> None:
    for age, state in ((timedelta(hours=30), "note"), (timedelta(hours=31), "bad")):
        assert tick_check(None, NOW, since=NOW - age).state == state
    assert tick_check(None, NOW, since=None).state == "note"


@pytest.mark.parametrize(
    ("now", "last", "state"),
    [
        ("2026-11-10T01:59", "2026-11-08", "ok"),
        ("2026-11-10T02:00", "2026-11-08", "bad"),
        ("2026-11-10T02:00", "2026-11-09", "ok"),
        ("2026-11-10T23:59", "2026-11-09", "ok"),
        ("2026-11-10T23:59", "2026-11-07", "bad"),
    ],
)
def test_a_night_is_due_by_two_in_the_morning(now: str, last: str, state: str) -> None:
    seen = night_check(date.fromisoformat(last), datetime.fromisoformat(now + "+08:00"), since=LONG_AGO)
    assert seen.state == state


def test_missed_nights_are_counted() -> None:
    seen = night_check(date(2026, 11, 5), NOW, since=LONG_AGO)
    assert seen.values == {"date": "2026-11-05", "missed": 4}
    assert night_check(None, NOW, since=LONG_AGO).state == "bad"


def test_a_report_may_be_six_hours_late() -> None:
    for age, state in ((timedelta(hours=30), "ok"), (timedelta(hours=30, seconds=1), "bad")):
        assert job_check(DAILY, ran(DAILY.id, NOW - age), NOW, since=LONG_AGO).state == state
    assert job_check(MONTHLY, ran(MONTHLY.id, NOW - timedelta(days=31)), NOW, since=LONG_AGO).state == "ok"
    assert job_check(MONTHLY, None, NOW, since=NOW - timedelta(days=20)).state == "note"


def test_a_proof_that_failed_is_bad_however_fresh() -> None:
    assert verify_check(VERIFY, ran(VERIFY.id, NOW, 4), NOW, since=LONG_AGO).state == "bad"
    assert verify_check(VERIFY, ran(VERIFY.id, NOW, 0), NOW, since=LONG_AGO).state == "ok"


def test_the_disk_is_noted_below_twice_and_bad_below_the_least() -> None:
    states = [disk_check(free * MEGABYTE, 500 * MEGABYTE).state for free in (1000, 999, 500, 499)]
    assert states == ["ok", "note", "note", "bad"]


def test_a_letter_given_up_and_a_notice_a_day_old_are_bad() -> None:
    assert outbox_check(3, 0, NOW - timedelta(days=1), 0, NOW).state == "ok"
    assert outbox_check(3, 1, NOW, 0, NOW).state == "note"
    assert outbox_check(3, 0, NOW - timedelta(days=1, seconds=1), 0, NOW).state == "bad"
    assert outbox_check(0, 0, None, 1, NOW).state == "bad"


def test_a_machine_in_another_zone_is_noted() -> None:
    here = datetime.fromisoformat("2026-11-10T09:00+08:00")
    assert zone_check(here, here, "Asia/Shanghai").state == "ok"
    assert zone_check(here, NOW, "Asia/Shanghai").state == "note"


# --- the whole of it ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An estate whose clock began to run at nine on the tenth of November."""
    place = tmp_path_factory.mktemp("running") / "e"
    assert estatectl("init", str(place)).status == 0
    assert estatectl("tick", "--cron", "--now", "2026-11-10T09:00", cwd=place).status == 0
    assert estatectl("journal", "backup", "--cron", "--now", "2026-11-10T09:00", cwd=place).status == 0
    return place


@pytest.fixture
def typing(running: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typing:
    place = shutil.copytree(running, tmp_path / "e")
    return Typing(Path(place), capsys, "2026-11-10T09:01", "system")


def states(typing: Typing, *words: str) -> dict[str, str]:
    return {name: check["state"] for name, check in looked(typing, *words).items()}


def looked(typing: Typing, *words: str) -> dict[str, Any]:
    seen = typing("doctor", "--format", "json", *words)
    assert seen.document["worst"] == worst(seen)
    return {check["name"]: check for check in seen.document["checks"]}


def worst(seen: Answer) -> str:
    found = {check["state"] for check in seen.document["checks"]}
    return next(state for state in ("bad", "note", "ok") if state in found)


def test_a_running_estate_has_nothing_bad(typing: Typing) -> None:
    seen = typing("doctor", "--format", "json", "--least-free", "0")
    assert seen.status == 0, seen.out
    found = states(typing, "--least-free", "0")
    assert found.keys() >= {"tick", "night", "backup", "verify", "report_daily", "report_monthly", "outbox", "disk"}
    assert (found["tick"], found["backup"], found["journal"], found["clock"]) == ("ok", "ok", "ok", "ok")
    assert (found["night"], found["holidays"]) == ("note", "note")  # the first day; next year in November


def test_fail_on_note_is_for_strict_monitors(typing: Typing) -> None:
    assert typing("doctor", "--least-free", "0").status == 0
    assert typing("doctor", "--least-free", "0", "--fail-on", "note").status == 1


def test_two_days_later_everything_that_stood_still_is_bad(typing: Typing) -> None:
    typing.now = "2026-11-12T09:01"
    found = looked(typing, "--least-free", "0")
    assert {name for name, check in found.items() if check["state"] == "bad"} >= {
        "tick", "night", "backup", "report_daily",
    }  # fmt: skip
    assert found["tick"]["values"]["last"].startswith("2026-11-10T09:00:00")
    assert typing("doctor", "--least-free", "0").status == 1


def test_a_night_that_was_judged_is_seen(typing: Typing) -> None:
    typing.now = "2026-11-12T09:01"
    journal = SqliteJournal.open(str(typing.place / "journal.sqlite"))
    at = datetime(2026, 11, 11, 16, 20, tzinfo=UTC)
    with journal.unit(now=at, policy="p") as unit:
        unit.append(Draft("nights", "checked", at, "system", {"date": "2026-11-11"}, "nights/2026-11-11"))
    journal.close()
    assert states(typing)["night"] == "ok"
    typing.now = "2026-11-13T09:01"
    assert states(typing)["night"] == "bad"


def test_a_broken_chain_is_found_and_the_other_checks_still_run(typing: Typing) -> None:
    with closing(sqlite3.connect(typing.place / "journal.sqlite")) as database:
        database.execute("DROP TRIGGER entries_are_never_changed")
        database.execute("UPDATE entries SET actor = 'somebody' WHERE seq = 3")
        database.commit()
    found = states(typing)
    assert (found["journal"], found["tick"]) == ("bad", "ok")
    assert states(typing, "--quick")["journal"] == "ok"  # said to be unread


def test_a_clock_that_runs_behind_the_journal_is_found(typing: Typing) -> None:
    typing.now = "2026-11-10T08:54"
    assert states(typing)["clock"] == "bad"
    typing.now = "2026-11-10T08:55"
    assert states(typing)["clock"] == "ok"


def test_a_disk_with_too_little_room_is_found(typing: Typing) -> None:
    free = shutil.disk_usage(typing.place).free // MEGABYTE
    assert states(typing, "--least-free", str(free * 2))["disk"] == "bad"
    assert states(typing, "--least-free", "0")["disk"] == "ok"


def test_secrets_that_others_can_read_are_found(typing: Typing) -> None:
    assert states(typing)["secrets"] == "ok"
    secrets = typing.place / "secrets.yaml"
    secrets.touch(mode=0o640)
    secrets.chmod(0o640)
    assert states(typing)["secrets"] == "bad"
    secrets.chmod(0o600)
    assert states(typing)["secrets"] == "ok"


def test_policies_that_changed_since_are_noted_and_broken_ones_are_bad(typing: Typing) -> None:
    estate = typing.place / "policies" / "estate.yaml"
    whole = estate.read_text(encoding="utf-8")
    estate.write_text(whole.replace('"2026.1"', '"2026.2"'), encoding="utf-8")
    assert states(typing)["adopted"] == "note"
    estate.write_text("kind: estate\n", encoding="utf-8")
    seen = typing("doctor", "--format", "json")
    assert seen.status == 1
    assert "adopted" not in {check["name"] for check in seen.document["checks"]}
    assert {check["name"]: check["state"] for check in seen.document["checks"]}["policies"] == "bad"


@pytest.mark.parametrize(
    ("now", "state"), [("2026-09-30T09:00", "ok"), ("2026-10-01T09:00", "note"), ("2026-12-01T09:00", "bad")]
)
def test_next_years_holidays_are_asked_for_from_october_on(typing: Typing, now: str, state: str) -> None:
    typing.now = now
    assert states(typing)["holidays"] == state


def test_a_year_without_holidays_is_bad_at_once(typing: Typing) -> None:
    typing.now = "2031-03-01T09:00"
    assert states(typing)["holidays"] == "bad"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_people_read_it_in_their_language(typing: Typing, lang: str) -> None:
    told = typing("doctor", "--least-free", "0", lang=lang).out
    assert ("夜间核查" if lang == "zh" else "night check") in told
    assert ("1 分钟前" if lang == "zh" else "1 min ago") in told
