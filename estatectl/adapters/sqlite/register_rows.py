"""Between the tables of registers and the values of the house."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Final

from estatectl.adapters.sqlite.database import Database, Value
from estatectl.adapters.sqlite.rows import instant, stamp
from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.registers.line import LineState
from estatectl.usecases.registers.ports import LineQuery, LineRow

LINE: Final = "id, register, state, at, writer, held, words, look_at, keep_until"
_INSERT = f"INSERT OR REPLACE INTO register_lines ({LINE}, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_LONGEST_INDEXED = 200


def put_line(database: Database, row: LineRow) -> None:
    """Write the row of a line and what stands in its fields, in place of what was there."""
    database.run(_INSERT, (
        row.id, row.register, row.state, stamp(row.at), row.writer, json.dumps(row.values, ensure_ascii=False),
        row.words.casefold(), _day(row.look_at), _day(row.keep_until), int(row.id.rpartition("-")[2]),
    ))  # fmt: skip
    database.run("DELETE FROM register_values WHERE line = ?", (row.id,))
    for name, value in _indexed(row):
        database.run("INSERT OR IGNORE INTO register_values VALUES (?, ?, ?, ?)", (row.register, name, value, row.id))


def line_row(row: Sequence[Any]) -> LineRow:
    line, register, state, at, writer, held, words, look_at, keep_until = row
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(held).items()}
    return LineRow(
        id=line,
        register=register,
        state=state,
        at=instant(at),
        writer=writer,
        values=values,
        words=words,
        look_at=_maybe_day(look_at),
        keep_until=_maybe_day(keep_until),
    )


def line_search(query: LineQuery) -> tuple[str, list[Value]]:
    """The statement for a query, and its values."""
    tests: list[str] = []
    values: list[Value] = []
    for test, bound in (
        ("register = ?", query.register),
        ("state = ?", query.state),
        ("at >= ?", None if query.since is None else stamp(query.since)),
        ("at < ?", None if query.until is None else stamp(query.until)),
        ("look_at < ?", _day(query.look_before)),
        ("instr(words, ?) > 0", None if query.text is None else query.text.casefold()),
    ):
        if bound is not None:
            tests.append(test)
            values.append(bound)
    if query.state is None and not query.all:
        tests.append(f"state <> '{LineState.VOIDED.value}'")
    for name, wanted in query.values.items():
        of_register = "register = ? AND " if query.register is not None else ""
        tests.append(f"id IN (SELECT line FROM register_values WHERE {of_register}field = ? AND value = ?)")
        values += [*([query.register] if query.register is not None else []), name, key_of(wanted)]
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    order = "register, number" if query.by_number else "at DESC, number DESC"
    limit = "" if query.limit is None else " LIMIT ?"
    values += [] if query.limit is None else [query.limit]
    return f"SELECT {LINE} FROM register_lines{where} ORDER BY {order}{limit}", values


def key_of(value: str) -> str:
    """A value as the index holds it: capitals make no difference, a long one is its digest."""
    folded = value.casefold()
    return folded if len(folded) <= _LONGEST_INDEXED else f"sha256:{sha256(folded.encode()).hexdigest()}"


def _indexed(row: LineRow) -> Iterator[tuple[str, str]]:
    for name, value in row.values.items():
        for each in _texts(value):
            yield name, key_of(each)


def _texts(value: FieldValue | None) -> tuple[str, ...]:
    match value:
        case None:
            return ()
        case bool():
            return ("true" if value else "false",)
        case tuple():
            return value
        case str():
            return (value,)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _maybe_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
