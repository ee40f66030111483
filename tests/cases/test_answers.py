"""Questions, suggestions and praise: answered on the spot or by an order, and never left without an answer."""

from __future__ import annotations

import pytest

from estatectl.domain.cases.clocks import Verdict
from estatectl.domain.problems import Refused
from tests.cases.house import CS_HEAD, DESK, HEADS, Estate, refusal, said


def test_a_question_is_answered_on_the_spot_and_archived(estate: Estate) -> None:
    request = estate.open("请问泳池几点关门？", type="咨询", urgency="一般", department="客服部")
    answered = estate.later(minutes=2).do(request, "answer", by=DESK, answer="每晚九点", satisfaction="满意")
    assert answered.stage == "to_file"
    assert {estate.run(request.id, clock).verdict for clock in ("dispatch", "complete")} == {Verdict.KEPT}
    assert estate.do(request, "archive", by=CS_HEAD).stage == "archived"


def test_an_answer_without_the_owners_word_is_followed_up(estate: Estate) -> None:
    request = estate.open("建议在儿童乐园加两张长椅", type="建议", urgency="一般", department="绿化部")
    assert estate.do(request, "answer", by=DESK, answer="已报行政部，本月内答复安装时间").stage == "following_up"
    estate.later(hours=20).do(request, "follow_up", by=DESK, channel="微信", satisfaction="满意")
    assert estate.do(request, "archive", by=CS_HEAD).stage == "archived"


def test_an_owner_who_does_not_like_the_answer_gets_another(estate: Estate) -> None:
    request = estate.open("建议把快递柜挪到南门", type="建议", urgency="一般", department="客服部")
    estate.do(request, "answer", by=DESK, answer="暂不考虑")
    again = estate.later(hours=1).do(
        request, "follow_up", by=DESK, channel="电话", satisfaction="不满意", opinion="没有说明原因"
    )
    # There was no order: it is the desk's again, and time runs again for it.
    assert again.stage == "accepted"
    assert estate.row(request.id).next_due is not None
    estate.do(request, "answer", by=DESK, answer="南门属消防登高面，不能设柜；拟增设东门柜")
    assert (
        estate.later(hours=1).do(request, "follow_up", by=DESK, channel="电话", satisfaction="满意").stage == "to_file"
    )


def test_a_suggestion_can_be_given_to_a_department(estate: Estate) -> None:
    request = estate.open("建议中央花园多种些桂花", type="建议", urgency="一般", department="绿化部")
    estate.do(request, "dispatch", by=DESK)
    [order] = estate.orders(request).values()
    estate.work(order, by="miao_qing")
    assert estate.case(request.id).stage == "reviewing"
    estate.do(request, "approve", by=DESK)
    estate.do(request, "follow_up", by=DESK, channel="电话", satisfaction="满意")
    estate.do(order, "file", by=HEADS["greening"])
    assert estate.do(request, "archive", by=CS_HEAD).stage == "archived"


def test_a_repair_is_not_settled_by_talking(estate: Estate) -> None:
    request = estate.open("厨房灯不亮")
    with pytest.raises(Refused) as refused:
        estate.do(request, "answer", by=DESK, answer="您重启一下", satisfaction="满意")
    assert refusal(refused.value) == ["EST-426"]
    assert "派单" in said(refused.value.problems)


def test_praise_is_answered_too(estate: Estate) -> None:
    request = estate.open("表扬三栋保洁阿姨，楼道打扫得特别干净，谢谢！")
    assert request.text("type") == "praise"
    assert estate.do(request, "answer", by=DESK, answer="已转告，感谢您", satisfaction="满意").stage == "to_file"


def test_a_late_answer_is_late(estate: Estate) -> None:
    request = estate.open("请问物业费怎么交？", type="咨询", urgency="一般", department="客服部")
    estate.later(hours=5).do(request, "answer", by=DESK, answer="App 或前台", satisfaction="满意")
    assert estate.run(request.id, "complete").verdict is Verdict.BREACHED
    assert ("complete", 1) in estate.case(request.id).breached
