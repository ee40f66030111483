"""A test of the same item again: judged by the sheet of the finding's own day, kept with the round it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.checklists.readings import Passed, retest
from estatectl.domain.entries import Json, Personal
from estatectl.domain.problems import Problem, Refused
from estatectl.domain.rounds.round import Finding, Round
from estatectl.domain.words import Words, same
from estatectl.usecases.desk import Desk
from estatectl.usecases.rounds.book import RoundBook, finding_id
from estatectl.usecases.rounds.reading import sheet_of
from estatectl.usecases.rounds.settling import finding_of

READING, PASSED, NOTE = "reading", "passed", "note"
"""Fields of a move that tests again: what was read, whether it is in order, a remark."""


@dataclass(frozen=True, slots=True)
class Tested:
    """What a test said: the reading as kept, and whether it is in order."""

    answer: str
    passed: bool


def judge_again(
    book: RoundBook, known: Round, finding: Finding, answer: str, confirmed: frozenset[str] = frozenset()
) -> Tested:
    """Whether an answer is in order now. Refuses one that cannot be read, or is not believable unless confirmed."""
    sheet = sheet_of(book.policies.of(known), known)
    if sheet is None or not finding.needs_retest:
        words = Words(zh="{id} 不需要复测", en="{id} is not tested again").fill(
            id=same(finding_id(known, finding.number))
        )
        raise Refused.one("EST-870", words)
    said = retest(sheet, finding.name, answer, confirmed)
    if isinstance(said, Problem):
        raise Refused([said])
    return Tested(said.answer, isinstance(said, Passed) or said.kind == "warning")


def keep_test(book: RoundBook, known: Round, finding: Finding, tested: Tested, person: str, note: str) -> Round:
    """Write what a test said to the round; one that passed closes the finding."""
    data: dict[str, Json] = {
        "number": finding.number,
        "answer": tested.answer,
        "passed": tested.passed,
        "note": Personal(note) if note else None,
    }
    return book.record(known, "retested", data, at=book.desk.at, actor=person)


def test_for_case(
    desk: Desk, case: Case, values: Mapping[str, FieldValue | None], person: str, confirmed: frozenset[str]
) -> dict[str, FieldValue | None]:
    """The values of a move that tests again, with what the test said; it is kept with the finding's round."""
    book, found = RoundBook(desk), finding_of(case)
    finding = None
    if found is not None and desk.unit.stream(found[0]):
        known = book.round(found[0])
        finding = known.finding(found[1])
    if finding is None or not finding.needs_retest:
        words = Words(zh="{id} 没有可复测的读数", en="{id} has no reading to test again").fill(id=same(case.id))
        raise Refused.one("EST-870", words)
    tested = judge_again(book, known, finding, str(values[READING]), confirmed)
    keep_test(book, known, finding, tested, person, str(values.get(NOTE) or ""))
    return {**values, READING: tested.answer, PASSED: tested.passed}
