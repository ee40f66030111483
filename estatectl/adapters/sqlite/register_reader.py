"""Reading registers and what is personal: the same statements inside a unit and outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from estatectl.adapters.sqlite import register_rows
from estatectl.adapters.sqlite.database import Database
from estatectl.domain.registers.line import LineState
from estatectl.usecases.registers.ports import LineQuery, LineRow, PersonalValue


class RegisterRows:
    """`ports.RegisterReader` over one connection."""

    _database: Database

    def register_line(self, line_id: str) -> LineRow | None:
        row = self._database.row(f"SELECT {register_rows.LINE} FROM register_lines WHERE id = ?", (line_id,))
        return None if row is None else register_rows.line_row(row)

    def register_lines(self, query: LineQuery) -> tuple[LineRow, ...]:
        return tuple(register_rows.line_row(row) for row in self._database.rows(*register_rows.line_search(query)))

    def line_counts(self) -> Mapping[str, int]:
        found = self._database.rows(
            "SELECT register, count(*) FROM register_lines WHERE state <> ? GROUP BY register",
            (LineState.VOIDED.value,),
        )
        return dict(cast("list[tuple[str, int]]", found))

    def personal_values(self, text: str) -> tuple[PersonalValue, ...]:
        found = self._database.rows(
            "SELECT stream, seq, path, value FROM personal "
            "WHERE value IS NOT NULL AND instr(lower(value), ?) > 0 ORDER BY seq, ref",
            (text.lower(),),
        )
        return tuple(PersonalValue(*cast("tuple[str, int, str, str]", row)) for row in found)

    def personal_paths(self, stream: str) -> tuple[str, ...]:
        found = self._database.rows(
            "SELECT DISTINCT path FROM personal WHERE stream = ? AND value IS NOT NULL ORDER BY path", (stream,)
        )
        return tuple(cast("str", path) for (path,) in found)
