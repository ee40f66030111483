"""The periodic report put together: headline, tiles, what a reader must know, sections and the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from estatectl.domain.reports.cells import Tone
from estatectl.domain.reports.report import Period, Report, Section
from estatectl.domain.words import Lang, Words, same
from estatectl.render.case_words import listed
from estatectl.render.nights.clauses import Kept, clauses_section
from estatectl.render.nights.parts import findings_section, idle_words, repeats_section
from estatectl.render.reports.periodic.course import course_section
from estatectl.render.reports.periodic.departments import departments_section
from estatectl.render.reports.periodic.figures import figures_section
from estatectl.render.reports.periodic.naming import department_words
from estatectl.render.reports.periodic.sections import (
    MOST,
    climbed_section,
    late_section,
    mended_section,
    missed_section,
)
from estatectl.render.reports.periodic.stories import named_in, stories
from estatectl.render.reports.periodic.tiles import periodic_tiles
from estatectl.render.reports.reading import Reading
from estatectl.usecases.reporting.gathering import Gathered

LANGS: tuple[Lang, ...] = ("zh", "en")
TITLES = {
    "daily": Words(zh="日报", en="Daily report"),
    "weekly": Words(zh="周报", en="Weekly report"),
    "monthly": Words(zh="月报", en="Monthly report"),
}


def periodic_report(found: Gathered) -> Report:
    """The report of a day, a week or a month."""
    stretch, bundle = found.stretch, found.bundle
    sections = tuple(_sections(found))
    return Report(
        id=stretch.kind,
        title=TITLES[stretch.kind],
        estate=bundle.estate.title,
        period=Period(kind=stretch.kind, start=stretch.start, end=stretch.end, title=stretch.title),
        at=stretch.end,
        zone=stretch.zone,
        policy=bundle.digest,
        headline=_headline(found),
        tone=tone_of_all(found),
        tiles=tuple(periodic_tiles(found)),
        sections=sections,
        stories=tuple(stories(bundle, found.known, named_in(sections))),
        caveats=tuple(_caveats(found)),
    )


def _sections(found: Gathered) -> Iterator[Section]:
    yield late_section(found)
    yield missed_section(found)
    yield climbed_section(found)
    if found.night is not None:
        yield findings_section(found.bundle, found.night, lambda verdict: verdict.subject.stream, MOST)
    yield mended_section(found)
    yield departments_section(found)
    if found.figures:
        yield figures_section(found)
    yield course_section(found)
    if found.night is not None:
        repeats = repeats_section(found.night)
        if repeats is not None:
            yield repeats
        yield clauses_section(found.bundle, found.night, (Kept.VIOLATED, Kept.UNPROVEN))


def tone_of_all(found: Gathered) -> Tone:
    """How a report is to be taken as a whole."""
    if found.standing.late or found.missed or (found.night is not None and found.night.findings):
        return "bad"
    return "soon" if found.climbed or found.night is None else "good"


def _headline(found: Gathered) -> Words:
    """What matters, in one line; where something is late, the department that has most of it."""
    findings = None if found.night is None else len(found.night.findings)
    parts = [
        Words(zh="超时 {n} 件", en="Late now: {n}").fill(n=len(found.standing.late)),
        Words(zh="漏做 {n} 项", en="rounds missed: {n}").fill(n=len(found.missed)),
        Words(zh="升级 {n} 件", en="escalated: {n}").fill(n=len(found.climbed)),
        Words(zh="核查异常 {n} 条", en="findings: {n}").fill(n="-" if findings is None else findings),
    ]
    said = Words(zh="，".join(each.zh for each in parts), en=", ".join(each.en for each in parts))
    late = found.standing.late_by
    if not late:
        return Words(zh="{said}。", en="{said}.").fill(said=said)
    most = max(sorted(late), key=lambda each: late[each])
    words = Words(zh="{said}。超时最多的是{who}（{n} 件）。", en="{said}. Most of what is late is with {who} ({n}).")
    return words.fill(said=said, who=department_words(found.bundle, most), n=late[most])


def _caveats(found: Gathered) -> Iterator[Words]:
    for words in found.why:
        yield Words(zh="报告缺一部分：{why}。", en="A part of this report is missing: {why}.").fill(why=words)
    if found.silences:
        yield _silent(found)
    if found.unchecked:
        words = Words(
            zh="这些夜晚没有核查过：{days}；先运行 estatectl comply run。",
            en="These nights were never checked: {days}; run estatectl comply run first.",
        )
        yield words.fill(days=_days(found.unchecked))
    if found.night is not None:
        yield from idle_words(found.night.idle)


def _days(days: Sequence[date]) -> Words:
    if len(days) > 3:
        words = Words(zh="{first} 至 {last} 中的 {n} 晚", en="{n} from {first} to {last}")
        return words.fill(first=days[0], last=days[-1], n=len(days))
    return listed(same(str(day)) for day in days)


def _silent(found: Gathered) -> Words:
    """When the clock stood still: what looks like a quiet night may have been nobody listening."""
    read = {lang: Reading(lang, found.stretch.zone) for lang in LANGS}
    said = []
    for each in found.silences:
        since, until = each.since or found.stretch.start, each.until or found.stretch.end
        texts = {lang: f"{read[lang].instant(since)} – {read[lang].instant(until)}" for lang in LANGS}
        said.append(Words(zh=texts["zh"], en=texts["en"]))
    words = Words(
        zh="系统停过 {n} 次，其间没有提醒、也没有升级：{list}。",
        en="The clock stood still {n} times; nobody was reminded then and nothing was escalated: {list}.",
    )
    return words.fill(n=len(said), list=listed(said[:5]))
