"""Looking a case up in registers before it is opened or let in: valid passes, and what is not to be let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from estatectl.domain.cases.case import Values
from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.cases.lookups import NUMBER, LookUp
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.entries import Json
from estatectl.domain.registers.line import LineState
from estatectl.usecases.house import House
from estatectl.usecases.ports import Reader
from estatectl.usecases.registers.ports import LineQuery, LineRow

_COUNTING = (LineState.VALID.value, LineState.OUT.value)
"""States of lines that count: not those that wait for a confirmation, were given back or are void."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What registers say: values for the case, and which lines said it, for the journal."""

    values: dict[str, FieldValue | None]
    notes: tuple[Json, ...]


def look_up(house: House, reader: Reader, workflow: Workflow, held: Values, at: datetime) -> LookedUp:
    """All look-ups of the workflow, in order; what is `held` already is not overruled, flags are said anew.

    A look-up without the values to look by is left out. Of several lines the latest counts.
    """
    values: dict[str, FieldValue | None] = {}
    notes: list[dict[str, Json]] = []
    day = at.astimezone(house.bundle.estate.zone).date()
    for number, each in enumerate(workflow.looks_up):
        wanted = {line: held.get(field) for field, line in each.by.items()}
        if not all(wanted.values()):
            continue
        rows = _lines(reader, each, {line: str(value) for line, value in wanted.items()})
        counting = [row for row in rows if _counts(row, each, day)]
        if each.found is not None:
            values[each.found] = bool(counting) or values.get(each.found) is True
        if each.lapsed is not None:
            values[each.lapsed] = bool(rows) and not counting
        if counting:
            given = {field: counting[0].values.get(line) for field, line in each.gives.items()}
            values.update({name: value for name, value in given.items() if value and not held.get(name)})
        line = (counting or rows)[0].id if rows else None
        if line is not None and line not in [note["line"] for note in notes]:
            notes.append({"n": number, "register": each.register, "line": line, "counts": bool(counting)})
    # A flag that is not up is said only where it was: nobody reads a list of what was not found.
    news = {name: value for name, value in values.items() if value is not False or held.get(name) is True}
    return LookedUp(news, tuple(notes))


def _lines(reader: Reader, each: LookUp, wanted: dict[str, str]) -> list[LineRow]:
    number = wanted.pop(NUMBER, None)
    if number is not None:
        line = reader.register_line(number.strip().upper())
        found = (line,) if line is not None and line.register == each.register else ()
        return [row for row in found if all(str(row.values.get(name)) == value for name, value in wanted.items())]
    rows = reader.register_lines(LineQuery(register=each.register, values=wanted))
    return [row for row in rows if row.state in _COUNTING]


def _counts(row: LineRow, each: LookUp, day: date) -> bool:
    """Whether a line counts on a day: it has begun and is not over. A line without a date is not bound by it."""
    begins, ends = (_day(row, name) for name in (each.begins, each.live))
    return row.state in _COUNTING and (begins is None or begins <= day) and (ends is None or day <= ends)


def _day(row: LineRow, name: str | None) -> date | None:
    value = row.values.get(name) if name is not None else None
    return date.fromisoformat(value) if isinstance(value, str) and value else None
