"""Rows of a bulk file judged one by one, before anything is written: what each would become, or all that is wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from estatectl.domain.cases.case import Values
from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.cases.moves import Move
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.handed_in.import_maps import ImportMap, InstantOf, ValueOf
from estatectl.domain.handed_in.sheets import REASONS, HandedRow, Sheet, SheetRow
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.conditions import holds
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.reading import read_values

OPEN_DAYS = 7
"""How old an open row may be where neither the mapping nor the person says: older ones would all be late at once."""


@dataclass(frozen=True, slots=True)
class Past:
    """That a row was over at the source: since when (None: not known), and the values of the move that records it."""

    at: datetime | None
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A row that can be written. `digest` tells whether the source has changed it since."""

    row: HandedRow
    key: str
    digest: str
    at: datetime
    values: Values
    past: Past | None


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row that is not imported, and everything that is wrong with it."""

    row: HandedRow
    problems: tuple[Problem, ...]

    @property
    def line(self) -> int:
        return self.row.row.place.line if self.row.row.place else 0


@dataclass(slots=True)
class Judged:
    """All rows of a file, by what will become of them."""

    ready: list[Ready] = field(default_factory=list)
    refused: list[RowRefused] = field(default_factory=list)
    known: int = 0
    changed: list[HandedRow] = field(default_factory=list)
    skipped: int = 0
    repeated: int = 0


class Judge:
    """Judges the rows of one file by one mapping; remembers the keys that it has seen."""

    def __init__(self, house: House, workflow: Workflow, mapping: ImportMap, since: datetime | None) -> None:
        self._house, self._workflow, self._map = house, workflow, mapping
        self._zone = house.bundle.estate.zone
        self._since = since or self._default_since()
        self._seen: dict[str, tuple[str, int]] = {}

    def all(self, sheet: Sheet) -> Judged:
        """Every row, in the order of the file; those that can be written then in the order they happened."""
        judged = Judged()
        for row in sheet.rows:
            if not row.faults and any(test.holds(row.row) for test in self._map.skip_when):
                judged.skipped += 1
            else:
                self._one(row, judged)
        judged.ready.sort(key=lambda ready: ready.at)
        return judged

    def _one(self, row: HandedRow, judged: Judged) -> None:
        digest = _digest(row.row)
        key = self._key(row.row, digest)
        if row.faults or isinstance(key, Problem):
            judged.refused.append(RowRefused(row, (*row.faults, *([key] if isinstance(key, Problem) else []))))
            return
        if (before := self._seen.get(key)) is not None:
            if before[0] == digest:
                judged.repeated += 1
            else:
                judged.refused.append(RowRefused(row, (self._twice(row.row, before[1]),)))
            return
        self._seen[key] = (digest, row.row.place.line if row.row.place else 0)
        written = self._house.journal.done(key)
        if written is not None:
            judged.known += 1
            if told_digest(written.data) not in (None, digest):
                judged.changed.append(row)
            return
        problems: list[Problem] = []
        ready = self._read(row, key, digest, problems)
        if problems:
            judged.refused.append(RowRefused(row, tuple(problems)))
        else:
            judged.ready.append(ready)

    def _read(self, row: HandedRow, key: str, digest: str, problems: list[Problem]) -> Ready:
        mapping, move = self._map, self._workflow.history
        values = self._values(self._workflow.opening, mapping.fields, row.row, problems)
        at = self._instant(mapping.at, row.row, problems) or self._house.now
        past = None
        if mapping.history is not None and move and any(test.holds(row.row) for test in mapping.history.when):
            over = self._instant(mapping.history.at, row.row, problems)
            if over is not None and mapping.history.at is not None and over < at:
                problems.append(_closed_before(row.row.at(mapping.history.at.column.name)))
            past = Past(over, self._values(move, mapping.history.fields, row.row, problems))
        elif at < self._since:
            problems.append(self._too_old(row.row, at))
        return Ready(row=row, key=key, digest=digest, at=at, values=values, past=past)

    def _values(
        self, move: Move, fields: Mapping[str, ValueOf], row: SheetRow, problems: list[Problem]
    ) -> dict[str, FieldValue | None]:
        given: dict[str, str] = {}
        lacking: set[str] = set()
        for name, source in fields.items():
            text = source.text(row)
            if text is None:
                problems.append(_unmapped(source, row))
                lacking.add(name)
            elif text:
                given[name] = text
            elif source.required:
                problems.append(self._missing(name, source.at(row)))
                lacking.add(name)
        values, faults = read_values(self._house, self._workflow, move, given)
        problems += [replace(fault, place=fields[name].at(row)) for name, fault in faults.items()]
        for ask in move.asks:
            told = ask.field in values or ask.field in faults or ask.field in lacking
            if ask.required and not told and holds(ask.when, {}):
                problems.append(
                    self._missing(ask.field, fields[ask.field].at(row) if ask.field in fields else row.place)
                )
        return values

    def _instant(self, source: InstantOf | None, row: SheetRow, problems: list[Problem]) -> datetime | None:
        if source is None:
            return None
        text, place = row.text(source.column.name), row.at(source.column.name)
        at = source.read(text, self._zone) if text else None
        if at is None:
            words = Words(zh="“{text}”不是日期时间", en="'{text}' is not a date and time")
            hint = Words(
                zh="写成 2026-05-01 14:30，或在对照表写 formats",
                en="write 2026-05-01 14:30, or give `formats` in the mapping",
            )
            problems.append(Problem("EST-489", words.fill(text=same(text)), place, hint))
        elif at > self._house.now:
            words = Words(zh="时间在将来：{text}", en="that is in the future: {text}").fill(text=same(text))
            problems.append(Problem("EST-491", words, place))
        return at

    def _key(self, row: SheetRow, digest: str) -> str | Problem:
        if not self._map.key:
            return f"import/{self._map.id}/{digest[:32]}"
        parts = [row.text(column.name) for column in self._map.key]
        if not all(parts):
            column = self._map.key[parts.index("")].name
            words = Words(zh="“{name}”是辨认用的列，不能为空", en="'{name}' names the row and must not be blank")
            return Problem("EST-488", words.fill(name=same(column)), row.at(column))
        return f"import/{self._map.id}/{'/'.join(part.replace('/', '%2F') for part in parts)}"

    def _twice(self, row: SheetRow, line: int) -> Problem:
        words = Words(zh="与第 {line} 行编号相同而内容不同", en="the same key as row {line}, and other contents")
        return Problem("EST-488", words.fill(line=line), row.at(self._map.key[0].name))

    def _missing(self, name: str, place: Place | None) -> Problem:
        words = Words(zh="“{title}”没有内容", en="'{title}' is blank").fill(title=self._workflow.fields[name].title)
        hint = Words(zh="补上，或在对照表写 default", en="fill it in, or give a `default` in the mapping")
        return Problem("EST-494", words, place, hint)

    def _too_old(self, row: SheetRow, at: datetime) -> Problem:
        words = Words(zh="未办结，却是 {at} 的旧单", en="not closed, and as old as {at}")
        hint = Words(
            zh="确要按在办导入（会立即超时升级），加 --since 日期",
            en="to import it as open all the same (late and escalated at once), add --since DATE",
        )
        day = at.astimezone(self._zone).date().isoformat()
        place = row.at(self._map.at.column.name) if self._map.at else row.place
        return Problem("EST-492", words.fill(at=same(day)), place, hint)

    def _default_since(self) -> datetime:
        after = self._map.open_after
        if after is not None:
            return datetime(after.year, after.month, after.day, tzinfo=self._zone)
        return self._house.now - timedelta(days=OPEN_DAYS)


def told_digest(data: Mapping[str, object]) -> str | None:
    """The digest of the row that an entry was written from; None where it is not told, or was erased."""
    told = data.get("imported")
    digest = told.get("digest") if isinstance(told, Mapping) else None
    return digest if isinstance(digest, str) else None


def _digest(row: SheetRow) -> str:
    cells = sorted((name, cell.text) for name, cell in row.cells.items() if name != REASONS and cell.text)
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()


def _unmapped(source: ValueOf, row: SheetRow) -> Problem:
    words = Words(zh="对照表里没有“{text}”", en="the mapping does not know '{text}'").fill(
        text=same(source.written(row))
    )
    hint = Words(zh='加进对照表的 map，或用 "*" 表示其余', en='add it to the `map`, or let "*" stand for the rest')
    return Problem("EST-490", words, source.at(row), hint)


def _closed_before(place: Place | None) -> Problem:
    return Problem("EST-491", Words(zh="办结早于提出", en="closed before it was made"), place)


def in_batches(ready: list[Ready], size: int) -> Iterator[list[Ready]]:
    for start in range(0, len(ready), size):
        yield ready[start : start + size]
