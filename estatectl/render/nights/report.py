"""A night's check as a report: what `comply run` writes as a page, Markdown, a workbook or PDF."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import SEVERITY_WORDS
from estatectl.domain.controls.night import OUTCOME_WORDS, Night, Outcome, Verdict
from estatectl.domain.reports.cells import Cell, Marked, Tone
from estatectl.domain.reports.report import Column, Period, Report, Section, Story, Table, Tile
from estatectl.domain.rules.conditions import named_facts
from estatectl.domain.rules.decisions import plain
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed
from estatectl.render.nights.clauses import clauses_section
from estatectl.render.nights.pages import post_titles
from estatectl.render.nights.parts import (
    controls_section,
    findings_section,
    idle_words,
    repeats_section,
    resolved_section,
    waivers_section,
)


def night_report(night: Night, bundle: Bundle) -> Report:
    """The whole night, with a story per finding: the facts that it stands on, and what to do."""
    sections: tuple[Section | None, ...] = (
        findings_section(bundle, night, lambda verdict: verdict.id),
        resolved_section(bundle, night),
        repeats_section(night),
        waivers_section(bundle, night),
        controls_section(night),
        clauses_section(bundle, night),
    )
    return Report(
        id="night",
        title=Words(zh="夜间核查", en="Night check"),
        estate=bundle.estate.title,
        period=Period(kind="night", start=night.since, end=night.at, title=same(str(night.day))),
        at=night.at,
        zone=bundle.estate.zone,
        policy=night.policy,
        headline=_headline(night),
        tone=night_tone(night),
        tiles=night_tiles(night),
        sections=tuple(section for section in sections if section is not None),
        stories=tuple(_stories(night, bundle)),
        caveats=tuple(night_caveats(night)),
    )


def night_tone(night: Night) -> Tone:
    if night.findings:
        return "bad"
    return "soon" if night.unused or night.lapsed else "good"


def night_tiles(night: Night) -> tuple[Tile, ...]:
    """The findings, what changed, and of how many verdicts."""
    against = Words(zh="与 {day} 相比", en="against {day}").fill(day=night.before or "-")
    found = len(night.findings)
    new, resolved = len(night.new), len(night.resolved)
    return (
        Tile(id="findings", title=Words(zh="异常", en="Findings"), value=found, tone=_bad(found), to="findings"),
        Tile(
            id="new",
            title=Words(zh="其中新增", en="Of these new"),
            value=new,
            tone=_bad(new),
            note=against if night.before else Words(zh="第一晚，没有可比的", en="the first night: all are new"),
        ),
        Tile(
            id="resolved",
            title=Words(zh="已消除", en="Over since"),
            value=resolved,
            tone="good" if resolved else "plain",
            to="resolved",
        ),
        Tile(
            id="verdicts",
            title=Words(zh="结论", en="Verdicts"),
            value=night.total,
            note=Words(zh="{n} 个控制点", en="{n} controls").fill(n=len(night.judged)),
            to="controls",
        ),
    )


def _bad(count: int) -> Tone:
    return "bad" if count else "good"


def night_caveats(night: Night) -> Iterator[Words]:
    """What a reader must know before he believes a night's check."""
    if night.before is None:
        yield Words(zh="这是第一晚：没有前一晚可比。", en="This is the first night: there is none to compare with.")
    yield from idle_words(night.idle)
    if night.accepted is not None:
        words = Words(zh="细则改动引起的变化已确认：{why}", en="What the change of policies turned was accepted: {why}")
        yield words.fill(why=night.accepted)


def _headline(night: Night) -> Words:
    counts = {outcome.value: night.count(outcome) for outcome in Outcome}
    if night.findings:
        words = Words(
            zh="{n} 条异常：不符合 {violated}，无从证明 {unproven}；符合 {satisfied}，已豁免 {waived}。",
            en="{n} findings: {violated} violated, {unproven} unproven; {satisfied} satisfied, {waived} waived.",
        )
        return words.fill(n=len(night.findings), **counts)
    words = Words(
        zh="没有异常：{satisfied} 条结论符合，{waived} 条豁免。",
        en="No findings: {satisfied} satisfied, {waived} waived.",
    )
    return words.fill(**counts)


def _stories(night: Night, bundle: Bundle) -> Iterator[Story]:
    bound = {each.control.id: each for each in bundle.bound_controls}
    for verdict in night.findings:
        known = bound.get(verdict.control.id)
        asked = set(verdict.missing)
        if known is not None:
            asked |= named_facts(known.where) | named_facts(known.require)
        titles = {name: spec.title for name, spec in known.specs.items()} if known is not None else {}
        yield Story(
            id=verdict.id,
            title=verdict.control.title,
            pairs=tuple(_pairs(verdict, bundle)),
            entries=_facts(verdict, sorted(asked), titles),
        )


def _pairs(verdict: Verdict, bundle: Bundle) -> Iterator[tuple[Words, Cell]]:
    control = verdict.control
    yield Words(zh="对象", en="about"), verdict.subject.title
    yield Words(zh="结论", en="verdict"), Marked(OUTCOME_WORDS[verdict.outcome], "bad")
    yield Words(zh="程度", en="severity"), SEVERITY_WORDS[control.severity]
    yield Words(zh="条款", en="clauses"), " ".join(control.clauses)
    yield Words(zh="由谁负责", en="who answers"), listed(post_titles(bundle, control.answers))
    yield Words(zh="以什么为证", en="what would prove it"), control.evidence
    yield Words(zh="怎么办", en="what to do"), control.remedy
    yield Words(zh="规则", en="rule"), f"{control.place.file}:{control.place.line}"


def _facts(verdict: Verdict, asked: list[str], titles: dict[str, Words | None]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name in asked:
        value = verdict.subject.facts.get(name)
        shown: Cell = Marked(Words(zh="不知道", en="not known"), "bad") if value is None else _said(plain(value))
        rows.append((name, titles.get(name), shown))
    return Table(
        id="facts",
        title=Words(zh="所依据的事实", en="the facts it stands on"),
        columns=(
            Column(key="fact", title=Words(zh="事实", en="fact")),
            Column(key="meaning", title=Words(zh="含义", en="meaning")),
            Column(key="value", title=Words(zh="值", en="value")),
        ),
        rows=tuple(rows),
    )


def _said(value: object) -> Cell:
    if isinstance(value, bool):
        return Words(zh="是" if value else "否", en="yes" if value else "no")
    return ", ".join(map(str, value)) or "-" if isinstance(value, list) else str(value)
