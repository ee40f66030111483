"""A report of every kind of block and cell, with texts that try to be markup."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from estatectl.domain.reports.cells import Cell, Marked, Ref, Share
from estatectl.domain.reports.report import (
    Change,
    Chart,
    Column,
    Period,
    Prose,
    Report,
    Section,
    Series,
    Story,
    Table,
    Tile,
)
from estatectl.domain.words import Words, same

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 10, 9, tzinfo=ZONE)
END = datetime(2026, 10, 10, tzinfo=ZONE)
NASTY = '<script>alert("1")</script> | *a* `b` [c](d) =1+1 & \x07 #5'
"""A title that would be markup, a formula or a control sign, if a format let it."""

DAYS = tuple(same(f"10-{day:02d}") for day in range(3, 10))


def titled(zh: str, en: str) -> Words:
    return Words(zh=zh, en=en)


LATE = Table(
    id="late",
    title=titled("现在超时的事项", "Cases that are late now"),
    columns=(
        Column(key="case", title=titled("编号", "case")),
        Column(key="kind", title=titled("类型", "kind")),
        Column(key="department", title=titled("部门", "department")),
        Column(key="clock", title=titled("计时", "clock")),
        Column(key="due", title=titled("应完成", "due")),
        Column(key="late", title=titled("超时", "late by"), number=True),
    ),
    rows=(
        (
            Ref("W-26"),
            titled("维修工单", "work order"),
            titled("维修部", "Maintenance"),
            titled("完成", "completion"),
            datetime(2026, 10, 9, 9, 0, tzinfo=UTC),
            Marked(timedelta(hours=7), "bad"),
        ),
        (
            Ref("R-43"),
            titled("报修", "repair"),
            titled("维修部", "Maintenance"),
            titled("反馈", "feedback"),
            datetime(2026, 10, 9, 15, 30, tzinfo=UTC),
            Marked(timedelta(minutes=30), "soon"),
        ),
        (
            Ref("R-99", same(NASTY)),
            same(NASTY),
            titled("保安部", "Security"),
            titled("到场", "arrival"),
            None,
            Marked(titled("已暂停", "paused"), "faint"),
        ),
    ),
    total=14,
    rest=same("estatectl request list --late"),
)
DEPARTMENTS = Table(
    id="departments",
    title=titled("各部门", "Department by department"),
    columns=(
        Column(key="department", title=titled("部门", "department")),
        Column(key="opened", title=titled("新增", "opened"), number=True),
        Column(key="closed", title=titled("办结", "closed"), number=True),
        Column(key="on_time", title=titled("按时率", "on time"), number=True),
        Column(key="missed", title=titled("漏做", "missed"), number=True),
        Column(key="since", title=titled("起算日", "since")),
    ),
    rows=(
        (titled("维修部", "Maintenance"), 41, 38, Share(37, 39), Marked(1, "bad"), date(2026, 10, 1)),
        (titled("保安部", "Security"), 12, 12, Share(12, 12), 0, date(2026, 10, 1)),
        (titled("绿化部", "Greening"), 3, 2, Share(0, 0), Decimal(0), None),
    ),
)
FLOW = Chart(
    id="flow",
    title=titled("每日新增与办结", "Opened and closed, day by day"),
    form="columns",
    labels=DAYS,
    series=(
        Series(id="opened", title=titled("新增", "opened"), values=(9, 12, 7, 15, 11, 64, 31)),
        Series(id="closed", title=titled("办结", "closed"), values=(8, 11, 9, 12, 10, 41, 44)),
    ),
)
KEPT = Chart(
    id="kept",
    title=titled("按时率", "On time"),
    form="lines",
    labels=DAYS,
    series=(
        Series(
            id="kept",
            title=titled("按时", "on time"),
            values=(Decimal(98), Decimal("96.5"), None, Decimal(97), Decimal("91.2"), Decimal("94.4"), Decimal("95.1")),
        ),
    ),
    unit=same("%"),
    target=Decimal(95),
    top=100,
)
AGE = Chart(
    id="age",
    title=titled("未结事项的时长", "How long open cases have been open"),
    form="stacked",
    labels=(
        titled("今天", "today"),
        titled("1–3 天", "1–3 days"),
        titled("4–7 天", "4–7 days"),
        titled("更久", "longer"),
    ),
    series=(
        Series(id="kept", title=titled("未超时", "in time"), values=(22, 9, 2, 0), tone="good"),
        Series(id="late", title=titled("已超时", "late"), values=(1, 6, 4, 3), tone="bad"),
    ),
)
TYPES = Chart(
    id="types",
    title=titled("诉求类型", "Kinds of requests"),
    form="bars",
    labels=(titled("报修", "repairs"), titled("投诉", "complaints"), titled("建议", "suggestions"), same(NASTY)),
    series=(Series(id="count", title=titled("件数", "cases"), values=(39, 17, 5, 0)),),
    unit=titled(" 件", ""),
)
NOTHING = Chart(
    id="nothing",
    title=titled("满意度", "Satisfaction"),
    form="lines",
    labels=DAYS,
    series=(Series(id="mean", title=titled("平均", "mean"), values=(None,) * 7),),
)
ENTRY_COLUMNS = (
    Column(key="at", title=titled("时间", "at")),
    Column(key="what", title=titled("记录", "what")),
    Column(key="by", title=titled("经手", "by")),
)


def story(name: str, *rows: tuple[Cell, ...]) -> Story:
    return Story(
        id=name,
        title=titled("维修工单 · 维修部", "work order · Maintenance"),
        pairs=((titled("环节", "stage"), titled("处理中", "in hand")), (titled("由", "from"), Ref("R-43"))),
        entries=Table(id=name, title=titled("记录", "entries"), columns=ENTRY_COLUMNS, rows=rows),
    )


REPORT = Report(
    id="daily",
    title=titled("日报", "Daily report"),
    estate=titled("云栖里小区", "Yunqi Lane"),
    period=Period(kind="daily", start=START, end=END, title=same("2026-10-09")),
    at=END,
    zone=ZONE,
    policy="11dbc2d783ba7cd116037f590da9e868147d8605b40db406b72c85dd85628d99",
    headline=titled(
        "14 件已超时，1 项巡查漏做，28 次升级：维修部今天要先处理 W-26。",
        "14 cases are late, 1 round was missed, 28 escalations: Maintenance should see to W-26 first.",
    ),
    tone="bad",
    caveats=(titled("10-07 的夜检没有做。", "The night of 10-07 was not checked."), same(NASTY)),
    tiles=(
        Tile(
            id="late",
            title=titled("现在超时", "Late now"),
            value=14,
            tone="bad",
            change=Change(by=3, better=False),
            trend=(5, 6, 4, 9, 11, 11, 14),
            to="now",
        ),
        Tile(
            id="on_time",
            title=titled("按时率", "On time"),
            value=Share(361, 369),
            tone="good",
            change=Change(by=Decimal("1.2"), better=True, unit=titled("个百分点", "points")),
            note=titled("目标 95%", "target 95%"),
            trend=(Decimal(95), None, Decimal("96.1"), Decimal("97.8")),
        ),
        Tile(id="satisfaction", title=titled("满意度", "Satisfaction"), value=Share(0, 0), tone="faint"),
        Tile(
            id="opened",
            title=titled("新增诉求", "Requests opened"),
            value=64,
            change=Change(by=0, better=None),
            trend=(9, 12, 7, 15, 11, 64),
        ),
        Tile(id="wait", title=titled("平均响应", "First contact, median"), value=timedelta(minutes=11), tone="soon"),
    ),
    sections=(
        Section(
            id="now",
            title=titled("现在超时", "Late now"),
            count=14,
            tone="bad",
            blocks=(Prose(words=titled("最久的已超时 7 小时。", "The longest is 7 hours late."), tone="bad"), LATE),
        ),
        Section(
            id="missed",
            title=titled("漏做的巡查", "Rounds missed"),
            count=0,
            tone="good",
            blocks=(
                Table(
                    id="missed",
                    title=titled("漏做的巡查", "Rounds missed"),
                    columns=(Column(key="round", title=titled("巡查", "round")),),
                    rows=(),
                    empty=titled("没有漏做。", "None was missed."),
                ),
            ),
        ),
        Section(id="departments", title=titled("各部门", "Department by department"), blocks=(DEPARTMENTS,)),
        Section(id="course", title=titled("走势", "The course of things"), blocks=(FLOW, KEPT, AGE, TYPES, NOTHING)),
    ),
    stories=(
        story(
            "W-26",
            (datetime(2026, 10, 9, 1, 0, tzinfo=UTC), titled("立单", "opened"), "hu_jing"),
            (datetime(2026, 10, 9, 9, 0, 1, tzinfo=UTC), titled("“完成”超时", "'completion' passed"), "system"),
        ),
        story("R-43", (datetime(2026, 10, 9, 2, 0, tzinfo=UTC), same(NASTY), "-2+3")),
    ),
)
