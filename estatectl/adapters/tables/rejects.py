"""Floor 3: refused rows handed back: the columns as they came, and the reasons, ready to be mended and imported."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from estatectl.domain.handed_in.sheets import REASONS, HandedRow
from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words, same

Refused = Sequence[tuple[HandedRow, str]]
"""Rows with their reasons in the language of the command."""


def write_rejects(path: Path, kind: str, columns: Sequence[str], refused: Refused) -> None:
    """Write them as the kind of file they came in. Refuses (EST-496) where the file cannot be written."""
    try:
        if kind == "xlsx":
            _excel(path, columns, refused)
        elif kind == "jsonl":
            path.write_text("".join(_line(row, why) for row, why in refused), encoding="utf-8")
        else:
            # With the mark that lets Excel see that it is UTF-8.
            path.write_text(_csv(columns, refused), encoding="utf-8-sig", newline="")
    except OSError as error:
        words = Words(zh="写不了 {file}：{why}", en="{file} cannot be written: {why}")
        hint = Words(zh="用 --rejects 换个位置", en="name another place with --rejects")
        filled = words.fill(file=same(str(path)), why=same(error.strerror or ""))
        raise BadInput.one("EST-496", filled, hint=hint) from error


def _table(columns: Sequence[str], refused: Refused) -> Iterator[list[str]]:
    """The heading and the rows. Cells that it has no names for come after the reasons, so that nothing is lost."""
    kept = [number for number, name in enumerate(columns) if name != REASONS]
    yield [*(columns[number] for number in kept), REASONS]
    for row, why in refused:
        cells = [*row.raw, *[""] * (len(columns) - len(row.raw))]
        yield [*(cells[number] for number in kept), why, *(value for value in cells[len(columns) :] if value.strip())]


def _csv(columns: Sequence[str], refused: Refused) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(_table(columns, refused))
    return text.getvalue()


def _line(row: HandedRow, why: str) -> str:
    try:
        found = json.loads(row.raw[0])
    except ValueError:
        found = None
    whole: dict[str, Any] = found if isinstance(found, dict) else {"_line": row.raw[0]}
    return json.dumps({**whole, REASONS: why}, ensure_ascii=False) + "\n"


def _excel(path: Path, columns: Sequence[str], refused: Refused) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - an optional package, needed only where something was refused
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet()

    for values in _table(columns, refused):
        cells = [WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)) for value in values]
        for cell in cells:
            cell.data_type = "s"  # a text that starts with '=' stays a text
        sheet.append(cells)
    book.save(path)
