"""Repairs: parts and holidays, extra work and consent, help, disputes, important equipment, major repairs, merging."""

from __future__ import annotations

from datetime import timedelta

import pytest

from estatectl.domain.cases.clocks import Verdict
from estatectl.domain.problems import Refused
from tests.cases.house import (
    CHECKED,
    CLEANING_HEAD,
    CS_HEAD,
    DEPUTY,
    DESK,
    MAINTENANCE_HEAD,
    PLUMBER,
    SECURITY_HEAD,
    SIGNED,
    Estate,
    refusal,
    said,
    when,
)

FINISHED = {"work": "更换角阀", "minutes": "40", "materials": "角阀 1 个"}


def repair(estate: Estate, text: str = "卫生间水龙头滴水", **given: str) -> tuple[str, str]:
    """A normal repair that has been dispatched to maintenance: the request and its order."""
    request = estate.open(text, **{"type": "报修", "urgency": "一般", "department": "维修部", **given})
    estate.do(request, "dispatch", by=DESK)
    return request.id, estate.orders(request)["maintenance"]


def on_site(estate: Estate, order: str, by: str = PLUMBER) -> None:
    estate.do(order, "assign", by=MAINTENANCE_HEAD, handler=by)
    estate.later(minutes=5).do(order, "contact", by=by)
    estate.do(order, "prepare", by=by)
    estate.later(minutes=20).do(order, "arrive", by=by)


def test_a_repair_waits_for_a_part_over_a_holiday_and_its_clock_stands_still(estate: Estate) -> None:
    """Labour Day from the 1st to the 5th of May; the part is ordered on the last day of April."""
    estate.at("04-30 09:00")
    _, order = repair(estate)
    on_site(estate, order)
    before = estate.run(order, "complete")
    assert before.due_at == when("05-02 09:00")
    estate.at("04-30 11:00").do(
        order, "pause", by=PLUMBER, pause_reason="等配件", evidence="采购单 CG-0430", eta="2026-05-06T09:00"
    )
    held = estate.later(days=3).run(order, "complete")
    assert (held.verdict, held.due_at) == (Verdict.PAUSED, None)
    estate.tick()
    assert not estate.case(order).breached
    # Contact and arrival had been made; only the completion waits, and the board says so.
    assert estate.row(order).paused

    estate.at("05-06 09:00").do(order, "resume", by=PLUMBER, note="配件到货")
    again = estate.run(order, "complete")
    assert again.verdict is Verdict.RUNNING
    assert again.due_at is not None
    assert again.due_at > when("05-06 09:00")
    assert before.remaining is not None
    assert again.remaining is not None
    # What had been used up before the pause is used up, no more: two hours of the first morning.
    lost = before.counted + timedelta(minutes=95)
    assert again.counted == lost
    estate.work(order, by=PLUMBER)
    assert estate.run(order, "complete").verdict is Verdict.KEPT


def test_a_pause_has_a_reason_that_the_policy_allows_and_its_evidence(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    with pytest.raises(Refused) as refused:
        estate.do(order, "pause", by=PLUMBER, pause_reason="太忙")
    assert sorted(refusal(refused.value)) == ["EST-450", "EST-451"]
    with pytest.raises(Refused) as refused:
        estate.do(order, "pause", by=PLUMBER, pause_reason="等配件", evidence="采购单")
    assert refusal(refused.value) == ["EST-450"]  # a part has a day on which it is expected
    estate.do(order, "pause", by=PLUMBER, pause_reason="业主不在", evidence="敲门无人，电话录音 03")
    with pytest.raises(Refused) as refused:
        estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="否")
    assert refusal(refused.value) == ["EST-426"]


def test_an_absent_owner_is_no_excuse_before_anybody_has_called(estate: Estate) -> None:
    _, order = repair(estate)
    estate.do(order, "assign", by=MAINTENANCE_HEAD, handler=PLUMBER)
    with pytest.raises(Refused) as refused:
        estate.do(order, "pause", by=PLUMBER, pause_reason="业主不在", evidence="没人")
    assert refusal(refused.value) == ["EST-426"]
    # And a pause for another reason does not stop the contact clock.
    estate.do(order, "pause", by=PLUMBER, pause_reason="等外单位", evidence="自来水公司工单")
    assert estate.run(order, "contact").verdict is Verdict.RUNNING
    assert estate.run(order, "complete").verdict is Verdict.PAUSED


def test_extra_work_is_done_only_after_the_owner_agreed(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    with pytest.raises(Refused) as refused:
        estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="是")
    assert refusal(refused.value) == ["EST-426"]
    assert "业主同意" in said(refused.value.problems)

    estate.do(order, "propose", by=PLUMBER, scope="换整套龙头", price="380", materials="单冷龙头")
    assert estate.run(order, "complete").verdict is Verdict.PAUSED
    with pytest.raises(Refused):
        estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="是")
    estate.later(hours=2).do(order, "consent", by=PLUMBER, consent="同意", channel="微信", evidence="微信截图 5")
    assert estate.run(order, "complete").verdict is Verdict.RUNNING
    assert estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="是").stage == "finished"
    held = estate.case(order)
    assert (held.text("scope"), held.text("price"), held.text("consent")) == ("换整套龙头", "380", "agreed")


def test_extra_work_that_the_owner_declined_is_not_done(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    estate.do(order, "propose", by=PLUMBER, scope="换整套龙头", price="380")
    estate.do(order, "consent", by=PLUMBER, consent="不同意", channel="电话", evidence="录音 12")
    with pytest.raises(Refused):
        estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="是")
    assert estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="否").stage == "finished"


def test_consent_to_one_piece_of_extra_work_is_none_to_the_next(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    estate.do(order, "propose", by=PLUMBER, scope="换龙头", price="380")
    estate.do(order, "consent", by=PLUMBER, consent="同意", channel="电话", evidence="录音 12")
    estate.do(order, "propose", by=PLUMBER, scope="换台盆", price="900")
    for move, given in (("resume", {}), ("finish", {**FINISHED, "extra_work": "是"})):
        with pytest.raises(Refused):
            estate.do(order, move, by=PLUMBER, **given)
    with pytest.raises(Refused):  # "still waiting" is no answer
        estate.do(order, "consent", by=PLUMBER, consent="待答复", channel="电话", evidence="录音 12")


def test_the_owners_answer_is_recorded_only_when_one_is_waited_for(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    with pytest.raises(Refused):
        estate.do(order, "consent", by=PLUMBER, consent="同意", channel="电话", evidence="录音")
    estate.do(order, "propose", by=PLUMBER, scope="换龙头", price="380")
    estate.do(order, "consent", by=PLUMBER, consent="不同意", channel="电话", evidence="录音 12")
    # A "no" does not turn into a "yes" without a new proposal.
    with pytest.raises(Refused):
        estate.do(order, "consent", by=PLUMBER, consent="同意", channel="电话", evidence="录音 12")


def test_help_from_another_department_is_an_order_of_its_own_and_the_request_waits(estate: Estate) -> None:
    request, order = repair(estate)
    on_site(estate, order)
    moved = estate.move(order, "assist", by=MAINTENANCE_HEAD, helping="保洁部", requirements="拆下吊顶，粉尘多，请保洁")
    helper = estate.orders(request)["cleaning"]
    assert estate.case(helper).parent == request
    assert estate.case(helper).text("requirements") == "拆下吊顶，粉尘多，请保洁"
    assert helper in {case.id for case in moved.opened}
    assert CLEANING_HEAD in estate.told(helper)
    estate.work(order, by=PLUMBER)
    assert estate.case(request).stage == "in_hand"
    estate.work(helper, by="lu_xiuying")
    assert estate.case(request).stage == "reviewing"


def test_an_order_that_everybody_passes_on_goes_to_the_deputy_general_manager(estate: Estate) -> None:
    request, order = repair(estate, "水池边的灌木压坏了水管")
    hands = [(MAINTENANCE_HEAD, "绿化部"), ("bai_songtao", "保洁部"), (CLEANING_HEAD, "维修部")]
    stages = [
        estate.later(minutes=3).do(order, "transfer", by=head, department=to, reason="不归我们").stage
        for head, to in hands
    ]
    assert stages == ["issued", "issued", "disputed"]
    assert estate.case(order).counters["bounces"] == 3
    assert DEPUTY in estate.told(order)
    with pytest.raises(Refused) as refused:
        estate.do(order, "rule", by=MAINTENANCE_HEAD, department="绿化部", reason="是他们的灌木")
    assert refusal(refused.value) == ["EST-421"]
    with pytest.raises(Refused) as refused:
        estate.do(order, "transfer", by=MAINTENANCE_HEAD, department="绿化部", reason="再转")
    assert refusal(refused.value) == ["EST-425"]
    ruled = estate.do(order, "rule", by=DEPUTY, department="绿化部", reason="灌木由绿化养护")
    assert (ruled.stage, ruled.text("department")) == ("issued", "greening")
    assert "bai_songtao" in estate.told(order)
    assert estate.case(request).stage == "in_hand"


def test_a_dispute_has_a_deadline_too(estate: Estate) -> None:
    _, order = repair(estate)
    for head, to in [(MAINTENANCE_HEAD, "绿化部"), ("bai_songtao", "保洁部"), (CLEANING_HEAD, "维修部")]:
        estate.do(order, "transfer", by=head, department=to, reason="不归我们")
    assert estate.row(order).next_due is not None


def test_important_equipment_is_accepted_by_the_supervisor_on_site(estate: Estate) -> None:
    _, order = repair(estate, "低区水池漏水", address="生活水泵房", asset="water_tank_1")
    assert estate.case(order).values["important"] is True
    on_site(estate, order)
    if estate.case(order).values.get("major") is True:
        estate.do(order, "supervise", by=MAINTENANCE_HEAD)
    estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="否")
    result = {"result": "修好", "finished_at": estate.now.strftime("%Y-%m-%dT%H:%M"), "satisfaction": "未询问"}
    with pytest.raises(Refused) as refused:
        estate.do(order, "report", by=PLUMBER, **result)
    assert "主管" in said(refused.value.problems)
    with pytest.raises(Refused) as refused:
        estate.do(order, "inspect", by=PLUMBER)
    assert set(refusal(refused.value)) == {"EST-421", "EST-422"}
    with pytest.raises(Refused):  # a trial run of five minutes is none
        estate.do(order, "inspect", by=MAINTENANCE_HEAD, checks={"test_run": "5"})
    estate.do(order, "inspect", by=MAINTENANCE_HEAD)
    assert estate.do(order, "report", by=PLUMBER, **result).stage == "reported"


def test_a_supervisor_does_not_accept_what_he_repaired_himself(estate: Estate) -> None:
    _, order = repair(estate, "低区水池漏水", address="生活水泵房", asset="water_tank_1")
    on_site(estate, order, MAINTENANCE_HEAD)
    estate.do(order, "finish", by=MAINTENANCE_HEAD, **FINISHED, extra_work="否")
    with pytest.raises(Refused) as refused:
        estate.do(order, "inspect", by=MAINTENANCE_HEAD)
    assert refusal(refused.value) == ["EST-422"]
    estate.do(order, "inspect", by=DEPUTY)  # a superior does it


def test_a_major_repair_is_supervised_on_site(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    assessed = estate.do(order, "assess", by=PLUMBER, cost="8000")
    assert assessed.values["major"] is True
    assert estate.told(order).count(MAINTENANCE_HEAD) >= 2
    with pytest.raises(Refused) as refused:
        estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="否")
    assert "监督" in said(refused.value.problems)
    estate.do(order, "supervise", by=MAINTENANCE_HEAD)
    assert estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="否").stage == "finished"


def test_a_cheap_repair_is_not_a_major_one(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    assert estate.do(order, "assess", by=PLUMBER, cost="4999.99").values["major"] is False
    assert estate.do(order, "assess", by=PLUMBER, cost="5000").values["major"] is True


def test_a_repair_is_prepared_before_anybody_leaves(estate: Estate) -> None:
    _, order = repair(estate)
    assert estate.case(order).text("preparation") == "prep_plumbing"
    estate.do(order, "assign", by=MAINTENANCE_HEAD, handler=PLUMBER)
    with pytest.raises(Refused) as refused:
        estate.do(order, "arrive", by=PLUMBER)
    assert "准备" in said(refused.value.problems)
    with pytest.raises(Refused) as refused:  # every item of the list that is open is told at once
        estate.move(order, "prepare", by=PLUMBER, all_in_order=False)
    assert len(refused.value.problems) >= 5
    with pytest.raises(Refused) as refused:
        estate.move(order, "prepare", by=PLUMBER, checks={**_prepared(estate, order), "tool": "是"})
    assert "tools" in said(refused.value.problems)
    estate.do(order, "prepare", by=PLUMBER)
    estate.do(order, "arrive", by=PLUMBER)
    # What was ticked off stands in the journal.
    moved = next(entry for entry in estate.entries(order, "moved") if entry.data["move"] == "prepare")
    assert moved.data["answers"]["prep_plumbing"]["tools"] == "yes"  # type: ignore[index]


def _prepared(estate: Estate, order: str) -> dict[str, str]:
    return {name: text for name, text in CHECKED["prepare"].items() if name in estate.asked(order, "prepare")}


def test_a_repeat_is_merged_with_the_earliest_start_and_the_strictest_promise(estate: Estate) -> None:
    first = estate.open("主卧水龙头滴水", urgency="一般", type="报修", department="维修部")
    second = estate.later(minutes=20).open("水龙头还在滴，比上次厉害", urgency="加急", type="报修", department="维修部")
    strict, loose = estate.run(second.id, "dispatch").target, estate.run(first.id, "dispatch").target
    assert strict != loose
    merged = estate.do(first, "merge", by=DESK, into=second.id, reason="同一件事")
    assert merged.stage == "merged"
    kept = estate.case(second.id)
    assert kept.since == first.opened_at
    run = estate.run(second.id, "dispatch")
    assert (run.started_at, run.target.within) == (first.opened_at, strict.within)
    assert estate.row(second.id).opened_at == first.opened_at
    # The strict promise from the earlier start is already broken, and says so.
    assert run.verdict is Verdict.BREACHED
    assert {row.id for row in estate.cases(workflow="request", open=True)} == {second.id}


def test_merging_the_strict_one_into_the_loose_one_hands_its_promise_over(estate: Estate) -> None:
    loose = estate.open("主卧水龙头滴水", urgency="一般", type="报修", department="维修部")
    strict = estate.later(minutes=4).open("还在滴", urgency="加急", type="报修", department="维修部")
    estate.do(strict, "merge", by=DESK, into=loose.id)
    run = estate.run(loose.id, "dispatch")
    assert (run.started_at, str(run.target.within)) == (loose.opened_at, "10m")
    assert estate.case(strict.id).links == (("merged_into", loose.id),)


@pytest.mark.parametrize("into", ["itself", "an order", "a closed one", "an unknown one"])
def test_a_request_is_merged_only_into_another_open_request(estate: Estate, into: str) -> None:
    _, order = repair(estate)
    one = estate.open("走廊灯坏了", type="报修", urgency="一般", department="维修部")
    closed = estate.open("谢谢", type="表扬", urgency="一般", department="客服部")
    estate.do(closed, "answer", by=DESK, answer="好的", satisfaction="满意")
    estate.do(closed, "archive", by=CS_HEAD)
    wanted = {"itself": one.id, "an order": order, "a closed one": closed.id, "an unknown one": "R-999"}[into]
    entries = estate.journal.head()
    from estatectl.domain.problems import EstateError

    with pytest.raises(EstateError) as refused:
        estate.do(one, "merge", by=DESK, into=wanted)
    assert refusal(refused.value) == (["EST-420"] if into == "an unknown one" else ["EST-429"])
    assert estate.journal.head() == entries
    assert estate.case(one.id).stage == "accepted"


def test_likely_repeats_are_shown_when_the_owner_calls_again(estate: Estate) -> None:
    first = estate.open("卫生间水龙头滴水")
    again = estate.later(hours=2).open("水龙头滴水怎么还没人来")
    [related] = [each for each in estate.entries(again.id, "related") if each.data["correlation"] == "repeats"][:1]
    assert related.data["others"] == [first.id]
    assert again.values["repeat"] is True


def test_several_homes_without_water_are_taken_for_a_mass_outage(estate: Estate) -> None:
    homes = ["3栋1单元501", "3栋2单元801", "3栋1单元1102"]
    *_, last = [estate.later(minutes=5).open("家里停水了", address=home, owner=home) for home in homes]
    assert last.values["outage"] is True
    outage = [each for each in estate.entries(last.id, "related") if each.data["correlation"] == "outages"]
    assert outage
    assert outage[0].data["others"] == ["R-1", "R-2"]


def test_the_owner_may_withdraw_while_it_is_in_hand(estate: Estate) -> None:
    request, order = repair(estate)
    estate.do(order, "assign", by=MAINTENANCE_HEAD, handler=PLUMBER)
    assert estate.do(request, "cancel", by=DESK, reason="业主说自己修好了").stage == "to_file"
    assert estate.case(order).stage == "cancelled"
    assert estate.do(request, "archive", by=CS_HEAD).stage == "archived"
    assert all(
        run.ended for clock in ("assign", "contact", "arrive", "complete") for run in estate.clock(order, clock).runs
    )
    assert estate.row(order).wake_at is None


def test_earlier_work_on_the_equipment_and_in_the_home_is_shown(estate: Estate) -> None:
    request, order = repair(estate, "低区水池漏水", address="生活水泵房", asset="water_tank_1")
    estate.work(order, by=PLUMBER)
    estate.do(request, "approve", by=DESK)
    _, again = repair(estate.later(days=3), "水池又漏水了", address="生活水泵房", asset="water_tank_1")
    assert [row.id for row in estate.view(again).asset_history] == [order]
    _, home = repair(estate.later(days=1))
    _, twice = repair(estate.later(days=20))
    assert [row.id for row in estate.view(twice).similar] == [home]


def test_security_helps_where_people_are_in_danger(estate: Estate) -> None:
    request = estate.open("闻到很浓的煤气味，头晕")
    assert set(estate.orders(request)) >= {"maintenance", "security"}
    assert SECURITY_HEAD in estate.told(estate.orders(request)["security"])


def test_a_signature_is_kept_as_a_digest_of_the_file(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="否")
    estate.do(order, "accept", by=PLUMBER, signature=SIGNED)
    assert estate.case(order).text("signature") == SIGNED
