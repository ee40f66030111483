"""A case that findings led to is over: they are settled with it."""

from __future__ import annotations

from estatectl.domain.cases.case import Case
from estatectl.usecases.desk import Desk
from estatectl.usecases.ports import FindingQuery
from estatectl.usecases.rounds.book import RoundBook

FINDING = "round"
"""The field of a case that names the (first) finding it was opened for: `RD-12/1`."""


def finding_of(case: Case) -> tuple[str, int] | None:
    """The round and the number of the finding that a case was opened for."""
    told = case.text(FINDING) or ""
    round_id, sign, number = told.partition("/")
    return (round_id, int(number)) if sign and number.isdecimal() else None


def settle_findings(desk: Desk, case: Case) -> None:
    """Close the findings of a case that has come to its end."""
    if case.text(FINDING) is None:
        return
    book = RoundBook(desk)
    for row in desk.unit.findings(FindingQuery(case=case.id, open=True)):
        known = book.round(row.round)
        number = int(row.id.rpartition("/")[2])
        book.record(known, "settled", {"number": number, "case": case.id}, at=desk.at)
