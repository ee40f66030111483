"""Floor 3: the fixed words of a report's page, in both languages."""

from __future__ import annotations

from types import MappingProxyType

from estatectl.domain.words import Words

LABELS = MappingProxyType(
    {
        "skip": Words(zh="跳到正文", en="Skip to the report"),
        "contents": Words(zh="目录", en="Contents"),
        "glance": Words(zh="一眼看清", en="At a glance"),
        "period": Words(zh="报告时段", en="Period"),
        "at": Words(zh="截至", en="As of"),
        "policy": Words(zh="细则", en="Policies"),
        "caveats": Words(zh="读前须知", en="Before you read"),
        "figures": Words(zh="数字", en="the figures"),
        "trend": Words(zh="历次", en="so far"),
        "target": Words(zh="目标", en="target"),
        "label": Words(zh="项目", en="item"),
        "no_figures": Words(zh="没有可画的数字。", en="There are no figures to draw."),
        "left_out": Words(zh="另有 {n} 条未列出", en="{n} more are not shown"),
        "stories": Words(zh="逐件记录", en="The record of each"),
        "stories_lead": Words(
            zh="正文提到的每一件，按时间列出台账日志里的记录。个人信息不在其中。",
            en="Everything named above, with its entries in the journal in order. Nothing personal is among them.",
        ),
        "back": Words(zh="回到目录", en="back to the contents"),
        "to_more": Words(zh="详见", en="more"),
        "better": Words(zh="变好", en="better"),
        "worse": Words(zh="变差", en="worse"),
        "against": Words(zh="比上期", en="vs the period before"),
        "made_of": Words(
            zh="依据台账日志中 {at} 及以前的记录，按细则 {policy} 算出；同一时段再出一次，逐字相同。",
            en="Made of the journal's entries up to {at} under the policies {policy}; "
            "made again for the same period, it is the same to the byte.",
        ),
        "column_at": Words(zh="时间", en="at"),
        "measure": Words(zh="指标", en="figure"),
        "value": Words(zh="数值", en="value"),
        "change": Words(zh="变化", en="change"),
        "note": Words(zh="说明", en="note"),
        "overview": Words(zh="总览", en="Overview"),
    }
)
