"""What stands in a report's tables: values, never formatted text, so that every format shows them in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from estatectl.domain.words import Words

Tone = Literal["plain", "good", "soon", "bad", "faint", "strong"]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many: shown as a percentage with both numbers. Of none, it is not a hundred percent but nothing."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """Percent with one decimal, cut off so that 999 of 1000 is never rounded up to all; None where there is none.

        The share of a fault should be asked for by its complement: cutting off flatters it.
        """
        if self.whole == 0:
            return None
        return Decimal(self.part * 1000 // self.whole) / 10


@dataclass(frozen=True, slots=True)
class Ref:
    """A word that leads to a story or a section of the same report: its id, and what is shown (else the id)."""

    to: str
    text: Words | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell with a tone. Formats show it by colour and by a sign: colour alone tells nothing to some readers."""

    cell: Cell
    tone: Tone


Cell = str | Words | int | Decimal | date | datetime | timedelta | Share | Ref | Marked | tuple["Cell", ...] | None
"""A tuple is several on one line. Datetimes are aware, shown in the estate's zone. None is `-`: not known, not zero."""


def unmarked(cell: Cell) -> Cell:
    """A cell without its tone."""
    return unmarked(cell.cell) if isinstance(cell, Marked) else cell


def tone_of(cell: Cell) -> Tone:
    return cell.tone if isinstance(cell, Marked) else "plain"
