"""What can be known of rounds, of what they found, and of programmes at their things. Domain floor.

Of a round `timeliness` and `handed_in_hours` are left out until it is done, `score` where it has none, what is of
points where it follows no route; of a programme `done_days` where it was never done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.domain.controls.knowable.specs import Specs, flag, named, number, text
from estatectl.domain.controls.scopes import Scope
from estatectl.domain.rounds.round import FINDING_KINDS

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle


def of_programme(bundle: Bundle) -> Specs:
    """What is known of anything that a programme brings about."""
    categories = dict.fromkeys(programme.category for programme in bundle.programmes.values())
    return named(
        text("programme", bundle.programmes, "计划", "programme"),
        text("category", categories, "类别", "field"),
        text("department", bundle.organisation.departments, "部门", "department"),
        flag("statutory", "法定", "asked for by law"),
    )


def round_specs(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - every programme knows the same
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
            number("points_missed", "漏掉的巡更点", "points left out"),
            number("handed_in_hours", "做完到交表（小时）", "hours from doing to handing in"),
        ),
    }


def finding_specs(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - every programme knows the same
    return {
        **of_programme(bundle),
        **named(
            text("severity", ("minor", "major", "critical"), "程度", "severity"),
            text("of", FINDING_KINDS, "异常种类", "kind of finding"),
            flag("open", "未了结", "open"),
            number("age_hours", "发现至今（小时）", "hours since it was found"),
            flag("followed", "已开单", "a case was opened"),
            number("retests", "复测次数", "further tests"),
            number("repeats", "90 天内同处同项", "same thing and item within 90 days"),
        ),
    }


def programme_specs(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - every programme knows the same
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
