"""Visitors: registered with an identity, let in once the host agrees, seen out again, forgotten by nobody."""

from __future__ import annotations

import pytest

from tests.gate.house import CARD, CHIEF, DESK, OTHER_CARD, Gate

TO = ("--errand", "visit", "--host", "3-1-902")
ZHANG = ("visitor", "open", "张三", "--id-card", CARD, *TO)


def test_one_line_lets_a_confirmed_visitor_in(gate: Gate) -> None:
    answer = gate(*ZHANG, "--confirmed", "电话")
    assert answer.status == 0
    assert answer.out.splitlines()[:2] == ["Visitor V-1 · inside", "张三"]
    assert "leaving by 10-09 21:00" in answer.out


def test_without_the_hosts_word_nobody_comes_in(gate: Gate) -> None:
    assert "waiting for the host" in gate(*ZHANG).out
    refused = gate("visitor", "enter", "V-1", lang="zh")
    assert refused.status == 2
    assert "EST-426 被访人还没有确认；确认后写 --confirmed 电话" in refused.err
    assert gate.stage("V-1") == "waiting"
    assert gate("visitor", "enter", "V-1", "--confirmed", "intercom").status == 0
    assert gate.stage("V-1") == "inside"


def test_confirming_and_coming_in_may_be_two_steps(gate: Gate) -> None:
    gate(*ZHANG)
    assert gate("visitor", "confirm", "张三", "--confirmed", "wechat", "--confirmed-by", "李女士").status == 0
    assert gate("visitor", "enter", "张三").status == 0
    assert gate.stage("V-1") == "inside"


def test_what_the_host_refuses_stays_outside(gate: Gate) -> None:
    gate(*ZHANG)
    refused = gate("visitor", "refuse", "V-1", "--reason", "业主不认识")
    assert "'the host's answer' kept" in refused.out
    assert "'coming'" not in refused.out  # cancelled is not kept
    assert gate.stage("V-1") == "refused"
    again = gate("visitor", "enter", "V-1", "--confirmed", "phone")
    assert (again.status, again.codes) == (2, ["EST-425"])


@pytest.mark.parametrize("missing", [("errand", 4), ("host", 6)], ids=lambda each: str(each[0]))
def test_identity_purpose_and_host_are_asked_for(gate: Gate, missing: tuple[str, int]) -> None:
    name, index = missing
    words = (*ZHANG[: index + 1], *ZHANG[index + 3 :])
    answer = gate(*words)
    assert (answer.status, answer.codes) == (2, ["EST-450"])
    assert f"--{name}" in answer.err


def test_a_visitor_without_any_paper_is_refused(gate: Gate) -> None:
    answer = gate("visitor", "open", "张三", *TO, "--confirmed", "phone")
    assert (answer.status, answer.codes) == (2, ["EST-426"])
    assert gate("visitor", "open", "张三", "--paper", "护照 E12345678", *TO, "--confirmed", "phone").status == 0


def test_a_miscopied_identity_card_is_refused_with_everything_else_that_is_wrong(gate: Gate) -> None:
    answer = gate("visitor", "open", "张三", "--id-card", CARD[:-1] + "1", "--contact", "12", "--errand", "visit")
    assert answer.status == 2
    assert sorted(answer.codes) == ["EST-426", "EST-449", "EST-449", "EST-450"]


def test_the_same_identity_is_not_inside_twice(gate: Gate) -> None:
    gate(*ZHANG, "--confirmed", "phone")
    again = gate("visitor", "open", "张小三", "--id-card", CARD.lower(), *TO, "--confirmed", "phone")
    assert (again.status, again.codes) == (2, ["EST-983"])
    assert "is inside already: V-1" in again.err
    assert gate("visitor", "leave", "V-1").status == 0
    assert gate("visitor", "open", "张三", "--id-card", CARD, *TO, "--confirmed", "phone").status == 0


def test_two_with_one_identity_may_wait_but_only_one_comes_in(gate: Gate) -> None:
    gate(*ZHANG)
    gate(*ZHANG)
    assert gate("visitor", "enter", "V-1", "--confirmed", "phone").status == 0
    second = gate("visitor", "enter", "V-2", "--confirmed", "phone")
    assert (second.status, second.codes) == (2, ["EST-983"])


def test_a_name_that_two_go_by_is_asked_back(gate: Gate) -> None:
    gate(*ZHANG)
    gate("visitor", "open", "张三", "--id-card", OTHER_CARD, *TO)
    answer = gate("visitor", "refuse", "张三", "--reason", "-")
    assert (answer.status, answer.codes) == (2, ["EST-982"])
    assert "V-1, V-2" in answer.err
    gate("visitor", "enter", "V-2", "--confirmed", "phone")
    assert "V-2" in gate("visitor", "leave", "张三").out  # of two open ones the one that is inside


def test_a_name_that_nobody_open_has_is_told(gate: Gate) -> None:
    gate(*ZHANG, "--confirmed", "phone")
    gate("visitor", "leave", "张三")
    answer = gate("visitor", "leave", "张三")
    assert (answer.status, answer.codes) == (2, ["EST-981"])


def test_the_ambulance_goes_straight_in_and_the_supervisor_hears_of_it(gate: Gate) -> None:
    assert gate("visitor", "open", "120急救", "--emergency", "ambulance").codes == ["EST-450"]
    answer = gate("visitor", "open", "120急救", "--emergency", "急救", "--reason", "3-1-902 老人晕倒")
    assert answer.status == 0
    assert gate.stage("V-1") == "inside"
    assert gate.told("V-1") == ["security_supervisor"]


def test_whoever_is_expected_is_confirmed_beforehand_and_not_yet_inside(gate: Gate) -> None:
    told = ("--expected", "2026-10-10", "--confirmed", "app")
    assert gate("visitor", "open", "王芳", *TO, *told, by=DESK).status == 0
    assert gate.stage("V-1") == "announced"
    gate.at("10T18:30")
    paper = gate("visitor", "enter", "王芳")
    assert (paper.status, paper.codes) == (2, ["EST-426"])  # no identity yet
    assert gate("visitor", "enter", "王芳", "--id-card", OTHER_CARD).status == 0
    assert gate.stage("V-1") == "inside"


def test_who_did_not_come_on_the_day_is_closed_at_its_end_and_nobody_is_late(gate: Gate) -> None:
    gate("visitor", "open", "王芳", *TO, "--expected", "2026-10-10", "--confirmed", "app", by=DESK)
    gate.at("11T00:00")
    assert gate.stage("V-1") == "announced"  # on the dot the day is not over yet
    gate.at("11T06:00")  # cron was down all night
    case = gate.case("V-1")
    assert case["stage"] == "absent"
    [made] = [entry for entry in case["entries"] if entry["kind"] == "moved"]
    assert made["at"].startswith(("2026-10-11T00:00:00", "2026-10-10T16:00:00"))
    assert not [entry for entry in case["entries"] if entry["kind"] == "breached"]
    assert gate.told("V-1") == []


def test_a_late_tick_lets_nobody_in_who_is_no_longer_expected(gate: Gate) -> None:
    gate("visitor", "open", "王芳", *TO, "--expected", "2026-10-10", "--confirmed", "app", by=DESK)
    gate.now = "2026-10-11T08:00"  # no tick since
    answer = gate("visitor", "enter", "V-1", "--id-card", CARD)
    assert (answer.status, answer.codes) == (2, ["EST-425"])


def test_staying_too_long_is_told_to_the_guards_then_to_their_supervisor(gate: Gate) -> None:
    gate(*ZHANG, "--confirmed", "phone", "--leave-by", "2026-10-09T11:00")
    gate.at("09T11:00")
    assert "security_supervisor" not in gate.told("V-1")
    gate.at("09T11:01")
    assert set(gate.told("V-1")) == {"security_guard"}
    gate.at("09T11:31")
    assert "security_supervisor" in gate.told("V-1")
    assert "'leaving' was late" in gate("visitor", "leave", "V-1").out


def test_a_longer_stay_moves_the_limit(gate: Gate) -> None:
    gate(*ZHANG, "--confirmed", "phone", "--leave-by", "2026-10-09T11:00")
    assert gate("visitor", "extend", "V-1", "--leave-by", "2026-10-09T13:00", "--reason", "用餐").status == 0
    gate.at("09T12:59")
    assert "'leaving' kept" in gate("visitor", "leave", "V-1").out


def test_a_delivery_leaves_within_the_hour(gate: Gate) -> None:
    gate(
        "visitor",
        "open",
        "外卖小哥",
        "--paper",
        "工牌 88",
        "--errand",
        "外卖",
        "--host",
        "3-1-902",
        "--confirmed",
        "phone",
    )
    gate.at("09T10:00")
    assert gate("visitor", "list", "--late", "--format", "json").document["total"] == 0
    gate.at("09T10:01")
    assert gate("visitor", "list", "--late", "--format", "json").document["total"] == 1


def test_a_cleaner_registers_nobody(gate: Gate) -> None:
    answer = gate(*ZHANG, by="lu_xiuying")
    assert (answer.status, answer.codes) == (2, ["EST-421"])


def test_an_unknown_address_is_said_while_the_visitor_stands_there(gate: Gate) -> None:
    answer = gate("visitor", "open", "张三", "--id-card", CARD, "--errand", "visit", "--host", "99-9-9", lang="zh")
    assert "没有认出“99-9-9”" in answer.out


def test_erasing_a_visitor_takes_the_name_off_boards_and_searches(gate: Gate) -> None:
    gate(*ZHANG, "--confirmed", "phone")
    fields = ("--field", "name", "--field", "id_card")
    assert gate("journal", "erase", "V-1", *fields, "--reason", "本人要求", by=CHIEF).status == 0
    assert "张三" not in gate("visitor", "list").out
    assert gate("visitor", "leave", "张三").codes == ["EST-981"]
    assert gate("journal", "verify").status == 0


def test_a_rebuild_knows_who_is_inside(gate: Gate) -> None:
    gate(*ZHANG, "--confirmed", "phone")
    assert gate("journal", "rebuild", by="system").status == 0
    assert gate(*ZHANG, "--confirmed", "phone").codes == ["EST-983"]
    assert gate("visitor", "leave", "张三").status == 0
