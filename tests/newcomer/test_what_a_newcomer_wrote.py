"""A register and a workflow written from the documentation alone work from the first booking to the first breach."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from tests.cli.driving import Outcome
from tests.newcomer.estate import LATE, OFFICER, SUPERVISOR, TECHNICIAN, Estate, with_the_newcomers_files

pytestmark = pytest.mark.slow
Played = Mapping[str, Outcome]


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    return with_the_newcomers_files(tmp_path_factory.mktemp("newcomer") / "estate")


@pytest.fixture(scope="module")
def pets(estate: Estate) -> Played:
    """The register: written, refused, corrected, looked at, carried out and in."""
    moved, book = (
        ("登记簿", "更正", "PET-1", "--household", "3-2-1202", "--reason", "搬家"),
        str(estate.place / "p.xlsx"),
    )
    return {
        "check": estate("policy", "check"),
        "dog": estate.keep_pet("狗", "豆豆", "DOG-0001", vaccinated_until="2026-11-09"),
        "cat": estate.keep_pet("猫", "咪咪", "CAT-0001"),
        "same certificate": estate.keep_pet("其他", "飞飞", "cat-0001"),
        "corrected by the officer": estate(*moved),
        "corrected by the supervisor": estate(*moved, by=SUPERVISOR),
        "shown": estate("登记簿", "查看", "PET-1"),
        "overdue": estate("register", "list", "宠物", "--overdue", "--format", "json"),
        "exported": estate("register", "export", "pets", "-o", book),
        "imported": estate("register", "import", "pets", book, "--format", "json"),
    }


@pytest.fixture(scope="module")
def shuttle(estate: Estate, pets: Played) -> Played:
    """The workflow: a ride that was taken, one called off, and one that nobody confirmed in time."""
    assert pets["check"].status == 0
    confirm = ("班车", "确认用车", "SB-2")
    return {
        "booked": estate.book(destination="机场", seats=2),
        "confirmed": estate("班车", "排车", "SB-1"),
        "done": estate("班车", "完成", "SB-1"),
        "nine seats": estate.book(destination="机场", seats=9),
        "six seats": estate.book(destination="火车站", seats=6),
        "six confirmed without a note": estate(*confirm),
        "confirmed by a technician": estate(*confirm, "--note", "司机已知", by=TECHNICIAN),
        "cancelled": estate("班车", "取消", "SB-2", "--reason", "不去了"),
        "left late": estate.book(destination="医院", seats=1),
        "tick": estate("tick", by="system", now=LATE),
        "late": estate("shuttle", "show", "SB-3", "--format", "json", now=LATE),
        "verified": estate("journal", "verify", now=LATE),
    }


def did(outcome: Outcome) -> str:
    assert outcome.status == 0, outcome.out + outcome.err
    return outcome.out


def refused(outcome: Outcome, code: str) -> None:
    assert (outcome.status, outcome.err.split()[0]) == (2, code), outcome.out + outcome.err


def told(estate: Estate, number: str) -> list[tuple[str, str]]:
    return [(notice["to_post"], notice["to_person"]) for notice in estate.notices(number)]


def test_the_policies_are_sound(pets: Played) -> None:
    assert did(pets["check"]).startswith("细则有效")


def test_choices_are_taken_by_alias_and_title_and_only_the_dog_is_told_of(estate: Estate, pets: Played) -> None:
    assert "PET-1" in did(pets["dog"])
    assert "PET-2" in did(pets["cat"])
    assert told(estate, "PET-1") == [("cs_supervisor", SUPERVISOR)]
    assert told(estate, "PET-2") == []


def test_a_certificate_stands_once_however_it_is_spelt(pets: Played) -> None:
    refused(pets["same certificate"], "EST-954")
    assert "PET-2" in pets["same certificate"].err


def test_the_supervisor_corrects_and_the_officer_does_not(pets: Played) -> None:
    refused(pets["corrected by the officer"], "EST-421")
    did(pets["corrected by the supervisor"])


def test_what_stood_before_the_correction_stays_to_be_seen(pets: Played) -> None:
    assert "3-2-1201 → 3-2-1202" in did(pets["shown"])


def test_the_vaccination_that_ran_out_is_overdue(pets: Played) -> None:
    assert [line["id"] for line in json.loads(did(pets["overdue"]))["lines"]] == ["PET-1"]


def test_what_was_exported_is_known_when_it_is_imported(pets: Played) -> None:
    did(pets["exported"])
    counted = json.loads(did(pets["imported"]))
    assert (counted["added"], counted["known"], counted["refused"]) == (0, 2, [])


def test_a_ride_is_booked_confirmed_and_done(estate: Estate, shuttle: Played) -> None:
    assert "SB-1" in did(shuttle["booked"])
    assert "按时完成" in did(shuttle["confirmed"])
    assert "已办结" in did(shuttle["done"])
    assert {post for post, _ in told(estate, "SB-1")} == {"cs_officer"}
    assert ("cs_officer", OFFICER) in told(estate, "SB-1")


@pytest.mark.parametrize(
    ("tried", "code"),
    [("nine seats", "EST-448"), ("six confirmed without a note", "EST-426"), ("confirmed by a technician", "EST-421")],
)
def test_what_the_workflow_does_not_allow_is_refused(shuttle: Played, tried: str, code: str) -> None:
    refused(shuttle[tried], code)


def test_a_booking_is_called_off_with_a_reason(shuttle: Played) -> None:
    assert "SB-2" in did(shuttle["six seats"])
    assert "不去了" in did(shuttle["cancelled"])


def test_a_booking_that_nobody_confirms_is_a_breach_and_reaches_the_supervisor(estate: Estate, shuttle: Played) -> None:
    did(shuttle["left late"])
    did(shuttle["tick"])
    shown = json.loads(did(shuttle["late"]))
    assert [entry["data"]["clock"] for entry in shown["entries"] if entry["kind"] == "breached"] == ["confirm_seats"]
    assert ("cs_supervisor", SUPERVISOR) in told(estate, "SB-3")


def test_the_journal_holds(shuttle: Played) -> None:
    did(shuttle["verified"])
