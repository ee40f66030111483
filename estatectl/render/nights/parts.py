"""The parts of a report that tell of a night's check: findings, what is over, who comes back, controls, clauses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import SEVERITY_WORDS, Control, Severity
from estatectl.domain.controls.night import OUTCOME_WORDS, Judged, Night, Outcome, Verdict
from estatectl.domain.reports.cells import Cell, Marked, Ref, Tone
from estatectl.domain.reports.report import Column, Prose, Section, Table
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed
from estatectl.render.nights.pages import post_titles

TONES: dict[Severity, Tone] = {Severity.MINOR: "plain", Severity.MAJOR: "soon", Severity.CRITICAL: "bad"}
_NAMED = 5
"""How many of one kind are named in a sentence."""

Leads = Callable[[Verdict], str | None]
"""The story that a finding leads to, if any."""


def findings_section(bundle: Bundle, night: Night, leads: Leads, most: int | None = None) -> Section:
    """The findings of a night, the gravest first, those that are new say so; all of them, or the first."""
    new = set(night.new)
    rows = tuple(_finding(bundle, verdict, leads, is_new=verdict.id in new) for verdict in night.findings[:most])
    table = Table(
        id="findings",
        title=_FINDINGS,
        columns=(
            Column(key="severity", title=Words(zh="程度", en="severity")),
            Column(key="control", title=Words(zh="控制点", en="control")),
            Column(key="about", title=Words(zh="对象", en="about")),
            Column(key="subject", title=Words(zh="编号", en="id")),
            Column(key="outcome", title=Words(zh="结论", en="verdict")),
            Column(key="answers", title=Words(zh="由谁负责", en="who answers")),
        ),
        rows=rows,
        empty=Words(zh="没有异常。", en="There are none."),
        total=len(night.findings),
        rest=same(f"estatectl comply run --date {night.day}"),
    )
    tone: Tone = TONES[night.findings[0].control.severity] if night.findings else "good"
    return Section(id="findings", title=_FINDINGS, blocks=(table,), count=len(night.findings), tone=tone)


def _finding(bundle: Bundle, verdict: Verdict, leads: Leads, *, is_new: bool) -> tuple[Cell, ...]:
    control = verdict.control
    said = OUTCOME_WORDS[verdict.outcome]
    story, subject = leads(verdict), same(verdict.subject.id)
    outcome: Cell = (said, Marked(Words(zh="新", en="new"), "strong")) if is_new else said
    return (
        Marked(SEVERITY_WORDS[control.severity], TONES[control.severity]),
        control.title,
        verdict.subject.title,
        subject if story is None else Ref(story, subject),
        outcome,
        listed(post_titles(bundle, control.answers)),
    )


def resolved_section(bundle: Bundle, night: Night) -> Section:
    """What was a finding the night before and is none now."""
    rows = tuple((_title(bundle, name.partition("@")[0]), same(name.partition("@")[2])) for name in night.resolved)
    table = Table(
        id="resolved",
        title=_RESOLVED,
        columns=(
            Column(key="control", title=Words(zh="控制点", en="control")),
            Column(key="subject", title=Words(zh="编号", en="id")),
        ),
        rows=rows,
        empty=Words(zh="没有。", en="Nothing."),
    )
    return Section(id="resolved", title=_RESOLVED, blocks=(table,), count=len(rows), tone="good" if rows else "plain")


def _title(bundle: Bundle, control_id: str) -> Words:
    return bundle.controls[control_id].title if control_id in bundle.controls else same(control_id)


def repeats_section(night: Night) -> Section | None:
    """Who or what comes back; None where nothing does."""
    if not night.repeats:
        return None
    known = Words(
        zh="近 30 晚中核查过 {n} 晚；同一控制点在同一处（或同一人）开始 3 次及以上。",
        en="{n} of the last 30 nights were checked; the same control began to fail at the same place, or with the "
        "same person, three times or more.",
    ).fill(n=night.nights_known + 1)
    table = Table(
        id="repeats",
        title=Words(zh="一再出现", en="Coming back"),
        columns=(
            Column(key="whose", title=Words(zh="何处、何人", en="where, who")),
            Column(key="control", title=Words(zh="控制点", en="control")),
            Column(key="times", title=Words(zh="次数", en="times"), number=True),
        ),
        rows=tuple((each.whose or "-", each.control.title, each.times) for each in night.repeats),
    )
    return Section(id="repeats", title=table.title, blocks=(Prose(words=known), table), count=len(night.repeats))


def waivers_section(bundle: Bundle, night: Night) -> Section | None:
    """What is waived, by whom, until when, and waivers that no longer serve; None where there are none."""
    waived = [verdict for judged in night.judged for verdict in judged.waived]
    blocks: list[Prose | Table] = []
    for waiver in night.unused:
        blocks.append(Prose(words=_UNUSED.fill(title=waiver.title, until=waiver.until), tone="soon"))
    for waiver in night.lapsed:
        blocks.append(Prose(words=_LAPSED.fill(title=waiver.title, until=waiver.until), tone="soon"))
    if waived:
        blocks.append(
            Table(
                id="waived",
                title=_WAIVED,
                columns=(
                    Column(key="control", title=Words(zh="控制点", en="control")),
                    Column(key="subject", title=Words(zh="编号", en="id")),
                    Column(key="reason", title=Words(zh="理由", en="reason")),
                    Column(key="approved_by", title=Words(zh="批准", en="allowed by")),
                    Column(key="until", title=Words(zh="到期", en="until")),
                ),
                rows=tuple(_waived(bundle, verdict) for verdict in waived),
            )
        )
    return Section(id="waived", title=_WAIVED, blocks=tuple(blocks), count=len(waived)) if blocks else None


def _waived(bundle: Bundle, verdict: Verdict) -> tuple[Cell, ...]:
    waiver = verdict.waiver
    if waiver is None:
        return (verdict.control.title, same(verdict.subject.id), None, None, None)
    by = listed(post_titles(bundle, (waiver.approved_by,)))
    return (verdict.control.title, same(verdict.subject.id), waiver.reason, by, waiver.until)


def controls_section(night: Night) -> Section:
    """Every control with what came of it; those with findings first."""
    ordered = sorted(night.judged, key=lambda each: (-len(each.findings), each.idle, each.control.id))
    table = Table(
        id="controls",
        title=_CONTROLS,
        columns=(
            Column(key="control", title=Words(zh="控制点", en="control")),
            Column(key="severity", title=Words(zh="程度", en="severity")),
            *(Column(key=each.value, title=OUTCOME_WORDS[each], number=True) for each in Outcome),
        ),
        rows=tuple(_control(each) for each in ordered),
    )
    return Section(id="controls", title=_CONTROLS, blocks=(table,), count=len(ordered))


def _control(judged: Judged) -> tuple[Cell, ...]:
    counts: list[Cell] = [judged.counts.get(outcome, 0) for outcome in Outcome]
    if judged.idle:
        counts[0] = Marked(_IDLE, "faint")
    marks: dict[Outcome, Tone] = {Outcome.VIOLATED: "bad", Outcome.UNPROVEN: "soon"}
    for at, outcome in enumerate(Outcome):
        if outcome in marks and counts[at]:
            counts[at] = Marked(counts[at], marks[outcome])
    return (judged.control.title, SEVERITY_WORDS[judged.control.severity], *counts)


def idle_words(controls: Iterable[Control]) -> Iterator[Words]:
    """What a reader must know of controls that found nothing to judge."""
    titles = [control.title for control in controls]
    if titles:
        words = Words(
            zh="{n} 个控制点当天无可核查的对象，不等于符合：{list}。",
            en="{n} controls had nothing to judge, which is not the same as satisfied: {list}.",
        )
        some = Words(zh="{named}等", en="{named} and others").fill(named=listed(titles[:_NAMED]))
        yield words.fill(n=len(titles), list=some if len(titles) > _NAMED else listed(titles))


_IDLE = Words(zh="当天无可核查", en="nothing to judge")
_FINDINGS = Words(zh="夜间核查的异常", en="Findings of the night check")
_RESOLVED = Words(zh="已经消除的异常", en="Findings that are over")
_WAIVED = Words(zh="豁免", en="Waivers")
_CONTROLS = Words(zh="控制点", en="Controls")
_UNUSED = Words(
    zh="豁免“{title}”（到 {until}）没有用上：问题已不在，请撤掉。",
    en="The waiver '{title}' (until {until}) excuses nothing: take it out.",
)
_LAPSED = Words(
    zh="豁免“{title}”已于 {until} 到期，不再生效。", en="The waiver '{title}' ended on {until}; it counts no more."
)
