"""All figures of a period on one page: values, targets, results, how many count, and what changed."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.figures.figure import Figure
from estatectl.domain.figures.kpi import By
from estatectl.domain.figures.reckoning import Reckoned
from estatectl.domain.words import Words, same
from estatectl.render.figures.wording import (
    counted_cell,
    figure_data,
    reckoned_data,
    result_cell,
    target_words,
    trend_cell,
    value_cell,
)
from estatectl.render.page import Block, Cell, Heading, Hint, Line, Page, Rule, Table
from estatectl.usecases.figures.taking import Taken

Narrowed = tuple[By, str]
"""The one part that is looked at: a department or a post, by its id."""

_COLUMNS = (
    Words(zh="标识", en="id"),
    Words(zh="指标", en="figure"),
    Words(zh="数值", en="value"),
    Words(zh="目标", en="target"),
    Words(zh="结果", en="result"),
    Words(zh="样本", en="n"),
)
_TREND = Words(zh="与上期相比", en="trend")


def figures_page(taken: Taken, narrowed: Narrowed | None) -> Page:
    """The result of `kpi list`; of one department or post, only the figures that have such a part."""
    shown = [(each, found) for each in taken.figures if (found := _looked_at(each, narrowed)) is not None]
    columns = _COLUMNS if narrowed else (*_COLUMNS, _TREND)
    rows = tuple(_row(each, found, whole=narrowed is None) for each, found in shown)
    table = Table(columns, rows, wrap=frozenset({1, 3}))
    blocks = (Heading(_title(taken, narrowed)), table, Rule(), *_said(taken, [found for _, found in shown]))
    return Page(blocks, _data(taken, shown, narrowed))


def _looked_at(figure: Figure, narrowed: Narrowed | None) -> Reckoned | None:
    return figure.whole if narrowed is None else figure.part(*narrowed)


def _row(figure: Figure, found: Reckoned, *, whole: bool) -> tuple[Cell, ...]:
    row: tuple[Cell, ...] = (
        same(figure.id),
        figure.kpi.title,
        value_cell(figure.kpi, found),
        target_words(figure.kpi),
        result_cell(found),
        counted_cell(found),
    )
    return (*row, trend_cell(figure.trend, small=found.small)) if whole else row


def _title(taken: Taken, narrowed: Narrowed | None) -> Words:
    if narrowed is None:
        return taken.period.title
    by, key = narrowed
    known = taken.bundle.organisation.departments if by is By.DEPARTMENT else taken.bundle.organisation.posts
    named = known[key].title if key in known else same(key)
    return Words(zh="{period}·{named}", en="{period}: {named}").fill(period=taken.period.title, named=named)


def _said(taken: Taken, shown: list[Reckoned]) -> Iterator[Block]:
    missed, met = sum(each.met is False for each in shown), sum(each.met is True for each in shown)
    words = Words(
        zh="{all} 个指标：达标 {met}，未达标 {missed}，样本太少 {small}，无数据 {none}",
        en="{all} figures: met {met}, missed {missed}, too few {small}, no data {none}",
    ).fill(
        all=len(shown),
        met=met,
        missed=missed,
        small=sum(each.small and each.value is not None for each in shown),
        none=sum(each.value is None for each in shown),
    )
    yield Line(words, "bad" if missed else "plain")
    belated = [each for each in taken.figures if each.belated]
    if belated:
        words = Words(
            zh="上期的事这一期才记下，哪一期都没算进去：{list}",
            en="of the period before, and written down only in this one, so that neither counts them: {list}",
        )
        named = ", ".join(f"{each.id} {len(each.belated)}" for each in belated)
        yield Line(words.fill(list=same(named)), "soon")
    if taken.figures:
        words = Words(zh="看依据：estatectl kpi show {id}", en="what it stands on: estatectl kpi show {id}")
        yield Hint(words.fill(id=same(next((e.id for e in taken.figures if e.met is False), taken.figures[0].id))))


def _data(taken: Taken, shown: list[tuple[Figure, Reckoned]], narrowed: Narrowed | None) -> dict[str, object]:
    return {
        "period": taken.period.name,
        "first": taken.period.first.isoformat(),
        "last": taken.period.last.isoformat(),
        "partial": taken.period.partial,
        "as_of": taken.period.end,
        "policy": taken.bundle.digest,
        "part": None if narrowed is None else {"by": narrowed[0].value, "key": narrowed[1]},
        "figures": [
            figure_data(each) if narrowed is None else {**_named(each), **reckoned_data(found)} for each, found in shown
        ],
    }


def _named(figure: Figure) -> dict[str, object]:
    whole = figure_data(figure)
    return {key: whole[key] for key in ("id", "title", "clauses", "kind", "unit", "target")}
