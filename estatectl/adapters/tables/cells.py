"""Floor 3: what every kind of bulk file has in common: a heading without doubt, rows by column name, odd characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from estatectl.domain.handed_in.sheets import WHOLE_ROW, Cell, HandedRow, SheetRow
from estatectl.domain.problems import BadInput, Place, Problem
from estatectl.domain.words import Words, same

_LAYOUT = "\t\n\r"


def heading(names: Sequence[str], file: str, line: int) -> tuple[str, ...]:
    """The names of the columns; blank ones stand for columns that nothing is read from. Refuses a name used twice."""
    cleaned = tuple(name.strip() for name in names)
    if not any(cleaned):
        words = Words(zh="第 {line} 行没有列名", en="row {line} names no columns").fill(line=line)
        raise BadInput.one("EST-482", words, place=Place(file, line))
    words = Words(zh="列名“{name}”出现两次", en="two columns are called '{name}'")
    twice = [
        Problem("EST-482", words.fill(name=same(name)), Place(file, line, number))
        for number, name in enumerate(cleaned, 1)
        if name and name in cleaned[: number - 1]
    ]
    if twice:
        raise BadInput(twice)
    return cleaned


def handed(names: Sequence[str], values: Sequence[str], file: str, line: int) -> HandedRow:
    """One row; what cannot be read of it is told. Missing cells at the end are blank."""
    padded = [*values, *[""] * (len(names) - len(values))]
    cells = {
        name: Cell(value.strip(), Place(file, line, number))
        for number, (name, value) in enumerate(zip(names, padded, strict=False), 1)
        if name
    }
    faults = [fault for name, cell in cells.items() if (fault := odd_characters(name, cell)) is not None]
    if any(value.strip() for value in values[len(names) :]):
        words = Words(zh="这一行比表头多出格子", en="this row has more cells than the heading")
        hint = Words(zh="含分隔符的内容要加引号", en="quote what contains the delimiter")
        faults.append(Problem("EST-486", words, Place(file, line, WHOLE_ROW), hint))
    return HandedRow(SheetRow(Place(file, line, WHOLE_ROW), cells), tuple(values), tuple(faults))


def odd_characters(name: str, cell: Cell) -> Problem | None:
    """Why a cell's text cannot be taken as it is: NUL and other control characters."""
    odd = next((char for char in cell.text if char not in _LAYOUT and unicodedata.category(char) in ("Cc", "Cs")), None)
    if odd is None:
        return None
    words = Words(zh="“{name}”里有控制字符 U+{code}", en="'{name}' holds the control character U+{code}")
    return Problem("EST-487", words.fill(name=same(name), code=f"{ord(odd):04X}"), cell.place)


def blank(values: Sequence[str]) -> bool:
    return not any(value.strip() for value in values)
