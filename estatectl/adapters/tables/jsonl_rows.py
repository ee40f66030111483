"""Floor 3: the rows of a JSONL file: one object a line, its keys the columns. Numbers stay as they are written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from estatectl.adapters.tables.cells import odd_characters
from estatectl.domain.handed_in.sheets import REASONS, WHOLE_ROW, Cell, HandedRow, Sheet, SheetRow
from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Words, same


class _Twice(ValueError):
    """An object says the same key twice."""


def read_jsonl(text: str, file: str) -> Sheet:
    """Every line that is not blank. One that is no object of plain values is a row with a fault."""
    columns: dict[str, int] = {}
    rows = [_row(line, file, number, columns) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    return Sheet(file, tuple(columns), tuple(rows))


def _row(line: str, file: str, number: int, columns: dict[str, int]) -> HandedRow:
    """One line. A key counts as a column by when the file first uses it."""
    place = Place(file, number, WHOLE_ROW)
    try:
        found = json.loads(line, object_pairs_hook=_pairs, parse_float=str, parse_int=str, parse_constant=str)
    except _Twice as twice:
        words = Words(zh="“{name}”写了两次", en="'{name}' stands here twice").fill(name=same(str(twice)))
        return _faulty(place, line, words)
    except json.JSONDecodeError as error:
        words = Words(zh="这一行不是 JSON：{why}", en="this line is not JSON: {why}").fill(why=same(error.msg))
        return _faulty(place, line, words)
    except RecursionError:
        return _faulty(place, line, Words(zh="这一行嵌套太深", en="this line nests too deep"))
    if not isinstance(found, dict):
        return _faulty(place, line, Words(zh="这一行不是一个对象 {…}", en="this line is not an object {…}"))
    cells = {
        name: Cell(_text(value), Place(file, number, columns.setdefault(name, len(columns) + 1)))
        for name, value in found.items()
        if name != REASONS
    }
    faults = [fault for name, cell in cells.items() if (fault := odd_characters(name, cell)) is not None]
    return HandedRow(SheetRow(place, cells), (line,), tuple(faults))


def _faulty(place: Place, line: str, words: Words) -> HandedRow:
    return HandedRow(SheetRow(place, {}), (line,), (Problem("EST-493", words, place),))


def _pairs(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def _text(value: Any) -> str:
    """A value as a cell: true and false as JSON writes them, null as blank, a list of plain values joined."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() if not any(isinstance(each, dict | list) for each in value):
            return ", ".join(_text(each) for each in value)
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value).strip()
