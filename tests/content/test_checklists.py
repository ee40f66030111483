"""A checklist judges all answers at once: what is missing, cannot be read, falls short or was never asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.checklists.checklist import Checklist, Fault
from estatectl.domain.problems import Problem
from tests.cases.house import bundle
from tests.content.documents import checklists, codes, default_bundle, tree

SHEET = """
    kind: checklist
    id: sheet
    title: {zh: 表, en: Sheet}
    clauses: ["3.2.4.1"]
    for: {purpose: on_site}
    items:
      - {id: shut, text: {zh: 阀已关, en: Valve shut}, kind: yes_no, expect: true}
      - {id: pressure, text: {zh: 压力, en: Pressure}, kind: number, unit: MPa, limits: {gte: 0.15, lte: 0.35}}
      - {id: people, text: {zh: 人数, en: People}, kind: count, required: false}
      - id: quality
        text: {zh: 质量, en: Quality}
        kind: choice
        choices: {good: {title: {zh: 合格, en: good}}, bad: {title: {zh: 不合格, en: bad}, falls_short: true}}
      - {id: why, text: {zh: 原因, en: Why}, kind: text, when: {quality: bad}}
      - {id: at, text: {zh: 时间, en: Time}, kind: time, required: false}
      - {id: photo, text: {zh: 照片, en: Photo}, kind: photo, required: false}
"""
DONE = {"shut": "是", "pressure": "0.2", "quality": "good"}
DIGEST = "sha256:" + "0a" * 32


def sheet(text: str = SHEET) -> Checklist:
    problems: list[Problem] = []
    checklist = Checklist.parse(tree(text), {}, problems)
    assert problems == []
    return checklist


def faults(answers: dict[str, str]) -> list[tuple[str, Fault]]:
    return [(finding.item, finding.fault) for finding in sheet().judge(answers)]


def test_a_sheet_filled_in_well_has_no_findings() -> None:
    assert faults(DONE) == []


def test_everything_wrong_is_said_at_once_in_the_order_of_the_items() -> None:
    assert faults({"valve": "yes", "pressure": "high", "people": "-1", "quality": "bad"}) == [
        ("valve", Fault.UNKNOWN),
        ("shut", Fault.MISSING),
        ("pressure", Fault.WRONG_KIND),
        ("people", Fault.WRONG_KIND),
        ("quality", Fault.FALLS_SHORT),
        ("why", Fault.MISSING),
    ]


@pytest.mark.parametrize(
    ("pressure", "found"),
    [
        ("0.15", []),
        ("0.35", []),
        ("0.1499", [Fault.FALLS_SHORT]),
        ("0.3501", [Fault.FALLS_SHORT]),
        ("NaN", [Fault.WRONG_KIND]),
        ("Infinity", [Fault.WRONG_KIND]),
        ("０．２", []),
        ("  ", [Fault.MISSING]),
    ],
)
def test_limits_include_their_edges(pressure: str, found: list[Fault]) -> None:
    assert [fault for _, fault in faults({**DONE, "pressure": pressure})] == found


@pytest.mark.parametrize("word", ["yes", "Y", "true", "是", "已", " 有 "])
def test_yes_is_understood_in_both_languages(word: str) -> None:
    assert faults({**DONE, "shut": word}) == []


@pytest.mark.parametrize("word", ["no", "N", "否", "未", "没有"])
def test_no_where_yes_is_expected_falls_short(word: str) -> None:
    assert faults({**DONE, "shut": word}) == [("shut", Fault.FALLS_SHORT)]


@pytest.mark.parametrize("word", ["good", "合格"])
def test_a_choice_is_taken_by_its_id_or_its_title(word: str) -> None:
    assert faults({**DONE, "quality": word}) == []


@pytest.mark.parametrize(
    ("item", "answer", "reads"),
    [
        ("people", "0", True),
        ("people", "2.5", False),
        ("at", "03:25", True),
        ("at", "2026-05-01T03:25:00+08:00", True),
        ("at", "25:00", False),
        ("at", "soon", False),
        ("photo", DIGEST, True),
        ("photo", f"{DIGEST}, {DIGEST}", True),
        ("photo", "photo.jpg", False),
    ],
)
def test_each_kind_takes_its_own_form(item: str, answer: str, reads: bool) -> None:
    assert faults({**DONE, item: answer}) == ([] if reads else [(item, Fault.WRONG_KIND)])


def test_a_dependent_item_is_asked_only_when_its_condition_holds() -> None:
    assert [item.id for item in sheet().asked({"quality": "good"})] == [
        "shut",
        "pressure",
        "people",
        "quality",
        "at",
        "photo",
    ]
    assert "why" in [item.id for item in sheet().asked({"quality": "不合格"})]


def test_a_finding_speaks_both_languages_and_says_what_was_wanted() -> None:
    (finding,) = sheet().judge({**DONE, "pressure": "0.5"})

    assert finding.problem.code == "EST-374"
    assert finding.problem.words.zh == "“压力”（pressure）填了“0.5”，不合格"
    assert finding.problem.hint is not None
    assert finding.problem.hint.en == "should be 0.15–0.35 MPa"


def test_an_item_id_used_twice_and_a_condition_on_a_later_item_are_refused() -> None:
    text = SHEET.replace("{id: at,", "{id: shut,").replace("expect: true}", "when: {quality: bad}}")
    problems: list[Problem] = []
    Checklist.parse(tree(text), {}, problems)

    assert sorted(codes(problems)) == ["EST-311", "EST-370"]


def test_braces_in_an_answer_do_no_harm() -> None:
    assert faults({**DONE, "pressure": "{0}{item}"}) == [("pressure", Fault.WRONG_KIND)]


@given(
    st.dictionaries(st.sampled_from(["shut", "pressure", "people", "quality", "why", "at", "photo", "x"]), st.text())
)
def test_any_answers_can_be_judged_and_every_item_at_most_once(answers: dict[str, str]) -> None:
    found = [finding.item for finding in sheet().judge(answers)]

    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", [node.text("id") for node in checklists()])
def test_an_empty_default_checklist_misses_something_and_nothing_else_is_wrong(name: str) -> None:
    found = default_bundle().checklists[name].judge({})

    assert {finding.fault for finding in found} == {Fault.MISSING}


def test_the_default_checklists_are_those_that_the_workflows_ask_for() -> None:
    named = {
        use.id
        for workflow in bundle().workflows.values()
        for move in workflow.moves
        for use in move.checklists
        if use.id
    }
    prepared = {f"prep_{trade}" for trade in ("plumbing", "electrical", "lift", "locks", "hvac", "civil", "general")}
    prepared |= {f"emergency_{kind}" for kind in ("water", "power", "gas", "lift")}
    rounds = {programme.checklist for programme in bundle().programmes.values()}

    assert {name for name in default_bundle().checklists if not name.startswith("round_")} - rounds == named | prepared


@pytest.mark.parametrize("name", [node.text("id") for node in checklists()])
def test_saying_all_in_order_leaves_nothing_short_or_unreadable(name: str) -> None:
    checklist = default_bundle().checklists[name]

    assert {finding.fault for finding in checklist.judge(checklist.in_order())} <= {Fault.MISSING}


def test_a_sheet_that_only_records_takes_an_owner_s_dissatisfaction_down() -> None:
    call = default_bundle().checklists["follow_up_call"]
    answers = {"solved": "否", "on_time": "是", "manner": "不满意"}

    assert [(finding.item, finding.fault) for finding in call.judge(answers)] == [("manner_why", Fault.MISSING)]
    assert call.judge({**answers, "manner_why": "迟到"}) == ()
