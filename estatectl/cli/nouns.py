"""Floor 5: the table of static nouns. A noun costs its import only when it is used; help reads this table alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estatectl.domain.words import Words

SECTIONS: Mapping[str, Words] = {
    "desk": Words(zh="日常工作", en="The desk"),
    "gate": Words(zh="门岗", en="The gate"),
    "office": Words(zh="行政办公", en="The office"),
    "people": Words(zh="人员与时间", en="People and time"),
    "policy": Words(zh="细则", en="Policies"),
    "machine": Words(zh="系统", en="The machine"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A static noun: where its command object is, the line help shows, and other names it answers to."""

    target: str
    words: Words
    section: str
    aliases: tuple[str, ...] = ()


NOUNS: Mapping[str, Entry] = {
    "tick": Entry(
        "estatectl.cli.tick:tick",
        Words(zh="记录到期与超时、发出升级（供 cron）", en="record what fell due and escalate (for cron)"),
        "desk",
        ("走时",),
    ),
    "round": Entry(
        "estatectl.cli.rounds.noun:round_noun",
        Words(zh="巡查：该做的、记录、漏做、异常", en="rounds: what is due, recording, misses, findings"),
        "desk",
        ("巡查",),
    ),
    "gate": Entry(
        "estatectl.cli.gate:gate",
        Words(zh="门岗：谁在内、谁在等、今日进出", en="the gate: who is inside, waits, came and left"),
        "desk",
        ("门岗",),
    ),
    "stock": Entry(
        "estatectl.cli.stock.noun:stock_noun",
        Words(zh="库存：结存、领用、入库、盘点", en="stock: balances, drawing, receiving, counting"),
        "desk",
        ("库存",),
    ),
    "register": Entry(
        "estatectl.cli.registers.noun:register_noun",
        Words(zh="登记簿：登记、查询、更正、确认、归还", en="registers: write, look up, correct, confirm, give back"),
        "desk",
        ("登记簿",),
    ),
    "plan": Entry(
        "estatectl.cli.plans:plan_noun",
        Words(zh="应急预案：措施、时限、演练情况", en="emergency plans: measures, limits, drills"),
        "desk",
        ("预案",),
    ),
    "comply": Entry(
        "estatectl.cli.comply:comply",
        Words(zh="夜间核查：控制点逐一核对，说明缘由", en="the night check: every control, and why"),
        "policy",
        ("核查",),
    ),
    "kpi": Entry(
        "estatectl.cli.kpi:kpi",
        Words(zh="指标：数值、目标、趋势和依据", en="figures: value, target, trend, and what they stand on"),
        "policy",
        ("指标",),
    ),
    "report": Entry(
        "estatectl.cli.reports:report",
        Words(zh="日报、周报、月报", en="the report of a day, a week, a month"),
        "policy",
        ("报告",),
    ),
    "person": Entry(
        "estatectl.cli.registers.forgetting:person",
        Words(zh="个人信息：查找、依法清除", en="personal data: find it, erase it by request"),
        "people",
        ("个人信息",),
    ),
    "policy": Entry(
        "estatectl.cli.policy:policy",
        Words(zh="检查、查看细则及其格式", en="check and show policies and their forms"),
        "policy",
        ("细则",),
    ),
    "charter": Entry(
        "estatectl.cli.charter:charter",
        Words(zh="规章条款：由什么落实，有什么记录为证", en="the clauses: what carries and what proves them"),
        "policy",
        ("条款",),
    ),
    "calendar": Entry(
        "estatectl.cli.calendar:calendar",
        Words(zh="推算到期、间隔，查看开放时间", en="due times, time between, opening hours"),
        "people",
        ("日历",),
    ),
    "explain": Entry(
        "estatectl.cli.explain_code:explain",
        Words(zh="解释错误代码", en="explain an error code"),
        "policy",
        ("解释",),
    ),
    "init": Entry(
        "estatectl.cli.init:init", Words(zh="新建一个小区目录", en="create an estate directory"), "machine", ("新建",)
    ),
    "demo": Entry(
        "estatectl.cli.demo:demo",
        Words(zh="在示例小区演一天给你看", en="play a day at a sample estate"),
        "machine",
        ("演示",),
    ),
    "simulate": Entry(
        "estatectl.cli.simulate:simulate",
        Words(zh="编一个小区，过若干天", en="make up an estate and live in it for some days"),
        "machine",
        ("模拟",),
    ),
    "schedule": Entry(
        "estatectl.cli.schedule:schedule",
        Words(zh="定时任务：crontab 与 systemd 文件", en="the jobs of cron or systemd: show, write anew"),
        "machine",
        ("定时",),
    ),
    "doctor": Entry(
        "estatectl.cli.doctor:doctor",
        Words(zh="检查运行环境与小区目录", en="check this machine and the estate"),
        "machine",
        ("体检",),
    ),
    "completion": Entry(
        "estatectl.cli.completion:completion",
        Words(zh="打印 bash/zsh/fish 的补全脚本", en="print the completion script for bash, zsh or fish"),
        "machine",
        ("补全",),
    ),
    "version": Entry(
        "estatectl.cli.version:version", Words(zh="显示版本", en="show the version"), "machine", ("版本",)
    ),
    "staff": Entry("estatectl.cli.staff:staff", Words(zh="员工名册", en="the register of staff"), "people", ("员工",)),
    "roster": Entry(
        "estatectl.cli.roster:roster",
        Words(zh="排班：谁在岗，哪些岗位无人", en="who is on duty, and which posts are vacant"),
        "people",
        ("排班",),
    ),
    "outbox": Entry(
        "estatectl.cli.outbox:outbox",
        Words(zh="发件箱：等着的通知、死信、渠道", en="notices on their way, dead letters, channels"),
        "machine",
        ("发件箱", "通知"),
    ),
    "journal": Entry(
        "estatectl.cli.journal_copies:journal",
        Words(zh="台账日志：核对、备份、查看、导出、重建", en="the journal: verify, back up, show, export, rebuild"),
        "machine",
        ("台账",),
    ),
}
