"""What can be known of an item in a store. Domain floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.domain.controls.knowable.specs import Specs, flag, named, number, text
from estatectl.domain.controls.scopes import Scope

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle

USUAL = ("under", "within", "over")


def stock_specs(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - every stock knows the same
    """The facts of every item in every store that policy keeps it in, also of those never written to (`begun` false).

    Left out are `balance`, `below`, `negative`, `first_days` and `used_30d` until something was written,
    `reorder_point` where there is none (then `below` is false), `counted_days`, `count_difference_share` and
    `count_within` until it was counted (the share also where the book said nought), `out` where it is no tool,
    `out_days` where no tool is out, `usual` where nothing usual is known or the ledger is too young to tell.
    """
    shelves = bundle.shelves
    return named(
        text("store", shelves.stores, "仓库", "store"),
        text("item", shelves.items, "品种", "item"),
        text("department", bundle.organisation.departments, "部门", "department"),
        text("group", shelves.groups, "组", "group"),
        text("stock", bundle.stocks, "库存细则", "stock"),
        flag("hazardous", "危险品", "hazardous"),
        flag("tool", "工具（要还）", "a tool, which comes back"),
        flag("begun", "已建账", "its ledger has begun"),
        number("balance", "结存", "balance"),
        number("reorder_point", "补货点", "reorder point"),
        flag("below", "到补货点", "at or below the reorder point"),
        number("below_days", "到补货点已几天", "days at or below the reorder point"),
        flag("negative", "结存为负", "balance below nought"),
        number("counted_days", "距上次盘点（天）", "days since it was last counted"),
        number("first_days", "建账至今（天）", "days since its ledger began"),
        number("count_difference_share", "盘点差异（账面的百分之几）", "difference of the last count in percent"),
        flag("count_within", "盘点差异在允许内", "the last count was within what is allowed"),
        number("out", "未归还的工具", "tools that have not come back"),
        number("out_days", "最早未归还（天）", "days that the oldest has been out"),
        number("used_30d", "近 30 天用量", "used within 30 days"),
        text("usual", USUAL, "与通常用量比", "against what is usual"),
    )
