"""Floor 3: the rows of a CSV as spreadsheets save it: comma, semicolon or tab, quoted cells over several lines."""

from __future__ import annotations

import csv
import io

from estatectl.adapters.tables.cells import blank, handed, heading
from estatectl.domain.handed_in.mapped_columns import FileForm
from estatectl.domain.handed_in.sheets import HandedRow, Sheet
from estatectl.domain.problems import BadInput, Place
from estatectl.domain.words import Words, same

_LARGEST = 1 << 30
"""A cell of any size is read, so that the row that holds it can be named."""

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def read_csv(text: str, file: str, form: FileForm) -> Sheet:
    """All rows below the heading. A quote that never closes makes the file unusable: what follows cannot be told."""
    csv.field_size_limit(_LARGEST)
    delimiter = DELIMITERS[form.delimiter] if form.delimiter else _guessed(text, form.heading)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: tuple[str, ...] | None = None
    rows: list[HandedRow] = []
    number, line = 0, 1
    try:
        for values in reader:
            number += 1
            if number == form.heading:
                names = heading(values, file, line)
            elif names is not None and not blank(values):
                rows.append(handed(names, values, file, line))
            line = reader.line_num + 1
    except csv.Error as error:
        words = Words(zh="从这一行起读不成 CSV：{error}", en="from this row on it is not sound CSV: {error}")
        hint = Words(zh="多半是引号没有成对", en="most likely a quote is not closed")
        raise BadInput.one("EST-480", words.fill(error=same(str(error))), hint=hint, place=Place(file, line)) from error
    return Sheet(file, names or (), tuple(rows))


def _guessed(text: str, heading_row: int) -> str:
    """The delimiter that the heading uses most; a comma where it names one column."""
    lines = text.splitlines()
    first = lines[heading_row - 1] if len(lines) >= heading_row else ""
    return max(DELIMITERS.values(), key=first.count)
