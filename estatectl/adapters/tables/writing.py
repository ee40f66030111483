"""Floor 3: a table written as CSV, JSONL or Excel, so that no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from estatectl.adapters.tables.reading import kind_of
from estatectl.domain.handed_in.mapped_columns import FileForm
from estatectl.domain.handed_in.neutral import neutral
from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words, same

TableCell = str | Decimal
"""Texts are made harmless; numbers stay numbers."""


def write_table(path: Path, columns: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, TableCell]]) -> None:
    """Write rows under columns of (key, heading); JSONL has the keys. Refuses (EST-963) what cannot be written."""
    kind = kind_of(path, FileForm())
    try:
        if kind == "xlsx":
            _excel(path, columns, rows)
        elif kind == "jsonl":
            path.write_text("".join(f"{_line(row)}\n" for row in rows), encoding="utf-8")
        else:
            path.write_text(_csv(columns, rows), encoding="utf-8-sig", newline="")  # Excel sees that it is UTF-8
    except OSError as error:
        words = Words(zh="写不了 {file}：{why}", en="{file} cannot be written: {why}")
        filled = words.fill(file=same(str(path)), why=same(error.strerror or ""))
        raise BadInput.one("EST-963", filled) from error


def _line(row: Mapping[str, TableCell]) -> str:
    return json.dumps({name: str(value) for name, value in row.items() if value != ""}, ensure_ascii=False)


def _csv(columns: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, TableCell]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([heading for _, heading in columns])
    writer.writerows([_written(row.get(key, "")) for key, _ in columns] for row in rows)
    return text.getvalue()


def _written(value: TableCell) -> str:
    return neutral(value) if isinstance(value, str) else format(value, "f")


def _excel(path: Path, columns: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, TableCell]]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - an optional package, needed for workbooks only
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([heading for _, heading in columns])
    for row in rows:
        cells = []
        for key, _ in columns:
            value = row.get(key, "")
            if isinstance(value, str):
                cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", neutral(value)))
                cell.data_type = "s"
            else:
                cell = WriteOnlyCell(sheet, value)
            cells.append(cell)
        sheet.append(cells)
    book.save(path)
