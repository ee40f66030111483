"""One figure in full: how it is counted, its parts, and the subjects behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from estatectl.domain.figures.figure import Figure
from estatectl.domain.figures.kpi import AT_THE_END
from estatectl.domain.figures.reckoning import Member
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed
from estatectl.render.figures.wording import (
    BY_WORDS,
    counted_cell,
    figure_data,
    measured_unit,
    part_title,
    result_cell,
    target_words,
    trend_cell,
    value_cell,
)
from estatectl.render.nights.pages import post_titles
from estatectl.render.page import Block, Cell, Heading, Hint, Line, Page, Pairs, Rule, Table, Toned
from estatectl.usecases.figures.taking import Taken

_MOST = 12
"""How many subjects are named without --all."""


def figure_page(taken: Taken, figure: Figure, *, every: bool) -> Page:
    """The result of `kpi show`."""
    blocks = (*_head(taken, figure), *_parts(taken, figure), *_members(figure, every=every))
    data = {
        "period": taken.period.name,
        "partial": taken.period.partial,
        "as_of": taken.period.end,
        "policy": taken.bundle.digest,
        **figure_data(figure),
        "source": figure.kpi.source,
        "rule": f"{figure.kpi.place.file}:{figure.kpi.place.line}",
        "members": [_member_data(each) for each in figure.members],
    }
    return Page(blocks, data)


def _head(taken: Taken, figure: Figure) -> Iterator[Block]:
    kpi, whole = figure.kpi, figure.whole
    yield Heading(kpi.title)
    pairs: list[tuple[Words, Cell]] = [
        (Words(zh="统计期", en="period"), taken.period.title),
        (Words(zh="数值", en="value"), value_cell(kpi, whole)),
        (Words(zh="目标", en="target"), target_words(kpi)),
        (Words(zh="结果", en="result"), result_cell(whole)),
        (Words(zh="与上期相比", en="trend"), trend_cell(figure.trend, small=whole.small)),
        (Words(zh="样本", en="n"), counted_cell(whole)),
    ]
    if kpi.value.judges:
        pairs.append((Words(zh="计入分子的", en="of these in the numerator"), whole.good))
    if kpi.measure is not None:
        measure = Words(zh="{name}：中位数 / 90% 不超过（{n} 个）", en="{name}: median / 90 % within ({n})")
        both = Words(zh="{p50} / {p90}", en="{p50} / {p90}")
        found: Cell = None
        if whole.p50 is not None and whole.p90 is not None:
            found = both.fill(p50=measured_unit(kpi, whole.p50), p90=measured_unit(kpi, whole.p90))
        title = taken_title(taken, figure, kpi.measure)
        pairs.append((measure.fill(name=title, n=whole.measured), found))
    yield Pairs((*pairs, *_rule(taken, figure)))
    yield Rule()


def taken_title(taken: Taken, figure: Figure, fact: str) -> Words:
    """A fact in people's words."""
    bound = next(each for each in taken.bundle.bound_kpis if each.kpi.id == figure.id)
    return bound.specs[fact].title or same(fact)


def _rule(taken: Taken, figure: Figure) -> Iterator[tuple[Words, Cell]]:
    """How it is counted, as policy writes it."""
    kpi = figure.kpi
    over = ", ".join(kpi.over.names) or "all"
    yield Words(zh="针对", en="over"), same(f"{kpi.over.kind.value}: {over}")
    if kpi.where is not None:
        yield Words(zh="算数的（分母）", en="what counts"), same(_flow(kpi.where.plain()))
    if kpi.good is not None:
        yield Words(zh="分子", en="numerator"), same(_flow(kpi.good.plain()))
    yield Words(zh="按哪个时刻", en="counted at"), same(kpi.counts_at or AT_THE_END)
    yield Words(zh="由谁负责", en="who answers"), listed(post_titles(taken.bundle, kpi.answers))
    clauses = taken.bundle.charter.clauses
    for clause in kpi.clauses:
        title = clauses[clause].title if clause in clauses else same("")
        yield Words(zh="条款 {id}", en="clause {id}").fill(id=same(clause)), title
    yield Words(zh="出处", en="source"), same(kpi.source)
    yield Words(zh="规则", en="rule"), same(f"{kpi.place.file}:{kpi.place.line}")


def _flow(value: Any) -> str:
    """A condition on one line, as policy writes it."""
    if isinstance(value, dict):
        return ", ".join(
            f"{key}: {{{_flow(child)}}}" if isinstance(child, dict) else f"{key}: {_flow(child)}"
            for key, child in value.items()
        )
    if isinstance(value, list):
        return "[" + ", ".join(f"{{{_flow(each)}}}" if isinstance(each, dict) else _flow(each) for each in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _parts(taken: Taken, figure: Figure) -> Iterator[Block]:
    columns = (
        Words(zh="数值", en="value"),
        Words(zh="结果", en="result"),
        Words(zh="样本", en="n"),
        Words(zh="计入分子", en="numerator"),
    )
    for by in figure.kpi.by:
        rows = tuple(
            (
                part_title(taken.bundle, part),
                value_cell(figure.kpi, part.reckoned),
                result_cell(part.reckoned),
                counted_cell(part.reckoned),
                part.reckoned.good,
            )
            for part in figure.by(by)
        )
        if rows:
            yield Table((BY_WORDS[by], *columns), rows)
            yield Rule()


def _members(figure: Figure, *, every: bool) -> Iterator[Block]:
    """What is behind it: what is not good, or everything."""
    shown = figure.members if every else (*figure.bad, *figure.unknown)
    if shown:
        yield _table(figure, shown if every else shown[:_MOST])
    rest = len(figure.members) - (len(shown) if every else min(len(shown), _MOST))
    if rest and not every:
        words = Words(zh="另有 {n} 个：加 --all 全部列出", en="{n} more: --all names them all")
        yield Hint(words.fill(n=rest))
    if figure.belated:
        words = Words(
            zh="上期的，这一期才记下，哪一期都没算进去：{list}",
            en="of the period before, written down only in this one, counted in neither: {list}",
        )
        yield Line(words.fill(list=same(", ".join(figure.belated))), "soon")


def _table(figure: Figure, members: Sequence[Member]) -> Table:
    columns = (
        Words(zh="对象", en="subject"),
        Words(zh="是什么", en="what"),
        Words(zh="计入分子", en="in numerator"),
        Words(zh="度量", en="measured"),
        Words(zh="员工", en="person"),
        Words(zh="记录", en="entries"),
    )
    rows = tuple(
        (
            same(each.subject.id),
            each.subject.title,
            _good(each.good),
            each.amount,
            each.subject.person,
            same(", ".join(str(seq) for seq in each.subject.evidence)) if each.subject.evidence else None,
        )
        for each in members
    )
    left_out = () if figure.kpi.measure is not None else (3,)
    keep = [number for number in range(len(columns)) if number not in left_out]
    names = tuple(columns[number] for number in keep)
    return Table(names, tuple(tuple(row[number] for number in keep) for row in rows), wrap=frozenset({1}))


def _good(good: bool | None) -> Cell:
    if good is None:
        return Toned(Words(zh="无从证明", en="unproven"), "soon")
    return Words(zh="是", en="yes") if good else Words(zh="否", en="no")


def _member_data(member: Member) -> dict[str, object]:
    subject = member.subject
    return {
        "id": subject.id,
        "title": subject.title,
        "good": member.good,
        "measured": member.amount,
        "department": subject.department,
        "person": subject.person,
        "stream": subject.stream,
        "entries": list(subject.evidence),
    }
