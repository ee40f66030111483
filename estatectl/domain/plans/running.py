"""A plan under way on a case: which one it is, its measures as clocks, and how each of them stands. Domain floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.domain.plans.plan import PLAN, Measure, Plan

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle
    from estatectl.domain.cases.case import Case
    from estatectl.domain.cases.clocks import ClockSpec, Mark
    from estatectl.domain.cases.workflows import Workflow


def plan_of(bundle: Bundle, case: Case) -> Plan | None:
    """The plan that was started last on a case; None where none was, or the policies lack it by now."""
    mark = started(case)
    return bundle.plans.get(mark.name.removeprefix(PLAN)) if mark is not None else None


def started(case: Case) -> Mark | None:
    """The mark of the plan that was started last."""
    return next((mark for mark in reversed(case.marks) if mark.name.startswith(PLAN)), None)


def clocks_of(bundle: Bundle, case: Case) -> tuple[ClockSpec, ...]:
    """The clocks that a case can have: those of its workflow, then one for each measure of its plan."""
    workflow = bundle.workflows[case.workflow]
    plan = plan_of(bundle, case)
    return workflow.clocks if plan is None else (*workflow.clocks, *plan.clocks(ends(workflow)))


def measure_clocks(bundle: Bundle) -> tuple[ClockSpec, ...]:
    """The measures of all plans as clocks, for whoever sees the name of one and not which plan was under way."""
    return tuple(clock for plan in bundle.plans.values() for clock in plan.clocks(()))


def ends(workflow: Workflow) -> tuple[str, ...]:
    """The stages in which a case is over."""
    return tuple(stage.id for stage in workflow.stages if stage.final)


def settled_at(case: Case, measure: Measure) -> Mark | None:
    """What settled a measure: it was done, by itself or with a move, or it was found not to apply."""
    settling = (measure.clock, measure.skipped, *measure.on)
    return next((mark for mark in case.marks if mark.name in settling), None)
