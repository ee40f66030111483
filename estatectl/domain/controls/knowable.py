"""What can be known of the subjects of a scope: the facts that conditions of controls and figures may name.

Domain floor. Each kind of scope has a function of its own; what it declares here, the source of that kind fills in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import TYPE_CHECKING

from estatectl.domain.cases.workflows import Workflow, fact_specs
from estatectl.domain.controls.scopes import Scope, ScopeKind
from estatectl.domain.rules.facts import FactKind, FactSpec
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle

Specs = Mapping[str, FactSpec]
CLOCK_STATES = ("none", "running", "paused", "kept", "breached", "cancelled")


def specs_of(scope: Scope, bundle: Bundle) -> Specs:
    """The facts of a scope. Over several workflows or registers: those that all of them have."""
    return _SPECS[scope.kind](scope, bundle)


def number(name: str, zh: str, en: str) -> FactSpec:
    return FactSpec(name, FactKind.NUMBER, (), Words(zh=zh, en=en))


def flag(name: str, zh: str, en: str) -> FactSpec:
    return FactSpec(name, FactKind.FLAG, (), Words(zh=zh, en=en))


def text(name: str, values: Iterable[str], zh: str, en: str) -> FactSpec:
    return FactSpec(name, FactKind.TEXT, tuple(values), Words(zh=zh, en=en))


def members(name: str, values: Iterable[str], zh: str, en: str) -> FactSpec:
    return FactSpec(name, FactKind.SET, tuple(values), Words(zh=zh, en=en))


def named(*specs: FactSpec) -> dict[str, FactSpec]:
    return {spec.name: spec for spec in specs}


def common(several: Iterable[Specs]) -> dict[str, FactSpec]:
    """The facts that every one of several records has, with all the values that any allows."""
    listed = [dict(each) for each in several]
    return reduce(_shared, listed) if listed else {}


def _shared(one: Specs, other: Specs) -> dict[str, FactSpec]:
    both = ((one[name], other[name]) for name in one if name in other and one[name].kind is other[name].kind)
    return {
        left.name: FactSpec(left.name, left.kind, tuple(dict.fromkeys((*left.values, *right.values))), left.title)
        for left, right in both
    }


def _workflows(scope: Scope, bundle: Bundle) -> list[Workflow]:
    wanted = [name.partition(".")[0] for name in scope.names] or list(bundle.workflows)
    return [bundle.workflows[name] for name in dict.fromkeys(wanted) if name in bundle.workflows]


def _cases(scope: Scope, bundle: Bundle) -> Specs:
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


def _clocks(scope: Scope, bundle: Bundle) -> Specs:
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
    return {**_cases(scope, bundle), **own}


def _clock_names(scope: Scope, bundle: Bundle) -> tuple[str, ...]:
    clocks = (clock.id for workflow in _workflows(scope, bundle) for clock in workflow.clocks)
    measures = (measure.clock for plan in bundle.plans.values() for measure in plan.measures)
    return tuple(dict.fromkeys((*clocks, *measures)))


def of_programme(bundle: Bundle) -> Specs:
    """What is known of anything that a programme brings about."""
    categories = dict.fromkeys(programme.category for programme in bundle.programmes.values())
    return named(
        text("programme", bundle.programmes, "计划", "programme"),
        text("category", categories, "类别", "field"),
        text("department", bundle.organisation.departments, "部门", "department"),
        flag("statutory", "法定", "asked for by law"),
    )


def _rounds(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - every programme knows the same
    return {
        **of_programme(bundle),
        **named(
            text("state", ("due", "done", "missed", "excused"), "状态", "state"),
            text("timeliness", ("on_time", "late", "made_up"), "及时与否", "timeliness"),
            flag("missed", "到截止仍未做", "not done by its last moment"),
            flag("over", "窗口已过", "its time is over"),
            number("findings", "异常数", "findings"),
            number("open_findings", "未了结异常", "open findings"),
            number("critical_open", "未了结的严重异常", "open critical findings"),
            number("score", "得分", "score"),
            number("points", "巡更点数", "points on the route"),
            number("points_passed", "到过的巡更点", "points passed"),
            number("handed_in_hours", "做完到交表（小时）", "hours from doing to handing in"),
        ),
    }


def _findings(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - every programme knows the same
    return {
        **of_programme(bundle),
        **named(
            text("severity", ("minor", "major", "critical"), "程度", "severity"),
            text(
                "of", ("reading", "score", "missed", "answer", "point", "log", "other"), "异常种类", "kind of finding"
            ),
            flag("open", "未了结", "open"),
            number("age_hours", "发现至今（小时）", "hours since it was found"),
            flag("followed", "已开单", "a case was opened"),
            number("retests", "复测次数", "further tests"),
            number("repeats", "90 天内同处同项", "same thing and item within 90 days"),
        ),
    }


def _programmes(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - every programme knows the same
    return {
        **of_programme(bundle),
        **named(
            flag("planned", "已排入计划", "its rounds are planned"),
            number("due_30d", "30 天内到期", "fell due within 30 days"),
            number("missed_30d", "30 天内漏做", "missed within 30 days"),
            number("missed_in_row", "连续漏做", "missed in a row"),
            number("done_days", "距上次完成（天）", "days since it was last done"),
        ),
    }


_SPECS: dict[ScopeKind, Callable[[Scope, Bundle], Specs]] = {
    ScopeKind.CASES: _cases,
    ScopeKind.CLOCKS: _clocks,
    ScopeKind.ROUNDS: _rounds,
    ScopeKind.FINDINGS: _findings,
    ScopeKind.PROGRAMMES: _programmes,
}
