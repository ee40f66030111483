"""The tables of a periodic report: what is late, was missed, has climbed, was put right."""

from __future__ import annotations

from estatectl.domain.reports.cells import Cell, Marked, Ref
from estatectl.domain.reports.report import Block, Column, Prose, Section, Table
from estatectl.domain.rounds.round import Round, RoundState
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed, post_words
from estatectl.render.reports.periodic.naming import (
    clock_title,
    department_words,
    kind_words,
    round_title,
    where_words,
)
from estatectl.usecases.reporting.course import Climbed, Mended
from estatectl.usecases.reporting.gathering import Gathered
from estatectl.usecases.reporting.standing import Late

MOST = 40
"""Rows of one table; how many more there are is said."""


def late_section(found: Gathered) -> Section:
    """Cases with a clock past its due instant, the longest late first, and rounds past theirs."""
    standing = found.standing
    cases = Table(
        id="late_cases",
        title=Words(zh="超时的事项", en="Cases that are late"),
        columns=(
            Column(key="case", title=Words(zh="编号", en="case")),
            Column(key="kind", title=Words(zh="事项", en="kind")),
            Column(key="where", title=Words(zh="地点", en="where")),
            Column(key="department", title=Words(zh="部门", en="department")),
            Column(key="handler", title=Words(zh="经办", en="in hand with")),
            Column(key="clock", title=Words(zh="计时", en="clock")),
            Column(key="due", title=Words(zh="应在何时前", en="was due")),
            Column(key="late", title=Words(zh="已超时", en="late by"), number=True),
        ),
        rows=tuple(_late(found, each) for each in standing.late[:MOST]),
        empty=Words(zh="没有超时的事项。", en="No case is late."),
        total=len(standing.late),
        rest=same("estatectl request list --late"),
    )
    blocks: list[Block] = [cases]
    if standing.overdue:
        blocks.append(_overdue(found))
    count = len(standing.late) + len(standing.overdue)
    return Section(id="late", title=LATE, blocks=tuple(blocks), count=count, tone="bad" if count else "good")


def _late(found: Gathered, late: Late) -> tuple[Cell, ...]:
    case, bundle = late.case, found.bundle
    return (
        Ref(case.id),
        kind_words(bundle, case),
        where_words(bundle, case),
        department_words(bundle, case.text("department")),
        case.text("handler"),
        clock_title(bundle, case, late.clock),
        late.due,
        Marked(found.known.at - late.due, "bad"),
    )


def _overdue(found: Gathered) -> Table:
    return Table(
        id="overdue_rounds",
        title=Words(zh="过了时间、还可以做的巡查", en="Rounds past their time that can still be done"),
        columns=_ROUND_COLUMNS,
        rows=tuple(_round(found, each) for each in found.standing.overdue[:MOST]),
        total=len(found.standing.overdue),
        rest=same("estatectl round due"),
    )


_ROUND_COLUMNS = (
    Column(key="round", title=Words(zh="编号", en="round")),
    Column(key="what", title=Words(zh="巡查", en="what")),
    Column(key="department", title=Words(zh="部门", en="department")),
    Column(key="by", title=Words(zh="该由谁做", en="to be done by")),
    Column(key="due", title=Words(zh="应在何时前", en="was due")),
    Column(key="law", title=Words(zh="法定", en="by law")),
    Column(key="since", title=Words(zh="后来", en="since then")),
)


def _round(found: Gathered, known: Round) -> tuple[Cell, ...]:
    since = _SINCE[known.state]
    return (
        Ref(known.id),
        round_title(found.bundle, known),
        department_words(found.bundle, known.department),
        listed(post_words(found.bundle, post) for post in known.by),
        known.due,
        Marked(Words(zh="是", en="yes"), "bad") if known.statutory else None,
        Marked(since, "good") if known.state in (RoundState.DONE, RoundState.EXCUSED) else since,
    )


def missed_section(found: Gathered) -> Section:
    """Rounds that were recorded as missed in these days; those that were made up say so."""
    table = Table(
        id="missed",
        title=MISSED,
        columns=_ROUND_COLUMNS,
        rows=tuple(_round(found, each) for each in found.missed[:MOST]),
        empty=Words(zh="没有漏做的巡查。", en="No round was missed."),
        total=len(found.missed),
        rest=same("estatectl round list --missed"),
    )
    count = len(found.missed)
    return Section(id="missed", title=MISSED, blocks=(table,), count=count, tone="bad" if count else "good")


def climbed_section(found: Gathered) -> Section:
    """What was escalated in these days, what climbed highest first."""
    table = Table(
        id="climbed",
        title=CLIMBED,
        columns=(
            Column(key="case", title=Words(zh="编号", en="case")),
            Column(key="kind", title=Words(zh="事项", en="kind")),
            Column(key="department", title=Words(zh="部门", en="department")),
            Column(key="clocks", title=Words(zh="计时", en="clocks")),
            Column(key="steps", title=Words(zh="升级", en="steps"), number=True),
            Column(key="told", title=Words(zh="最后通知", en="told last")),
            Column(key="last", title=Words(zh="时间", en="at")),
            Column(key="since", title=Words(zh="后来", en="since then")),
        ),
        rows=tuple(_climbed(found, each) for each in found.climbed[:MOST]),
        empty=Words(zh="没有升级。", en="Nothing was escalated."),
        total=len(found.climbed),
    )
    count = len(found.climbed)
    return Section(id="climbed", title=CLIMBED, blocks=(table,), count=count, tone="soon" if count else "good")


def _climbed(found: Gathered, way: Climbed) -> tuple[Cell, ...]:
    bundle, case = found.bundle, way.case
    return (
        Ref(way.stream),
        kind_words(bundle, case) if case is not None else None,
        department_words(bundle, case.text("department")) if case is not None else None,
        listed(clock_title(bundle, case, clock) for clock in way.clocks),
        way.steps,
        listed(post_words(bundle, post) for post in way.told),
        way.last,
        _answer(way),
    )


def _answer(way: Climbed) -> Cell:
    """What came of it: done is more than taken in hand."""
    if way.stopped is not None:
        return Marked((Words(zh="已办", en="done"), way.stopped), "good")
    if way.answered is not None:
        return Marked((Words(zh="已确认", en="in hand"), way.answered), "good")
    return Marked(Words(zh="无人确认", en="nobody yet"), "bad")


def mended_section(found: Gathered) -> Section:
    """Cases that had been late and came to their end in these days."""
    table = Table(
        id="mended",
        title=MENDED,
        columns=(
            Column(key="case", title=Words(zh="编号", en="case")),
            Column(key="kind", title=Words(zh="事项", en="kind")),
            Column(key="department", title=Words(zh="部门", en="department")),
            Column(key="end", title=Words(zh="结果", en="ended")),
            Column(key="breaches", title=Words(zh="曾超时", en="limits missed"), number=True),
            Column(key="opened", title=Words(zh="开单", en="opened")),
            Column(key="closed", title=Words(zh="办结", en="closed")),
        ),
        rows=tuple(_mended(found, each) for each in found.mended[:MOST]),
        empty=Words(zh="没有。", en="None."),
        total=len(found.mended),
    )
    blocks: list[Block] = [table]
    if found.night is not None:
        words = Words(
            zh="夜间核查：与前一晚相比，{n} 条异常已经消除。",
            en="Night check: {n} findings of the night before are over.",
        )
        blocks.append(Prose(words=words.fill(n=len(found.night.resolved)), tone="faint"))
    count = len(found.mended)
    return Section(id="mended", title=MENDED, blocks=tuple(blocks), count=count, tone="good" if count else "plain")


def _mended(found: Gathered, each: Mended) -> tuple[Cell, ...]:
    case, bundle = each.case, found.bundle
    return (
        Ref(case.id),
        kind_words(bundle, case),
        department_words(bundle, case.text("department")),
        bundle.workflows[case.workflow].stage(case.stage).title,
        each.breaches,
        case.opened_at,
        case.changed_at,
    )


LATE = Words(zh="现在超时", en="Late now")
MISSED = Words(zh="漏做的巡查", en="Rounds missed")
CLIMBED = Words(zh="升级的事项", en="What climbed")
MENDED = Words(zh="补救过来的", en="What got better")
_SINCE = {
    RoundState.DUE: Words(zh="还没做", en="not done yet"),
    RoundState.MISSED: Words(zh="没有补做", en="not made up"),
    RoundState.DONE: Words(zh="已补做", en="made up"),
    RoundState.EXCUSED: Words(zh="已批准不做", en="excused"),
}
