"""How the clocks of a case stand: worked out from its entries each time, never stored."""

from __future__ import annotations

from datetime import datetime

from estatectl.domain.cases import Case
from estatectl.domain.clock_runs import run_clock
from estatectl.domain.clocks import ClockState, Run
from estatectl.domain.escalation_steps import Fate, StepKey, next_wake
from estatectl.usecases.house import House


def clock_states(house: House, case: Case, now: datetime) -> tuple[ClockState, ...]:
    """The clocks that have a target, in the order of the workflow, as they stand at `now`."""
    workflow = house.bundle.workflows[case.workflow]
    return tuple(
        run_clock(
            clock,
            targets=case.targets[clock.id],
            marks=case.marks,
            pauses=case.pauses,
            calendars=house.bundle.calendars,
            now=now,
            stages=[stage.id for stage in workflow.stages],
            since=case.since,
        )
        for clock in workflow.clocks
        if clock.id in case.targets
    )


def next_due(house: House, case: Case, states: tuple[ClockState, ...]) -> tuple[str, datetime] | None:
    """The clock that is due next among those running, late ones first; None when none runs."""
    workflow = house.bundle.workflows[case.workflow]
    if workflow.stage(case.stage).final:
        return None
    running = [(state.next_due, state.spec.id) for state in states if state.next_due is not None]
    if not running:
        return None
    at, clock = min(running)
    return clock, at


def wake_at(house: House, case: Case, states: tuple[ClockState, ...]) -> datetime | None:
    """When `tick` has something to do for the case; None when it never will as things stand."""
    wakes = []
    for state in states:
        for run in state.runs:
            path = house.bundle.paths.get(run.target.path or "")
            wake = next_wake(
                run,
                path,
                house.bundle.calendars,
                sent=sent_steps(case, state.spec.id, run),
                acknowledged_at=case.acknowledged.get((state.spec.id, run.number)),
                breach_recorded=(state.spec.id, run.number) in case.breached,
            )
            if wake is not None:
                wakes.append(wake)
    return min(wakes, default=None)


def sent_steps(case: Case, clock: str, run: Run) -> dict[StepKey, Fate]:
    """Which steps of a run's path were dealt with, and how."""
    return {(each.index, each.round): each.fate for each in case.sent if (each.clock, each.run) == (clock, run.number)}
