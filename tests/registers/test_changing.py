"""Lines corrected, confirmed, given back and voided: who may, when, and what stays to be seen."""

from __future__ import annotations

import pytest

from tests.registers.terminal import DESK, GUARD, SECURITY_HEAD, Terminal

WRITER, SECOND, THIRD = "miao_qing", "ge_fuling", "ye_xiang"


def spray(desk: Terminal, wind: str = "3", gear: str = "yes") -> list[str]:
    return [
        *("register", "add", "pesticide_use", "--area", "东区", "--target", "蚜虫", "--product", "吡虫啉"),
        *("--registration", "PD1", "--maker", "某厂", "--dose", "1:1000", "--sprayer", WRITER),
        *("--wind", wind, "--notice-at", "2026-11-09T08:00", "--gear", gear),
    ]


def test_a_correction_keeps_what_stood_there_before(desk: Terminal) -> None:
    line = desk.give_pass(owner="王先生")
    document = desk.json("register", "correct", line, "--owner", "王太太", "--reason", "更名")
    assert document["line"]["values"]["owner"] == "王太太"
    assert [entry["values"].get("owner") for entry in document["history"]] == ["王先生", "王太太"]
    assert "车主：王先生 → 王太太；更名" in desk("register", "show", line, lang="zh").out
    assert desk.lines("vehicle_passes", "--where", "owner=王先生") == []
    assert desk.lines("vehicle_passes", "--where", "owner=王太太") == [line]


def test_an_optional_field_is_taken_out_by_an_empty_text(desk: Terminal) -> None:
    line = desk.give_pass(note="双车位")
    after = desk.json("register", "correct", line, "--note", "")["line"]
    assert "note" not in after["values"]
    assert desk("register", "correct", line, "--owner", "").codes == ["EST-450"]


def test_a_correction_is_held_to_the_same_rules_as_a_new_line(desk: Terminal) -> None:
    desk.give_pass("京A12345")
    second = desk.give_pass("京A12346")
    assert desk("register", "correct", second, "--plate", "京A12345").codes == ["EST-954"]
    assert desk("register", "correct", second, "--plate", "京A12346").codes == ["EST-958"]
    assert desk("register", "correct", second, "--valid-until", "soon").codes == ["EST-455"]
    assert desk("register", "correct", second, "--owner", "某人", by=GUARD).codes == ["EST-421"]
    assert desk.json("register", "show", second)["line"]["values"]["plate"] == "京A12346"


def test_a_plate_is_free_again_once_its_line_is_voided(desk: Terminal) -> None:
    line = desk.give_pass("京A12345")
    assert desk("register", "void", line, "--reason", "卖车").status == 0
    assert desk.lines("vehicle_passes") == []
    assert desk.lines("vehicle_passes", "--all") == [line]
    assert desk.give_pass("京A12345") == "PASS-2"
    assert desk("register", "correct", line, "--owner", "某人").codes == ["EST-955"]
    assert desk("register", "void", line, "--reason", "再作废").codes == ["EST-955"]
    assert desk("register", "void", "PASS-2", "--reason", " ").codes == ["EST-475"]


def test_two_others_confirm_never_the_writer_and_nobody_twice(desk: Terminal) -> None:
    line = desk.json(*spray(desk), by=WRITER)["line"]
    assert (line["state"], line["needs"]) == ("unconfirmed", 2)
    assert desk("register", "confirm", line["id"], by=WRITER).codes == ["EST-956"]
    assert desk("register", "confirm", line["id"], by=DESK).codes == ["EST-421"]
    assert desk.json("register", "confirm", line["id"], by=SECOND)["line"]["state"] == "unconfirmed"
    assert desk("register", "confirm", line["id"], by=SECOND).codes == ["EST-956"]
    assert desk.lines("pesticide_use", "--unconfirmed") == [line["id"]]
    assert desk.json("register", "confirm", line["id"], by=THIRD)["line"]["state"] == "valid"
    assert desk("register", "confirm", line["id"], by="tao_yuan").codes == ["EST-955"]
    assert desk.lines("pesticide_use", "--unconfirmed") == []


def test_a_correction_makes_confirmations_void_and_its_maker_a_writer(desk: Terminal) -> None:
    line = desk.json(*spray(desk), by=WRITER)["line"]["id"]
    for who in (SECOND, THIRD):
        assert desk("register", "confirm", line, by=who).status == 0
    after = desk.json("register", "correct", line, "--dose", "1:1500", by=SECOND)["line"]
    assert (after["state"], after["confirmed_by"]) == ("unconfirmed", [])
    assert desk("register", "confirm", line, by=SECOND).codes == ["EST-956"]


@pytest.mark.parametrize(("wind", "gear", "codes"), [("4", "yes", []), ("4.1", "yes", ["EST-426"]), ("5", "no", 2)])
def test_a_demand_that_does_not_hold_refuses_the_line(
    desk: Terminal, wind: str, gear: str, codes: list[str] | int
) -> None:
    answer = desk(*spray(desk, wind, gear), by=WRITER)
    assert answer.codes == (["EST-426"] * codes if isinstance(codes, int) else codes)
    assert answer.status == (0 if codes == [] else 2)


def test_a_key_is_out_until_it_is_back(desk: Terminal) -> None:
    key = desk.add("keys", key="机房", holder="张三", why="检修", due_back="2026-11-09", by=GUARD)
    assert desk.lines("keys", "--out") == [key]
    assert desk.lines("keys", "--overdue") == [key]
    early = desk("register", "return", key, "--at", "2026-11-10T08:00", by=GUARD)
    assert early.codes == ["EST-428"]
    back = desk.json("register", "return", key.lower(), "--state-back", "完好", by=GUARD)["line"]
    assert (back["state"], back["values"]["state_back"]) == ("returned", "完好")
    assert desk.lines("keys", "--out") == desk.lines("keys", "--overdue") == []
    assert desk("register", "return", key, by=GUARD).codes == ["EST-955"]


def test_what_giving_back_asks_is_asked(desk: Terminal) -> None:
    found = desk.add(
        "lost_and_found", what="手机", where="中庭", finder="李女士", place="前台", claim_until="2027-11-10"
    )
    assert desk("register", "return", found).codes == ["EST-450", "EST-450"]
    assert desk("register", "return", found, "--claimant", "王先生", "--proof", "开机密码").status == 0


def test_what_never_goes_out_is_not_given_back(desk: Terminal) -> None:
    line = desk.give_pass()
    assert desk("register", "return", line).codes == ["EST-955"]
    assert desk("register", "confirm", line).codes == ["EST-955"]


def test_a_rebuild_knows_how_every_line_stands(desk: Terminal) -> None:
    key = desk.add("keys", key="机房", holder="张三", why="检修", due_back="2026-11-09", by=GUARD)
    desk("register", "return", key, "--state-back", "完好", by=GUARD)
    voided = desk.give_pass()
    desk("register", "void", voided, "--reason", "卖车", by=SECURITY_HEAD)
    sprayed = desk.json(*spray(desk), by=WRITER)["line"]["id"]
    desk("register", "confirm", sprayed, by=SECOND)
    names = ("keys", "vehicle_passes", "pesticide_use")
    before = [desk.json("register", "list", name, "--all") for name in names]
    assert desk("journal", "rebuild").status == 0
    assert [desk.json("register", "list", name, "--all") for name in names] == before
