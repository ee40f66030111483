"""After an incident: the evidence and its hand-overs, the review with its improvements, each tracked to its effect."""

from __future__ import annotations

import pytest

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clocks import Verdict
from estatectl.domain.problems import Refused
from tests.cases.house import DEPUTY, GENERAL, SECURITY_HEAD, Estate, refusal, said, when
from tests.rounds.following import CCTV, GUARD, PHOTO, opened

REVIEW = {"lesson": "西门夜间只有一人"}
OTHER_GUARD = "song_tao"


@pytest.fixture
def estate() -> Estate:
    return Estate.founded()


def reviewed(estate: Estate, **given: str) -> Case:
    """A theft up to its review, with what the review says of the improvement."""
    case = opened(estate, "incident", by=CCTV, content="西门快递柜被撬", kind="盗窃", location="西门")
    estate.do(case, "arrive", by=GUARD)
    estate.do(case, "command", by=SECURITY_HEAD)
    estate.do(case, "secure", by=GUARD, evidence=PHOTO, checks={"witnesses": "2"})
    estate.do(case, "report", by=SECURITY_HEAD, reported_to="110")
    estate.do(case, "control", by=GUARD, measure="封控现场", injured="0")
    estate.do(case, "hand_in", by=GUARD, result="见附件")
    words = {"cause": "锁具老旧", "effect": "部分有效", "improvement": "更换快递柜锁具"}
    return estate.do(case, "review", by=SECURITY_HEAD, checks=REVIEW, **{**words, **given})


def actions(estate: Estate, case: Case) -> list[Case]:
    return [estate.case(row.id) for row in estate.cases(parent=case.id, workflow="action", by_id=True)]


def test_a_review_begins_an_action_for_the_person_and_day_that_it_names(estate: Estate) -> None:
    case = reviewed(estate, responsible=GUARD, due_on="2026-05-20", concerns="设备器材")
    [action] = actions(estate, case)
    assert (action.id, action.text("improvement"), action.text("handler")) == ("IA-1", "更换快递柜锁具", GUARD)
    assert GUARD in estate.told(action.id)
    assert estate.run(action.id, "finish").due_at == when("05-21 00:00")


def test_without_a_person_the_head_is_asked_for_one(estate: Estate) -> None:
    [action] = actions(estate, reviewed(estate))
    assert SECURITY_HEAD in estate.told(action.id)
    assert "finish" not in {state.spec.id for state in estate.view(action.id).states}  # no day, no limit yet
    after = estate.do(action, "assign", by=SECURITY_HEAD, handler=GUARD, due_on="2026-05-30")
    assert after.text("handler") == GUARD
    assert estate.run(action.id, "assign").verdict is Verdict.KEPT
    assert estate.run(action.id, "finish").verdict is Verdict.RUNNING


def test_further_improvements_are_actions_of_their_own_after_the_review_only(estate: Estate) -> None:
    case = reviewed(estate)
    estate.do(case, "improve", by=SECURITY_HEAD, improvement="夜间西门加一人", concerns="人手和岗位")
    assert [each.text("improvement") for each in actions(estate, case)] == ["更换快递柜锁具", "夜间西门加一人"]


def test_an_incident_closes_while_its_actions_go_on_and_stand_on_its_page(estate: Estate) -> None:
    case = reviewed(estate, responsible=GUARD, due_on="2026-05-20")
    assert estate.do(case, "close", by=DEPUTY).stage == "closed"
    [row] = estate.view(case.id).children
    assert (row.workflow, row.open) == ("action", True)
    estate.at("05-21 00:00:01").tick()
    assert estate.run(row.id, "finish").verdict is Verdict.BREACHED


def test_an_action_is_done_with_its_effect_in_figures_and_verified_by_somebody_else(estate: Estate) -> None:
    [action] = actions(estate, reviewed(estate, responsible=SECURITY_HEAD, due_on="2026-05-20"))
    figures = {"metric": "每月被撬次数", "before": "3", "after": "0"}
    done = estate.do(action, "finish", by=SECURITY_HEAD, result="已换 C 级锁", **figures)
    assert (done.stage, done.values["before"], done.values["after"]) == ("done", "3", "0")
    with pytest.raises(Refused) as refused:
        estate.do(action, "verify", by=SECURITY_HEAD, note="有效")
    assert refusal(refused.value) == ["EST-422"]
    assert estate.do(action, "verify", by=DEPUTY, note="一个月内无被撬").stage == "verified"


@pytest.mark.parametrize("given", [{"before": "3"}, {"before": "3", "after": "0"}, {"metric": "次数"}])
def test_half_a_measurement_is_refused(estate: Estate, given: dict[str, str]) -> None:
    [action] = actions(estate, reviewed(estate, responsible=GUARD, due_on="2026-05-20"))
    with pytest.raises(Refused) as refused:
        estate.do(action, "finish", by=GUARD, result="已换", **given)
    assert refusal(refused.value) == ["EST-426"]
    assert "--metric" in said(refused.value.problems)


def test_what_does_not_work_comes_back_with_a_new_day(estate: Estate) -> None:
    [action] = actions(estate, reviewed(estate, responsible=GUARD, due_on="2026-05-20"))
    estate.do(action, "finish", by=GUARD, result="已换")
    back = estate.do(action, "redo", by=SECURITY_HEAD, reason="仍可撬开", due_on="2026-06-10")
    assert (back.stage, back.values["works"], back.counters["rounds"]) == ("open", False, 1)
    assert estate.run(action.id, "finish", 2).due_at == when("06-11 00:00")


def test_putting_off_is_for_the_deputy_and_says_why(estate: Estate) -> None:
    [action] = actions(estate, reviewed(estate, responsible=GUARD, due_on="2026-05-20"))
    with pytest.raises(Refused) as refused:
        estate.do(action, "postpone", by=GUARD, due_on="2026-06-20", reason="忙")
    assert "EST-421" in refusal(refused.value)
    estate.do(action, "postpone", by=DEPUTY, due_on="2026-06-20", reason="锁具缺货")
    assert estate.run(action.id, "finish").due_at == when("06-21 00:00")
    assert estate.do(action, "withdraw", by=GENERAL, reason="柜子拆除").stage == "withdrawn"


def test_evidence_is_registered_by_its_digest_and_handed_over_with_a_receipt(estate: Estate) -> None:
    case = opened(estate, "incident", by=CCTV, content="西门快递柜被撬", kind="盗窃", location="西门")
    estate.do(case, "arrive", by=GUARD)
    handing = {"evidence_about": "撬棍一根", "received_by": "派出所李警官"}
    with pytest.raises(Refused) as refused:
        estate.do(case, "hand_over", by=SECURITY_HEAD, **handing)
    assert refusal(refused.value) == ["EST-426", "EST-450"]
    estate.do(case, "add_evidence", by=GUARD, evidence=PHOTO, evidence_about="撬棍一根", kept_at="监控室保险柜")
    estate.do(case, "add_evidence", by=OTHER_GUARD, evidence=PHOTO, evidence_about="录像片段", kept_at="录像机")
    estate.do(case, "hand_over", by=SECURITY_HEAD, receipt=PHOTO, **handing)
    moves = [entry.data["move"] for entry in estate.entries(case.id, "moved")]
    assert moves == ["arrive", "add_evidence", "add_evidence", "hand_over"]
    assert all("李警官" not in line.data for line in estate.journal.lines())
