"""Every check of workflows, on a slip of the pen: it says exactly what `slips.expected` says, in both languages.

UPDATE_EXPECTED=1 rewrites that file: review the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from estatectl.adapters.policyfiles.examining import examine
from estatectl.adapters.policyfiles.sources import gather
from tests.workflows.slips import GRADE, JOB, LIMITS, PATHS, RANKING, VISIT, Slip, told, valid

EXPECTED = Path(__file__).with_name("slips.expected")

SLIPS: dict[str, Slip] = {
    # shape
    "an effect that is two at once": Slip(JOB, "    - tell: [department_head]", "    - decide: [job_grade]"),
    "an effect misspelt": Slip(JOB, "    - tell: [department_head]", "    - tel: [department_head]"),
    "a move to make and nobody to make it": Slip(JOB, "      - carry_to: children\n        make", "      - make"),
    "a choice without values": Slip(VISIT, "type: choice, values_from: departments", "type: choice"),
    "a text with values": Slip(VISIT, "type: choice, values_from", "type: text, values_from"),
    "a value in one language": Slip(JOB, "small: {zh: 小, en: small, ", "small: {zh: 小, "),
    "a checklist named twice": Slip(JOB, "- named_by: sheet", "- named_by: sheet\n        id: follow_up_call"),
    "a reason given twice": Slip(JOB, "{field: why, evidence", "{field: why, reason: no_part, evidence"),
    "a pause without proof": Slip(JOB, "{field: why, evidence: proof}", "{field: why}"),
    "a demand on the opening": Slip(VISIT, "  to: planned", "  to: planned\n  demands: []"),
    "an opening whose last branch has a condition": Slip(
        VISIT, "  to: planned", "  to: [{stage: planned, when: {department: maintenance}}]"
    ),
    "a noun that the command has itself": Slip(JOB, "noun: job", "noun: round"),
    "a clock due by what is no date": Slip(JOB, "    stop_on: [give]", "    stop_on: [give]\n    due_from: content"),
    "a clock due by a field that is not there": Slip(
        JOB, "    stop_on: [give]", "    stop_on: [give]\n    due_from: day"
    ),
    "a bound on a text": Slip(JOB, "en: Place}, type: text", "en: Place}, type: text, least: 0"),
    "a form that no text has": Slip(JOB, "en: Place}, type: text", "en: Place}, type: text, format: plates"),
    "a field handed on to nowhere": Slip(JOB, "- open: visit", "- open: visit\n        hands_on: {contents: content}"),
    "a field handed on from nowhere": Slip(JOB, "- open: visit", "- open: visit\n        hands_on: {note: notes}"),
    "a field handed on to one of another type": Slip(
        JOB, "- open: visit", "- open: visit\n        hands_on: {note: department}"
    ),
    "an opening by whoever opened it": Slip(
        VISIT, "  by: [system]\n  asks: [content", "  by: [opener]\n  asks: [content"
    ),
    "an alias of two words": Slip(JOB, "aliases: [任务]", 'aliases: ["维 修"]'),
    "a series in small letters": Slip(JOB, "series: J", "series: j"),
    "a field asked for with a wide question mark": Slip(JOB, '"sheet?"', '"sheet？"'),
    "a flag in words": Slip(JOB, "resumes: true", 'resumes: "true"'),
    "a return that is neither": Slip(JOB, "pause_stages: [checking]", "on_return: again"),
    "a table that is not there": Slip(JOB, "targets: job_limits", "targets: job_limit"),
    "a move from nowhere": Slip(JOB, "from: [checking]", "from: []"),
    # stages
    "a move from a stage that is not there": Slip(JOB, "from: [checking]", "from: [chequing]"),
    "a move to a stage that is not there": Slip(JOB, "to: checking", "to: chequing"),
    "a branch to a stage that is not there": Slip(JOB, "- stage: done", "- stage: don"),
    "an opening in a stage that is not there": Slip(JOB, "to: taken", "to: taking"),
    "a clock that stands still in a stage that is not there": Slip(
        JOB, "pause_stages: [checking]", "pause_stages: [chequing]"
    ),
    "a stage to which nothing leads": Slip(JOB, "  taken: {", "  lost: {title: {zh: 丢, en: lost}}\n  taken: {"),
    "a stage without a way out": Slip(VISIT, "to: over", "to: planned"),
    "no final stage at all": Slip(VISIT, ", final: true", ""),
    "a move from a final stage to another": Slip(JOB, "from: [checking]", "from: [checking, done]"),
    "a last branch with a condition": Slip(
        JOB, "      - stage: done\n", "      - stage: done\n        when: {good: true}\n"
    ),
    "branches after one that is always taken": Slip(
        JOB,
        "      - stage: in_hand\n        when: {good: false}\n      - stage: done\n",
        "      - stage: in_hand\n      - stage: done\n",
    ),
    # who
    "a move kept apart that is not there": Slip(JOB, "asks: [into]", "asks: [into]\n    not_by: [hand_over]"),
    "a post that is not there": Slip(JOB, "by: [general_manager]\n    asks", "by: [general_manger]\n    asks"),
    "a role that is not there": Slip(
        JOB, "by: [department_head]\n    asks: [handler", "by: [head_of_department]\n    asks: [handler"
    ),
    "a notice to a role that hears nothing": Slip(JOB, "tell: [department_head]", "tell: [anyone]"),
    "a move for a handler that the case has not": Slip(VISIT, "by: [department]", "by: [handler]"),
    "a notice to a handler that the case has not": Slip(
        VISIT, "    to: over\n", "    to: over\n    then: [{tell: [handler], text: {zh: 完, en: over}}]\n"
    ),
    "a move of the system that nothing sets going": Slip(
        JOB, "    by: [general_manager]\n    asks: [into]", "    by: [system]\n    asks: [into]"
    ),
    "a case of the system that nothing opens": Slip(
        JOB, "    then:\n      - open: visit\n        departments: department\n", ""
    ),
    # fields
    "a field asked for that is not there": Slip(JOB, "asks: [good, note]", "asks: [good, notes]"),
    "an extra asked for that is not there": Slip(JOB, '"sheet?"]', '"sheets?"]'),
    "a field asked for at times that is not there": Slip(
        JOB, "asks: [good, note]", "asks: [good, {field: notes, when: {good: false}}]"
    ),
    "a counter that is not there": Slip(JOB, "counter: returns", "counter: return"),
    "a text understood that is not there": Slip(JOB, "understands: content", "understands: contents"),
    "an address that is not asked for": Slip(
        JOB, "asks: [content, place, department]", 'asks: [content, "place?", department]'
    ),
    "an address that is no text": Slip(JOB, "locates: place", "locates: grade"),
    "departments from a field that is not there": Slip(JOB, "departments: department", "departments: departments"),
    "departments from a field that is no choice": Slip(JOB, "departments: department", "departments: note"),
    "a handler that is no person": Slip(JOB, "经办人, en: Handler}, type: person", "经办人, en: Handler}, type: text"),
    "checklists named by a field of something else": Slip(JOB, "named_by: sheet", "named_by: grade"),
    "a person proposed for a field that is not there": Slip(JOB, "fills: {handler:", "fills: {handlers:"),
    "a person proposed for a field that the move does not take": Slip(JOB, "asks: [handler, ", "asks: ["),
    "a pause for a reason in a field that is not there": Slip(JOB, "field: why", "field: whys"),
    "a pause for a reason that is left out at will": Slip(JOB, "asks: [why, proof]", 'asks: ["why?", proof]'),
    "a pause proved by a field that is not there": Slip(JOB, "evidence: proof", "evidence: prove"),
    "a pause proved by a field that is not asked for": Slip(JOB, "evidence: proof", "evidence: note"),
    "a merger that does not ask into what": Slip(JOB, "asks: [into]", "asks: [note]"),
    "a merger into something that is no case": Slip(JOB, "type: case", "type: text"),
    # marks, names
    "a clock started by what never happens": Slip(JOB, "start_on: [in_hand]", "start_on: [in_hands]"),
    "a clock cancelled by what never happens": Slip(JOB, "cancel_on: [join]", "cancel_on: [joins]"),
    "a move and a stage of one name": Slip(JOB, "  go_on:", "  done:"),
    "a move called after the opening": Slip(JOB, "  go_on:", "  opened:"),
    "a move called like a command of every case": Slip(JOB, "  go_on:", "  list:"),
    "an alias like a command of every case": Slip(JOB, "aliases: [派]", "aliases: [show]"),
    "a field called like a counter": Slip(JOB, "counters: [returns]", "counters: [returns, note]"),
    "a counter called like a fact of every case": Slip(JOB, "counters: [returns]", "counters: [returns, children]"),
    "a field called like an option of every command": Slip(
        VISIT, "  note: {", "  at: {title: {zh: 时, en: at}, type: instant}\n  note: {"
    ),
    "two moves of one alias": Slip(JOB, "aliases: [派]", "aliases: [登记任务]"),
    "an alias like another move": Slip(JOB, "aliases: [派]", "aliases: [join]"),
    "two workflows of one noun": Slip(VISIT, "noun: visit", "noun: job"),
    "two workflows of one series": Slip(VISIT, "series: V", "series: J"),
    "two clocks of one id": Slip(JOB, "id: finish", "id: begin"),
    "two values of one name": Slip(JOB, "[零星]", "[big]"),
    # following
    "a notice with a word that nobody knows": Slip(JOB, "新任务 {id}：{summary}", "新任务 {id}：{sumary}"),
    "a notice with a place for nothing": Slip(JOB, "New job {id}: {summary}", "New job {}"),
    "a notice with an open brace": Slip(JOB, "New job {id}: {summary}", "New job {id: {summary}"),
    "a workflow below itself": Slip(JOB, "series: J", "series: J\nparent: visit"),
    "a child of another parent": Slip(VISIT, "parent: job", "parent: request"),
    "a child that the system may not open": Slip(VISIT, "by: [system]\n  asks", "by: [general_manager]\n  asks"),
    "a child that needs what its parent has not": Slip(VISIT, "content", "matter"),
    "a move of children that they do not have": Slip(JOB, "make: leave", "make: leaves"),
    "a move of children that the system may not make": Slip(JOB, "make: leave", "make: look"),
    "a move of children that needs more": Slip(JOB, "asks: [good, note]", "asks: [good]"),
    "a move of a parent that is not there": Slip(JOB, "carry_to: children", "carry_to: parent"),
    "a second parent that is not there": Slip(VISIT, "parent: job", "parent: [job, jobb]"),
    "a workflow below itself by its second parent": Slip(JOB, "series: J", "series: J\nparent: [request, visit]"),
    "rounds of a programme that is not there": Slip(JOB, "schedule: revisit", "schedule: revisits"),
    "rounds of a programme with days of its own": Slip(JOB, "schedule: revisit", "schedule: pump_daily"),
    "rounds and a notice in one": Slip(
        JOB, "- schedule: revisit", "- tell: [department_head]\n        schedule: revisit"
    ),
    # pauses
    "a reason that holds no clock": Slip(JOB, "pause_reasons: [no_part, nobody_in]", "pause_reasons: [no_part]"),
    "a reason that nobody gives": Slip(
        JOB, "pause_reasons: [no_part, nobody_in]", "pause_reasons: [no_part, nobody_in, rain]"
    ),
    "a fixed reason that holds no clock": Slip(JOB, "{field: why, evidence: proof}", "{reason: rain, evidence: proof}"),
    "a pause without an end": Slip(JOB, "    resumes: true\n", ""),
    # tables
    "a fact that nobody can know": Slip(GRADE, "length", "width"),
    "a fact of another kind": Slip(
        GRADE, "department: {type: text, values_from: departments}", "department: {type: set, values_from: departments}"
    ),
    "a conclusion without a field": Slip(JOB, "decides: [job_grade]", "decides: [job_grade, job_ranking]"),
    "a conclusion of another kind": Slip(GRADE, "grade: {type: text", "grade: {type: set"),
    "a conclusion that the field cannot take": Slip(GRADE, "values: [big, small]", "values: [big, small, huge]"),
    "people ranked by nothing": Slip(RANKING, "rank: ", "place: "),
    "a correlation that is not there": Slip(JOB, "correlates: [repeats]", "correlates: [repeat]"),
    # targets
    "a limit for a clock that is not there": Slip(LIMITS, "values: [begin, finish]", "values: [begin, finish, settle]"),
    "a limit for a clock of another workflow": Slip(
        LIMITS, "{workflow: job, clock: begin}", "{workflow: visit, clock: begin}"
    ),
    "a path for a clock that the rule rules out": Slip(
        PATHS, "{clock: finish, returns", "{clock: finish, not: {clock: finish}, returns"
    ),
    "a rule about no clock at all": Slip(LIMITS, "{workflow: job, clock: begin}", "{workflow: request}"),
    "a clock without a limit": Slip(
        LIMITS, "{workflow: job, clock: begin}", "{workflow: job, clock: finish, grade: small}"
    ),
    "limits that do not ask for the clock": Slip(PATHS, "clock", "workflow"),
    "a workflow without limits": Slip(JOB, "targets: job_limits\n", ""),
    "a limit in words": Slip(LIMITS, '"4h"', '"four hours"'),
    "a limit of nothing": Slip(LIMITS, '"30m"', '"0m"'),
    "open time counted in days": Slip(LIMITS, '"4h"', '"1d"'),
    "half a working day": Slip(LIMITS, 'rework_within: "1d"', 'rework_within: "4h"'),
    "a unit that is not there": Slip(LIMITS, "unit: business", "unit: busy"),
    "a calendar that is not there": Slip(LIMITS, "calendar: always", "calendar: allways"),
    "a holiday table instead of a calendar": Slip(LIMITS, "calendar: always", "calendar: holidays"),
    "no calendar": Slip(LIMITS, ", calendar: always", ""),
    "an end of the day that is not there": Slip(LIMITS, "day_ends: end_of_day}", "day_ends: midnight}"),
    "a calendar and no limit": Slip(LIMITS, 'within: "4h", ', ""),
    "no output for the limit": Slip(LIMITS, "within", "length"),
    "a path that is not there": Slip(PATHS, "path: late", "path: later"),
    "paths without a path": Slip(PATHS, "path: ", "way: "),
}


def expected() -> dict[str, list[str]]:
    blocks = EXPECTED.read_text(encoding="utf-8").strip().split("\n\n")
    return {name: said for name, *said in (block.split("\n") for block in blocks)}


@pytest.fixture(scope="session", autouse=True)
def refreshed() -> None:
    if os.environ.get("UPDATE_EXPECTED"):
        blocks = ["\n".join((name, *told(slip))) for name, slip in SLIPS.items()]
        EXPECTED.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def test_the_bundle_without_slips_is_sound() -> None:
    assert examine(valid()).problems == ()


def test_nothing_is_expected_of_slips_that_are_not_made() -> None:
    assert list(expected()) == list(SLIPS)


def test_every_code_of_workflows_is_seen() -> None:
    seen = {line[:7] for said in expected().values() for line in said}
    assert _OWN - {"EST-390"} <= seen


@pytest.mark.parametrize("name", SLIPS)
def test_it_finds(name: str) -> None:
    assert told(SLIPS[name]) == expected()[name] != []


def test_the_default_workflows_are_sound() -> None:
    sources = gather(Path(__file__).parents[2] / "policies")
    examined = examine(sources)
    assert {"order", "request"} <= set(examined.bundle.workflows)
    assert [problem for problem in examined.problems if problem.code in _OWN] == []


_OWN = frozenset(f"EST-{number}" for number in range(380, 400))
