"""Floor 2: fields that point at something else: a case, or a line of a register, that must be there."""

from __future__ import annotations

from estatectl.domain.cases.fields import Field, FieldKind, FieldValue
from estatectl.domain.problems import Problem
from estatectl.domain.registers.line import LineState
from estatectl.domain.words import Words, same
from estatectl.usecases.ports import Reader


def referred(reader: Reader, known: Field, value: FieldValue) -> FieldValue | Problem:
    """The value as it is kept; EST-420, EST-952 or EST-955 where it points at nothing. Others stay as they are."""
    match known.kind:
        case FieldKind.CASE:
            return _case(reader, str(value))
        case FieldKind.LINE:
            return _line(reader, known, str(value))
        case _:
            return value


def _case(reader: Reader, typed: str) -> str | Problem:
    wanted = typed.upper()
    if reader.case(wanted) is not None:
        return wanted
    return Problem("EST-420", Words(zh="没有编号为 {id} 的事项", en="there is no case {id}").fill(id=same(wanted)))


def _line(reader: Reader, known: Field, typed: str) -> str | Problem:
    wanted = typed.upper()
    row = reader.register_line(wanted)
    if row is None or row.register != known.register:
        words = Words(zh="“{title}”：登记簿里没有 {id}", en="{title}: there is no line {id} in that register")
        return Problem("EST-952", words.fill(title=known.title, id=same(wanted)))
    if row.state == LineState.VOIDED.value:
        words = Words(zh="“{title}”：{id} 已作废", en="{title}: {id} is voided")
        return Problem("EST-955", words.fill(title=known.title, id=same(wanted)))
    return wanted
