"""The record behind a report: the entries of each case and round that it names, in order, without personal texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.case import Case
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.entries import Entry
from estatectl.domain.reports.cells import Cell, Marked, Ref
from estatectl.domain.reports.report import Column, Section, Story, Table
from estatectl.domain.rounds.round import SERIES, SEVERITIES
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed, post_words
from estatectl.render.plans.words import clock_named
from estatectl.render.reports.periodic.naming import department_words, kind_words, round_title, where_words
from estatectl.render.rounds.words import STATES, TIMELINESS
from estatectl.usecases.nights.known import Known

QUIET = frozenset(
    {"decided", "understood", "located", "targeted", "delivered", "counted", "alerted", "noted", "scheduled", "related"}
)
"""Entries that keep evidence, and tell a reader nothing that another does not."""
_MOST = 60


def named_in(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """What the tables of a report lead to, in order."""
    cells = (cell for section in sections for table in section.tables for row in table.rows for cell in row)
    return tuple(dict.fromkeys(cell.to for cell in cells if isinstance(cell, Ref)))


def stories(bundle: Bundle, known: Known, names: tuple[str, ...]) -> Iterator[Story]:
    """The story of each stream that had entries."""
    known.read(names)
    for name in names:
        entries = [entry for entry in known.entries(name) if entry.kind not in QUIET]
        if entries:
            yield _story(bundle, known, name, entries)


def _story(bundle: Bundle, known: Known, name: str, entries: list[Entry]) -> Story:
    case: Case | None = None
    title, pairs = same(name), list[tuple[Words, Cell]]()
    if name.startswith(f"{SERIES}-"):
        found = known.round(name)
        if found is not None:
            title = round_title(bundle, found)
            pairs = [(_STATE, STATES[found.state.value]), (_DEPARTMENT, department_words(bundle, found.department))]
    elif entries[0].kind == "opened" and entries[0].data.get("workflow") in bundle.workflows:
        case = known.case(name)
        if case is not None:
            title, pairs = kind_words(bundle, case), list(_case_pairs(bundle, case))
    workflow = None if case is None else bundle.workflows[case.workflow]
    shown = sorted(entries, key=lambda entry: (entry.at, entry.seq))
    table = Table(
        id=name,
        title=Words(zh="记录", en="entries"),
        columns=(
            Column(key="at", title=Words(zh="时间", en="at")),
            Column(key="what", title=Words(zh="事项", en="what")),
            Column(key="by", title=Words(zh="经手", en="by")),
            Column(key="seq", title=Words(zh="条号", en="entry"), number=True),
        ),
        rows=tuple(
            (entry.at, entry_words(bundle, workflow, entry), maker_words(entry.actor), entry.seq)
            for entry in shown[-_MOST:]
        ),
        total=len(shown),
        rest=same(f"estatectl journal show {name}"),
    )
    return Story(id=name, title=title, pairs=tuple(pairs), entries=table)


def _case_pairs(bundle: Bundle, case: Case) -> Iterator[tuple[Words, Cell]]:
    yield _STATE, bundle.workflows[case.workflow].stage(case.stage).title
    yield _DEPARTMENT, department_words(bundle, case.text("department"))
    where = where_words(bundle, case)
    if where is not None:
        yield Words(zh="地点", en="where"), where
    if case.text("handler"):
        yield Words(zh="经办", en="in hand with"), case.text("handler")
    if case.parent:
        yield Words(zh="来自", en="from"), Ref(case.parent)


def maker_words(actor: str) -> Cell:
    return Words(zh="系统", en="the system") if actor == "system" else actor


def entry_words(bundle: Bundle, workflow: Workflow | None, entry: Entry) -> Cell:
    """An entry in words; of one that is not known here, its kind."""
    data: Mapping[str, Any] = entry.data
    known = _of_round(entry.kind, data) if workflow is None else _of_case(bundle, workflow, entry.kind, data)
    return known if known is not None else _KINDS.get(entry.kind, same(entry.kind))


def _of_case(bundle: Bundle, workflow: Workflow, kind: str, data: Mapping[str, Any]) -> Cell:
    match kind:
        case "opened":
            return workflow.opening.title
        case "moved":
            return _moved(workflow, data)
        case "stopped":
            return _stopped(clock_named(bundle, workflow, str(data["clock"])), bool(data["kept"]))
        case "breached":
            words = Words(zh="“{clock}”超时", en="'{clock}' is late")
            return Marked(words.fill(clock=clock_named(bundle, workflow, str(data["clock"]))), "bad")
        case "escalated":
            words = _ESCALATED.get(str(data["fate"]), _ESCALATED["send"])
            posts = listed(post_words(bundle, post) for post in data["tell"])
            return words.fill(clock=clock_named(bundle, workflow, str(data["clock"])), posts=posts)
        case "linked":
            return Words(zh="关联 {other}", en="linked with {other}").fill(other=data["other"])
        case "notified":
            return _notified(bundle, data)
    return None


def _moved(workflow: Workflow, data: Mapping[str, Any]) -> Words:
    move = workflow.move(str(data["move"]))
    title = move.title if move is not None else same(str(data["move"]))
    stage = next((stage for stage in workflow.stages if stage.id == data["to"]), None)
    if not data.get("entered") or stage is None:
        return title
    return Words(zh="{title} → {stage}", en="{title} → {stage}").fill(title=title, stage=stage.title)


def _stopped(clock: Words, kept: bool) -> Cell:
    if kept:
        return Marked(Words(zh="“{clock}”按时", en="'{clock}' was kept").fill(clock=clock), "good")
    return Marked(Words(zh="“{clock}”已停，超时", en="'{clock}' ended late").fill(clock=clock), "bad")


def _notified(bundle: Bundle, data: Mapping[str, Any]) -> Words:
    post = data.get("to_post")
    to = post_words(bundle, str(post)) if post else same(str(data.get("to_person") or "-"))
    return Words(zh="通知 {to}", en="told {to}").fill(to=to)


def _of_round(kind: str, data: Mapping[str, Any]) -> Cell:
    match kind:
        case "recorded" if "timeliness" in data:
            words = Words(zh="记录（{how}）", en="recorded, {how}").fill(how=TIMELINESS[str(data["timeliness"])])
            return Marked(words, "good") if data["timeliness"] == "on_time" else words
        case "found" if "item" in data:
            grave = SEVERITIES.get(str(data.get("severity")))
            said = Words(**data["text"]) if isinstance(data.get("text"), dict) else same(str(data["item"]))
            words = Words(zh="发现：{what}{grave}", en="found: {what}{grave}")
            tail = Words(zh=f"（{grave.zh}）", en=f" ({grave.en})") if grave is not None else same("")
            return Marked(words.fill(what=said, grave=tail), "bad")
        case "followed":
            return Words(zh="转入 {case}", en="goes on as {case}").fill(case=data["case"])
        case "retested":
            return _RETESTED[bool(data["passed"])]
        case "missed":
            return Marked(Words(zh="记为漏做", en="recorded as missed"), "bad")
    return None


_STATE = Words(zh="状态", en="state")
_DEPARTMENT = Words(zh="部门", en="department")
_RETESTED = {
    True: Words(zh="复测合格", en="tested again: in order"),
    False: Words(zh="复测不合格", en="tested again: not in order"),
}
_ESCALATED = {
    "send": Words(zh="“{clock}”升级，通知{posts}", en="'{clock}' escalated: told {posts}"),
    "skipped": Words(zh="“{clock}”升级，跳过{posts}", en="'{clock}' escalated: skipped {posts}"),
    "missed": Words(zh="“{clock}”升级未发给{posts}", en="'{clock}': {posts} not told in time"),
}
_KINDS = {
    "due": Words(zh="可以做了", en="open to be done"),
    "started": Words(zh="开始", en="begun"),
    "excused": Words(zh="批准不做", en="excused"),
    "settled": Words(zh="异常了结", en="a finding is settled"),
    "paused": Words(zh="计时暂停", en="the clock is paused"),
    "resumed": Words(zh="计时恢复", en="the clock runs again"),
    "acknowledged": Words(zh="已确认升级，接手处理", en="acknowledged and taken in hand"),
    "planned": Words(zh="启动预案", en="a plan was started"),
    "measured": Words(zh="预案措施落实", en="a measure of the plan was settled"),
    "logged": Words(zh="写入处置日志", en="written into the log"),
    "erased": Words(zh="个人信息已清除", en="personal data erased"),
    "notified": Words(zh="发出通知", en="somebody was told"),
    "corrected": Words(zh="更正", en="corrected"),
    "confirmed": Words(zh="确认", en="confirmed"),
    "returned": Words(zh="归还", en="given back"),
    "voided": Words(zh="作废", en="voided"),
}
