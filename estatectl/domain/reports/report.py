"""The report: a headline, tiles, sections of blocks, and the stories of the cases that they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Literal

from estatectl.domain.reports.cells import Cell, Tone
from estatectl.domain.words import Words

Number = int | Decimal
ChartForm = Literal["columns", "stacked", "bars", "lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a report is about: from an instant up to, not including, another; `title` is how people name it."""

    kind: str
    start: datetime
    end: datetime
    title: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Against the period before: by how much, in `unit`, and whether that is better; None: neither."""

    by: Number
    better: bool | None
    unit: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A figure to see first. `trend` are the periods up to this one, the last of them this; None is a gap.

    `to` is the section that says more.
    """

    id: str
    title: Words
    value: Cell
    note: Words | None = None
    tone: Tone = "plain"
    change: Change | None = None
    trend: tuple[Number | None, ...] = ()
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A sentence or two."""

    words: Words
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its key in data, its title for people; numbers stand to the right."""

    key: str
    title: Words
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns. `total` is how many there are where only the first are shown; `rest` says where the others
    are to be had."""

    id: str
    title: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: Words = Words(zh="（没有）", en="(none)")
    total: int | None = None
    rest: Words | None = None

    @property
    def left_out(self) -> int:
        return max(0, (self.total or 0) - len(self.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line or one colour of a chart: a value per label, None where there is none."""

    id: str
    title: Words
    values: tuple[Number | None, ...]
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Figures to be seen: every series has one value per label. `target` is drawn across; `summary` says in words
    what the eye would see, for whoever cannot see it."""

    id: str
    title: Words
    form: ChartForm
    labels: tuple[Words, ...]
    series: tuple[Series, ...]
    unit: Words = Words(zh="", en="")
    target: Number | None = None
    top: Number | None = None
    summary: Words | None = None

    @property
    def is_empty(self) -> bool:
        return not any(value is not None for series in self.series for value in series.values)


Block = Prose | Table | Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part with a title. `count` is shown beside the title, in the tone of the section."""

    id: str
    title: Words
    blocks: tuple[Block, ...]
    count: int | None = None
    tone: Tone = "plain"

    @property
    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happened to one case, round or finding: a few pairs, and its entries in order. Nothing personal."""

    id: str
    title: Words
    pairs: tuple[tuple[Words, Cell], ...]
    entries: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a format shows. `at` is the instant that it speaks of; nothing recorded later is in it.

    `caveats` are what a reader must know before he believes it: nothing to check, a missed night, a year unknown.
    """

    id: str
    title: Words
    estate: Words
    period: Period
    at: datetime
    zone: tzinfo
    policy: str
    headline: Words
    tone: Tone
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    stories: tuple[Story, ...] = ()
    caveats: tuple[Words, ...] = ()
