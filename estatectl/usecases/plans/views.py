"""The plan of a case as it stands: each measure with who took it, or by when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clocks import ClockState, Verdict
from estatectl.domain.entries import Entry
from estatectl.domain.plans.plan import Measure, Plan
from estatectl.domain.plans.running import plan_of, settled_at, started
from estatectl.usecases.house import House
from estatectl.usecases.timing import clock_states


class Standing(Enum):
    """How a measure stands."""

    OPEN = "open"
    LATE = "late"  # open, and past its limit
    DONE = "done"
    DONE_LATE = "done_late"
    SKIPPED = "skipped"  # found not to be called for
    UNRECORDED = "unrecorded"  # the case is over, and nobody said


OPEN = (Standing.OPEN, Standing.LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """One measure of a plan under way. `at`, `by` and `note` are of what settled it."""

    number: int
    measure: Measure
    standing: Standing
    due: datetime | None
    at: datetime | None
    by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan of a case, when it was started, and its measures in order."""

    plan: Plan
    started_at: datetime
    measures: tuple[MeasureView, ...]

    @property
    def open(self) -> tuple[MeasureView, ...]:
        return tuple(each for each in self.measures if each.standing in OPEN)

    @property
    def late(self) -> tuple[MeasureView, ...]:
        return tuple(each for each in self.measures if each.standing in (Standing.LATE, Standing.DONE_LATE))


def view_plan(house: House, case: Case, entries: tuple[Entry, ...]) -> PlanView | None:
    """How the plan of a case stands now; None where none was started."""
    plan, mark = plan_of(house.bundle, case), started(case)
    if plan is None or mark is None:
        return None
    states = {state.spec.id: state for state in clock_states(house, case, house.now)}
    over = house.bundle.workflows[case.workflow].stage(case.stage).final
    measures = tuple(
        _view(case, number, each, states.get(each.clock), entries, over=over)
        for number, each in enumerate(plan.measures, 1)
    )
    return PlanView(plan, mark.at, measures)


def _view(
    case: Case, number: int, measure: Measure, state: ClockState | None, entries: tuple[Entry, ...], *, over: bool
) -> MeasureView:
    run = state.current if state is not None else None
    late = run is not None and run.verdict is Verdict.BREACHED
    settled = settled_at(case, measure)
    entry = next((each for each in entries if _settles(each, measure)), None) if settled else None
    if settled is None:
        standing = Standing.UNRECORDED if over else Standing.LATE if late else Standing.OPEN
    elif settled.name == measure.skipped:
        standing = Standing.SKIPPED
    else:
        standing = Standing.DONE_LATE if late else Standing.DONE
    note = (entry.data.get("note") or entry.data.get("reason")) if entry is not None else None
    return MeasureView(
        number=number,
        measure=measure,
        standing=standing,
        due=run.due_at if run is not None else None,
        at=settled.at if settled else None,
        by=None if entry is None else str(entry.data.get("by") or entry.actor),
        note=None if note is None else str(note),
    )


def _settles(entry: Entry, measure: Measure) -> bool:
    if entry.kind == "measured":
        return bool(entry.data["measure"] == measure.id)
    return entry.kind == "moved" and entry.data["move"] in measure.on
