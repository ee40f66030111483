"""The figures of a periodic report: value, target, result and change; of weeks and months by department too."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from estatectl.domain.figures.figure import Figure
from estatectl.domain.figures.kpi import By
from estatectl.domain.reports.cells import Cell, Marked
from estatectl.domain.reports.report import Block, Chart, Column, Section, Series, Table
from estatectl.domain.words import Words, same
from estatectl.render import page
from estatectl.render.figures.wording import (
    counted_cell,
    result_cell,
    target_words,
    trend_cell,
    value_cell,
    with_unit,
)
from estatectl.render.reports.periodic.naming import department_words
from estatectl.usecases.reporting.gathering import Gathered

FIGURES = Words(zh="指标", en="Figures")


def figures_section(found: Gathered) -> Section:
    """Every figure of the policies, those that miss their target first; of a day, those that have data."""
    ordered = sorted(found.figures, key=lambda each: (each.met is not False, each.value is None, each.id))
    table = Table(
        id="figures",
        title=FIGURES,
        columns=(
            Column(key="figure", title=Words(zh="指标", en="figure")),
            Column(key="value", title=Words(zh="数值", en="value"), number=True),
            Column(key="target", title=Words(zh="目标", en="target"), number=True),
            Column(key="result", title=Words(zh="结果", en="result")),
            Column(key="n", title=Words(zh="样本", en="n"), number=True),
            Column(key="trend", title=Words(zh="比上期", en="vs the period before")),
        ),
        rows=tuple(_row(each) for each in ordered if each.value is not None or found.stretch.kind != "daily"),
        total=len(ordered),
        rest=same("estatectl kpi list"),
    )
    blocks: list[Block] = [_chart(ordered), table]
    if found.stretch.kind != "daily":
        blocks.append(_by_department(found, ordered))
    missed = sum(each.met is False for each in ordered)
    return Section(
        id="figures", title=FIGURES, blocks=tuple(blocks), count=len(ordered), tone="bad" if missed else "plain"
    )


def _chart(figures: list[Figure]) -> Chart:
    """How many meet their target; what has none, too few or no data is not counted as met."""
    kinds = (
        ("met", Words(zh="达标", en="met"), sum(each.met is True for each in figures)),
        ("missed", Words(zh="未达标", en="missed"), sum(each.met is False for each in figures)),
        ("small", Words(zh="样本太少", en="too few"), sum(each.small and each.value is not None for each in figures)),
        ("no_data", Words(zh="无数据", en="no data"), sum(each.value is None for each in figures)),
    )
    return Chart(
        id="figures-chart",
        title=Words(zh="达标情况", en="How the figures stand"),
        form="bars",
        labels=tuple(title for _, title, _ in kinds),
        series=(Series(id="figures", title=FIGURES, values=tuple(count for _, _, count in kinds)),),
    )


def _row(figure: Figure) -> tuple[Cell, ...]:
    whole = figure.whole
    return (
        figure.kpi.title,
        as_cell(value_cell(figure.kpi, whole)),
        target_words(figure.kpi),
        as_cell(result_cell(whole)),
        as_cell(counted_cell(whole)),
        as_cell(trend_cell(figure.trend, small=whole.small)),
    )


def _by_department(found: Gathered, figures: list[Figure]) -> Table:
    """Figures that are broken down by department, a column for each department that has any."""
    broken = [figure for figure in figures if figure.by(By.DEPARTMENT)]
    having = {part.key for figure in broken for part in figure.by(By.DEPARTMENT)}
    order = [name for name in found.bundle.organisation.departments if name in having]
    order += sorted(having - set(order))
    return Table(
        id="figures_by_department",
        title=Words(zh="分部门", en="By department"),
        columns=(
            Column(key="figure", title=Words(zh="指标", en="figure")),
            *(Column(key=name or "nobody", title=department_words(found.bundle, name), number=True) for name in order),
        ),
        rows=tuple((figure.kpi.title, *(_part(figure, name) for name in order)) for figure in broken),
    )


def _part(figure: Figure, department: str) -> Cell:
    found = figure.part(By.DEPARTMENT, department)
    if found is None or found.value is None:
        return None
    said = with_unit(figure.kpi, found.value)
    if found.met is None:
        return said
    return Marked(said, "good" if found.met else "bad")


def as_cell(cell: page.Cell) -> Cell:
    """A cell of a page as one of a report."""
    match cell:
        case page.Toned(inner, tone):
            return Marked(as_cell(inner), tone)
        case page.Due(at):
            return at
        case None | str() | Words() | int() | Decimal() | datetime() | timedelta():
            return cell
