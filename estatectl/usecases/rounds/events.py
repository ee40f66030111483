"""Rounds that an event of a case sets going: noted on the case, so many days after which they fall due."""

from __future__ import annotations

from estatectl.domain.cases.case import Case
from estatectl.usecases.desk import Desk
from estatectl.usecases.rounds.plan_marks import begin_event

SCHEDULED = "scheduled"
"""The kind of entry on a case that the rounds of a programme count from."""


def schedule_event(desk: Desk, case: Case, programme: str) -> Case:
    """Have the rounds of a programme count from now for this case."""
    begin_event(desk.unit, desk.house, programme, case.id, desk.at)
    return desk.record(case, SCHEDULED, {"programme": programme})
