"""Floor 3: what a command answers with: blocks for people, data for programs, and the exit status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from estatectl.domain.problems import Problem
from estatectl.domain.words import Words

Tone = Literal["plain", "good", "soon", "bad", "faint", "strong"]


@dataclass(frozen=True, slots=True)
class Due:
    """An instant something is due at, shown against now: `15分钟后`, `late 2 h`. A paused one says so."""

    at: datetime
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Toned:
    """A cell with a tone; colour is dropped where there is none to show."""

    cell: Cell
    tone: Tone


Cell = str | Words | int | Decimal | datetime | timedelta | Due | Toned | None
"""What stands in a table or a line. Datetimes are aware and shown in the estate's zone; None is shown as `-`."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A title over what follows."""

    words: Words


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, wrapped to the terminal; `indent` counts columns."""

    words: Words
    tone: Tone = "plain"
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text shown as it is, never wrapped or clipped: a crontab line, a policy file, a script."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under titles. `wrap` names columns (by number) that may fold instead of being clipped."""

    columns: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: Words = Words(zh="（没有）", en="(none)")
    wrap: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with values, one a line, values aligned."""

    pairs: tuple[tuple[Words, Cell], ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """What to do next; shown faintly."""

    words: Words


@dataclass(frozen=True, slots=True)
class Rule:
    """An empty line between parts."""


Block = Heading | Line | Verbatim | Table | Pairs | Hint | Rule


@dataclass(frozen=True, slots=True)
class Page:
    """The result of a command.

    `data` is what `--format json` prints beside `ok` and `problems`: JSON values, plus aware datetimes, timedeltas
    (written as whole seconds), Decimals (as text) and Words (in the language asked for). Its keys never depend on
    the language. `problems` are findings that did not stop the command; they go to stderr, or into the document.
    """

    blocks: tuple[Block, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    status: int = 0
    problems: tuple[Problem, ...] = ()
