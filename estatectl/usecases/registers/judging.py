"""Rows of a file that become lines: each read as if it were typed, told apart from those that are there already."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.cases.fields import FieldKind, FieldValue
from estatectl.domain.handed_in.neutral import meant
from estatectl.domain.handed_in.sheets import HandedRow, Sheet, SheetRow
from estatectl.domain.problems import Problem
from estatectl.domain.registers.line import LineState
from estatectl.domain.registers.register import Register
from estatectl.domain.words import Words, same
from estatectl.usecases.handed_rows import RowRefused
from estatectl.usecases.house import House
from estatectl.usecases.ports import Reader
from estatectl.usecases.registers.columns import AT, ID, STATE, Columns, alike, state_told
from estatectl.usecases.registers.entering import in_future
from estatectl.usecases.registers.ports import LineQuery
from estatectl.usecases.registers.reading import missing, objections, read_line, twice

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}( .*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """A good row: what it says, when it happened, how it stands, and the key that keeps it from coming twice."""

    row: HandedRow
    values: dict[str, FieldValue]
    at: datetime
    returned: bool
    key: str


Judgement = ReadyLine | RowRefused | str
"""What becomes of a row: `known`, `repeated` and `skipped` are words of their own."""


class LineJudge:
    """Judges the rows of one file, in order; remembers what it has seen of it."""

    def __init__(self, house: House, reader: Reader, register: Register, columns: Columns) -> None:
        self._house, self._reader, self._register, self._columns = house, reader, register, columns
        self._seen: set[str] = set()
        self._meant: Callable[[str], str] = meant
        self._unique: dict[tuple[str, ...], int] = {}

    def all(self, sheet: Sheet) -> list[tuple[HandedRow, Judgement]]:
        """Every row with what becomes of it. In JSON no text is taken for a formula, so none is marked."""
        self._meant = str if sheet.file.lower().endswith((".jsonl", ".ndjson")) else meant
        return [(row, self._one(row)) for row in sheet.rows]

    def _one(self, row: HandedRow) -> Judgement:
        if row.faults:
            return RowRefused(row, row.faults)
        state = state_told(row.row.text(STATE))
        if state is LineState.VOIDED:
            return "skipped"
        values, problems = self._read(row.row)
        at = self._at(row.row, problems)
        if problems:
            return RowRefused(row, tuple(problems))
        key = self._key(values, at)
        if key in self._seen:
            return "repeated"
        self._seen.add(key)
        if self._reader.done(key) is not None or self._there(row.row, values, problems):
            return "known"
        problems = problems or self._against(row.row, values)
        if problems:
            return RowRefused(row, tuple(problems))
        return ReadyLine(row, values, at or self._house.now, state is LineState.RETURNED, key)

    def _read(self, row: SheetRow) -> tuple[dict[str, FieldValue], list[Problem]]:
        register = self._register
        returns = register.returns.asks if register.returns is not None else ()
        given = {name: text for name, column in self._columns.fields.items() if (text := self._meant(row.text(column)))}
        values, faults = read_line(self._house, self._reader, register, (*register.asks, *returns), given)
        for name, text in given.items():
            if register.fields[name].kind is FieldKind.FILE and not _DIGEST.fullmatch(text):
                words = Words(zh="“{title}”要写文件摘要 sha256:…", en="'{title}' takes the digest of a file, sha256:…")
                faults[name] = Problem("EST-961", words.fill(title=register.fields[name].title))
        lacking = missing(register, register.asks, {**dict.fromkeys(faults, ""), **values})
        placed = [
            _at_cell(problem, row, self._columns.fields.get(name)) for name, problem in (faults | lacking).items()
        ]
        return values, placed

    def _at(self, row: SheetRow, problems: list[Problem]) -> datetime | None:
        text = row.text(AT)
        if not text:
            return None
        try:
            told = datetime.fromisoformat(text)
        except ValueError:
            words = Words(zh="“{text}”不是日期时间", en="'{text}' is not a date and time").fill(text=same(text[:40]))
            problems.append(Problem("EST-489", words, row.at(AT)))
            return None
        at = told if told.tzinfo is not None else told.replace(tzinfo=self._house.bundle.estate.zone)
        problems += [Problem(each.code, each.words, row.at(AT)) for each in in_future(self._house, at)]
        return at

    def _there(self, row: SheetRow, values: dict[str, FieldValue], problems: list[Problem]) -> bool:
        """Whether the line that the row names, or that has what must be unique, says the same already."""
        register = self._register
        named = self._reader.register_line(row.text(ID).upper()) if row.text(ID) else None
        if named is not None and named.register == register.id:
            if alike(register, values, named.values):
                return True
            words = Words(zh="{line} 现在写的不一样", en="{line} says something else").fill(line=same(named.id))
            hint = Words(
                zh="要改用 register correct {line}；若是别处的编号，清空 _id 这一格",
                en="to change it: register correct {line}; if the number is another estate's, clear the cell _id",
            ).fill(line=same(named.id))
            problems.append(Problem("EST-960", words, row.at(ID), hint))
            return False
        for names in register.unique:
            wanted = {name: str(values[name]) for name in names if values.get(name)}
            if len(wanted) == len(names):
                rows = self._reader.register_lines(LineQuery(register=register.id, values=wanted))
                if any(alike(register, values, each.values) for each in rows):
                    return True
        return False

    def _against(self, row: SheetRow, values: dict[str, FieldValue]) -> list[Problem]:
        """Demands that do not hold, and what stands on another line, of the register or of this file."""
        found = [*objections(self._register, values), *twice(self._reader, self._register, values)]
        for names in self._register.unique:
            told = (*names, *(str(values.get(name, "")).casefold() for name in names))
            line = row.place.line if row.place else 0
            if all(values.get(name) for name in names) and self._unique.setdefault(told, line) != line:
                titles = Words(
                    zh="、".join(self._register.fields[name].title.zh for name in names),
                    en=", ".join(self._register.fields[name].title.en for name in names),
                )
                words = Words(zh="“{what}”与第 {line} 行相同", en="'{what}' stands in row {line} too")
                found.append(Problem("EST-954", words.fill(what=titles, line=self._unique[told])))
        return [_at_cell(problem, row, None) for problem in found]

    def _key(self, values: dict[str, FieldValue], at: datetime | None) -> str:
        told = json.dumps([sorted(values.items()), at.isoformat() if at else ""], ensure_ascii=False)
        return f"register/{self._register.id}/{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _at_cell(problem: Problem, row: SheetRow, column: str | None) -> Problem:
    return Problem(problem.code, problem.words, row.place if column is None else row.at(column), problem.hint)
