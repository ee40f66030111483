"""Floor 3: the rows of an Excel workbook: numbers and dates as people meant them, valueless formulas told."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from estatectl.adapters.tables.cells import blank, handed, heading
from estatectl.adapters.tables.formulas import Valueless, valueless
from estatectl.domain.handed_in.mapped_columns import FileForm
from estatectl.domain.handed_in.sheets import HandedRow, Sheet
from estatectl.domain.problems import BadInput, NothingToCheck, Place, Problem, did_you_mean
from estatectl.domain.words import Words, same

_EXACT = 10**15
"""Excel keeps fifteen digits of a number; an identity number typed as a number has lost its end."""


def read_excel(path: Path, file: str, form: FileForm) -> Sheet:
    """All rows of a sheet below its heading."""
    name, cells = _cells(path, file, form)
    if len(cells) < form.heading:
        words = Words(zh="工作表“{sheet}”是空的", en="the sheet '{sheet}' is empty").fill(sheet=same(name))
        raise NothingToCheck.one("EST-485", words, place=Place(file, 1))
    try:
        lacking = valueless(path, name)
    except (zipfile.BadZipFile, ParseError, KeyError, OSError):
        lacking = {}
    names = heading([_text(cell) for cell in cells[form.heading - 1]], file, form.heading)
    rows = []
    for line, row in enumerate(cells[form.heading :], form.heading + 1):
        values = [_text(cell) for cell in row]
        faults = _faults(names, row, file, line, lacking)
        if not blank(values) or faults:
            rows.append(_with(handed(names, values, file, line), faults))
    return Sheet(file, names, tuple(rows))


def _cells(path: Path, file: str, form: FileForm) -> tuple[str, list[list[Any]]]:
    """The name of the sheet and all of its cells, from the first row and column on."""
    calamine = _calamine()
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
        wanted = form.sheet if form.sheet is not None else names[0]
        if wanted not in names:
            words = Words(zh="没有叫“{name}”的工作表", en="no sheet is called '{name}'").fill(name=same(wanted))
            raise BadInput.one("EST-482", words, hint=did_you_mean(wanted, names), place=Place(file, 1))
        return wanted, book.get_sheet_by_name(wanted).to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError) as error:
        words = Words(zh="{file} 不能作为 Excel 读取：{why}", en="{file} cannot be read as Excel: {why}")
        hint = Words(zh="另存为 .xlsx（不加密）", en="save it as .xlsx, without a password")
        raise BadInput.one("EST-480", words.fill(file=same(file), why=same(str(error))), hint=hint) from error


def _calamine() -> Any:
    try:
        import openpyxl  # noqa: F401, PLC0415 - hands refused rows back
        import python_calamine  # noqa: PLC0415 - an optional package, and slow to import
    except ImportError as error:
        words = Words(zh="读 Excel 需要另装一个包", en="reading Excel needs a further package")
        hint = Words(zh="pip install 'estatectl[xlsx]'", en="pip install 'estatectl[xlsx]'")
        raise BadInput.one("EST-481", words, hint=hint) from error
    return python_calamine


def _with(row: HandedRow, faults: Sequence[Problem]) -> HandedRow:
    return replace(row, faults=(*row.faults, *faults)) if faults else row


def _faults(names: Sequence[str], row: Sequence[Any], file: str, line: int, lacking: Valueless) -> list[Problem]:
    """Cells that say less than they seem to: formulas without a value, errors, numbers longer than Excel keeps."""
    faults = []
    for number, (name, cell) in enumerate(zip(names, row, strict=False), 1):
        place = Place(file, line, number)
        if not name:
            continue
        if (formula := lacking.get((line, number))) is not None:
            words = Words(
                zh="“{name}”是没有结果的公式或错误：{what}", en="'{name}' is a formula or error without value: {what}"
            )
            hint = Words(zh="在 Excel 里打开、重算并保存", en="open it in Excel, let it calculate, and save")
            faults.append(Problem("EST-487", words.fill(name=same(name), what=same(formula)), place, hint))
        elif isinstance(cell, float) and abs(cell) >= _EXACT:
            words = Words(
                zh="“{name}”的数字太长，Excel 已丢了末几位", en="'{name}' is too long a number: Excel has lost its end"
            )
            hint = Words(zh="该列改为文本格式重新填写", en="make the column text and type it again")
            faults.append(Problem("EST-487", words.fill(name=same(name)), place, hint))
    return faults


def _text(cell: Any) -> str:
    """A cell as people see it: 13800138000.0 is a telephone number, a date is a date."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case float():
            return format(Decimal(repr(cell)), "f")
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)
