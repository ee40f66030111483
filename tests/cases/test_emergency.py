"""A pipe bursts at ten past three in the night: from the call to the archive."""

from __future__ import annotations

import pytest

from estatectl.domain.cases.clocks import Verdict
from estatectl.domain.problems import Refused
from tests.cases.house import (
    CLEANING_HEAD,
    CS_HEAD,
    DEPUTY,
    DESK,
    GENERAL,
    MAINTENANCE_HEAD,
    SIGNED,
    Estate,
    refusal,
)

NIGHT_DESK = "qian_lei"
NIGHT_PLUMBER = "ma_guodong"
CALLED_IN = "lu_xiuying"


@pytest.fixture
def estate() -> Estate:
    return Estate.founded("05-07 03:10")


def test_a_burst_pipe_goes_from_the_night_call_to_the_archive(estate: Estate) -> None:
    """Every step as the people of the house make it; the owner is in bed again by four."""
    request = estate.open("我家厨房水管爆了，水已经流到客厅，快来人！", by=NIGHT_DESK)

    # Nobody had to press a key: it is dispatched, to two departments, and their heads have been told.
    assert (request.text("type"), request.text("urgency"), request.stage) == ("repair", "emergency", "in_hand")
    orders = estate.orders(request)
    assert set(orders) == {"maintenance", "cleaning"}
    repair, cleaning = orders["maintenance"], orders["cleaning"]
    assert set(estate.told(repair)) == {MAINTENANCE_HEAD}
    assert set(estate.told(cleaning)) == {CLEANING_HEAD}  # off duty at night: reached all the same
    assert estate.run(request.id, "dispatch").verdict is Verdict.KEPT

    # Two minutes later the head sends the plumber of the night shift; the table knows who is on duty.
    assigned = estate.later(minutes=2).do(repair, "assign", by=MAINTENANCE_HEAD)
    assert assigned.text("handler") == NIGHT_PLUMBER
    estate.acknowledge(repair, by=MAINTENANCE_HEAD)
    estate.do(cleaning, "assign", by=CLEANING_HEAD, handler=CALLED_IN)
    estate.later(minutes=1).do(repair, "contact", by=NIGHT_PLUMBER, channel="电话")
    estate.later(minutes=7).do(repair, "arrive", by=NIGHT_PLUMBER)
    estate.do(cleaning, "contact", by=CALLED_IN)
    estate.later(minutes=4).do(cleaning, "arrive", by=CALLED_IN)
    for clock in ("assign", "contact", "arrive"):
        assert estate.run(repair, clock).verdict is Verdict.KEPT, clock

    done = {"minutes": "45", "materials": "PPR 弯头 2 个", "extra_work": "否"}
    estate.later(minutes=45).do(repair, "finish", by=NIGHT_PLUMBER, work="关总阀，换两个弯头，试压合格", **done)
    estate.do(cleaning, "finish", by=CALLED_IN, work="吸水、拖干、除湿", **done)
    assert estate.case(request.id).stage == "in_hand"
    result = {"result": "已修好，无渗漏", "finished_at": "2026-05-07T04:09", "satisfaction": "满意"}

    # Not settled before the owner has signed, and the request waits for both departments.
    with pytest.raises(Refused) as refused:
        estate.do(repair, "report", by=NIGHT_PLUMBER, **result)
    assert refusal(refused.value) == ["EST-426"]
    estate.later(minutes=3).do(repair, "accept", by=NIGHT_PLUMBER, signature=SIGNED)
    assert estate.case(repair).text("signature") == SIGNED
    estate.do(repair, "report", by=NIGHT_PLUMBER, **result)
    assert estate.case(request.id).stage == "in_hand"
    estate.do(cleaning, "accept", by=CALLED_IN, signature=SIGNED)
    estate.do(cleaning, "report", by=CALLED_IN, **result)
    assert estate.case(request.id).stage == "reviewing"
    assert estate.case(repair).stage == "reported"

    # The day desk reviews, calls the owner, and everybody archives what is theirs.
    estate.at("05-07 09:30").do(request, "approve", by=DESK)
    assert {estate.case(order).stage for order in orders.values()} == {"approved"}
    estate.at("05-07 10:00").do(request, "follow_up", by=DESK, channel="电话", satisfaction="满意")
    with pytest.raises(Refused) as refused:
        estate.do(request, "archive", by=CS_HEAD)
    assert refusal(refused.value) == ["EST-426"]
    estate.at("05-07 11:00").do(repair, "file", by=MAINTENANCE_HEAD)
    estate.do(cleaning, "file", by=CLEANING_HEAD)
    archived = estate.at("05-07 11:30").do(request, "archive", by=CS_HEAD)
    assert archived.stage == "archived"

    assert not estate.cases(open=True)
    assert estate.journal.verify().bad_seq is None
    assert {each.kept for name in (request.id, repair) for each in estate.case(name).settled} == {True}
    assert all(estate.row(name).wake_at is None for name in (request.id, *orders.values()))


def test_it_climbs_to_the_general_manager_until_somebody_acknowledges(estate: Estate) -> None:
    estate.open("厨房水管爆了，家里被淹了", by=NIGHT_DESK)
    order = estate.orders("R-1")["maintenance"]
    estate.tick_until("05-07 03:41", minutes=1)
    assert estate.escalated(order, "arrive")[:4] == [
        ("05-07 03:10", "send", "handler department_head"),
        ("05-07 03:15", "send", "deputy_general_manager"),
        ("05-07 03:25", "send", "general_manager deputy_general_manager"),
        ("05-07 03:40", "send", "general_manager deputy_general_manager"),
    ]
    assert {DEPUTY, GENERAL, MAINTENANCE_HEAD} <= set(estate.told(order))

    # Somebody who was not told, and does not stand above those who were, cannot stop it.
    with pytest.raises(Refused):
        estate.acknowledge(order, by=NIGHT_DESK)
    before = len(estate.told(order))
    estate.acknowledge(order, by=GENERAL)
    climbing = len(estate.escalated(order, "arrive"))
    estate.tick_until("05-07 09:00", minutes=15)
    assert len(estate.escalated(order, "arrive")) == climbing
    assert before <= len(estate.told(order))
    # Taking it in hand stops the telling; it does not make a late arrival punctual.
    assert estate.run(order, "arrive").verdict is Verdict.BREACHED
    assert ("arrive", 1) in estate.case(order).breached


def test_an_acknowledgement_with_nothing_sent_is_refused(estate: Estate) -> None:
    estate.open("厨房灯不亮", by=NIGHT_DESK)
    with pytest.raises(Refused) as refused:
        estate.acknowledge("R-1", by=CS_HEAD)
    assert len(refused.value.problems) == 1


def test_limits_of_an_emergency_run_through_the_night(estate: Estate) -> None:
    """Ten past three in the night, no desk, no working hours: fifteen minutes are fifteen minutes."""
    estate.open("厨房水管爆了，家里被淹了", by=NIGHT_DESK)
    order = estate.orders("R-1")["maintenance"]
    due = estate.run(order, "arrive").due_at
    assert due is not None
    assert (due - estate.now).total_seconds() == 15 * 60


def test_what_may_not_wait_does_not_wait_for_classification_either(estate: Estate) -> None:
    """An emergency is dispatched though other parts of the classification are in doubt."""
    request = estate.open("不知道哪里漏水了，水从天花板哗哗流下来，电箱都在冒火花", by=NIGHT_DESK)
    assert request.text("urgency") == "emergency"
    assert request.stage == "in_hand"
    assert estate.orders(request)
