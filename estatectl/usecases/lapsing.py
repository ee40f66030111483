"""What is simply over once its time is up: the system makes the move that the clock names, at that instant."""

from __future__ import annotations

from datetime import datetime

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.moves import Move
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.usecases.desk import Desk
from estatectl.usecases.following import perform
from estatectl.usecases.timing import clock_states


def lapse(desk: Desk, case: Case, until: datetime) -> Case:
    """Make the moves of clocks with `on_late` that were up before an instant. A late tick records the same as one on
    time: the move bears the instant at which the limit was."""
    while (over := _over(desk, case, until)) is not None:
        move, due = over
        with desk.as_of(max(due, case.changed_at)):
            case = perform(desk, case, move, {}, actor=SYSTEM)
    return case


def _over(desk: Desk, case: Case, until: datetime) -> tuple[Move, datetime] | None:
    """The first clock that is up, as the move to make and the instant."""
    workflow = desk.workflow(case)
    if all(clock.on_late is None for clock in workflow.clocks):
        return None
    found: list[tuple[datetime, Move]] = []
    for state in clock_states(desk.house, case, until):
        move = workflow.move(state.spec.on_late) if state.spec.on_late else None
        if move is not None and case.stage in move.from_stages:
            found += [
                (run.due_at, move)
                for run in state.runs
                if run.stopped_at is None and run.due_at is not None and run.due_at < until
            ]
    if not found:
        return None
    due, move = min(found, key=lambda each: each[0])
    return move, due
