"""One verdict explained: what is asked, what is known, what it stands on, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from estatectl.domain.controls.control import SEVERITY_WORDS
from estatectl.domain.controls.night import OUTCOME_WORDS, Outcome
from estatectl.domain.reports.cells import Cell as ReportCell
from estatectl.domain.reports.cells import Marked
from estatectl.domain.rules.decisions import plain
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed
from estatectl.render.nights.pages import post_titles
from estatectl.render.page import Block, Cell, Heading, Line, Page, Pairs, Rule, Table, Tone, Toned
from estatectl.render.reports.periodic.stories import QUIET, entry_words, maker_words
from estatectl.usecases.nights.explaining import Explained

_ENTRIES = 8
_UNKNOWN = Words(zh="不知道", en="not known")


def explained_page(found: Explained) -> Page:
    """Status 1 where the verdict is a finding."""
    blocks = (*_head(found), Rule(), *_facts(found), Rule(), *_entries(found))
    return Page(blocks, _data(found), status=1 if found.verdict.is_finding else 0)


def _head(found: Explained) -> Iterator[Block]:
    verdict, control = found.verdict, found.verdict.control
    yield Heading(control.title)
    tone: Tone = "bad" if verdict.is_finding else "good"
    pairs: list[tuple[Words, Cell]] = [
        (Words(zh="对象", en="about"), _both(verdict.subject.title, verdict.subject.id)),
        (Words(zh="结论", en="verdict"), Toned(OUTCOME_WORDS[verdict.outcome], tone)),
        (Words(zh="哪一天", en="day"), same(str(found.day))),
        (Words(zh="程度", en="severity"), SEVERITY_WORDS[control.severity]),
        (Words(zh="由谁负责", en="who answers"), listed(post_titles(found.bundle, control.answers))),
        (Words(zh="规则", en="rule"), same(f"{control.place.file}:{control.place.line}")),
        (Words(zh="以什么为证", en="what would prove it"), control.evidence),
    ]
    clauses = found.bundle.charter.clauses
    for clause in control.clauses:
        title = clauses[clause].title if clause in clauses else same("")
        pairs.append((Words(zh="条款 {id}", en="clause {id}").fill(id=same(clause)), title))
    if control.source:
        pairs.append((Words(zh="出处", en="source"), same(control.source)))
    if verdict.is_finding:
        pairs.append((Words(zh="怎么办", en="what to do"), control.remedy))
    if verdict.outcome is Outcome.WAIVED and verdict.waiver is not None:
        waiver = verdict.waiver
        told = Words(zh="{reason}（{by} 批准，到 {until}）", en="{reason} (allowed by {by}, until {until})")
        by = listed(post_titles(found.bundle, (waiver.approved_by,)))
        pairs.append(
            (Words(zh="豁免", en="waiver"), told.fill(reason=waiver.reason, by=by, until=same(str(waiver.until))))
        )
    yield Pairs(tuple(pairs))


def _both(title: Words, subject: str) -> Words:
    return Words(zh="{id} {title}", en="{id} {title}").fill(id=same(subject), title=title)


def _facts(found: Explained) -> Iterator[Block]:
    yield Heading(Words(zh="所依据的事实", en="the facts it stands on"))
    rows: list[tuple[Cell, ...]] = []
    for name in found.asked:
        value = found.verdict.subject.facts.get(name)
        title = found.bound.specs[name].title if name in found.bound.specs else None
        shown: Cell = Toned(_UNKNOWN, "bad") if value is None else same(_said(plain(value)))
        rows.append((same(name), title or same(""), shown))
    yield Table((Words(zh="事实", en="fact"), Words(zh="含义", en="meaning"), Words(zh="值", en="value")), tuple(rows))
    if found.verdict.missing:
        words = Words(
            zh="缺少 {list}，所以无从证明：缺一项也不算符合",
            en="{list} not known, so nothing is proved: a missing fact never satisfies",
        )
        yield Line(words.fill(list=same(", ".join(found.verdict.missing))), "soon")


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or "-"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _entries(found: Explained) -> Iterator[Block]:
    """The steps in the record of the subject, without what only keeps evidence or tells people."""
    yield Heading(Words(zh="台账里的记录", en="what the journal says"))
    workflow = found.bundle.workflows.get(str(found.entries[0].data.get("workflow"))) if found.entries else None
    columns = (
        Words(zh="条号", en="entry"),
        Words(zh="时间", en="at"),
        Words(zh="事项", en="what"),
        Words(zh="谁", en="by"),
    )
    told = [entry for entry in found.entries if entry.kind not in (*QUIET, "notified", "escalated")]
    rows = tuple(
        (entry.seq, entry.at, bare(entry_words(found.bundle, workflow, entry)), bare(maker_words(entry.actor)))
        for entry in told[-_ENTRIES:]
    )
    yield Table(columns, rows, empty=Words(zh="（没有自己的记录）", en="(it has no record of its own)"))


def bare(cell: ReportCell) -> Cell:
    """A cell of a report's story as one of a page: without its tone, or as text."""
    match cell:
        case Marked(inner):
            return bare(inner)
        case Words() | int() | Decimal() | datetime() | timedelta() | None:
            return cell
        case _:
            return same(str(cell))


def _data(found: Explained) -> dict[str, object]:
    verdict = found.verdict
    return {
        "finding": verdict.id,
        "date": found.day.isoformat(),
        "outcome": verdict.outcome.value,
        "control": verdict.control.id,
        "title": verdict.control.title,
        "severity": verdict.control.severity.value,
        "clauses": list(verdict.control.clauses),
        "rule": f"{verdict.control.place.file}:{verdict.control.place.line}",
        "facts": {name: plain(verdict.subject.facts[name]) for name in found.asked if name in verdict.subject.facts},
        "missing": list(verdict.missing),
        "waiver": None if verdict.waiver is None else verdict.waiver.id,
        "entries": [
            {"seq": entry.seq, "at": entry.at, "kind": entry.kind, "actor": entry.actor}
            for entry in found.entries[-_ENTRIES:]
        ],
    }
