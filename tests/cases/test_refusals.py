"""What the house refuses, and in which words: wrong posts, wrong stages, missing fields, impossible times."""

from __future__ import annotations

import pytest

from estatectl.domain.cases.clocks import Verdict
from estatectl.domain.problems import EstateError, Refused
from tests.cases.house import (
    CS_HEAD,
    DEPUTY,
    DESK,
    GENERAL,
    MAINTENANCE_HEAD,
    OWNER,
    PLUMBER,
    Estate,
    refusal,
    said,
    when,
)
from tests.cases.test_repairs import FINISHED, on_site, repair


def test_a_wrong_post_is_told_whose_it_is(estate: Estate) -> None:
    request, order = repair(estate)
    with pytest.raises(Refused) as refused:
        estate.do(order, "assign", by=DESK)
    assert said(refused.value.problems) == "苏小满 不能“派人”；由维修主管办理"
    with pytest.raises(Refused) as refused:
        estate.do(request, "cancel", by=PLUMBER, reason="不用修了")
    assert refusal(refused.value) == ["EST-421"]
    # A superior may do what those below may.
    estate.do(order, "assign", by=DEPUTY, handler=PLUMBER)


def test_only_the_handler_works_on_an_order(estate: Estate) -> None:
    _, order = repair(estate)
    estate.do(order, "assign", by=MAINTENANCE_HEAD, handler=PLUMBER)
    with pytest.raises(Refused) as refused:
        estate.do(order, "arrive", by="jin_haitao")
    assert "经办人" in said(refused.value.problems)


@pytest.mark.parametrize("who", ["nobody_known", "root", "system"])
def test_somebody_who_is_not_on_the_register_does_nothing(estate: Estate, who: str) -> None:
    head = estate.journal.head()
    with pytest.raises(EstateError) as refused:
        estate.open("灯坏了", by=who)
    assert refusal(refused.value) == ["EST-419"]
    assert estate.journal.head() == head


def test_somebody_who_has_left_does_nothing(estate: Estate) -> None:
    from estatectl.usecases.people import leave

    leave(estate.house(), DESK)
    with pytest.raises(EstateError) as refused:
        estate.open("灯坏了")
    assert refusal(refused.value) == ["EST-419"]


def test_a_slip_in_a_name_is_answered_with_the_right_one(estate: Estate) -> None:
    with pytest.raises(EstateError) as refused:
        estate.open("灯坏了", by="su_xiaomann")
    assert "su_xiaoman" in said(refused.value.problems)


def test_a_wrong_stage_lists_what_can_be_done(estate: Estate) -> None:
    request, order = repair(estate)
    with pytest.raises(Refused) as refused:
        estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="否")
    assert refusal(refused.value) == ["EST-425"]
    assert said(refused.value.problems) == f"{order} 现在是“待派人”，不能“完成处理”；现在可以：派人、转派"
    with pytest.raises(Refused) as refused:
        estate.do(request, "archive", by=CS_HEAD)
    assert "现在可以：" in said(refused.value.problems)
    assert "工单齐备" not in said(refused.value.problems)  # nobody makes that one


def test_all_that_is_missing_is_told_at_once(estate: Estate) -> None:
    from estatectl.usecases.opening import open_case

    with pytest.raises(EstateError) as refused:
        open_case(estate.house(DESK), "request", {"content": "灯坏了", "channel": "鸽子"})
    assert sorted(refusal(refused.value)) == ["EST-450", "EST-450", "EST-450", "EST-451"]
    for title in ("地址", "业主", "联系电话"):
        assert f"缺少“{title}”" in said(refused.value.problems)
    assert estate.cases() == ()


def test_what_is_missing_and_what_is_wrong_come_together_with_who_may(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    with pytest.raises(Refused) as refused:
        estate.move(order, "finish", by=DESK, all_in_order=False, minutes="很久", extra_work="也许")
    codes = refusal(refused.value)
    assert set(codes) >= {"EST-421", "EST-450", "EST-452", "EST-454", "EST-372"}


def test_an_empty_text_is_no_text(estate: Estate) -> None:
    with pytest.raises(EstateError) as refused:
        estate.open("   ")
    assert refusal(refused.value) == ["EST-453"]


def test_an_unknown_case_is_not_found(estate: Estate) -> None:
    with pytest.raises(EstateError) as refused:
        estate.move("R-404", "chase", by=DESK)
    assert refusal(refused.value) == ["EST-420"]


@pytest.mark.parametrize("stream", ["roster", "policy", "staff/su_xiaoman"])
def test_other_streams_of_the_journal_are_no_cases(estate: Estate, stream: str) -> None:
    with pytest.raises(EstateError) as refused:
        estate.move(stream, "chase", by=DESK)
    assert refusal(refused.value) == ["EST-420"]


def test_an_unknown_move_is_answered_with_the_likely_one(estate: Estate) -> None:
    request, _ = repair(estate)
    with pytest.raises(EstateError) as refused:
        estate.move(request, "chas", by=DESK)
    assert "chase" in said(refused.value.problems)


def test_a_field_that_a_move_does_not_take_is_refused(estate: Estate) -> None:
    request, _ = repair(estate)
    with pytest.raises(EstateError) as refused:
        estate.move(request, "chase", by=DESK, nots="快点")
    assert refusal(refused.value) == ["EST-424"]
    assert "note" in said(refused.value.problems)


def test_a_person_who_is_not_on_the_register_cannot_be_given_an_order(estate: Estate) -> None:
    _, order = repair(estate)
    with pytest.raises(EstateError):
        estate.do(order, "assign", by=MAINTENANCE_HEAD, handler="nobody_known")
    assert estate.case(order).stage == "issued"


def test_nothing_happens_in_the_future(estate: Estate) -> None:
    with pytest.raises(EstateError) as refused:
        estate.open("灯坏了", at="05-06 09:01")
    assert refusal(refused.value) == ["EST-428"]
    request, _ = repair(estate)
    with pytest.raises(EstateError) as refused:
        estate.move(request, "chase", by=DESK, at="05-06 09:00:01")
    assert refusal(refused.value) == ["EST-428"]


def test_what_happened_earlier_is_recorded_as_of_then(estate: Estate) -> None:
    """The owner called at eight; the desk wrote it down at nine: the clocks run from eight."""
    request = estate.open("请问几点收垃圾？", type="咨询", urgency="一般", department="客服部", at="05-06 08:00")
    assert request.opened_at == when("05-06 08:00")
    run = estate.run(request.id, "dispatch")
    assert (run.started_at, run.verdict) == (when("05-06 08:00"), Verdict.BREACHED)
    assert ("dispatch", 1) in request.breached
    with pytest.raises(EstateError) as refused:
        estate.move(request, "chase", by=DESK, at="05-06 07:59:59")
    assert refusal(refused.value) == ["EST-428"]
    entry = estate.entries(request.id, "opened")[0]
    assert (entry.at, entry.recorded_at) == (when("05-06 08:00"), when("05-06 09:00"))


def test_arrival_written_down_late_counts_from_when_it_was(estate: Estate) -> None:
    request = estate.open("家里进水了，水管爆了")
    order = estate.orders(request)["maintenance"]
    estate.later(minutes=2).do(order, "assign", by=MAINTENANCE_HEAD, handler=PLUMBER)
    estate.later(minutes=28).tick()
    estate.do(order, "arrive", by=PLUMBER, at="05-06 09:14")
    assert estate.run(order, "arrive").verdict is Verdict.KEPT


def test_an_override_needs_an_entitled_post_and_is_in_the_journal_with_its_reason(estate: Estate) -> None:
    _, order = repair(estate)
    with pytest.raises(Refused) as refused:
        estate.do(order, "assign", by=DESK, handler=PLUMBER, override="主管手机关机")
    assert set(refusal(refused.value)) == {"EST-421", "EST-427"}
    estate.do(order, "assign", by=CS_HEAD, handler=PLUMBER, override="维修主管手机关机，业主在等")
    moved = estate.entries(order, "moved")[-1]
    assert (moved.actor, moved.data["override"]) == (CS_HEAD, "维修主管手机关机，业主在等")
    # It goes past demands too, never past what a record must hold.
    with pytest.raises(Refused) as refused:
        estate.do(order, "finish", by=MAINTENANCE_HEAD, override="急")
    assert set(refusal(refused.value)) == {"EST-450"}


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_override_without_a_reason_is_none(estate: Estate, reason: str) -> None:
    _, order = repair(estate)
    with pytest.raises(EstateError):
        estate.do(order, "assign", by=CS_HEAD, handler=PLUMBER, override=reason)
    assert estate.case(order).stage == "issued"


def test_an_override_that_was_not_needed_is_not_recorded_as_one(estate: Estate) -> None:
    _, order = repair(estate)
    estate.do(order, "assign", by=MAINTENANCE_HEAD, handler=PLUMBER, override="以防万一")
    assert "override" not in estate.entries(order, "moved")[-1].data


def test_an_unsure_classification_has_an_owner_and_a_clock_and_is_confirmed_before_dispatch(estate: Estate) -> None:
    request = estate.open("那个东西又那样了，你们看着办吧")
    assert not request.sure
    row = estate.row(request.id)
    assert (row.stage, row.next_clock) == ("accepted", "dispatch")
    assert row.next_due is not None
    with pytest.raises(Refused) as refused:
        estate.do(request, "dispatch", by=DESK)
    assert "分类" in said(refused.value.problems)
    # Left lying there, it is escalated like any other.
    estate.copy().later(minutes=31).tick()
    late = estate.copy().later(minutes=31)
    late.tick()
    assert CS_HEAD in late.told(request.id)

    estate.later(minutes=5).do(
        request, "classify", by=DESK, type="报修", urgency="一般", department="维修部", reason="问过业主，是门锁"
    )
    assert estate.case(request.id).sure
    assert estate.do(request, "dispatch", by=DESK).stage == "in_hand"
    assert set(estate.orders(request)) == {"maintenance"}
    # What the tables had said and what the person said both stand in the journal.
    tables = [str(entry.data["table"]) for entry in estate.entries(request.id, "decided")]
    assert {"request_type", "request_urgency", "request_department"} <= set(tables)
    assert estate.entries(request.id, "moved")[0].data["values"]["reason"] == "问过业主，是门锁"  # type: ignore[index]


def test_a_person_who_says_what_it_is_when_it_comes_in_is_believed(estate: Estate) -> None:
    request = estate.open("那个东西又那样了", type="报修", urgency="加急", department="维修部")
    assert request.sure
    assert (request.text("type"), request.text("urgency"), request.text("department")) == (
        "repair",
        "urgent",
        "maintenance",
    )


def test_a_changed_urgency_counts_from_the_first_start_with_the_pauses_so_far(estate: Estate) -> None:
    request, order = repair(estate, "卫生间顶上滴水")
    on_site(estate, order)
    start = estate.run(order, "complete").started_at
    estate.do(order, "pause", by=PLUMBER, pause_reason="等外单位", evidence="楼上业主明早才在家")
    estate.later(hours=3).do(order, "resume", by=PLUMBER)
    estate.do(request, "classify", by=DESK, urgency="加急", reason="楼上跑水变大")
    held = estate.case(order)
    assert held.text("urgency") == "urgent"
    run = estate.run(order, "complete")
    assert run.started_at == start
    assert run.due_at is not None
    # Twenty-four hours round the clock from the first start, and the three hours that stood still.
    assert (run.due_at - start).total_seconds() == 27 * 3600
    assert len(held.targets["complete"]) == 2
    # A verdict that had fallen is not judged again under the stricter limit.
    assert estate.run(order, "assign").verdict is Verdict.KEPT
    assert held.verdict_of("assign", 1) is not None


def test_what_becomes_an_emergency_is_dispatched_at_once(estate: Estate) -> None:
    request = estate.open("那个东西又那样了，你们看着办吧")
    estate.later(minutes=3).do(
        request, "classify", by=DESK, type="报修", urgency="紧急", department="维修部", reason="业主说喷水了"
    )
    assert estate.case(request.id).stage == "in_hand"
    order = estate.orders(request)["maintenance"]
    assert MAINTENANCE_HEAD in estate.told(order)


def test_chasing_never_moves_the_contact_clock(estate: Estate) -> None:
    request, order = repair(estate)
    before = (estate.run(order, "contact"), estate.run(order, "contact").due_at)
    for _ in range(4):
        estate.later(minutes=20).do(request, "chase", by=DESK, note="业主又来电")
    after = estate.run(order, "contact")
    assert (after.started_at, after.due_at) == (before[0].started_at, before[1])
    assert after.verdict is Verdict.RUNNING
    assert estate.case(request).counters["chases"] == 4
    assert CS_HEAD in estate.told(request)
    estate.at("05-06 11:00:01")
    assert estate.run(order, "contact").verdict is Verdict.BREACHED


def test_an_alias_or_title_says_the_same_as_the_id(estate: Estate) -> None:
    request = estate.open("灯不亮", type="维修", urgency="urgent", department="维修部")
    assert (request.text("type"), request.text("urgency")) == ("repair", "urgent")
    assert request.text("channel") == "phone"
    assert estate.move("r-1 ", "派单", by=DESK).after.stage == "in_hand"


def test_the_general_manager_may_archive_but_the_plumber_may_not(estate: Estate) -> None:
    request = estate.open("请问几点收垃圾？", type="咨询", urgency="一般", department="客服部")
    estate.do(request, "answer", by=DESK, answer="早七点", satisfaction="满意")
    with pytest.raises(Refused):
        estate.do(request, "archive", by=PLUMBER)
    assert estate.do(request, "archive", by=GENERAL).stage == "archived"


def test_the_same_import_line_opens_one_case(estate: Estate) -> None:
    from estatectl.usecases.opening import open_case

    fields = {"content": "灯坏了", **OWNER}
    open_case(estate.house(DESK), "request", fields, key="import/1")
    with pytest.raises(EstateError):
        open_case(estate.house(DESK), "request", fields, key="import/1")
    assert len(estate.cases(workflow="request")) == 1
    assert estate.journal.verify().bad_seq is None
