"""What routes and quiet hours may know about a notice: what it is about, how urgent that is, and whom it is for."""

from __future__ import annotations

from datetime import datetime

from estatectl.domain.rounds.round import SERIES
from estatectl.domain.rules.facts import Facts, FactValue
from estatectl.domain.staff.people import Roster
from estatectl.domain.staff.swaps import is_swap
from estatectl.usecases.house import House
from estatectl.usecases.ports import CaseRow, Notice, Reader

NIGHTS, STOCK = "nights", "stock:"
"""The stream that the night check writes to, and how those of stores begin: written here so that a command at the desk
loads no stores to send what it has to tell."""


def facts_about(house: House, reader: Reader, notice: Notice) -> Facts:
    """The facts of a notice; an urgency that a case has not got itself is that of the case above it."""
    case = reader.case(notice.case)
    post = house.bundle.organisation.post(notice.to_post) if notice.to_post else None
    known: dict[str, FactValue | None] = {
        "about": "case" if case is not None else _about(notice.case),
        "workflow": case.workflow if case else None,
        "urgency": _urgency(reader, case),
        "department": (case.department if case else None) or (post.department if post else None),
        "post": notice.to_post,
        "on_duty": on_duty(reader, notice.to_person, house.now),
    }
    return {name: value for name, value in known.items() if value is not None}


def _about(stream: str) -> str:
    if stream.startswith(f"{SERIES}-"):
        return "round"
    if stream.startswith(STOCK):
        return "stock"
    if is_swap(stream):
        return "roster"
    return "night" if stream == NIGHTS else "register"


def _urgency(reader: Reader, case: CaseRow | None) -> str | None:
    while case is not None and case.urgency is None:
        case = reader.case(case.parent) if case.parent else None
    return case.urgency if case else None


def on_duty(reader: Reader, person: str | None, at: datetime) -> bool:
    """Whether somebody is at work at an instant by the roster, and not on leave."""
    if person is None:
        return False
    shifts = [shift for shift in reader.shifts(at, at) if shift.person == person and shift.start <= at < shift.end]
    return bool(shifts) and person not in Roster((), (), reader.leaves(at, at)).away(at)
