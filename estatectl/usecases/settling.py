"""Verdicts of clocks that have stopped go into the journal: later policies and calendars do not judge them again."""

from __future__ import annotations

from datetime import UTC, datetime

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clocks import Verdict
from estatectl.usecases.desk import Desk
from estatectl.usecases.timing import clock_states


def settle_clocks(desk: Desk, case: Case) -> Case:
    """Record the verdict of every run that has stopped and is not settled yet."""
    for state in clock_states(desk.house, case, desk.house.now):
        for run in state.runs:
            if run.stopped_at is None or run.due_at is None or case.verdict_of(state.spec.id, run.number) is not None:
                continue
            case = desk.record(
                case,
                "stopped",
                {
                    "clock": state.spec.id,
                    "run": run.number,
                    "started": stamp(run.started_at),
                    "due": stamp(run.due_at),
                    "stopped": stamp(run.stopped_at),
                    "kept": run.verdict is not Verdict.BREACHED,
                    "verdict": run.verdict.value,
                    "counted_seconds": int(run.counted.total_seconds()),
                },
            )
    return case


def stamp(at: datetime) -> str:
    """An instant as entries hold it."""
    return at.astimezone(UTC).isoformat()
