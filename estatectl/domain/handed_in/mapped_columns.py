"""How a mapping says what stands in the columns of a file that somebody hands in: values and tests. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from estatectl.domain.handed_in.sheets import SheetRow
from estatectl.domain.problems import Place
from estatectl.domain.tree import Node

OTHERS = "*"
"""In a `map:`, whatever else the source writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """How the file is written; None where it is to be found out. `heading` is the row of the column names, from 1."""

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    heading: int = 1


@dataclass(frozen=True, slots=True)
class Named:
    """A column that the mapping names, and where it does."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueOf:
    """Where a field's text comes from. `table` is what the source writes → what it is here, with its places."""

    columns: tuple[Named, ...]
    join: str
    constant: str | None
    table: Mapping[str, str]
    default: str | None
    required: bool
    place: Place
    table_places: Mapping[str, Place]

    def written(self, row: SheetRow) -> str:
        """What the row says, before the mapping's own table; empty where it says nothing."""
        return self.join.join(text for column in self.columns if (text := row.text(column.name)))

    def text(self, row: SheetRow) -> str | None:
        """The field's text for a row, empty for none; None where the table does not know what the row says."""
        if self.constant is not None:
            return self.constant
        written = self.written(row)
        if not written:
            return self.default or ""
        return self.table.get(written, self.table.get(OTHERS)) if self.table else written

    def at(self, row: SheetRow) -> Place | None:
        """Where the row says it."""
        return row.at(self.columns[0].name) if self.columns else row.place


@dataclass(frozen=True, slots=True)
class Test:
    """A test on a column: whether it is one of `values`, or whether it is blank."""

    column: Named
    values: frozenset[str]
    empty: bool | None

    def holds(self, row: SheetRow) -> bool:
        text = row.text(self.column.name)
        return (not text) is self.empty if self.empty is not None else text in self.values


class Mapped(Protocol):
    """What every mapping says of its rows: which are passed over, and what names one for good."""

    @property
    def id(self) -> str: ...

    @property
    def key(self) -> tuple[Named, ...]: ...

    @property
    def skip_when(self) -> tuple[Test, ...]: ...

    def columns(self) -> Iterator[Named]:
        """Every column that the mapping names, as often as it does."""
        ...


def parse_form(node: Node | None) -> FileForm:
    """How a mapping says that its file is written."""
    if node is None:
        return FileForm()
    return FileForm(
        format=node.maybe("format"),
        encoding=node.maybe("encoding"),
        delimiter=node.maybe("delimiter"),
        sheet=node.maybe("sheet"),
        heading=node.whole("heading", 1),
    )


def named_columns(node: Node, key: str) -> tuple[Named, ...]:
    """The columns of a list."""
    return tuple(Named(str(child.value).strip(), child.place) for child in node.each(key))


def named_column(node: Node) -> tuple[Named, ...]:
    """The `column` of a node; none where it has none."""
    child = node.get("column")
    return () if child is None else (Named(str(child.value).strip(), child.place),)


def parse_values(node: Node, key: str) -> dict[str, ValueOf]:
    """The values of a mapping, by what they are for; none where it is left out."""
    holder = node.get(key)
    return {} if holder is None else {name: parse_value(child) for name, child in holder.items()}


def parse_value(node: Node) -> ValueOf:
    """Where one value comes from."""
    pairs = dict(table.items()) if (table := node.get("map")) is not None else {}
    return ValueOf(
        columns=named_column(node) or named_columns(node, "columns"),
        join=node.text("join", " "),
        constant=node.maybe("value"),
        table={said.strip(): str(child.value).strip() for said, child in pairs.items()},
        default=node.maybe("default"),
        required=node.flag("required"),
        place=node.key_place,
        table_places={said.strip(): child.place for said, child in pairs.items()},
    )


def parse_tests(node: Node, key: str) -> tuple[Test, ...]:
    """Tests on columns; none where the mapping has none."""
    return tuple(
        Test(named_column(each)[0], frozenset(each.texts("is")), each.flag("empty") if "empty" in each else None)
        for each in node.each(key)
    )
