"""What registers need of a journal: rows of lines, searches, and the personal values that stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from estatectl.domain.registers.line import LineValues


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """A line as lists and searches see it: a projection of its stream, written in the same transaction.

    `state` is a value of `LineState`; `words` everything that a search by text finds. `look_at` is the day by which
    it must be looked at or given back, `keep_until` the last day of its personal values; None where there is none.
    """

    id: str
    register: str
    state: str
    at: datetime
    writer: str
    values: LineValues
    words: str
    look_at: date | None = None
    keep_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuery:
    """Which lines; every field that is set narrows. Live lines only, unless `state` or `all` say otherwise.

    `values` must stand in the line as they are kept. The latest first; `by_number`: in the order of their numbers.
    """

    register: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    state: str | None = None
    all: bool = False
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    look_before: date | None = None
    by_number: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class PersonalValue:
    """Where a personal value stands: the stream, the number of the entry, and the path within its data."""

    stream: str
    seq: int
    path: str
    value: str


class RegisterReader(Protocol):
    """Reading lines and what is personal."""

    def register_line(self, line_id: str) -> LineRow | None: ...

    def register_lines(self, query: LineQuery) -> tuple[LineRow, ...]: ...

    def line_counts(self) -> Mapping[str, int]:
        """How many live lines each register has."""
        ...

    def personal_values(self, text: str) -> tuple[PersonalValue, ...]:
        """The personal values that contain a text, in order of entries; capitals make no difference."""
        ...

    def personal_paths(self, stream: str) -> tuple[str, ...]:
        """The paths of the personal values that a stream still holds."""
        ...


class RegisterUnit(RegisterReader, Protocol):
    """Writing them."""

    def put_line(self, row: LineRow) -> None: ...
