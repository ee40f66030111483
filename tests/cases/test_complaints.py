"""Complaints: heard, reported on, sent back, followed up until the owner is satisfied, never closed in silence."""

from __future__ import annotations

import pytest

from estatectl.domain.cases.clocks import Verdict
from estatectl.domain.problems import Refused
from tests.cases.house import CS_HEAD, DESK, SECURITY_HEAD, SIGNED, Estate, refusal

GUARD = "wang_zhipeng"
SECOND_DESK = "xu_anran"
TEXT = "我要投诉保安，态度恶劣，骂了我父亲，太气人了"


@pytest.fixture
def estate() -> Estate:
    return Estate.founded("05-06 09:00")


def reviewing(estate: Estate, **given: str) -> tuple[str, str]:
    """A complaint about a guard that has been worked on and waits for review; the request and its order."""
    request = estate.open(TEXT, type="投诉", urgency="一般", department="安保部", **given)
    estate.later(minutes=10).do(request, "dispatch", by=DESK)
    [order] = estate.orders(request).values()
    estate.work(order, by=GUARD)
    assert estate.case(request.id).stage == "reviewing"
    return request.id, order


def call(estate: Estate, request: str, answer: str, opinion: str = "还是不行") -> str:
    """Review and call the owner; the stage after that."""
    estate.later(hours=1)
    if estate.case(request).stage == "reviewing":
        estate.do(request, "approve", by=DESK)
    said = {"opinion": opinion} if answer == "不满意" else {}
    return estate.later(minutes=30).do(request, "follow_up", by=DESK, channel="电话", satisfaction=answer, **said).stage


def test_sent_back_once_followed_up_twice_then_archived(estate: Estate) -> None:
    request, order = reviewing(estate)
    back = estate.later(minutes=20).do(request, "send_back", by=DESK, reason="没有写明如何处理当事人")
    assert (back.stage, back.counters["returns"]) == ("in_hand", 1)
    assert (estate.case(order).stage, estate.case(order).counters["returns"]) == ("assigned", 1)
    assert GUARD in estate.told(order)

    # The result falls short once more, this time for the owner; then it is good.
    estate.work(order, by=GUARD)
    assert call(estate, request, "不满意", "没有人来道歉") == "in_hand"
    assert estate.case(order).stage == "assigned"
    estate.work(order, by=GUARD)
    assert call(estate, request, "满意") == "to_file"
    estate.do(order, "file", by=SECURITY_HEAD)
    assert estate.do(request, "archive", by=CS_HEAD).stage == "archived"

    held = estate.case(request)
    assert held.counters == {"returns": 1, "dissatisfied": 1}
    assert [move for move, _ in held.doers].count("follow_up") == 2
    # Each time it was done again has its own run; the first verdict stands.
    runs = estate.clock(order, "complete").runs
    assert [run.number for run in runs] == [1, 2, 3]
    assert estate.clock(order, "complete").first_verdict is Verdict.KEPT


def test_what_was_done_before_counts_no_more_after_being_sent_back(estate: Estate) -> None:
    request, order = reviewing(estate)
    estate.do(request, "send_back", by=DESK, reason="重办")
    with pytest.raises(Refused) as refused:
        estate.do(order, "report", by=GUARD, result="好了", finished_at="2026-05-06T12:00", satisfaction="满意")
    assert refusal(refused.value) == ["EST-425"]
    assert estate.case(order).done == {"return"}


def test_the_owner_of_a_complaint_hears_how_it_stands_every_desk_day(estate: Estate) -> None:
    request = estate.open(TEXT, type="投诉", urgency="一般", department="安保部")
    estate.do(request, "dispatch", by=DESK)
    [order] = estate.orders(request).values()
    estate.do(order, "assign", by=SECURITY_HEAD, handler=GUARD)
    due = estate.run(request.id, "progress").due_at
    # The handler's own word to the owner counts for the request; each one starts the next stretch.
    estate.later(hours=3).do(order, "progress", by=GUARD, note="已调监控，下午面谈")
    first, second = estate.clock(request.id, "progress").runs
    assert (first.verdict, first.due_at) == (Verdict.KEPT, due)
    assert second.started_at == estate.now
    estate.at("05-08 09:00").tick()
    assert ("progress", 2) in estate.case(request.id).breached


def test_a_third_dissatisfaction_goes_to_the_supervisor_and_is_settled_there(estate: Estate) -> None:
    request, order = reviewing(estate)
    stages = []
    for turn in range(3):
        stages.append(call(estate, request, "不满意"))
        if turn < 2:
            estate.work(order, by=GUARD)
    assert stages == ["in_hand", "in_hand", "hearing"]
    assert CS_HEAD in estate.told(request)
    assert estate.run(request, "hearing").verdict is Verdict.RUNNING

    # From there no desk officer can close it: not by filing, not by calling again.
    for move, given in (("archive", {}), ("follow_up", {"channel": "电话", "satisfaction": "满意"})):
        with pytest.raises(Refused) as refused:
            estate.do(request, move, by=DESK, **given)
        assert refusal(refused.value) == ["EST-425"]
    with pytest.raises(Refused) as refused:
        estate.do(request, "conclude", by=DESK, result="结案", opinion="接受", evidence=SIGNED)
    assert refusal(refused.value) == ["EST-421"]
    # The supervisor needs what the owner said and the proof of it.
    with pytest.raises(Refused) as refused:
        estate.do(request, "conclude", by=CS_HEAD, result="已当面道歉")
    assert refusal(refused.value) == ["EST-450", "EST-450"]
    concluded = estate.do(
        request, "conclude", by=CS_HEAD, result="当面道歉，调离岗位", opinion="可以接受", evidence=SIGNED
    )
    assert concluded.stage == "to_file"
    estate.do(order, "file", by=SECURITY_HEAD)
    assert estate.do(request, "archive", by=CS_HEAD).stage == "archived"


def test_the_supervisor_may_have_it_done_again(estate: Estate) -> None:
    request, order = reviewing(estate)
    for turn in range(3):
        call(estate, request, "不满意")
        if turn < 2:
            estate.work(order, by=GUARD)
    assert estate.do(request, "redo", by=CS_HEAD, reason="换人重办").stage == "in_hand"
    assert estate.case(order).stage == "assigned"
    estate.work(order, by=GUARD)
    assert call(estate, request, "满意") == "to_file"


def test_an_owner_who_is_not_reached_is_called_again(estate: Estate) -> None:
    request, _ = reviewing(estate)
    assert call(estate, request, "未联系上") == "following_up"
    assert estate.clock(request, "follow_up").current is not None
    assert [run.verdict for run in estate.clock(request, "follow_up").runs] == [Verdict.KEPT, Verdict.RUNNING]
    assert call(estate, request, "满意") == "to_file"


def test_an_owner_who_is_never_reached_is_not_forgotten(estate: Estate) -> None:
    request, _ = reviewing(estate)
    assert [call(estate, request, "未联系上") for _ in range(3)] == ["following_up", "following_up", "hearing"]
    assert estate.row(request).next_due is not None


def test_an_order_is_archived_only_once_the_owner_is_content(estate: Estate) -> None:
    request, order = reviewing(estate)
    estate.do(request, "approve", by=DESK)
    with pytest.raises(Refused) as refused:
        estate.do(order, "file", by=SECURITY_HEAD)
    assert refusal(refused.value) == ["EST-425"]
    estate.do(request, "follow_up", by=DESK, channel="电话", satisfaction="满意")
    assert estate.do(order, "file", by=SECURITY_HEAD).stage == "filed"


def test_a_major_complaint_is_the_supervisors_from_the_first_minute(estate: Estate) -> None:
    request = estate.open("电梯困人半小时没人管，投诉！老人吓得住院了，必须给个说法", type="投诉", urgency="加急")
    assert request.text("grade") == "major"
    assert CS_HEAD in estate.told(request.id)
    due = estate.run(request.id, "complete").due_at
    assert due is not None
    assert (due - estate.now).total_seconds() == 24 * 3600


def test_nobody_judges_their_own_work(estate: Estate) -> None:
    """Customer service handled this one itself; who did the work neither reviews nor follows up nor archives."""
    request = estate.open("前台答应回电，三天都没回，投诉你们客服", type="投诉", urgency="一般", department="客服部")
    estate.do(request, "dispatch", by=DESK)
    [order] = estate.orders(request).values()
    estate.work(order, by=SECOND_DESK)
    for move, given in (("approve", {}), ("send_back", {"reason": "重办"})):
        with pytest.raises(Refused) as refused:
            estate.do(request, move, by=SECOND_DESK, **given)
        assert refusal(refused.value) == ["EST-422"]
    estate.do(request, "approve", by=DESK)
    with pytest.raises(Refused) as refused:
        estate.do(request, "follow_up", by=SECOND_DESK, channel="电话", satisfaction="满意")
    assert refusal(refused.value) == ["EST-422"]
    # Not even the head of the department, when it was the head who did it.
    other = estate.open("客服电话打不通，投诉", type="投诉", urgency="一般", department="客服部")
    estate.do(other, "dispatch", by=DESK)
    [order] = estate.orders(other).values()
    estate.work(order, by=CS_HEAD)
    estate.do(other, "approve", by=DESK)
    estate.do(other, "follow_up", by=DESK, channel="电话", satisfaction="满意")
    with pytest.raises(Refused) as refused:
        estate.do(order, "file", by=CS_HEAD)
    assert refusal(refused.value) == ["EST-422"]
