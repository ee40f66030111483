"""Lines written inside one transaction: the entry, then the row that lists and searches see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from estatectl.domain.bundle import Bundle
from estatectl.domain.entries import Draft, Entry, Json, Personal
from estatectl.domain.registers.line import ENTERED_KIND, Line, LineState, LineValues, fold_line, follow_line
from estatectl.domain.registers.register import Register
from estatectl.domain.registers.retention import ENTERED
from estatectl.usecases.registers.ports import LineRow
from estatectl.usecases.registers.saying import search_words

if TYPE_CHECKING:
    from estatectl.usecases.desk import Desk
    from estatectl.usecases.ports import Reader, Unit


def enter(
    desk: Desk, register: Register, values: LineValues, *, actor: str, key: str | None, more: Mapping[str, Json]
) -> Line:
    """Begin the stream of a line whose values were found good. What the policies ask of it is kept with it."""
    line_id = register.line_id(desk.unit.number(register.series))
    data: dict[str, Json] = {
        "register": register.id,
        "values": sealed(register, values),
        "needs": register.confirmations.count if register.confirmations is not None else 0,
        "lent": register.returns is not None,
        **more,
    }
    entry = desk.unit.append(Draft(line_id, ENTERED_KIND, desk.at, actor, data, key), expect=0)
    return _put(desk, follow_line(None, entry))


def record(desk: Desk, line: Line, kind: str, data: Mapping[str, Json], *, actor: str) -> Line:
    """Append one entry to a line and follow it."""
    entry = desk.unit.append(Draft(line.id, kind, desk.at, actor, data), expect=line.version)
    return _put(desk, follow_line(line, entry))


def sealed(register: Register, values: LineValues) -> dict[str, Json]:
    """Values as they go into the journal: personal ones wrapped, sets as lists."""
    found: dict[str, Json] = {}
    for name, value in values.items():
        if isinstance(value, tuple):
            found[name] = list(value)
        else:
            personal = name in register.personal and isinstance(value, str) and value != ""
            found[name] = Personal(str(value)) if personal else value
    return found


def is_line(entries: tuple[Entry, ...]) -> bool:
    """Whether a stream is that of a line."""
    return bool(entries) and entries[0].kind == ENTERED_KIND


def project_line(bundle: Bundle, unit: Unit, entries: tuple[Entry, ...]) -> None:
    """Write the row that follows from the stream of a line."""
    line = fold_line(entries)
    if line is not None:
        unit.put_line(line_row(bundle, unit, line))


def line_row(bundle: Bundle, reader: Reader, line: Line) -> LineRow:
    """The projection of a line as it stands. One whose register the policies lack is kept as it was written."""
    register = bundle.registers.get(line.register)
    return LineRow(
        id=line.id,
        register=line.register,
        state=line.state.value,
        at=line.at,
        writer=line.writer,
        values=line.values,
        words=search_words(bundle, register, line, reader.people()),
        look_at=None if register is None else look_at(register, line),
        keep_until=None if register is None else keep_until(bundle, register, line),
    )


def keep_until(bundle: Bundle, register: Register, line: Line | LineRow) -> date | None:
    """The last day of a line's personal values; None where they stay, or are gone already."""
    if register.retention is None or not any(line.values.get(name) is not None for name in register.personal):
        return None
    after = register.retention.after
    day = None if after == ENTERED else _date(line.values, after)
    return register.retention.last_day(day or line.at.astimezone(bundle.estate.zone).date())


def look_at(register: Register, line: Line) -> date | None:
    """The first day by which somebody must do something about a line."""
    days = [_date(line.values, register.review)] if line.state is not LineState.VOIDED and register.review else []
    if line.state is LineState.OUT and register.returns is not None and register.returns.due:
        days.append(_date(line.values, register.returns.due))
    if line.state is LineState.RETURNED and register.returns is not None and register.review == register.returns.due:
        days = []
    return min((day for day in days if day is not None), default=None)


def _date(values: LineValues, name: str) -> date | None:
    value = values.get(name)
    return datetime.fromisoformat(value).date() if isinstance(value, str) and value else None


def _put(desk: Desk, line: Line) -> Line:
    desk.unit.put_line(line_row(desk.house.bundle, desk.unit, line))
    return line
