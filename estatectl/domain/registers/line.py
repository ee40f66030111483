"""A line of a register: the fold of its journal stream, and nothing besides. Domain floor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.entries import Entry
from estatectl.domain.problems import DataBroken, Problem
from estatectl.domain.words import Words

ENTERED_KIND = "entered"
"""The kind of the entry that begins the stream of a line."""

LineValues = Mapping[str, FieldValue | None]
"""Field values by name; None where a personal value has been erased."""


class LineState(Enum):
    """How a line stands. All but `voided` are live."""

    UNCONFIRMED = "unconfirmed"
    VALID = "valid"
    OUT = "out"
    RETURNED = "returned"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The state of a line. `needs` are the confirmations that it must have, `lent` whether it is given back one day:
    both as the policies said when it was written. `cases` were opened because of it."""

    id: str
    register: str
    at: datetime
    entered_at: datetime
    writer: str
    version: int
    values: LineValues = field(default_factory=dict)
    needs: int = 0
    lent: bool = False
    confirmed_by: tuple[str, ...] = ()
    returned_at: datetime | None = None
    voided: bool = False
    cases: tuple[str, ...] = ()
    writers: frozenset[str] = frozenset()

    @property
    def state(self) -> LineState:
        if self.voided:
            return LineState.VOIDED
        if len(self.confirmed_by) < self.needs:
            return LineState.UNCONFIRMED
        if self.lent:
            return LineState.OUT if self.returned_at is None else LineState.RETURNED
        return LineState.VALID

    def text(self, name: str) -> str | None:
        """A single value as text; None when it is not set or was erased."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None


def fold_line(entries: Iterable[Entry]) -> Line | None:
    """The line that a stream tells of; None for an empty one. `DataBroken` EST-950 on an entry that does not fit."""
    line: Line | None = None
    for entry in entries:
        line = follow_line(line, entry)
    return line


def follow_line(line: Line | None, entry: Entry) -> Line:
    """The line after one more entry. A correction makes earlier confirmations void: they were of something else."""
    data: Mapping[str, Any] = entry.data
    if line is None:
        if entry.kind != ENTERED_KIND:
            raise _broken(entry)
        return _entered(entry, data)
    line = replace(line, version=entry.version)
    match entry.kind:
        case "corrected":
            values = {name: value for name, value in {**line.values, **values_of(data)}.items() if value != ""}
            writers = line.writers | {entry.actor}
            return replace(line, values=values, confirmed_by=(), writers=writers)
        case "confirmed":
            return replace(line, confirmed_by=(*line.confirmed_by, entry.actor))
        case "returned":
            return replace(line, values={**line.values, **values_of(data)}, returned_at=entry.at)
        case "voided":
            return replace(line, voided=True)
        case "linked":
            return replace(line, cases=(*line.cases, str(data["other"])))
        case "notified" | "erased":
            return line
    raise _broken(entry)


def values_of(data: Mapping[str, Any]) -> dict[str, FieldValue | None]:
    """The values that an entry brings. One that was taken out is an empty text."""
    raw: Mapping[str, Any] = data.get("values") or {}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}


def _entered(entry: Entry, data: Mapping[str, Any]) -> Line:
    return Line(
        id=entry.stream,
        register=str(data["register"]),
        at=entry.at,
        entered_at=entry.recorded_at,
        writer=entry.actor,
        version=entry.version,
        values=values_of(data),
        needs=int(data.get("needs", 0)),
        lent=bool(data.get("lent", False)),
        writers=frozenset({entry.actor}),
    )


def _broken(entry: Entry) -> DataBroken:
    words = Words(
        zh="第 {seq} 条记录“{kind}”接不上登记行 {stream}", en="entry {seq} '{kind}' does not fit the line {stream}"
    )
    return DataBroken([Problem("EST-950", words.fill(seq=entry.seq, kind=entry.kind, stream=entry.stream))])
