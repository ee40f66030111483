"""Corrections: a reading closes by a test that passes, a miss by being explained or made up, nobody judges own work."""

from __future__ import annotations

import pytest

from estatectl.domain.cases.clocks import Verdict
from estatectl.domain.problems import Refused
from tests.cases.house import (
    CLEANING_HEAD,
    CS_HEAD,
    DEPUTY,
    GENERAL,
    MAINTENANCE_HEAD,
    PLUMBER,
    SECURITY_HEAD,
    Estate,
    refusal,
    said,
    when,
)
from tests.rounds.following import (
    CLEANER,
    GUARD,
    MISSED,
    OTHER_CLEANER,
    PHOTO,
    READING,
    found,
    made_up,
    opened,
    retested,
    texts,
)

FIREMAN, ELECTRICIAN = "pan_yong", "sun_dawei"
DONE = {"measure": "重新拖洗并擦干", "evidence": PHOTO}


@pytest.fixture
def estate() -> Estate:
    return Estate.founded()


def hygiene(estate: Estate, **given: str) -> str:
    """A correction that the head of cleaning opens on an inspection."""
    fields = {"content": "5栋大堂地面有污渍，垃圾桶未清", "department": "保洁部", "location": "5栋大堂", **given}
    return opened(estate, "correction", by=CLEANING_HEAD, **fields).id


# Opened by hand: a hygiene inspection.


def test_a_fault_of_hygiene_is_cleaned_again_within_two_working_hours_and_looked_at_by_somebody_else(
    estate: Estate,
) -> None:
    case = hygiene(estate)
    held = estate.case(case)
    assert (held.stage, held.text("severity"), held.text("urgency")) == ("open", "minor", "normal")
    assert estate.told(case) == [CLEANING_HEAD]
    assert estate.run(case, "rectify").due_at == when("05-06 11:00")

    assert estate.later(minutes=5).do(case, "assign", by=CLEANING_HEAD, handler=CLEANER).text("handler") == CLEANER
    assert estate.later(hours=1).do(case, "rectify", by=CLEANER, **DONE).stage == "to_reinspect"
    assert estate.run(case, "rectify").verdict is Verdict.KEPT
    assert estate.later(minutes=30).do(case, "reinspect", by=CLEANING_HEAD, passed="是").stage == "closed"
    assert estate.run(case, "reinspect").verdict is Verdict.KEPT


@pytest.mark.parametrize(
    ("by", "codes"),
    [
        (CLEANER, ["EST-422"]),
        (OTHER_CLEANER, []),
        (CLEANING_HEAD, []),
        (CS_HEAD, []),
        (DEPUTY, []),
        (PLUMBER, ["EST-421"]),
    ],
    ids=[
        "whoever cleaned it again may not judge it",
        "a colleague may",
        "the head may",
        "customer service may",
        "those above may",
        "another department may not",
    ],
)
def test_who_may_re_inspect(estate: Estate, by: str, codes: list[str]) -> None:
    case = hygiene(estate)
    estate.later(minutes=30).do(case, "rectify", by=CLEANER, **DONE)
    if codes:
        with pytest.raises(Refused) as refused:
            estate.do(case, "reinspect", by=by, passed="是")
        assert refusal(refused.value) == codes
    else:
        assert estate.do(case, "reinspect", by=by, passed="是").stage == "closed"


def test_even_the_head_does_not_judge_what_the_head_did(estate: Estate) -> None:
    case = hygiene(estate)
    estate.do(case, "rectify", by=CLEANING_HEAD, **DONE)
    with pytest.raises(Refused) as refused:
        estate.do(case, "reinspect", by=CLEANING_HEAD, passed="是", override="我自己看过")
    assert "EST-422" in refusal(refused.value)


def test_without_a_photo_nothing_counts_as_put_right(estate: Estate) -> None:
    case = hygiene(estate)
    with pytest.raises(Refused) as refused:
        estate.do(case, "rectify", by=CLEANER, measure="已拖")
    assert refusal(refused.value) == ["EST-450"]
    assert "整改照片或凭证" in said(refused.value.problems)


def test_it_cannot_be_closed_before_it_was_put_right(estate: Estate) -> None:
    case = hygiene(estate)
    with pytest.raises(Refused) as refused:
        estate.do(case, "reinspect", by=CLEANING_HEAD, passed="是")
    assert refusal(refused.value) == ["EST-425"]


def test_what_is_sent_back_is_counted_and_has_an_hour_of_its_own(estate: Estate) -> None:
    case = hygiene(estate)
    estate.later(minutes=30).do(case, "rectify", by=CLEANER, **DONE)
    with pytest.raises(Refused) as refused:
        estate.do(case, "reinspect", by=CLEANING_HEAD, passed="否")
    assert refusal(refused.value) == ["EST-450"]  # why, the one who does it again must know
    held = estate.later(minutes=30).do(case, "reinspect", by=CLEANING_HEAD, passed="否", reason="墙角仍有污渍")
    assert (held.stage, held.counters["returns"]) == ("open", 1)
    assert estate.run(case, "rectify").verdict is Verdict.KEPT
    assert estate.run(case, "rectify", 2).due_at == when("05-06 11:00")
    assert any("墙角仍有污渍" in text for text in texts(estate.entries(case, "notified")))

    estate.at("05-06 11:00").do(case, "rectify", by=CLEANER, **DONE)
    assert estate.run(case, "rectify", 2).verdict is Verdict.KEPT  # on the dot
    estate.at("05-06 11:10").do(case, "reinspect", by=OTHER_CLEANER, passed="是")
    assert estate.case(case).stage == "closed"


def test_a_late_correction_climbs_to_the_general_manager(estate: Estate) -> None:
    case = hygiene(estate)
    estate.tick_until("05-06 15:30", minutes=10)
    assert [(at, whom) for at, fate, whom in estate.escalated(case, "rectify") if fate == "send"] == [
        ("05-06 11:00", "department_head"),
        ("05-06 12:00", "deputy_general_manager"),
        ("05-06 15:00", "general_manager"),
    ]
    assert estate.case(case).breached == {("rectify", 1)}


def test_only_the_deputy_withdraws_and_only_what_was_opened_by_hand(estate: Estate) -> None:
    case = hygiene(estate)
    with pytest.raises(Refused) as refused:
        estate.do(case, "withdraw", by=CLEANING_HEAD, reason="看错了")
    assert refusal(refused.value) == ["EST-421"]
    assert estate.do(case, "withdraw", by=DEPUTY, reason="看错楼栋").stage == "withdrawn"

    reading = found(estate, READING)
    with pytest.raises(Refused) as refused:
        estate.do(reading, "withdraw", by=DEPUTY, reason="看错了")
    assert refusal(refused.value) == ["EST-426"]


def test_passed_from_hand_to_hand_the_deputy_hears_of_it(estate: Estate) -> None:
    case = opened(estate, "correction", by=GUARD, content="3号门岗旁灌木遮挡摄像头", department="安保部").id
    estate.do(case, "transfer", by=SECURITY_HEAD, department="绿化部", reason="修剪归绿化")
    assert estate.case(case).text("department") == "greening"
    assert DEPUTY not in estate.told(case)
    estate.do(case, "transfer", by="bai_songtao", department="安保部", reason="摄像头归安保")
    assert estate.case(case).counters["bounces"] == 2
    assert DEPUTY in estate.told(case)


# From a reading: with an order, closed by a test that passes.


def test_a_reading_gives_an_order_at_once_and_closes_by_a_test_that_passes(estate: Estate) -> None:
    case = found(estate, READING, category="fire", severity="major", order=True)
    assert case.stage == "in_hand"
    order = estate.orders(case)["maintenance"]
    assert estate.case(order).text("urgency") == "urgent"
    assert estate.row(order).parent == case.id
    assert MAINTENANCE_HEAD in estate.told(order)
    assert estate.told(case.id) == []  # the order tells of itself
    # Nobody is to be called about a pump, and it is due within a day.
    assert "contact" not in estate.case(order).targets
    assert estate.run(case.id, "rectify").due_at == when("05-07 09:00")

    assert estate.work(order, by=FIREMAN).stage == "reported"
    assert estate.case(case.id).stage == "to_reinspect"
    assert estate.run(case.id, "rectify").verdict is Verdict.KEPT

    assert retested(estate, case, "0.45", passed=True, by=ELECTRICIAN).stage == "closed"
    assert estate.case(order).stage == "to_file"
    assert any("复查合格" in text for text in texts(estate.entries(order, "notified")))
    assert not any("业主满意" in text for text in texts(estate.entries(order, "notified")))
    assert estate.do(order, "file", by=MAINTENANCE_HEAD).stage == "filed"
    assert not estate.row(case.id).open


def test_the_handler_of_the_order_does_not_test_it(estate: Estate) -> None:
    case = found(estate, READING, severity="major", order=True)
    estate.work(estate.orders(case)["maintenance"], by=FIREMAN)
    with pytest.raises(Refused) as refused:
        retested(estate, case, "0.45", passed=True, by=FIREMAN)
    assert refusal(refused.value) == ["EST-422"]


def test_a_test_that_fails_sends_the_order_back_and_counts(estate: Estate) -> None:
    case = found(estate, READING, severity="major", order=True)
    order = estate.orders(case)["maintenance"]
    estate.work(order, by=FIREMAN)
    held = retested(estate, case, "0.3", passed=False, by=ELECTRICIAN)
    assert (held.stage, held.counters["returns"]) == ("in_hand", 1)
    assert (estate.case(order).stage, estate.case(order).counters["returns"]) == ("assigned", 1)
    assert any("复测不合格（0.3，要求 ≥ 0.4 MPa）" in text for text in texts(estate.entries(case.id, "notified")))

    estate.work(order, by=FIREMAN)
    assert retested(estate, case, "0.42", passed=True, by=ELECTRICIAN).stage == "closed"
    assert estate.case(order).stage == "to_file"


@pytest.mark.parametrize("kind", ["reading", "score"])
def test_a_reading_is_not_closed_by_a_look(estate: Estate, kind: str) -> None:
    case = found(estate, {**READING, "finding": kind, "severity": "minor"})
    estate.do(case, "rectify", by=FIREMAN, measure="调整压力开关", evidence=PHOTO)
    for override in (None, "主管看过，没问题"):
        with pytest.raises(Refused) as refused:
            estate.do(case, "reinspect", by=GENERAL, passed="是", override=override)
        assert "EST-426" in refusal(refused.value)
    assert retested(estate, case, "0.45", passed=True, by=MAINTENANCE_HEAD).stage == "closed"


def test_a_reading_cannot_be_explained_away(estate: Estate) -> None:
    case = found(estate, READING, severity="minor")
    with pytest.raises(Refused) as refused:
        estate.do(case, "state_cause", by=FIREMAN, cause="表不准", measure="下次再看")
    assert refusal(refused.value) == ["EST-426"]


def test_what_is_only_close_to_a_limit_closes_by_a_look(estate: Estate) -> None:
    case = found(estate, {**READING, "finding": "warning", "severity": "minor"})
    estate.do(case, "rectify", by=FIREMAN, measure="更换压力表", evidence=PHOTO)
    assert estate.do(case, "reinspect", by=ELECTRICIAN, passed="是").stage == "closed"


def test_the_head_gives_an_order_by_hand_and_the_limit_follows(estate: Estate) -> None:
    case = opened(estate, "correction", by=GUARD, content="地下车库B1照明灯不亮", department="维修部", severity="一般")
    assert estate.run(case.id, "rectify").due_at == when("05-07 09:00")
    held = estate.do(case, "dispatch", by=MAINTENANCE_HEAD, requirements="带高凳")
    assert (held.stage, held.values["order"]) == ("in_hand", True)
    assert estate.run(case.id, "rectify").due_at == when("05-09 09:00")  # three days of repair
    order = estate.orders(case)["maintenance"]
    assert estate.case(order).text("requirements") == "带高凳"
    assert estate.case(order).text("type") == "repair"
    estate.work(order, by=ELECTRICIAN)
    assert estate.do(case, "reinspect", by=MAINTENANCE_HEAD, passed="是").stage == "closed"


def test_several_departments_may_have_to_act(estate: Estate) -> None:
    case = opened(estate, "correction", by=DEPUTY, content="地下车库漏水积水", department="维修部", severity="较重")
    estate.do(case, "dispatch", by=MAINTENANCE_HEAD, departments="维修部,保洁部")
    orders = estate.orders(case)
    assert set(orders) == {"maintenance", "cleaning"}
    estate.work(orders["maintenance"], by=PLUMBER)
    assert estate.case(case.id).stage == "in_hand"
    estate.work(orders["cleaning"], by=CLEANER)
    assert estate.case(case.id).stage == "to_reinspect"
    estate.do(case, "reinspect", by=MAINTENANCE_HEAD, passed="是")
    assert {estate.case(order).stage for order in orders.values()} == {"to_file"}


def test_withdrawing_takes_the_orders_back(estate: Estate) -> None:
    case = opened(estate, "correction", by=GUARD, content="路灯不亮", department="维修部", order="是")
    order = estate.orders(case)["maintenance"]
    estate.do(case, "withdraw", by=DEPUTY, reason="与 C-0 重复")
    assert estate.case(order).stage == "cancelled"


def test_a_correction_waits_for_a_part_with_proof_and_a_day(estate: Estate) -> None:
    case = found(estate, READING, severity="minor")
    with pytest.raises(Refused) as refused:
        estate.do(case, "pause", by=MAINTENANCE_HEAD, pause_reason="等配件", proof="采购单 CG-7")
    assert refusal(refused.value) == ["EST-450"]
    estate.do(case, "pause", by=MAINTENANCE_HEAD, pause_reason="等配件", proof="采购单 CG-7", eta="2026-05-08T09:00")
    with pytest.raises(Refused):
        estate.do(case, "rectify", by=FIREMAN, measure="换泵", evidence=PHOTO)
    estate.at("05-08 09:00").do(case, "resume", by=MAINTENANCE_HEAD)
    assert estate.run(case.id, "rectify").due_at == when("05-09 09:00")
    assert estate.do(case, "rectify", by=FIREMAN, measure="换泵", evidence=PHOTO).stage == "to_reinspect"


@pytest.mark.parametrize(
    ("values", "due"),
    [
        ({"severity": "critical"}, "05-06 12:00"),
        ({"severity": "major", "category": "pool"}, "05-06 11:00"),
        ({"severity": "major", "category": "fire"}, "05-07 09:00"),
        ({"severity": "major", "order": True}, "05-07 11:00"),
        ({"severity": "major"}, "05-07 09:00"),
        ({"severity": "minor", "department": "cleaning"}, "05-06 11:00"),
        ({"severity": "minor", "department": "greening"}, "05-09 09:00"),
        ({"severity": "minor"}, "05-07 09:00"),
        ({**MISSED, "department": "maintenance"}, "05-06 13:00"),
        ({**MISSED, "statutory": False, "severity": "minor"}, "05-07 09:00"),
    ],
    ids=[
        "critical: three hours",
        "the pool: two hours",
        "fire equipment: a day",
        "major with an order: a day and its report",
        "major: a day",
        "what anybody sees: two working hours",
        "greening: three working days",
        "anything else: a day",
        "missed by law: four hours",
        "missed: a day",
    ],
)
def test_how_long_it_may_take(estate: Estate, values: dict[str, str | bool], due: str) -> None:
    case = found(estate, {**READING, **values})
    assert estate.run(case.id, "rectify").due_at == when(due)


def test_fire_equipment_out_of_service_for_a_day_goes_to_the_general_manager(estate: Estate) -> None:
    case = found(estate, READING, category="fire", severity="major")
    estate.tick_until("05-07 09:30", minutes=30)
    assert [(at, whom) for at, _, whom in estate.escalated(case.id, "outage")] == [
        ("05-07 05:00", "department_head deputy_general_manager"),
        ("05-07 09:00", "general_manager deputy_general_manager security_supervisor"),
    ]
    assert any("请报告消防部门" in text for text in texts(estate.entries(case.id, "notified")))
    assert "outage" not in found(estate, READING, category="lift", severity="major").targets


# From a round that was missed: explained and confirmed, or made up.


def test_a_round_missed_by_law_rings_the_supervisor_at_once_and_the_general_manager_within_a_quarter_of_an_hour(
    estate: Estate,
) -> None:
    case = found(estate, MISSED)
    assert estate.told(case.id) == [MAINTENANCE_HEAD]
    estate.tick_until("05-06 09:14", minutes=1)
    assert GENERAL not in estate.told(case.id)
    estate.tick_until("05-06 09:15", minutes=1)
    assert GENERAL in estate.told(case.id)


def test_a_miss_is_explained_by_the_department_and_confirmed_by_its_head(estate: Estate) -> None:
    case = found(estate, MISSED)
    for missing in ({"cause": "当班人手不足"}, {"measure": "增加替班"}):
        with pytest.raises(Refused) as refused:
            estate.do(case, "state_cause", by=ELECTRICIAN, **missing)
        assert refusal(refused.value) == ["EST-450"]
    held = estate.later(hours=1).do(
        case, "state_cause", by=ELECTRICIAN, cause="当班人手不足", measure="增加替班，当日补查"
    )
    assert held.stage == "to_confirm"
    with pytest.raises(Refused) as refused:
        estate.do(case, "confirm", by=ELECTRICIAN)
    assert sorted(refusal(refused.value)) == ["EST-421", "EST-422"]

    held = estate.do(case, "reject", by=MAINTENANCE_HEAD, reason="未写怎样防止再漏")
    assert (held.stage, held.counters["returns"]) == ("open", 1)
    estate.later(hours=1).do(case, "state_cause", by=ELECTRICIAN, cause="排班漏排", measure="排班表双人核对")
    assert estate.do(case, "confirm", by=MAINTENANCE_HEAD).stage == "closed"


def test_a_head_who_explains_does_not_confirm(estate: Estate) -> None:
    case = found(estate, MISSED)
    estate.do(case, "state_cause", by=MAINTENANCE_HEAD, cause="排班漏排", measure="排班表双人核对")
    with pytest.raises(Refused) as refused:
        estate.do(case, "confirm", by=MAINTENANCE_HEAD)
    assert refusal(refused.value) == ["EST-422"]
    assert estate.do(case, "confirm", by=DEPUTY).stage == "closed"


@pytest.mark.parametrize("explained", [False, True], ids=["before it is explained", "after it was explained"])
def test_a_round_made_up_closes_its_correction(estate: Estate, explained: bool) -> None:
    case = found(estate, MISSED)
    if explained:
        estate.do(case, "state_cause", by=ELECTRICIAN, cause="排班漏排", measure="当日补查")
    assert made_up(estate.later(hours=2), case).stage == "closed"
    assert estate.run(case.id, "rectify").verdict is Verdict.KEPT


def test_nobody_says_by_hand_that_a_round_was_made_up(estate: Estate) -> None:
    case = found(estate, MISSED)
    with pytest.raises(Refused) as refused:
        estate.do(case, "made_up", by=GENERAL)
    assert refusal(refused.value) == ["EST-421"]


@pytest.mark.parametrize("move", ["rectify", "dispatch"])
def test_a_miss_is_neither_repaired_nor_put_right(estate: Estate, move: str) -> None:
    case = found(estate, {**MISSED, "order": True})
    assert case.stage == "open"
    given = DONE if move == "rectify" else {}
    with pytest.raises(Refused) as refused:
        estate.do(case, move, by=MAINTENANCE_HEAD, **given)
    assert refusal(refused.value) == ["EST-426"]
