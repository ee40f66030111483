"""Floor 3: a report on the terminal: the headline, the figures, and the first rows of each table."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.reports.cells import Cell, Marked
from estatectl.domain.reports.report import Prose, Report, Section, Table
from estatectl.domain.words import Lang, Words, same
from estatectl.render import page
from estatectl.render.page import Block, Heading, Hint, Line, Page, Rule
from estatectl.render.reports.json import report_data
from estatectl.render.reports.labels import LABELS
from estatectl.render.reports.reading import Reading

_MOST = 12
"""Rows of a table that a terminal shows; files have them all."""


def report_page(report: Report, lang: Lang) -> Page:
    """The page of `report daily` and its like; its data is the whole report."""
    return Page(tuple(_blocks(report, Reading.of(report, lang))), report_data(report, lang))


def _blocks(report: Report, read: Reading) -> Iterator[Block]:
    title = Words(zh="{title} {period}", en="{title} {period}")
    yield Heading(title.fill(title=report.title, period=report.period.title))
    yield Line(same(read(report.headline)), report.tone)
    for words in report.caveats:
        yield Line(same(read(words)), "soon", indent=2)
    yield Rule()
    yield page.Table(
        tuple(LABELS[name] for name in ("measure", "value", "change", "note")),
        tuple(
            (
                tile.title,
                page.Toned(same(read.text(tile.value)), tile.tone),
                same(read.change(tile.change)) if tile.change else None,
                tile.note,
            )
            for tile in report.tiles
        ),
    )
    for section in report.sections:
        yield from _section(section, read)
    yield Rule()
    yield Hint(_FILES)


def _section(section: Section, read: Reading) -> Iterator[Block]:
    """The tables of a section; one without rows is said in its heading alone."""
    tables = [table for table in section.tables if table.rows]
    if not tables and section.count is None:
        return
    count = Words(zh="{title}（{n}）", en="{title} ({n})")
    yield Rule()
    yield Heading(section.title if section.count is None else count.fill(title=section.title, n=section.count))
    for table in tables:
        yield _table(table, read)
        left = (len(table.rows) if table.total is None else table.total) - min(len(table.rows), _MOST)
        if left > 0:
            yield Hint(LABELS["left_out"].fill(n=left))
    for block in section.blocks:
        if isinstance(block, Prose):
            yield Line(same(read(block.words)), block.tone)


def _table(table: Table, read: Reading) -> page.Table:
    columns = tuple(column.title for column in table.columns)
    return page.Table(columns, tuple(tuple(_cell(cell, read) for cell in row) for row in table.rows[:_MOST]))


def _cell(cell: Cell, read: Reading) -> page.Cell:
    if isinstance(cell, Marked):
        return page.Toned(same(read.text(cell.cell)), cell.tone)
    return same(read.text(cell))


_FILES = Words(
    zh="全文写入文件：-o 报告.html（也可 .md .xlsx .pdf .json）",
    en="the whole of it: -o report.html (or .md .xlsx .pdf .json)",
)
