"""Floor 3: rows as a file that people open: CSV with a mark for Excel, JSON lines or a workbook; never a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from estatectl.adapters.tables.reading import kind_of
from estatectl.domain.handed_in.formula_guard import guarded
from estatectl.domain.handed_in.mapped_columns import FileForm
from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words, same

Rows = Sequence[Sequence[str]]


def write_sheet(path: Path, columns: Sequence[str], rows: Rows) -> None:
    """Write the kind of file that the name tells. Refuses another name (EST-480), what cannot be written (EST-496)."""
    kind = kind_of(path, FileForm())
    try:
        if kind == "xlsx":
            _excel(path, columns, rows)
        elif kind == "jsonl":
            lines = (json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)
            path.write_text("".join(lines), encoding="utf-8")
        else:
            text = io.StringIO()
            csv.writer(text).writerows([columns, *([guarded(cell) for cell in row] for row in rows)])
            path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    except OSError as error:
        words = Words(zh="写不了 {file}：{why}", en="{file} cannot be written: {why}")
        filled = words.fill(file=same(str(path)), why=same(error.strerror or ""))
        raise BadInput.one("EST-496", filled, hint=Words(zh="换个位置", en="name another place")) from error


def _excel(path: Path, columns: Sequence[str], rows: Rows) -> None:
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - an optional package, and slow to import
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    except ImportError as error:
        words = Words(zh="写 Excel 需要另装一个包", en="writing Excel needs a further package")
        hint = Words(zh="pip install 'estatectl[xlsx]'", en="pip install 'estatectl[xlsx]'")
        raise BadInput.one("EST-481", words, hint=hint) from error
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for values in (columns, *rows):
        cells = [WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)) for value in values]
        for cell in cells:
            cell.data_type = "s"  # a text that starts with '=' stays a text
        sheet.append(cells)
    book.save(path)
