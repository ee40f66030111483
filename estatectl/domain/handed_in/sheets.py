"""Rows that somebody handed in, as text, with the place where each cell stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estatectl.domain.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, without spaces around it. In a spreadsheet the place's column counts cells.

    What was typed on a command line has no place.
    """

    text: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its cells by column name. A column that is absent or blank reads as an empty text."""

    place: Place | None
    cells: Mapping[str, Cell]

    def text(self, column: str) -> str:
        cell = self.cells.get(column)
        return "" if cell is None else cell.text

    def texts(self, column: str) -> tuple[str, ...]:
        """The words of a cell that holds several, parted by spaces, commas, semicolons or 、."""
        text = self.text(column)
        for mark in ",;，；、|":
            text = text.replace(mark, " ")
        return tuple(dict.fromkeys(text.split()))

    def at(self, column: str) -> Place | None:
        """Where a column's cell stands, or the row where it has none."""
        cell = self.cells.get(column)
        return self.place if cell is None else cell.place


WHOLE_ROW = 0


@dataclass(frozen=True, slots=True)
class HandedRow:
    """A row of a bulk file: its cells, the row as it stood (for handing it back), and what makes it unreadable.

    The row's own place has the column `WHOLE_ROW`; cells count theirs from 1, in the order of the sheet's columns.
    """

    row: SheetRow
    raw: tuple[str, ...]
    faults: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A bulk file: the names over its columns in order (blank over those without), and every row that is not blank."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[HandedRow, ...]


REASONS = "_rejected"
"""The column in which refused rows carry the reasons; when they are handed in again it is passed over."""
