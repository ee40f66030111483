"""Move-in, renovation, move-out: papers complete, plans reviewed, works watched, deposits back, nothing owed."""

from __future__ import annotations

import pytest

from estatectl.domain.cases.case import Case
from tests.office.house import CS_HEAD, DEPUTY, DESK, GUARD, MAINTENANCE_HEAD, PAPER, TECHNICIAN, Office

HOME = {"address": "3栋2单元1201", "owner": "王先生", "contact": "13800001111"}
METERS = {"water": "12", "power": "340", "signature": PAPER}


def test_an_owner_moves_in(office: Office) -> None:
    assert office.done("move_in open", by=DESK, **HOME, kind="业主") == "papers"
    assert office.case("MI-1").text("household") == "3-2-1201"
    without = "move_in check_papers MI-1 * title=no"
    assert office.refused(without, by=DESK) == ["EST-374", "EST-458"]
    assert office.done("move_in check_papers MI-1 *", by=DESK) == "inspection"
    assert office.refused("move_in hand_keys MI-1", by=DESK, keys="3", **METERS) == ["EST-425"]  # not seen yet
    seen = "move_in inspect MI-1 * doors=no"
    assert office.done(seen, by=TECHNICIAN, signature=PAPER, defects="卧室门关不严") == "handover"
    assert office.told("MI-1") == [MAINTENANCE_HEAD]
    assert office.refused("move_in hand_keys MI-1", by=DESK, keys="0", **METERS) == ["EST-448"]
    assert office.done("move_in hand_keys MI-1", by=DESK, keys="3", **METERS) == "moved_in"
    assert office.clock("MI-1", "call")["due"] == "11-17 09:00"
    assert office.refused("move_in visit MI-1", by=DESK, satisfaction="不满意") == ["EST-450"]  # why?
    assert office.done("move_in visit MI-1", by=DESK, satisfaction="不满意", note="门还没修") == "closed"
    assert office.told("MI-1")[-1] == CS_HEAD


def test_a_tenant_takes_no_home_over_from_us(office: Office) -> None:
    office.done("move_in open", by=DESK, **HOME, kind="租户")
    assert office.done("move_in check_papers MI-1 *", by=DESK) == "handover"


# Renovation.

WORKS = {
    **HOME,
    "content": "厨卫翻新",
    "contractor": "好家装饰",
    "contractor_phone": "13800002222",
    "starts": "2026-11-16",
    "ends": "2027-01-15",
    "plan": PAPER,
}


@pytest.fixture
def permitted(office: Office) -> Office:
    assert office.done("renovation open", by=DESK, **WORKS, structural="no", gas_moved="no") == "applied"
    assert office.done("renovation review RN-1 *", by=MAINTENANCE_HEAD) == "to_deposit"
    assert office.done("renovation deposit RN-1", by=DESK, deposit="3000", receipt=PAPER) == "to_permit"
    permit = {"permit_number": "ZX-2026-11", "workers": "4", "agreement": PAPER}
    assert office.done("renovation permit RN-1 *", by=DESK, **permit) == "works"
    return office


def test_a_renovation_to_its_deposit(permitted: Office) -> None:
    assert permitted.clock("RN-1", "review_plan")["verdict"] == "kept"
    assert permitted.refused("renovation finish RN-1", by=DESK) == ["EST-426"]  # nobody has been there
    permitted.done("renovation visit RN-1 *", by=GUARD)
    assert permitted.done("renovation finish RN-1", by=DESK) == "to_accept"
    leaks = "renovation accept RN-1 * leak_test=no"
    assert permitted.refused(leaks, by=TECHNICIAN, evidence=PAPER) == ["EST-374", "EST-458"]
    assert permitted.done("renovation fail RN-1", by=TECHNICIAN, reason="卫生间渗水") == "works"
    permitted.done("renovation finish RN-1", by=DESK)
    assert permitted.done("renovation accept RN-1 *", by=TECHNICIAN, evidence=PAPER) == "to_refund"
    back = {"refunded": "2800", "deducted": "200", "receipt": PAPER}
    assert permitted.refused("renovation refund RN-1", by=DESK, **back) == ["EST-450"]  # what for?
    assert permitted.done("renovation refund RN-1", by=DESK, **back, reason="电梯护板损坏") == "closed"


@pytest.mark.parametrize(
    ("structural", "gas_moved", "approved", "codes"),
    [
        pytest.param("no", "no", None, [], id="neither walls nor gas"),
        pytest.param("yes", "no", None, ["EST-426"], id="a load-bearing wall, approved by nobody"),
        pytest.param("no", "yes", None, ["EST-426"], id="gas, approved by nobody"),
        pytest.param("yes", "yes", "yes", [], id="both, approved by those whose matter it is"),
    ],
)
def test_load_bearing_parts_and_gas_need_somebody_else_s_approval(
    office: Office, structural: str, gas_moved: str, approved: str | None, codes: list[str]
) -> None:
    more = {"approved_outside": approved} if approved else {}
    office.done("renovation open", by=DESK, **WORKS, structural=structural, gas_moved=gas_moved, **more)
    if codes:
        assert office.refused("renovation review RN-1 *", by=MAINTENANCE_HEAD) == codes
    else:
        assert office.done("renovation review RN-1 *", by=MAINTENANCE_HEAD) == "to_deposit"


def test_a_plan_is_reviewed_within_a_day(office: Office) -> None:
    office.done("renovation open", by=DESK, **WORKS, structural="no", gas_moved="no")
    office.at("11-11 09:00")
    assert office.clock("RN-1", "review_plan")["verdict"] == "running"
    office.at("11-11 09:00:01")
    assert office.clock("RN-1", "review_plan")["verdict"] == "breached"
    assert CS_HEAD in office.told("RN-1")


def test_works_are_visited_every_day_until_they_are_finished(permitted: Office) -> None:
    assert permitted.clock("RN-1", "visit") == {"run": 1, "due": "11-11 09:00", "verdict": "running"}
    permitted.at("11-11 08:00").done("renovation visit RN-1 *", by=GUARD)
    assert permitted.clock("RN-1", "visit") == {"run": 2, "due": "11-12 08:00", "verdict": "running"}
    permitted.at("11-12 08:00:01")
    assert permitted.clock("RN-1", "visit")["verdict"] == "breached"
    permitted.done("renovation visit RN-1 * fire=no", by=TECHNICIAN)  # written down as it is
    permitted.done("renovation finish RN-1", by=DESK)
    assert permitted.clock("RN-1", "visit")["verdict"] == "cancelled"


def test_a_violation_is_put_right_before_works_are_finished(permitted: Office) -> None:
    permitted.done("renovation visit RN-1 *", by=GUARD)
    wall = {"violation": "敲承重墙", "evidence": PAPER}
    assert permitted.refused("renovation put_right RN-1", by=TECHNICIAN, evidence=PAPER) == ["EST-426"]
    permitted.done("renovation stop_violation RN-1", by=GUARD, **wall)
    assert DEPUTY not in permitted.told("RN-1")
    assert permitted.refused("renovation finish RN-1", by=DESK) == ["EST-426"]
    permitted.done("renovation put_right RN-1", by=TECHNICIAN, evidence=PAPER)
    for _ in range(2):
        permitted.done("renovation stop_violation RN-1", by=GUARD, **wall)
    assert permitted.told("RN-1")[-1] == DEPUTY  # at the third
    report = {"reported_to": "住建局", "evidence": PAPER}
    assert permitted.done("renovation report_outside RN-1", by=CS_HEAD, **report) == "works"
    permitted.done("renovation put_right RN-1", by=TECHNICIAN, evidence=PAPER)
    assert permitted.done("renovation finish RN-1", by=DESK) == "to_accept"


# Moving out.


def moving_out(office: Office, kind: str = "sold", **more: str) -> Case:
    office.done("move_out open", by=DESK, **HOME, kind=kind, leaves_on="2026-11-30", **more)
    return office.case("MO-1")


def test_nobody_moves_out_with_arrears(office: Office) -> None:
    moving_out(office)
    owed = {"arrears": "0.01", "receipt": PAPER}
    assert office.refused("move_out settle MO-1", by=DESK, **owed) == ["EST-426"]
    assert office.done("move_out settle MO-1", by=DESK, **{**owed, "arrears": "0"}) == "settled"
    goods = "move_out release MO-1 * goods=no"
    assert office.refused(goods, by=DESK, **METERS) == ["EST-374", "EST-458"]
    assert office.done("move_out release MO-1 *", by=DESK, **METERS) == "closed"
    assert office.clock("MO-1", "move")["verdict"] == "kept"


def test_a_tenant_moves_out_with_the_owner_s_consent(office: Office) -> None:
    leaving = {**HOME, "kind": "退租", "leaves_on": "2026-11-30"}
    assert office.refused("move_out open", by=DESK, **leaving) == ["EST-450"]
    assert moving_out(office, "退租", authorised=PAPER).stage == "announced"
