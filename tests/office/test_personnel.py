"""From a vacancy to a newcomer, a confirmed one, one who leaves: nothing is left out, nobody decides on themselves."""

from __future__ import annotations

import pytest

from tests.office.house import (
    ADMIN,
    ADMIN_HEAD,
    DEPUTY,
    MAINTENANCE_HEAD,
    OTHER_TECHNICIAN,
    PAPER,
    TECHNICIAN,
    Office,
)

VACANCY = {
    "content": "水电工，持证",
    "department": "maintenance",
    "number": "1",
    "needed_by": "2026-12-01",
    "reason": "离职补缺",
}
OFFER = {"candidate": "周正", "phone": "13800138000", "pay": "6500", "starts": "2026-11-20"}
ARRIVED = {"id_card": "11010519491231002X", "phone": "13800138000"}
CONTRACT = {"contract": PAPER, "contract_until": "2029-11-19", "probation": "yes", "probation_until": "2027-01-19"}


def recruited(office: Office) -> None:
    office.done("recruiting open", by=MAINTENANCE_HEAD, **VACANCY)
    office.done("recruiting approve RC-1", by=ADMIN_HEAD)
    office.done("recruiting interview RC-1", by=ADMIN, candidate="周正", suitable="yes", opinion="稳当")
    office.done("recruiting offer RC-1", by=ADMIN_HEAD, **OFFER)


@pytest.fixture
def arrived(office: Office) -> Office:
    recruited(office)
    assert office.done("recruiting sign RC-1", by=DEPUTY) == "filled"
    assert office.case("J-1").text("name") == "周正"
    assert office.done("joining arrive J-1 *", by=ADMIN, **ARRIVED) == "arrived"
    return office


def test_a_vacancy_becomes_a_newcomer(arrived: Office) -> None:
    values = arrived.case("J-1").values
    assert (values["department"], values["starts"]) == ("maintenance", "2026-11-20")
    assert arrived.case("J-1").parent is None  # it stands by itself
    assert arrived.clock("J-1", "contract")["due"] == "12-10 09:00"


def test_nobody_approves_their_own_vacancy_nor_signs_their_own_offer(office: Office) -> None:
    office.done("recruiting open", by=ADMIN_HEAD, **VACANCY)
    assert office.refused("recruiting approve RC-1", by=ADMIN_HEAD) == ["EST-422"]
    office.done("recruiting approve RC-1", by=DEPUTY)
    assert office.refused("recruiting offer RC-1", by=ADMIN_HEAD, **OFFER) == ["EST-426"]  # nobody was interviewed
    office.done("recruiting interview RC-1", by=ADMIN, candidate="周正", suitable="no", opinion="不持证")
    assert office.refused("recruiting offer RC-1", by=ADMIN_HEAD, **OFFER) == ["EST-426"]
    office.done("recruiting interview RC-1", by=ADMIN, candidate="周正", suitable="yes", opinion="持证")
    office.done("recruiting offer RC-1", by=DEPUTY, **OFFER)
    assert office.refused("recruiting sign RC-1", by=DEPUTY) == ["EST-422"]


def test_an_offer_turned_down_needs_another_interview(office: Office) -> None:
    recruited(office)
    assert office.done("recruiting turn_down RC-1", by=DEPUTY, reason="薪资过高") == "searching"
    assert office.refused("recruiting offer RC-1", by=ADMIN_HEAD, **OFFER) == ["EST-426"]


def test_a_newcomer_is_complete_with_contract_register_and_induction(arrived: Office) -> None:
    assert arrived.refused("joining complete J-1", by=ADMIN_HEAD) == ["EST-426"] * 3
    undated = {name: text for name, text in CONTRACT.items() if name != "probation_until"}
    assert arrived.refused("joining sign_contract J-1", by=ADMIN, **undated) == ["EST-450"]
    arrived.done("joining sign_contract J-1", by=ADMIN, **CONTRACT)
    assert arrived.clock("J-1", "contract")["verdict"] == "kept"
    assert arrived.refused("joining enrol J-1", by=ADMIN, employee="周正", file_number="P-66") == ["EST-464"]
    arrived.done("joining enrol J-1", by=ADMIN, employee=TECHNICIAN, file_number="P-66")
    assert arrived.refused("joining complete J-1", by=ADMIN_HEAD) == ["EST-426"]
    arrived.done("joining induct J-1 * mentor=赵强", by=MAINTENANCE_HEAD)
    assert arrived.done("joining complete J-1", by=ADMIN_HEAD) == "joined"
    assert arrived.case("PB-1").text("handler") == TECHNICIAN
    assert arrived.clock("PB-1", "decide")["due"] == "01-20 00:00"


def test_without_a_probation_no_confirmation_follows(arrived: Office) -> None:
    contract = {**CONTRACT, "probation": "no"}
    del contract["probation_until"]
    arrived.done("joining sign_contract J-1", by=ADMIN, **contract)
    arrived.done("joining enrol J-1", by=ADMIN, employee=TECHNICIAN, file_number="P-66")
    arrived.done("joining induct J-1 * mentor=赵强", by=MAINTENANCE_HEAD)
    arrived.done("joining complete J-1", by=ADMIN_HEAD)
    assert arrived.estate.cases(workflow="confirmation") == ()


def test_papers_that_are_not_there_keep_a_newcomer_out(office: Office) -> None:
    office.done("joining open", by=ADMIN, name="周正", department="maintenance", starts="2026-11-20")
    without = "joining arrive J-1 * identity=no"
    assert office.refused(without, by=ADMIN, **ARRIVED) == ["EST-374", "EST-458"]
    wrong = {**ARRIVED, "id_card": "110105194912310021"}  # its check digit is X
    assert office.refused("joining arrive J-1 *", by=ADMIN, **wrong) == ["EST-449"]
    assert office.done("joining no_show J-1", by=ADMIN, reason="另有工作") == "absent"


# The probation.

PROBATION = {"handler": TECHNICIAN, "department": "maintenance", "probation_until": "2027-01-19"}


def assessed(office: Office, score: str) -> None:
    office.done("confirmation open", by=ADMIN, **PROBATION)
    office.done("confirmation report PB-1", by=TECHNICIAN, report="三个月总结")
    office.done("confirmation assess PB-1", by=MAINTENANCE_HEAD, score=score, opinion="见考核表")


def test_a_probation_is_passed_on_a_report_and_a_score(office: Office) -> None:
    office.done("confirmation open", by=ADMIN, **PROBATION)
    score = {"score": "80", "opinion": "好"}
    assert office.refused("confirmation assess PB-1", by=MAINTENANCE_HEAD, **score) == ["EST-426"]
    office.done("confirmation report PB-1", by=TECHNICIAN, report="三个月总结")
    assert office.refused("confirmation assess PB-1", by=TECHNICIAN, **score) == ["EST-421", "EST-422"]
    office.done("confirmation assess PB-1", by=MAINTENANCE_HEAD, **score)
    assert office.done("confirmation decide PB-1", by=ADMIN_HEAD, result="passed") == "confirmed"


@pytest.mark.parametrize(("score", "codes"), [("60", []), ("59.9", ["EST-426"])])
def test_sixty_is_the_least_to_be_confirmed(office: Office, score: str, codes: list[str]) -> None:
    assessed(office, score)
    if codes:
        assert office.refused("confirmation decide PB-1", by=ADMIN_HEAD, result="passed") == codes
    else:
        assert office.done("confirmation decide PB-1", by=ADMIN_HEAD, result="passed") == "confirmed"


def test_a_probation_ends_only_with_reason_and_evidence(office: Office) -> None:
    assessed(office, "40")
    assert office.refused("confirmation decide PB-1", by=ADMIN_HEAD, result="ended") == ["EST-450"] * 2
    ended = {"result": "ended", "reason": "两次考核不合格", "evidence": PAPER}
    assert office.done("confirmation decide PB-1", by=ADMIN_HEAD, **ended) == "ended"


def test_a_probation_that_runs_out_undecided_is_told_of(office: Office) -> None:
    office.done("confirmation open", by=ADMIN, **PROBATION)
    office.at("2027-01-13 00:00")
    assert ADMIN in office.told("PB-1")
    office.at("2027-01-20 00:00:01")
    assert office.clock("PB-1", "decide")["verdict"] == "breached"
    assert office.told("PB-1")[-1] == ADMIN_HEAD


# Leaving.

LEAVING = {
    "handler": TECHNICIAN,
    "department": "maintenance",
    "kind": "辞职",
    "last_day": "2026-12-10",
    "content": "回老家",
    "letter": PAPER,
}
SETTLED = {"settlement": PAPER, "certificate": PAPER}


def test_whoever_leaves_is_settled_with_after_handing_over(office: Office) -> None:
    assert office.done("leaving open", by=ADMIN, **LEAVING) == "announced"
    assert office.done("leaving approve L-1", by=ADMIN_HEAD) == "handing_over"
    assert office.refused("leaving settle L-1", by=ADMIN, **SETTLED) == ["EST-426"] * 2
    keys = "leaving hand_over L-1 * keys=no"
    taken_over = {"successor": OTHER_TECHNICIAN}
    assert office.refused(keys, by=MAINTENANCE_HEAD, **taken_over) == ["EST-374", "EST-458"]
    assert office.refused("leaving hand_over L-1 *", by=TECHNICIAN, **taken_over) == ["EST-421", "EST-422"]
    office.done("leaving hand_over L-1 *", by=MAINTENANCE_HEAD, **taken_over)
    assert office.refused("leaving settle L-1", by=ADMIN, **SETTLED) == ["EST-426"]
    office.done("leaving close_accounts L-1 *", by=ADMIN)
    assert office.refused("leaving settle L-1", by=ADMIN, settlement=PAPER) == ["EST-450"]  # no certificate
    assert office.done("leaving settle L-1", by=ADMIN, **SETTLED) == "left"
    last = office.estate.entries("L-1", "notified")[-1]
    assert "staff leave" in str(last.data["text_en"])
    assert office.clock("L-1", "last_day")["verdict"] == "kept"


def test_a_head_who_leaves_is_handed_over_by_the_deputy(office: Office) -> None:
    office.done("leaving open", by=ADMIN, **{**LEAVING, "handler": MAINTENANCE_HEAD})
    office.done("leaving approve L-1", by=ADMIN_HEAD)
    assert office.refused("leaving hand_over L-1 *", by=MAINTENANCE_HEAD, successor=TECHNICIAN) == ["EST-422"]
    assert office.done("leaving hand_over L-1 *", by=DEPUTY, successor=TECHNICIAN) == "handing_over"
