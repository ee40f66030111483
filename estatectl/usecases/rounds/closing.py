"""What a new record closes: findings whose item is in order now, and the miss of a round that was made up."""

from __future__ import annotations

from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.checklists.readings import Examined
from estatectl.domain.entries import Json
from estatectl.domain.rounds.round import MISSED, Round
from estatectl.usecases.following import perform
from estatectl.usecases.ports import FindingQuery
from estatectl.usecases.rounds.book import RoundBook


def close_by_reading(book: RoundBook, known: Round, examined: Examined | None) -> Round:
    """Close earlier findings without a case whose item was read anew and is in order: that is their re-test.

    A record that came in late says nothing about what was found after it was made.
    """
    if examined is None or not examined.answers:
        return known
    wrong = {each.name for each in examined.shortfalls}
    query = FindingQuery(subject=known.subject, programme=known.programme, open=True)
    for row in book.desk.unit.findings(query):
        if row.case is not None or row.round == known.id or (known.done_at is not None and row.at > known.done_at):
            continue
        other = book.round(row.round)
        finding = other.finding(int(row.id.partition("/")[2]))
        if finding is None or finding.name not in examined.answers or finding.name in wrong:
            continue
        data: dict[str, Json] = {
            "number": finding.number, "answer": examined.answers[finding.name], "passed": True, "by_round": known.id,
        }  # fmt: skip
        book.record(other, "retested", data, at=known.done_at or book.desk.house.now, actor=known.done_by or SYSTEM)
    return known


def made_up(book: RoundBook, known: Round) -> Round:
    """A missed round was done after all: its miss is settled, and a case that has no other open one hears of it."""
    for finding in known.open_findings:
        if finding.kind != MISSED:
            continue
        data: dict[str, Json] = {"number": finding.number, "case": finding.case}
        known = book.record(known, "settled", data, at=book.desk.house.now)
        if finding.case is not None and not book.desk.unit.findings(FindingQuery(case=finding.case, open=True)):
            case = book.desk.case(finding.case)
            move = next((each for each in book.desk.workflow(case).moves if each.made_up), None)
            if move is not None and case.stage in move.from_stages:
                with book.desk.as_of_now():
                    perform(book.desk, case, move, {}, actor=SYSTEM, more={"because_of": known.id})
    return book.round(known.id)
