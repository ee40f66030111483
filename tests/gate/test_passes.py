"""Passes and who is barred: looked up in the registers before anybody comes in."""

from __future__ import annotations

import pytest

from tests.gate.house import CARD, CHIEF, DESK, OTHER_CARD, Gate

PLATE = "京A12345"
TO = ("--errand", "visit", "--host", "3-1-902")


def with_pass(gate: Gate, until: str = "2026-10-09", plate: str = PLATE, **more: str) -> None:
    fields = {"plate": plate, "kind": "owner", "owner": "王先生", "household": "3-1-902", "valid-until": until, **more}
    words = [word for name, value in fields.items() for word in (f"--{name}", value)]
    assert gate("register", "add", "vehicle_passes", *words, by=DESK).status == 0


def barring(gate: Gate, *what: str, until: str = "2026-12-31") -> None:
    words = ("--why", "偷盗", "--valid-until", until)
    assert gate("register", "add", "barred", *what, *words, by=CHIEF).status == 0


def test_a_car_with_a_valid_pass_is_inside_with_its_plate_alone(gate: Gate) -> None:
    with_pass(gate)
    answer = gate("vehicle", "open", "京a·12345")
    assert answer.status == 0
    assert answer.out.splitlines()[0] == "Vehicle VH-1 · inside"
    assert "valid pass: owner, 3-1-902 (PASS-1)" in answer.out
    assert gate.case("VH-1")["values"]["household"] == "3-1-902"
    assert "leave" not in [clock["clock"] for clock in gate.case("VH-1")["clocks"]]  # residents leave when they like


@pytest.mark.parametrize(
    ("day", "goes"), [("2026-10-09T23:59", True), ("2026-10-10T00:00", False)], ids=["its last minute", "the day after"]
)
def test_a_pass_is_good_to_the_end_of_its_last_day(gate: Gate, day: str, goes: bool) -> None:
    with_pass(gate)
    gate.now = day
    answer = gate("vehicle", "open", PLATE, "--host", "3-1-902")
    assert gate.stage("VH-1") == ("inside" if goes else "waiting")
    assert ("is not valid today" in answer.out) is not goes


def test_a_pass_that_has_not_begun_opens_nothing(gate: Gate) -> None:
    with_pass(gate, "2026-12-31", **{"valid-from": "2026-10-10"})
    assert gate("vehicle", "open", PLATE).codes == ["EST-450"]  # so a host is asked for
    gate.now = "2026-10-10T00:00"
    assert gate("vehicle", "open", PLATE).status == 0


def test_a_void_pass_opens_nothing(gate: Gate) -> None:
    with_pass(gate)
    assert gate("register", "void", "PASS-1", "--reason", "车已卖", by=DESK).status == 0
    assert gate("vehicle", "open", PLATE).codes == ["EST-450"]


def test_a_car_without_a_pass_waits_for_its_host(gate: Gate) -> None:
    assert gate("vehicle", "open", PLATE, "--host", "3-1-902").status == 0
    assert gate("vehicle", "enter", PLATE).codes == ["EST-426"]
    assert gate("vehicle", "enter", PLATE, "--confirmed", "phone").status == 0
    assert gate("vehicle", "leave", "京A-12345").status == 0
    assert gate.stage("VH-1") == "left"


def test_what_is_no_plate_is_refused(gate: Gate) -> None:
    answer = gate("vehicle", "open", "京I12345", "--host", "3-1-902")
    assert (answer.status, answer.codes) == (2, ["EST-449"])


def test_the_same_plate_is_not_inside_twice_whether_as_car_or_as_visitor(gate: Gate) -> None:
    with_pass(gate)
    gate("vehicle", "open", PLATE)
    assert gate("vehicle", "open", PLATE).codes == ["EST-983"]
    visitor = ("visitor", "open", "张三", "--id-card", CARD, "--plate", PLATE, *TO, "--confirmed", "phone")
    assert gate(*visitor).codes == ["EST-983"]
    gate("vehicle", "leave", PLATE)
    assert gate(*visitor).status == 0


def test_a_barred_car_stays_outside_whoever_confirms_and_the_supervisor_hears(gate: Gate) -> None:
    barring(gate, "--what", "vehicle", "--plate", PLATE)
    answer = gate("vehicle", "open", PLATE, "--host", "3-1-902", "--confirmed", "phone", lang="zh")
    assert "【禁入】不得放行：偷盗（BAR-1）" in answer.out
    assert gate.stage("VH-1") == "refused"
    assert gate.told("VH-1") == ["security_supervisor"]


def test_a_pass_does_not_help_who_is_barred(gate: Gate) -> None:
    with_pass(gate)
    barring(gate, "--what", "vehicle", "--plate", PLATE)
    gate("vehicle", "open", PLATE)
    assert gate.stage("VH-1") == "refused"


@pytest.mark.parametrize(
    ("day", "stage"), [("2026-10-09T23:59", "refused"), ("2026-10-10T00:00", "inside")], ids=["last day", "day after"]
)
def test_a_bar_ends_with_its_last_day(gate: Gate, day: str, stage: str) -> None:
    barring(gate, "--what", "person", "--name", "张三", "--id-card", CARD, until="2026-10-09")
    gate.now = day
    gate("visitor", "open", "张三", "--id-card", CARD, *TO, "--confirmed", "phone")
    assert gate.stage("V-1") == stage


def test_a_name_alone_bars_nobody_but_is_said(gate: Gate) -> None:
    barring(gate, "--what", "person", "--name", "张三", "--id-card", CARD)
    answer = gate("visitor", "open", "张三", "--id-card", OTHER_CARD, *TO, "--confirmed", "phone")
    assert gate.stage("V-1") == "inside"
    assert "somebody of this name is barred: check the identity card (BAR-1)" in answer.out


def test_whoever_is_barred_after_being_announced_does_not_come_in(gate: Gate) -> None:
    expected = ("--expected", "2026-10-10", "--confirmed", "app")
    gate("visitor", "open", "张三", "--id-card", CARD, *TO, *expected, by=DESK)
    barring(gate, "--what", "person", "--name", "张三", "--id-card", CARD)
    gate.now = "2026-10-10T10:00"
    answer = gate("visitor", "enter", "张三")
    assert (answer.status, answer.codes) == (2, ["EST-426"])
    assert "barred" in answer.err


def test_the_fire_engine_comes_in_whatever_the_registers_say(gate: Gate) -> None:
    barring(gate, "--what", "vehicle", "--plate", PLATE)
    gate("vehicle", "open", PLATE, "--emergency", "119", "--reason", "3 幢冒烟")
    assert gate.stage("VH-1") == "inside"


@pytest.mark.parametrize(
    "by", [("--pass-no", "vpass-1"), ("--id-card", OTHER_CARD)], ids=["number of the pass", "identity card"]
)
def test_regular_visitors_come_in_by_their_pass(gate: Gate, by: tuple[str, str]) -> None:
    fields = ("--name", "陈姐", "--id-card", OTHER_CARD, "--kind", "保姆", "--household", "5-1-302")
    more = ("--granted-by", "刘女士", "--valid-until", "2026-12-31")
    assert gate("register", "add", "visitor_passes", *fields, *more, by=DESK).status == 0
    answer = gate("visitor", "open", "陈姐", *by)
    assert answer.status == 0
    assert "valid visitor's pass: nanny or carer, 5-1-302 (VPASS-1)" in answer.out
    assert gate.stage("V-1") == "inside"


def test_the_number_of_another_kind_of_pass_opens_nothing(gate: Gate) -> None:
    with_pass(gate)
    assert gate("visitor", "open", "陈姐", "--pass-no", "PASS-1").codes == ["EST-426", "EST-450", "EST-450"]
