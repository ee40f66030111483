"""How the clocks of a case stand: worked out from its entries each time, never stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clock_runs import run_clock
from estatectl.domain.cases.clocks import ClockSpec, ClockState, Run
from estatectl.domain.cases.escalation_steps import Fate, StepKey, next_wake
from estatectl.domain.plans.running import clocks_of
from estatectl.domain.problems import PolicyInvalid, Problem
from estatectl.usecases.house import House


def clock_states(house: House, case: Case, now: datetime) -> tuple[ClockState, ...]:
    """The clocks that have a target, in the order of the workflow, as they stand at `now`.

    A clock that runs into a year its calendar does not know has no runs: `uncountable` says so, nothing is guessed.
    """
    clocks = clocks_of(house.bundle, case)
    return tuple(_state(house, case, clock, now)[0] for clock in clocks if clock.id in case.targets)


def uncountable(house: House, case: Case) -> tuple[Problem, ...]:
    """Why clocks of a case, or steps of their escalation, cannot be counted; empty when all can."""
    problems: list[Problem] = []
    for clock in clocks_of(house.bundle, case):
        if clock.id in case.targets:
            state, missing = _state(house, case, clock, house.now)
            problems += missing
            for run in state.runs:
                try:
                    _next_wake(house, case, state, run)
                except PolicyInvalid as unknown:
                    problems += unknown.problems
    return tuple(dict.fromkeys(problems))


def _state(house: House, case: Case, clock: ClockSpec, now: datetime) -> tuple[ClockState, tuple[Problem, ...]]:
    workflow = house.bundle.workflows[case.workflow]
    try:
        state = run_clock(
            clock,
            targets=case.targets[clock.id],
            marks=case.marks,
            pauses=[replace(pause, title=workflow.pause_title(pause.reason)) for pause in case.pauses],
            calendars=house.bundle.calendars,
            now=now,
            stages=[stage.id for stage in workflow.stages],
            since=case.since,
        )
    except PolicyInvalid as unknown:
        return ClockState(clock, ()), unknown.problems
    return state, ()


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
    """When `tick` has something to do for the case; None when it never will as things stand.

    What cannot be counted is looked at by every tick, so that it is said aloud until the calendar knows the year.
    """
    wakes = []
    for state in states:
        for run in state.runs:
            try:
                wake = _next_wake(house, case, state, run)
            except PolicyInvalid:
                wake = house.now
            if wake is not None:
                wakes.append(wake)
    if any(not state.runs and _started(case, state.spec) for state in states):
        wakes.append(house.now)
    return min(wakes, default=None)


def _next_wake(house: House, case: Case, state: ClockState, run: Run) -> datetime | None:
    return next_wake(
        run,
        house.bundle.paths.get(run.target.path or ""),
        house.bundle.calendars,
        sent=sent_steps(case, state.spec.id, run),
        acknowledged_at=case.acknowledged.get((state.spec.id, run.number)),
        breach_recorded=(state.spec.id, run.number) in case.breached,
    )


def _started(case: Case, clock: ClockSpec) -> bool:
    """Whether a clock ought to have a run."""
    return any(mark.name in clock.start_on for mark in case.marks)


def sent_steps(case: Case, clock: str, run: Run) -> dict[StepKey, Fate]:
    """Which steps of a run's path were dealt with, and how."""
    return {(each.index, each.round): each.fate for each in case.sent if (each.clock, each.run) == (clock, run.number)}
