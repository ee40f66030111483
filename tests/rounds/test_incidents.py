"""Incidents: somebody is there within minutes, those above know by how severe it is, afterwards it is looked into."""

from __future__ import annotations

import pytest

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clocks import Verdict
from estatectl.domain.problems import Refused
from tests.cases.house import DEPUTY, DESK, GENERAL, SECURITY_HEAD, Estate, refusal, said, when
from tests.rounds.following import CCTV, GUARD, PHOTO, found, opened

SCENE = {"witnesses": "2"}
REVIEW = {"lesson": "西门夜间只有一人，增派一人"}


@pytest.fixture
def estate() -> Estate:
    return Estate.founded()


def theft(estate: Estate, **given: str) -> Case:
    fields = {"content": "西门快递柜被撬，丢失包裹两件", "kind": "盗窃", "location": "西门", **given}
    return opened(estate, "incident", by=CCTV, **fields)


def test_a_theft_from_the_first_word_to_the_closing_report(estate: Estate) -> None:
    case = theft(estate, seen_by="监控")
    assert (case.stage, case.text("severity"), case.text("department")) == ("reported", "major", "security")
    assert {SECURITY_HEAD, DEPUTY} <= set(estate.told(case.id))
    assert GENERAL not in estate.told(case.id)
    assert GUARD in estate.told(case.id)  # on duty that morning
    assert estate.acknowledge(case, by=SECURITY_HEAD).id == case.id

    estate.later(minutes=3).do(case, "arrive", by=GUARD)
    assert estate.run(case.id, "arrive").verdict is Verdict.KEPT  # on the dot
    estate.later(minutes=4).do(case, "command", by=SECURITY_HEAD)
    estate.do(case, "secure", by=GUARD, evidence=PHOTO, checks=SCENE)
    estate.do(case, "report", by=SECURITY_HEAD, reported_to="总经理室,110")
    assert estate.case(case.id).values["reported_to"] == ("management", "police")
    estate.later(minutes=20).do(case, "control", by=GUARD, measure="封控现场，警方勘查", injured="0")
    for clock in ("command", "report"):
        assert estate.run(case.id, clock).verdict is Verdict.KEPT
    assert estate.run(case.id, "review").due_at == when("05-09 09:27")

    estate.later(hours=6).do(case, "hand_in", by=GUARD, result="经过、时间、损失见附件")
    estate.later(hours=24).do(
        case,
        "review",
        by=SECURITY_HEAD,
        cause="锁具老旧",
        effect="部分有效",
        improvement="更换锁具，夜间加岗",
        checks=REVIEW,
    )
    assert estate.do(case, "close", by=DEPUTY).stage == "closed"
    assert all(estate.run(case.id, clock).verdict is Verdict.KEPT for clock in ("review", "close"))


@pytest.mark.parametrize(
    ("kind", "text", "severity", "told"),
    [
        ("火情", "7栋地下室冒烟起火", "critical", {DEPUTY, GENERAL}),
        ("打架", "广场两人推搡扭打", "major", {DEPUTY}),
        ("停电", "会所局部停电", "minor", set()),
        ("其他", "有人持刀在门岗砍人", "critical", {DEPUTY, GENERAL}),
    ],
    ids=["a fire", "a fight", "a blackout", "anything that is a danger to life"],
)
def test_how_severe_it_is_decides_who_knows_at_once(
    estate: Estate, kind: str, text: str, severity: str, told: set[str]
) -> None:
    case = opened(estate, "incident", by=GUARD, content=text, kind=kind, location="小区内")
    assert case.text("severity") == severity
    assert set(estate.told(case.id)) & {DEPUTY, GENERAL} == told
    assert SECURITY_HEAD in estate.told(case.id)


def test_what_somebody_says_of_the_severity_stands(estate: Estate) -> None:
    assert theft(estate, severity="重大").text("severity") == "critical"


def test_an_incident_that_turns_out_worse_is_told_to_the_general_manager(estate: Estate) -> None:
    case = theft(estate)
    estate.later(minutes=2).do(case, "regrade", by=GUARD, severity="重大", reason="有人受伤")
    assert GENERAL in estate.told(case.id)


def test_while_nobody_acknowledges_it_climbs(estate: Estate) -> None:
    case = opened(estate, "incident", by=GUARD, content="会所局部停电", kind="停电", location="会所")
    estate.tick_until("05-06 09:10", minutes=1)
    assert [(at, whom) for at, _, whom in estate.escalated(case.id, "arrive")] == [
        ("05-06 09:00", "security_supervisor"),
        ("05-06 09:03", "deputy_general_manager"),
        ("05-06 09:10", "general_manager deputy_general_manager"),
    ]
    assert estate.escalated(case.id, "command") == []


@pytest.mark.parametrize(
    ("done", "wanted"),
    [
        (set(), ["接手", "上报", "保护现场"]),
        ({"command"}, ["上报", "保护现场"]),
        ({"command", "report"}, ["保护现场"]),
        ({"command", "report", "secure"}, []),
    ],
    ids=["nothing done", "nobody told, nothing kept", "no evidence kept", "all done"],
)
def test_a_report_is_handed_in_only_on_what_was_done(estate: Estate, done: set[str], wanted: list[str]) -> None:
    case = theft(estate)
    estate.do(case, "arrive", by=GUARD)
    if "command" in done:
        estate.do(case, "command", by=SECURITY_HEAD)
    if "report" in done:
        estate.do(case, "report", by=SECURITY_HEAD, reported_to="总经理室")
    if "secure" in done:
        estate.do(case, "secure", by=GUARD, evidence=PHOTO, checks=SCENE)
    estate.do(case, "control", by=GUARD, measure="封控现场", injured="0")
    if not wanted:
        assert estate.do(case, "hand_in", by=GUARD, result="见附件").stage == "reviewing"
        return
    with pytest.raises(Refused) as refused:
        estate.do(case, "hand_in", by=GUARD, result="见附件")
    assert refusal(refused.value) == ["EST-426"] * len(wanted)
    assert all(f"（{word}）" in said(refused.value.problems) for word in wanted)


def test_evidence_is_a_file(estate: Estate) -> None:
    case = theft(estate)
    estate.do(case, "arrive", by=GUARD)
    with pytest.raises(Refused) as refused:
        estate.do(case, "secure", by=GUARD, checks=SCENE)
    assert refusal(refused.value) == ["EST-450"]


def test_a_false_alarm_is_called_one_only_after_a_look_and_not_by_whoever_raised_it(estate: Estate) -> None:
    case = opened(estate, "incident", by=DESK, content="业主称3栋楼道有烟味", kind="火情", location="3栋")
    with pytest.raises(Refused) as refused:
        estate.do(case, "dismiss", by=SECURITY_HEAD, reason="烧焦的饭")
    assert refusal(refused.value) == ["EST-426"]
    estate.do(case, "arrive", by=GUARD)
    with pytest.raises(Refused):
        estate.do(case, "dismiss", by=DESK, reason="烧焦的饭")
    assert estate.do(case, "dismiss", by=SECURITY_HEAD, reason="住户烧焦了饭，已通风").stage == "dismissed"
    assert estate.run(case.id, "command").verdict is Verdict.CANCELLED


def test_whoever_reviewed_it_does_not_close_it(estate: Estate) -> None:
    case = opened(estate, "incident", by=GUARD, content="会所局部停电", kind="停电", location="会所")
    estate.do(case, "arrive", by=GUARD)
    estate.do(case, "command", by=SECURITY_HEAD)
    estate.do(case, "report", by=SECURITY_HEAD, reported_to="总经理室")
    estate.do(case, "control", by=GUARD, measure="已恢复供电", injured="0")
    estate.do(case, "hand_in", by=GUARD, result="跳闸")
    with pytest.raises(Refused) as refused:
        estate.do(case, "close", by=DEPUTY)
    assert refusal(refused.value) == ["EST-426"]
    estate.do(case, "review", by=DEPUTY, cause="过载", effect="没有预案", improvement="编写停电预案", checks=REVIEW)
    with pytest.raises(Refused) as refused:
        estate.do(case, "close", by=DEPUTY)
    assert refusal(refused.value) == ["EST-422"]
    assert estate.do(case, "close", by=GENERAL).stage == "closed"


def test_what_a_patrol_meets_with_is_an_incident_as_well(estate: Estate) -> None:
    case = found(
        estate,
        {"finding": "reading", "round": "RD-20/1", "department": "security", "severity": "critical"},
        workflow="incident",
        content="夜间周界巡逻：发现有人翻墙",
        location="北围墙",
    )
    assert case.stage == "reported"
    assert {SECURITY_HEAD, DEPUTY, GENERAL} <= set(estate.told(case.id))
