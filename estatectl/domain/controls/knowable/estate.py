"""What can be known of the policies themselves and of the journal. Domain floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.domain.controls.knowable.specs import Specs, flag, named, number, text
from estatectl.domain.controls.scopes import Scope

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle

STANDING, ADOPTION = "standing", "adoption"
"""How the policies stand (one subject, `policies`), and each time that some were adopted (`adoption:<digest>`)."""


def policy_specs(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - there is one set of policies
    """The facts of the policies in force, and of every adoption within the day; `what` tells them apart.

    Of an adoption there are `adopted`, `first`, `rule_change` (a case gives their digest, or its first eight signs or
    more, in a field `digest`), `version_raised` (left out of the first), `effective` and `effective_days` (left out
    where the journal does not hold those policies); the others are of the policies as they stand. `adopted_days` is
    left out where nothing was ever adopted, `year_known` and `next_year_known` where no calendar keeps holidays.
    """
    return named(
        text("what", (STANDING, ADOPTION), "说的是什么", "what it is about"),
        flag("adopted", "已启用", "adopted"),
        number("adopted_days", "距上次启用（天）", "days since policies were last adopted"),
        flag("effective", "已到生效日", "the day from which they count has come"),
        number("effective_days", "生效已几天（未到为负）", "days that they have counted, negative before"),
        number("clauses", "条款数", "clauses"),
        number("charter_pending", "尚无落实办法的条款", "clauses that nothing carries yet"),
        number("clauses_uncontrolled", "没有控制点的条款", "clauses that no control cites"),
        number("controls", "控制点数", "controls"),
        number("waivers", "当日有效的豁免", "waivers that stand on the day"),
        flag("year_known", "节假日表有当年", "every holiday table knows the year"),
        flag("next_year_known", "节假日表有次年", "every holiday table knows the next year"),
        number("days_into_year", "当年第几天", "day of the year"),
        number("days_left_in_year", "当年还剩几天", "days left in the year"),
        flag("first", "首次启用", "the first adoption of all"),
        flag("rule_change", "有制度变更写明这一摘要", "a change of a rule names them by their digest"),
        flag("version_raised", "版本号已变", "its version differs from that of the one before"),
    )


def journal_specs(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - there is one journal
    """The facts of the journal over the day, of one subject `journal`.

    Left out are `whole` where nothing was written, `silent_minutes` where no tick was ever noted, and `backup_days`
    where no backup was.
    """
    return named(
        number("entries", "当日记录数", "entries of the day"),
        flag("whole", "当日链条完整", "the chain of the day holds"),
        number("clock_back", "时钟倒退次数", "entries before whose clock the one before stands"),
        number("late_24h", "补记（晚于一天）条数", "entries written down more than a day late"),
        number("erased", "当日清除个人信息次数", "erasures of personal data"),
        number("silent_minutes", "最长停摆（分钟）", "longest stretch without a tick, in minutes"),
        number("undelivered", "未送达的通知", "notices not delivered"),
        number("undelivered_hours", "最久未送达（小时）", "hours that the oldest of them has waited"),
        number("dead_letters", "当日送不出的通知", "notices given up on the day"),
        number("backup_days", "距上次备份（天）", "days since the last backup"),
    )
