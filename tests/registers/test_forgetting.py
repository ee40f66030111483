"""Personal data forgotten: past its time, and at a person's request; the journal holds, nothing shows it."""

from __future__ import annotations

import sqlite3

import pytest

from tests.registers.terminal import ADMIN_HEAD, CCTV, DESK, GENERAL, OFFICER, Terminal

OWNER, PHONE = "欧阳独一", "13912345678"


def everything(desk: Terminal) -> str:
    """All that the journal file and the outbox hold, in whatever table."""
    with sqlite3.connect(desk.place / "journal.sqlite") as journal:
        return "\n".join(journal.iterdump()) + desk.outbox()


@pytest.mark.parametrize(
    ("today", "erased"),
    [("2027-03-31", 0), ("2027-04-01", 3)],
    ids=["on the 90th day after it ended", "the day after"],
)
def test_a_line_is_forgotten_once_its_time_is_over(desk: Terminal, today: str, erased: int) -> None:
    line = desk.give_pass(owner=OWNER, phone=PHONE, valid_until="2026-12-31")
    desk.at(f"{today}T02:00")
    dry = desk.json("register", "expire", "--dry-run", by="system")
    assert (dry["erased"], len(dry["places"])) == (0, 1 if erased else 0)
    assert desk.json("register", "expire", by="system")["erased"] == erased
    shown = desk.json("register", "show", line, by=DESK)["line"]["values"]
    assert shown["owner"] == (None if erased else OWNER)
    assert shown["household"] == "3栋2单元1201"
    assert (OWNER in everything(desk)) is (not erased)
    assert desk("journal", "verify").status == 0
    assert desk.json("register", "expire", by="system")["erased"] == 0


def test_values_of_before_a_correction_are_forgotten_too(desk: Terminal) -> None:
    line = desk.give_pass(owner=OWNER)
    desk("register", "correct", line, "--owner", "别人")
    desk.at("2030-01-01T02:00")
    assert desk.json("register", "expire", by="system")["erased"] == 3  # two owners and the plate
    assert OWNER not in everything(desk)
    assert "（已清除）" in desk("register", "show", line, lang="zh").out


def test_a_plate_that_was_forgotten_is_free_again(desk: Terminal) -> None:
    desk.give_pass("京A12345", valid_until="2026-12-31")
    desk.at("2027-06-01T02:00")
    desk.json("register", "expire", by="system")
    assert desk.lines("vehicle_passes", "--where", "plate=京A12345") == []
    assert desk.give_pass("京A12345", valid_until="2028-01-01") == "PASS-2"


def test_visitors_are_forgotten_90_days_after_they_left_and_not_before_they_leave(desk: Terminal) -> None:
    guard = "wang_zhipeng"
    opened = desk(
        *("visitor", "open", OWNER, "--contact", PHONE, "--paper", "护照 E123", "--errand", "visit"),
        *("--host", "3栋2单元1201", "--confirmed", "phone"),
        by=guard,
    )
    assert opened.status == 0, opened.out + opened.err
    desk.at("2027-12-01T02:00")
    assert desk.json("register", "expire", "--dry-run", by="system")["places"] == []
    desk.at("2026-11-10T12:00")
    assert desk("visitor", "leave", "V-1", by=guard).status == 0
    desk.at("2027-02-08T23:00")
    assert desk.json("register", "expire", by="system")["places"] == []
    desk.at("2027-02-09T00:01")
    assert [each["stream"] for each in desk.json("register", "expire", by="system")["places"]] == ["V-1"]
    assert OWNER not in everything(desk)
    assert PHONE not in everything(desk)


def test_a_person_is_found_and_erased_everywhere(desk: Terminal) -> None:
    desk.give_pass(owner=OWNER, phone=PHONE)
    desk(
        "register", "add", "cctv_log", "--kind", "theft", "--location", "北门", "--content", f"{OWNER}的车被划", by=CCTV
    )
    found = desk.json("person", "find", OWNER, by=ADMIN_HEAD)["found"]
    assert [each["stream"] for each in found] == ["PASS-1", "CCTV-1", "I-1"]
    assert OWNER in desk.outbox()
    answer = desk("person", "erase", OWNER, "--reason", "本人要求", by=ADMIN_HEAD)
    assert answer.status == 0
    assert OWNER not in everything(desk)
    assert PHONE not in everything(desk)  # it stood beside the name
    assert desk("journal", "verify").status == 0
    before = [desk.json("register", "list", name) for name in ("vehicle_passes", "cctv_log")]
    assert desk("journal", "rebuild").status == 0
    assert [desk.json("register", "list", name) for name in ("vehicle_passes", "cctv_log")] == before
    assert desk("person", "erase", OWNER, "--reason", "本人要求", by=ADMIN_HEAD).status == 5


def test_a_mention_takes_its_own_value_and_nothing_beside_it(desk: Terminal) -> None:
    line = desk.add("recordings_viewed", viewer="民警甲", unit="派出所", why="案件", cameras="C1", by=CCTV,
                    from_at="2026-11-09T08:00", to_at="2026-11-09T09:00", copied="no", approved_by="lei_zhengang",
                    paper=f"协查函，涉及{OWNER}")  # fmt: skip
    assert desk.json("person", "erase", OWNER, "--reason", "本人要求", by=GENERAL)["erased"] == 1
    values = desk.json("register", "show", line)["line"]["values"]
    assert (values["viewer"], values["paper"]) == ("民警甲", None)


def test_only_those_who_answer_for_personal_data_search_it(desk: Terminal) -> None:
    desk.give_pass(owner=OWNER)
    for who in (DESK, OFFICER, CCTV):
        assert desk("person", "find", OWNER, by=who).codes == ["EST-421"]
        assert desk("person", "erase", OWNER, "--reason", "x", by=who).codes == ["EST-421"]
        assert desk("register", "expire", by=who).codes == ["EST-421"]
    for who in (ADMIN_HEAD, "gu_wenxi", GENERAL):
        assert desk("person", "find", OWNER, by=who).status == 0


def test_who_still_works_here_is_not_erased(desk: Terminal) -> None:
    assert desk("person", "erase", "苏小满", "--reason", "试试", by=ADMIN_HEAD).codes == ["EST-964"]
    assert desk("staff", "leave", DESK, by=ADMIN_HEAD).status == 0
    assert desk("person", "erase", "苏小满", "--reason", "离职", by=ADMIN_HEAD).status == 0
    assert "苏小满" not in everything(desk)


def test_too_little_is_no_search(desk: Terminal) -> None:
    assert desk("person", "find", "王", by=ADMIN_HEAD).codes == ["EST-962"]
    assert desk("person", "erase", OWNER, "--reason", " ", by=ADMIN_HEAD).codes == ["EST-475"]
    assert desk.json("person", "find", OWNER, by=ADMIN_HEAD)["found"] == []


def test_a_dry_run_writes_nothing(desk: Terminal) -> None:
    desk.give_pass(owner=OWNER)
    before = everything(desk)
    dry = desk.json("person", "erase", OWNER, "--reason", "本人要求", "--dry-run", by=ADMIN_HEAD)
    assert (dry["erased"], len(dry["places"])) == (0, 1)
    assert everything(desk) == before


def test_a_shorter_time_holds_for_what_was_written_before_it(desk: Terminal) -> None:
    desk.give_pass(owner=OWNER, valid_until="2026-12-31")
    desk.at("2027-01-02T02:00")
    assert desk.json("register", "expire", "--dry-run", by="system")["places"] == []
    policy = desk.place / "policies" / "registers" / "vehicle_passes.yaml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("personal: 90d", "personal: 1d"), encoding="utf-8")
    [place] = desk.json("register", "expire", "--dry-run", by="system")["places"]
    assert (place["stream"], place["until"]) == ("PASS-1", "2027-01-01")
