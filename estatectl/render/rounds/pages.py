"""Floor 3: one round as people see it: its window, what is to be filled in or walked, what came of it, what is next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from estatectl.domain.rounds.round import RoundState
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed, person_words
from estatectl.render.page import Block, Cell, Due, Heading, Hint, Line, Page, Pairs, Rule, Table, Toned
from estatectl.render.rounds.sheets import (
    answers_table,
    planned_table,
    record_command,
    sheet_table,
    visits_table,
)
from estatectl.render.rounds.stories import round_data, round_timeline
from estatectl.render.rounds.words import (
    STATES,
    command,
    finding_words,
    posts_words,
    retest_words,
    severity_tone,
    severity_words,
    state_tone,
    state_words,
    subject_words,
)
from estatectl.usecases.rounds.book import finding_id
from estatectl.usecases.rounds.views import RoundView

__all__ = ["planned_table", "record_command", "round_data", "round_page"]


def round_page(view: RoundView, now: datetime) -> Page:
    """The whole of a round."""
    known = view.round
    blocks: list[Block] = [_heading(view), Pairs(tuple(_pairs(view)))]
    if known.state in (RoundState.DUE, RoundState.MISSED):
        blocks += _to_do(view)
    if known.state is RoundState.DONE:
        blocks += _done(view)
    if known.findings:
        blocks += [Rule(), Heading(Words(zh="异常", en="Findings")), _findings(view)]
    blocks += [Rule(), Heading(Words(zh="经过", en="What happened")), round_timeline(view)]
    hints = [Hint(words) for words in _next(view, now)]
    blocks += [Rule(), *hints] if hints else []
    opened = [finding.case for finding in known.findings if finding.case is not None]
    return Page(tuple(blocks), {"round": round_data(view), "opened": opened})


def _heading(view: RoundView) -> Heading:
    known = view.round
    state = STATES[known.state.value]
    words = Words(zh="巡查 {id} {programme} · {state}", en="Round {id} {programme} · {state}")
    return Heading(words.fill(id=same(known.id), programme=view.programme.title, state=state))


def _pairs(view: RoundView) -> Iterator[tuple[Words, Cell]]:
    known, programme = view.round, view.programme
    yield Words(zh="对象", en="Of"), subject_words(view.bundle, known.subject)
    yield Words(zh="由谁做", en="Done by"), posts_words(view.bundle, known.by)
    if known.opens < known.due:
        yield Words(zh="可以开始", en="Opens"), known.opens
    yield Words(zh="到期", en="Due"), known.due
    if known.state is RoundState.DUE:
        yield Words(zh="距今", en="That is"), Due(known.due)
        if known.closes > known.due:
            yield Words(zh="过时记漏做", en="Missed after"), known.closes
    if programme.law is not None:
        yield Words(zh="法定依据", en="By law"), Toned(programme.law, "strong")
    if programme.evidence is not None:
        yield Words(zh="要附", en="Needs"), programme.evidence
    if known.started_at is not None:
        yield Words(zh="开始", en="Begun"), known.started_at
    if known.done_at is not None:
        how = state_words(known.state.value, known.timeliness.value if known.timeliness else None)
        yield Words(zh="做完", en="Done"), known.done_at
        yield (
            Words(zh="做的人", en="By"),
            Words(zh="{who}，{how}", en="{who}, {how}").fill(who=person_words(view.people, known.done_by), how=how),
        )
        yield from _handed_in(view)
    if known.state is RoundState.MISSED:
        yield Words(zh="结果", en="Outcome"), Toned(STATES["missed"], state_tone("missed", None))
    if known.excuse is not None:
        yield Words(zh="免做理由", en="Excused"), known.excuse
    if known.score is not None:
        yield Words(zh="得分率", en="Score"), f"{known.score}%"
    if known.files:
        yield Words(zh="凭证", en="Evidence"), Words(zh="{n} 个文件", en="{n} files").fill(n=len(known.files))
    names = [person_words(view.people, each) or same(each) for each in view.told]
    if names:
        yield Words(zh="已通知", en="Told"), listed(names)


def _handed_in(view: RoundView) -> Iterator[tuple[Words, Cell]]:
    """When and by whom it reached the journal, where that is not who did it there and then."""
    known = view.round
    told = next((entry for entry in reversed(view.entries) if entry.kind == "recorded"), None)
    if told is None or known.done_at is None or known.handed_in_at is None:
        return
    by = str(told.data["handed_in_by"])
    if by != known.done_by or known.handed_in_at - known.done_at >= timedelta(minutes=1):
        yield Words(zh="登记时间", en="Handed in"), known.handed_in_at
    if by != known.done_by:
        yield Words(zh="登记人", en="By hand of"), person_words(view.people, by)


def _to_do(view: RoundView) -> Iterator[Block]:
    if view.route is not None:
        yield from (Rule(), Heading(view.route.title), planned_table(view, view.route))
    if view.sheet is not None:
        yield from (Rule(), Heading(view.sheet.checklist.title), sheet_table(view.sheet))


def _done(view: RoundView) -> Iterator[Block]:
    known = view.round
    if view.route is not None and known.visits:
        yield from (Rule(), Heading(view.route.title), visits_table(view, view.route))
    if known.answers:
        yield from (Rule(), Heading(Words(zh="记录", en="What was recorded")), answers_table(view))
    if known.log:
        yield from (Rule(), Heading(Words(zh="途中", en="On the way")))
        for each in known.log:
            words = Words(zh="{kind}：{text}", en="{kind}: {text}")
            yield Line(words.fill(kind=_LOG.get(each.kind, same(each.kind)), text=same(each.text or "-")), indent=2)


_LOG = {
    "helped": Words(zh="帮助业主", en="helped"),
    "seen": Words(zh="看到", en="saw"),
}


def _findings(view: RoundView) -> Table:
    columns = (
        Words(zh="编号", en="id"),
        Words(zh="程度", en="severity"),
        Words(zh="什么", en="what"),
        Words(zh="说明", en="note"),
        Words(zh="事项", en="case"),
        Words(zh="现状", en="now"),
    )
    rows = tuple(
        (
            finding_id(view.round, each.number),
            Toned(severity_words(each.severity), severity_tone(each.severity)),
            finding_words(view.bundle, view.sheet, each),
            each.note,
            each.case,
            Toned(_OPEN, "bad") if each.closed_at is None else _CLOSED,
        )
        for each in view.round.findings
    )
    return Table(columns, rows, wrap=frozenset({2, 3}))


_OPEN = Words(zh="未关闭", en="open")
_CLOSED = Words(zh="已关闭", en="closed")


def _next(view: RoundView, now: datetime) -> Iterator[Words]:
    """What to type next."""
    known = view.round
    if known.state is RoundState.DUE and known.opens <= now:
        if view.route is not None and known.started_at is None:
            yield Words(zh="出发时：{c}", en="on setting out: {c}").fill(
                c=command(f"开始 {known.id}", f"start {known.id}")
            )
        yield Words(zh="做完后：{c}", en="when done: {c}").fill(c=record_command(view))
    elif known.state is RoundState.MISSED:
        yield Words(zh="补做后：{c}", en="to make it up: {c}").fill(c=record_command(view))
    for each in known.open_findings:
        if each.needs_retest:
            yield retest_words(finding_id(known, each.number))
