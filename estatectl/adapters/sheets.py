"""Reading the rows of a register that somebody hands in: CSV as spreadsheets save it, or YAML."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from estatectl.adapters.policyfiles.reading import read_document
from estatectl.domain.handed_in.sheets import Cell, SheetRow
from estatectl.domain.problems import BadInput, Place, Problem, did_you_mean
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

_SHAPE = Words(
    zh="应是一个名称下的一串条目，每条写 {columns}", en="expected one name over a list of entries with {columns}"
)
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_rows(path: Path, columns: Sequence[str]) -> tuple[SheetRow, ...]:
    """The rows of a `.csv`, `.yaml` or `.yml` file. Unknown columns are refused; blank rows are passed over."""
    if path.suffix.lower() in (".yaml", ".yml"):
        rows = _from_yaml(_decoded(path), str(path), columns)
    else:
        rows = _from_csv(_decoded(path), str(path), columns)
    if not rows:
        raise BadInput.one("EST-478", Words(zh="{file} 里一行也没有", en="{file} has no rows").fill(file=str(path)))
    return rows


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    words = Words(zh="{file} 既不是 UTF-8 也不是 GB18030", en="{file} is neither UTF-8 nor GB18030")
    raise BadInput.one("EST-478", words.fill(file=str(path)))


def _from_csv(text: str, file: str, columns: Sequence[str]) -> tuple[SheetRow, ...]:
    try:
        return _csv_rows(csv.reader(io.StringIO(text, newline=""), strict=True), file, columns)
    except csv.Error as error:
        words = Words(zh="{file} 不是完整的 CSV：{error}", en="{file} is not sound CSV: {error}")
        raise BadInput.one("EST-478", words.fill(file=file, error=str(error))) from error


def _csv_rows(reader: Iterator[list[str]], file: str, columns: Sequence[str]) -> tuple[SheetRow, ...]:
    names = [name.strip() for name in next(reader, [])]
    refuse_columns([(name, Place(file, 1, number)) for number, name in enumerate(names, 1)], columns)
    rows: list[SheetRow] = []
    problems: list[Problem] = []
    line = reader.line_num + 1  # type: ignore[attr-defined]
    for values in reader:
        if any(value.strip() for value in values):
            rows.append(_csv_row(names, values, file, line))
            if len(values) > len(names):
                problems.append(_too_wide(Place(file, line, len(names) + 1)))
        line = reader.line_num + 1  # type: ignore[attr-defined]
    if problems:
        raise BadInput(problems)
    return tuple(rows)


def _csv_row(names: Sequence[str], values: Sequence[str], file: str, line: int) -> SheetRow:
    pairs = enumerate(zip(names, values, strict=False), 1)
    cells = {name: Cell(value.strip(), Place(file, line, number)) for number, (name, value) in pairs}
    return SheetRow(Place(file, line), cells)


def _from_yaml(text: str, file: str, columns: Sequence[str]) -> tuple[SheetRow, ...]:
    reading = read_document(text, file)
    if reading.problems:
        raise BadInput(reading.problems)
    entries = [] if reading.node is None else [child for _, child in reading.node.items()]
    if len(entries) != 1 or not entries[0].is_sequence or not all(each.is_mapping for each in entries[0].each()):
        words = Words(
            zh="应是一个名称下的一串条目，每条写 {columns}",
            en="expected one name over a list of entries with {columns}",
        )
        raise BadInput.one("EST-478", words.fill(columns=", ".join(columns)), place=Place(file, 1))
    [node] = entries
    refuse_columns([(key, child.key_place) for each in node.each() for key, child in each.items()], columns)
    return tuple(SheetRow(each.place, {key: _yaml_cell(child) for key, child in each.items()}) for each in node.each())


def _yaml_cell(node: Node) -> Cell:
    values = [child.value for child in node.each()] if node.is_sequence else [node.value]
    return Cell(" ".join("" if value is None else str(value).strip() for value in values), node.place)


def refuse_columns(found: Sequence[tuple[str, Place | None]], columns: Sequence[str]) -> None:
    """EST-479 for every column, with its place, that is not among the known ones."""
    unknown = Words(zh="没有叫“{name}”的列", en="no column is called '{name}'")
    problems = [
        Problem("EST-479", unknown.fill(name=same(name)), place, did_you_mean(name, columns))
        for name, place in found
        if name not in columns
    ]
    if problems:
        raise BadInput(problems)


def _too_wide(place: Place) -> Problem:
    words = Words(zh="这一行比表头多出格子", en="this row has more cells than the heading")
    return Problem("EST-478", words, place, Words(zh="含逗号的内容要加引号", en="quote what contains a comma"))
