"""What can be known of equipment. Domain floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.domain.controls.knowable.specs import Specs, flag, named, number, text
from estatectl.domain.controls.scopes import Scope

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle

IMPORTANCES = ("critical", "important", "ordinary")


def asset_specs(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - every class knows the same
    """The facts of every piece of equipment.

    Left out are `done_days` until a round was done at it, `statutory_done_days` where no programme asked for by law
    has it as its thing or one of them was never done there.
    """
    return named(
        text("class", bundle.site.asset_classes, "设备类别", "class"),
        text("importance", IMPORTANCES, "重要程度", "importance"),
        text("building", bundle.site.buildings, "楼栋", "building"),
        number("age_years", "已用年数", "years since it was put in"),
        number("documents", "资料份数", "papers named"),
        flag("contracted", "有维保单位", "a contractor looks after it"),
        number("programmes", "针对它的计划", "programmes that have it as their thing"),
        flag("covered", "有计划管它", "a programme has it as its thing"),
        flag("statutory", "有法定计划管它", "a programme asked for by law has it as its thing"),
        number("done_30d", "近 30 天到期且做了的巡查", "rounds that fell due within 30 days and were done"),
        number("missed_30d", "近 30 天漏做", "rounds missed within 30 days"),
        number("done_days", "距上次巡查（天）", "days since a round was last done"),
        number("statutory_done_days", "最久未做的法定巡查（天）", "days since the longest undone asked for by law"),
        number("open_findings", "未了结异常", "open findings"),
        number("open_cases", "未结的单", "open cases about it"),
        number("cases_90d", "近 90 天的单", "cases opened about it within 90 days"),
    )
