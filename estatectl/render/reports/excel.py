"""Floor 3: a report as a workbook: the overview, a sheet per section, and every story's entries on one sheet."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from estatectl.domain.handed_in.neutral import neutral
from estatectl.domain.problems import BadInput
from estatectl.domain.reports.cells import Cell, Share, Tone, tone_of, unmarked
from estatectl.domain.reports.report import Chart, Report, Section, Table
from estatectl.domain.words import Lang, Words
from estatectl.render.reports.labels import LABELS
from estatectl.render.reports.reading import Reading
from estatectl.render.widths import width

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
_INK: dict[Tone, str] = {"good": "FF12703F", "soon": "FF8A5A00", "bad": "FFB3261E", "faint": "FF566170"}
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The oldest instant that a zip can hold: workbooks of the same report are equal to the byte."""


def report_excel(report: Report, lang: Lang) -> bytes:
    """The workbook. Refuses (EST-761) where openpyxl is not installed."""
    try:
        from openpyxl import Workbook
    except ImportError as missing:
        words = Words(zh="写 Excel 要用 openpyxl，没有装", en="Excel needs openpyxl, which is not installed")
        hint = Words(zh='运行 pip install "estatectl[xlsx]"', en="run pip install 'estatectl[xlsx]'")
        raise BadInput.one("EST-761", words, hint=hint) from missing
    read = Reading.of(report, lang)
    book = Workbook()
    book.remove(book.active)
    _overview(_Pen(_sheet(book, read(LABELS["overview"])), read), report)
    for section in report.sections:
        _section(_Pen(_sheet(book, read(section.title)), read), section)
    if report.stories:
        _stories(_Pen(_sheet(book, read(LABELS["stories"])), read), report)
    for sheet in book.worksheets:
        _fit(sheet)
    return _settled(book, report)


def _sheet(book: Workbook, title: str) -> Worksheet:
    """A sheet under a name that Excel takes: no forbidden signs, at most 31, none twice."""
    base = _FORBIDDEN.sub(" ", title).strip("' ")[:31] or "-"
    name, number = base, 2
    taken = {each.lower() for each in book.sheetnames}
    while name.lower() in taken:
        tail = f" {number}"
        name, number = base[: 31 - len(tail)] + tail, number + 1
    return book.create_sheet(name)


@dataclass(slots=True)
class _Pen:
    """Writes a sheet downward; `row` is the last row written."""

    sheet: Worksheet
    read: Reading
    row: int = 0

    def put(self, *cells: Cell, bold: bool = False) -> None:
        from openpyxl.styles import Font

        self.row += 1
        for column, cell in enumerate(cells, start=1):
            at = self.sheet.cell(self.row, column)
            at.value, form = _value(unmarked(cell), self.read)
            if isinstance(at.value, str):
                at.data_type = "s"  # whatever it looks like, it is text
            if form:
                at.number_format = form
            tone = _INK.get(tone_of(cell))
            if bold or tone:
                at.font = Font(bold=bold, color=tone)

    def skip(self) -> None:
        self.row += 1


def _overview(pen: _Pen, report: Report) -> None:
    read = pen.read
    pen.put(f"{read(report.title)} {read(report.period.title)}", bold=True)
    pen.put(report.estate)
    pen.put(LABELS["period"], report.period.start, report.period.end)
    pen.put(LABELS["at"], report.at)
    pen.put(LABELS["policy"], report.policy[:12])
    pen.put(report.headline, bold=True)
    for words in report.caveats:
        pen.put(words)
    pen.skip()
    pen.put(*(LABELS[name] for name in ("measure", "value", "change", "note")), bold=True)
    for tile in report.tiles:
        pen.put(tile.title, tile.value, tile.change.by if tile.change else None, tile.note)


def _section(pen: _Pen, section: Section) -> None:
    """The blocks of a section below each other; a section of one table can be filtered and keeps its head in sight."""
    for block in section.blocks:
        match block:
            case Table():
                _table(pen, block, alone=len(section.blocks) == 1)
            case Chart():
                pen.put(block.title, bold=True)
                pen.put(LABELS["label"], *(series.title for series in block.series), bold=True)
                for at, label in enumerate(block.labels):
                    pen.put(label, *(series.values[at] for series in block.series))
                pen.skip()
            case _:
                pen.put(block.words)


def _table(pen: _Pen, table: Table, *, alone: bool) -> None:
    if not alone:
        pen.put(table.title, bold=True)
    pen.put(*(column.title for column in table.columns), bold=True)
    for row in table.rows:
        pen.put(*row)
    if alone and table.rows:
        pen.sheet.freeze_panes = "A2"
        pen.sheet.auto_filter.ref = pen.sheet.dimensions
    if not table.rows:
        pen.put(table.empty)
    if table.left_out:
        pen.put(LABELS["left_out"].fill(n=table.left_out))
    pen.skip()


def _stories(pen: _Pen, report: Report) -> None:
    columns = report.stories[0].entries.columns
    pen.put(LABELS["label"], *(column.title for column in columns), bold=True)
    for story in report.stories:
        for row in story.entries.rows:
            pen.put(story.id, *row)
    pen.sheet.freeze_panes = "A2"


def _value(cell: Cell, read: Reading) -> tuple[Any, str | None]:
    """A number as a number, a share as a percentage, an instant as the estate's wall clock, anything else as text."""
    match cell:
        case None:
            return None, None
        case Share():
            return (None if cell.whole == 0 else Decimal(cell.part) / cell.whole), "0.0%"
        case datetime():
            return cell.astimezone(read.zone).replace(tzinfo=None), "yyyy-mm-dd hh:mm"
        case date():
            return cell, "yyyy-mm-dd"
        case timedelta():
            return cell, "[h]:mm"
        case int() | Decimal() if not isinstance(cell, bool):
            return cell, None
    return _harmless(read.text(cell)), None


def _harmless(text: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", neutral(text)))[:32_767]


def _fit(sheet: Worksheet) -> None:
    """Columns as wide as what stands in them, within reason; a sentence alone on its row widens none."""
    widest: dict[str, int] = {}
    for row in sheet.iter_rows():
        filled = [cell for cell in row if cell.value is not None]
        for cell in filled if len(filled) > 1 else ():
            shown = 17 if isinstance(cell.value, datetime) else width(str(cell.value))
            widest[cell.column_letter] = max(widest.get(cell.column_letter, 0), shown)
    for letter, columns in widest.items():
        sheet.column_dimensions[letter].width = min(60, max(9, columns + 2))


def _settled(book: Workbook, report: Report) -> bytes:
    """The workbook's bytes, with the report's instant instead of the time of writing."""
    stamp = report.at.replace(tzinfo=None)
    book.properties.creator = "estatectl"
    book.properties.created = book.properties.modified = stamp
    written, settled = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the time of saving over what it was given
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>%bZ" % stamp.isoformat().encode(), content)
            target.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    return settled.getvalue()
