"""What can be known of cases and of the runs of their clocks. Domain floor.

Over several workflows: the facts that all of them have. Of a clock `taken_hours` is left out while it runs,
`limit_hours` where it has no limit, `answered_hours` where nobody acknowledged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.domain.cases.workflows import Workflow, fact_specs
from estatectl.domain.controls.knowable.specs import Specs, common, flag, named, number, text
from estatectl.domain.controls.scopes import Scope

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle

CLOCK_STATES = ("none", "running", "paused", "kept", "breached", "cancelled")


def _workflows(scope: Scope, bundle: Bundle) -> list[Workflow]:
    wanted = [name.partition(".")[0] for name in scope.names] or list(bundle.workflows)
    return [bundle.workflows[name] for name in dict.fromkeys(wanted) if name in bundle.workflows]


def case_specs(scope: Scope, bundle: Bundle) -> Specs:
    return {**common(_case(workflow) for workflow in _workflows(scope, bundle)), **_of_case(bundle)}


def _case(workflow: Workflow) -> Specs:
    stages = tuple(stage.id for stage in workflow.stages)
    moves = tuple(move.id for move in workflow.moves)
    clocks = (
        text(f"clock_{clock.id}", CLOCK_STATES, f"计时“{clock.title.zh}”", f"clock '{clock.title.en}'")
        for clock in workflow.clocks
    )
    return {**fact_specs(workflow.fields, workflow.counters, stages, moves), **named(*clocks)}


def _of_case(bundle: Bundle) -> Specs:
    return named(
        text("workflow", bundle.workflows, "流程", "workflow"),
        flag("open", "在办", "open"),
        number("age_hours", "开单至今（小时）", "hours since it was opened"),
        number("idle_hours", "距上次动作（小时）", "hours since the last step"),
        number("breaches", "超时次数", "limits missed"),
        number("unanswered", "无人确认的升级", "escalations that nobody acknowledged"),
        number("escalated", "升级次数", "escalations sent"),
    )


def clock_specs(scope: Scope, bundle: Bundle) -> Specs:
    own = named(
        text("clock", _clock_names(scope, bundle), "计时", "clock"),
        number("run", "第几次计时", "which run of the clock"),
        text("state", CLOCK_STATES[1:], "计时结论", "how the clock stands"),
        number("taken_hours", "用时（小时）", "hours taken"),
        number("limit_hours", "时限（小时）", "the limit in hours"),
        number("late_hours", "超时（小时）", "hours late"),
        number("steps_sent", "已发升级", "escalation steps sent"),
        flag("answered", "升级已确认", "the escalation was acknowledged"),
        number("answered_hours", "多久后确认（小时）", "hours until somebody acknowledged"),
    )
    return {**case_specs(scope, bundle), **own}


def _clock_names(scope: Scope, bundle: Bundle) -> tuple[str, ...]:
    clocks = (clock.id for workflow in _workflows(scope, bundle) for clock in workflow.clocks)
    measures = (measure.clock for plan in bundle.plans.values() for measure in plan.measures)
    return tuple(dict.fromkeys((*clocks, *measures)))
