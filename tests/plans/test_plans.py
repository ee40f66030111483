"""Emergency plans: which one is started, who hears, measures in time, late or not called for, what they hold up."""

from __future__ import annotations

import pytest

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clocks import Verdict
from estatectl.domain.problems import BadInput, EstateError, Refused
from estatectl.usecases.journal import rebuild
from estatectl.usecases.plans.measuring import LogWish, MeasureWish, record_measure, write_log
from estatectl.usecases.plans.views import Standing
from tests.cases.house import DEPUTY, DESK, GENERAL, PLUMBER, SECURITY_HEAD, Estate, bundle, refusal, said, when
from tests.rounds.following import CCTV, GUARD, PHOTO, found, opened, texts


@pytest.fixture
def estate() -> Estate:
    return Estate.founded()


def incident(estate: Estate, kind: str, content: str = "现场情况待查", **given: str) -> Case:
    return opened(estate, "incident", by=CCTV, content=content, kind=kind, location="7栋", **given)


def fire(estate: Estate) -> Case:
    return incident(estate, "火情", "7栋地下室冒烟起火")


def measure(estate: Estate, case: Case, name: str, *, who: str = GUARD, at: str | None = None, **wish: str) -> Case:
    told = MeasureWish(case=case.id, measure=name, at=when(at) if at else None, **wish)
    return record_measure(estate.house(who), told).after


def standing(estate: Estate, case: Case) -> dict[str, Standing]:
    view = estate.view(case.id).plan
    assert view is not None
    return {each.measure.id: each.standing for each in view.measures}


# Which plan.


@pytest.mark.parametrize(
    ("kind", "plan"),
    [
        ("火情", "fire"),
        ("燃气泄漏", "gas_leak"),
        ("人身伤害或急病", "person_down"),
        ("溺水", "drowning"),
        ("电梯困人", "lift_entrapment"),
        ("盗窃", "theft"),
        ("打架", "fight"),
        ("闯入", "intrusion"),
        ("水浸", "flood"),
        ("停电", "power_cut"),
        ("交通事故", "traffic_accident"),
        ("坠物", "falling_object"),
        ("台风", "typhoon"),
        ("其他", "general"),
    ],
)
def test_every_kind_starts_its_plan(estate: Estate, kind: str, plan: str) -> None:
    case = incident(estate, kind)
    assert case.text("plan") == plan
    assert [entry.data["plan"] for entry in estate.entries(case.id, "planned")] == [plan]


def test_every_plan_is_started_by_some_kind_or_words() -> None:
    assert len(bundle().plans) == 14


@pytest.mark.parametrize(
    ("text", "plan"),
    [("夜间巡逻：7栋地下室着火", "fire"), ("监控看到有人翻墙进来", "intrusion"), ("巡逻发现一只箱子", "general")],
    ids=["a fire in words", "a climber in words", "nothing known"],
)
def test_what_a_patrol_finds_has_no_kind_and_its_words_decide(estate: Estate, text: str, plan: str) -> None:
    case = found(estate, {"content": text, "location": "北围墙"}, workflow="incident")
    assert case.text("plan") == plan


def test_a_case_of_another_workflow_starts_no_plan(estate: Estate) -> None:
    request = estate.open("厨房水管爆裂，水漫到客厅")
    assert estate.entries(request.id, "planned") == []
    assert estate.view(request.id).plan is None


# Who hears.


def test_everybody_named_hears_at_once_what_falls_to_them(estate: Estate) -> None:
    case = fire(estate)
    entries = [e for e in estate.entries(case.id, "notified") if e.data["template"] == "plan.fire"]
    by_post = {str(entry.data["to_post"]): text for entry, text in zip(entries, texts(entries), strict=True)}
    assert set(by_post) == set(bundle().plans["fire"].posts)
    assert "报火警 119（3分钟内）" in by_post["cctv_operator"]
    assert "切断着火区域电源" in by_post["maintenance_technician"]
    assert "报火警" not in by_post["maintenance_technician"]
    assert by_post["maintenance_supervisor"].endswith("预案已启动")
    assert {entry.at for entry in entries} == {estate.now.astimezone(entries[0].at.tzinfo)}


# Measures.


def test_a_measure_is_kept_on_the_dot_and_late_a_second_after(estate: Estate) -> None:
    case = fire(estate)
    estate.later(minutes=3)
    measure(estate, case, "报警")
    estate.later(minutes=2, seconds=1)
    measure(estate, case, "疏散")
    now = standing(estate, case)
    assert (now["call_119"], now["evacuate"]) == (Standing.DONE, Standing.DONE_LATE)
    assert estate.run(case.id, "measure.call_119").verdict is Verdict.KEPT
    assert estate.run(case.id, "measure.evacuate").verdict is Verdict.BREACHED


def test_what_was_done_in_time_and_written_down_later_is_kept(estate: Estate) -> None:
    case = fire(estate)
    estate.later(minutes=30)
    measure(estate, case, "2", at="05-06 09:02")
    assert standing(estate, case)["call_119"] is Standing.DONE


def test_a_move_settles_the_measure_that_names_it(estate: Estate) -> None:
    case = fire(estate)
    estate.later(minutes=2).do(case, "arrive", by=GUARD)
    now = standing(estate, case)
    assert (now["confirm"], now["call_119"]) == (Standing.DONE, Standing.OPEN)
    [view] = [each for each in estate.view(case.id).plan.measures if each.measure.id == "confirm"]  # type: ignore[union-attr]
    assert view.by == GUARD


def test_a_late_measure_climbs_through_tick_until_somebody_acknowledges(estate: Estate) -> None:
    case = fire(estate)
    estate.acknowledge(case, by=SECURITY_HEAD)  # the incident itself
    estate.tick_until("05-06 09:16", minutes=1)
    told = [(at, whom) for at, _, whom in estate.escalated(case.id, "measure.evacuate")]
    assert told == [("05-06 09:05", "department_head"), ("05-06 09:15", "deputy_general_manager")]
    late = [
        text for text in texts(estate.entries(case.id, "notified")) if "广播并疏散" in text and "到时未登记" in text
    ]
    assert len(late) == 1
    estate.acknowledge(case, by=DEPUTY)
    estate.tick_until("05-06 09:50", minutes=2)
    assert estate.escalated(case.id, "measure.evacuate")[2:] == []


def test_a_repeated_or_late_tick_says_nothing_twice(estate: Estate) -> None:
    case = fire(estate)
    estate.later(minutes=6).tick()
    before = len(estate.journal.stream(case.id))
    estate.tick()
    assert len(estate.journal.stream(case.id)) == before


def test_whoever_watches_the_cameras_writes_down_what_a_guard_did(estate: Estate) -> None:
    case = fire(estate)
    after = measure(estate, case, "evacuate", who=CCTV, by=GUARD, note="三层住户已下楼", evidence=PHOTO)
    [entry] = estate.entries(after.id, "measured")
    assert (entry.actor, entry.data["by"], entry.data["evidence"]) == (CCTV, GUARD, PHOTO)


@pytest.mark.parametrize(
    ("name", "who", "wish", "codes"),
    [
        ("cut_off", GUARD, {}, ["EST-421"]),
        ("cut_off", PLUMBER, {"skip": "已断"}, ["EST-421"]),
        ("evacuate", PLUMBER, {"at": "05-06 08:59"}, ["EST-421", "EST-428"]),
        ("evacuate", GUARD, {"at": "05-06 09:01"}, ["EST-428"]),
    ],
    ids=["not their post", "only those who may override leave out", "both at once", "in the future"],
)
def test_a_measure_is_refused_with_all_that_stands_against_it(
    estate: Estate, name: str, who: str, wish: dict[str, str], codes: list[str]
) -> None:
    case = fire(estate)
    before = len(estate.journal.stream(case.id))
    with pytest.raises(Refused) as refused:
        measure(estate, case, name, who=who, **wish)
    assert refusal(refused.value) == codes
    assert len(estate.journal.stream(case.id)) == before


def test_a_measure_is_recorded_once(estate: Estate) -> None:
    case = fire(estate)
    measure(estate, case, "疏散")
    with pytest.raises(Refused) as refused:
        measure(estate, case, "3")
    assert refusal(refused.value) == ["EST-987"]


@pytest.mark.parametrize("name", ["evacuat", "15", "0", ""])
def test_an_unknown_measure_is_refused(estate: Estate, name: str) -> None:
    case = fire(estate)
    with pytest.raises(BadInput) as refused:
        measure(estate, case, name)
    assert refusal(refused.value) == ["EST-986"]


def test_a_superior_may_do_what_those_below_may(estate: Estate) -> None:
    assert standing(estate, measure(estate, fire(estate), "evacuate", who=SECURITY_HEAD))["evacuate"] is Standing.DONE


# What a plan holds up.


def through(estate: Estate, case: Case) -> None:
    """As far as the report of the incident."""
    estate.do(case, "arrive", by=GUARD)
    estate.do(case, "command", by=SECURITY_HEAD)
    estate.do(case, "report", by=SECURITY_HEAD, reported_to="119")
    estate.do(case, "secure", by=GUARD, evidence=PHOTO, checks={"witnesses": "1"})
    estate.do(case, "control", by=GUARD, measure="已扑灭", injured="0")


def test_the_report_waits_for_what_the_plan_must_have(estate: Estate) -> None:
    case = fire(estate)
    through(estate, case)
    for name in ("call_119", "evacuate"):
        measure(estate, case, name)
    with pytest.raises(Refused) as refused:
        estate.do(case, "hand_in", by=GUARD, result="见附件")
    assert refusal(refused.value) == ["EST-426"]
    assert "必做" in said(refused.value.problems)
    with pytest.raises(Refused):
        measure(estate, case, "点名", skip="无人在场")  # a guard does not leave it out
    measure(estate, case, "点名", who=SECURITY_HEAD, skip="地下室无人")
    assert standing(estate, case)["head_count"] is Standing.SKIPPED
    assert estate.run(case.id, "measure.head_count").verdict is Verdict.CANCELLED
    assert estate.do(case, "hand_in", by=GUARD, result="见附件").stage == "reviewing"


def test_a_false_alarm_ends_the_plan(estate: Estate) -> None:
    case = fire(estate)
    estate.do(case, "arrive", by=GUARD)
    estate.do(case, "dismiss", by=SECURITY_HEAD, reason="烧焦的饭")
    assert standing(estate, case)["evacuate"] is Standing.UNRECORDED
    estate.tick_until("05-06 10:00", minutes=10)
    assert estate.escalated(case.id, "measure.evacuate") == []
    with pytest.raises(Refused) as refused:
        measure(estate, case, "evacuate")
    assert refusal(refused.value) == ["EST-987"]


# Another plan.


def test_what_it_turns_out_to_be_starts_another_plan(estate: Estate) -> None:
    case = incident(estate, "其他", "车库有人喊叫")
    estate.later(minutes=4)
    estate.do(case, "regrade", by=GUARD, severity="较大", kind="打架", reason="两人扭打")
    plans = [entry.data["plan"] for entry in estate.entries(case.id, "planned")]
    assert plans == ["general", "fight"]
    assert estate.run(case.id, "measure.call_110").due_at == when("05-06 09:09")  # counted from its start
    assert "measure.safe" not in estate.case(case.id).targets
    assert list(estate.case(case.id).owed) == ["call_110"]


def test_what_was_done_under_the_first_plan_is_not_asked_for_again(estate: Estate) -> None:
    case = incident(estate, "火情")
    measure(estate, case, "call_119")
    estate.later(minutes=6).do(case, "regrade", by=GUARD, severity="重大", kind="燃气泄漏", reason="闻到燃气")
    estate.later(hours=1).tick()
    assert "measure.call_119" not in estate.case(case.id).targets
    assert standing(estate, case)["call_119"] is Standing.DONE


def test_a_regrade_within_a_plan_starts_nothing_anew(estate: Estate) -> None:
    case = fire(estate)
    measure(estate, case, "call_119")
    estate.later(minutes=2).do(case, "regrade", by=GUARD, severity="较大", reason="火已小")
    assert len(estate.entries(case.id, "planned")) == 1
    assert estate.run(case.id, "measure.evacuate").due_at == when("05-06 09:05")
    assert estate.run(case.id, "measure.call_119").verdict is Verdict.KEPT


# The log.


def log(estate: Estate, case: Case, what: str, text: str, *, who: str = CCTV, at: str | None = None) -> Case:
    book = bundle().workflows["incident"].logs
    assert book is not None
    return write_log(estate.house(who), book, LogWish(case=case.id, what=what, text=text, at=when(at) if at else None))


@pytest.mark.parametrize("what", ["call", "来电", "电话"])
def test_a_line_of_the_log_is_kept_under_its_kind(estate: Estate, what: str) -> None:
    case = fire(estate)
    log(estate, case, what, "119 询问楼层")
    [entry] = estate.entries(case.id, "logged")
    assert (entry.data["what"], entry.data["text"]) == ("call", "119 询问楼层")


def test_a_line_may_come_late_and_also_after_the_end(estate: Estate) -> None:
    case = fire(estate)
    estate.later(minutes=10).do(case, "arrive", by=GUARD)
    estate.do(case, "dismiss", by=SECURITY_HEAD, reason="误报")
    assert log(estate, case, "seen", "烟从西侧出来", at="05-06 09:03").stage == "dismissed"


@pytest.mark.parametrize(
    ("what", "text", "who", "at", "codes"),
    [
        ("phone", "x", CCTV, None, ["EST-988"]),
        ("phone", " ", CCTV, None, ["EST-988", "EST-988"]),
        ("call", "x", "lu_xiuying", "05-06 10:00", ["EST-421", "EST-428"]),
        ("call", "x", CCTV, "05-06 08:59:59", ["EST-428"]),
    ],
    ids=["no such kind", "nothing said either", "a cleaner, in the future", "before it was opened"],
)
def test_a_line_of_the_log_is_refused(
    estate: Estate, what: str, text: str, who: str, at: str | None, codes: list[str]
) -> None:
    case = fire(estate)
    with pytest.raises(EstateError) as refused:
        log(estate, case, what, text, who=who, at=at)
    assert refusal(refused.value) == codes


def test_what_is_said_stays_outside_the_chain_and_can_be_erased(estate: Estate) -> None:
    case = fire(estate)
    log(estate, case, "call", "业主王先生来电")
    assert all("王先生" not in line.data for line in estate.journal.lines())


def test_a_rebuild_gives_the_same_rows(estate: Estate) -> None:
    case = fire(estate)
    measure(estate, case, "call_119")
    estate.later(minutes=7).tick()
    before = estate.row(case.id)
    rebuild(estate.house(), estate.project())
    assert estate.row(case.id) == before
    assert before.next_clock is not None


def test_the_desk_sees_no_plan_measures_of_others(estate: Estate) -> None:
    """An officer who holds no post of a measure does not record it, though they may report incidents."""
    case = fire(estate)
    with pytest.raises(Refused):
        measure(estate, case, "cut_off", who=DESK)
    assert GENERAL in estate.told(case.id)
