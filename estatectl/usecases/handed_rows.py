"""Rows of a bulk file sorted before any is read: passed over, broken, there twice, imported before, or to be read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from estatectl.domain.entries import Entry
from estatectl.domain.handed_in.mapped_columns import Mapped, ValueOf
from estatectl.domain.handed_in.mapped_instants import InstantOf
from estatectl.domain.handed_in.sheets import REASONS, HandedRow, Sheet, SheetRow
from estatectl.domain.problems import NothingToCheck, Problem
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House

BATCH = 200
"""Rows written in one transaction: few enough to let others at the journal in between, many enough to be fast."""

Progress = Callable[[int, int], None]
"""Told how many rows of how many are written."""


class Readable(Protocol):
    """What a good row has become: it happened at an instant."""

    @property
    def at(self) -> datetime: ...


R = TypeVar("R", bound=Readable)


class Knows(Protocol):
    """Knows what was written under a key."""

    def done(self, key: str) -> Entry | None: ...


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row that is not imported, and everything that is wrong with it."""

    row: HandedRow
    problems: tuple[Problem, ...]

    @property
    def line(self) -> int:
        return self.row.row.place.line if self.row.row.place else 0


@dataclass(slots=True)
class Judged(Generic[R]):
    """All rows of a file, by what will become of them."""

    ready: list[R] = field(default_factory=list)
    refused: list[RowRefused] = field(default_factory=list)
    known: int = 0
    changed: list[HandedRow] = field(default_factory=list)
    skipped: int = 0
    repeated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What became of the rows of a file, whatever they are. `known` were imported before, of which `changed` say
    something else now; `repeated` stand twice in the file, word for word."""

    known: int
    changed: tuple[HandedRow, ...]
    skipped: int
    repeated: int
    refused: tuple[RowRefused, ...]
    unused: tuple[str, ...]


class Sieve(Generic[R]):
    """Sorts the rows of one file by one mapping; remembers the keys that it has seen.

    `read` makes a row what it is to become, given its key and digest, or adds to the problems.
    """

    def __init__(
        self,
        reader: Knows,
        mapping: Mapped,
        prefix: str,
        read: Callable[[HandedRow, str, str, list[Problem]], R | None],
    ) -> None:
        self._reader, self._map, self._prefix, self._read = reader, mapping, prefix, read
        self._seen: dict[str, tuple[str, int]] = {}

    def all(self, sheet: Sheet) -> Judged[R]:
        """Every row, in the order of the file; those that can be written then in the order they happened."""
        judged: Judged[R] = Judged()
        for row in sheet.rows:
            if not row.faults and any(test.holds(row.row) for test in self._map.skip_when):
                judged.skipped += 1
            else:
                self._one(row, judged)
        judged.ready.sort(key=lambda ready: ready.at)
        return judged

    def _one(self, row: HandedRow, judged: Judged[R]) -> None:
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
        written = self._reader.done(key)
        if written is not None:
            judged.known += 1
            if told_digest(written.data) not in (None, digest):
                judged.changed.append(row)
            return
        problems: list[Problem] = []
        ready = self._read(row, key, digest, problems)
        if problems or ready is None:
            judged.refused.append(RowRefused(row, tuple(problems)))
        else:
            judged.ready.append(ready)

    def _key(self, row: SheetRow, digest: str) -> str | Problem:
        if not self._map.key:
            return f"{self._prefix}/{self._map.id}/{digest[:32]}"
        parts = [row.text(column.name) for column in self._map.key]
        if not all(parts):
            column = self._map.key[parts.index("")].name
            words = Words(zh="“{name}”是辨认用的列，不能为空", en="'{name}' names the row and must not be blank")
            return Problem("EST-488", words.fill(name=same(column)), row.at(column))
        return f"{self._prefix}/{self._map.id}/{'/'.join(part.replace('/', '%2F') for part in parts)}"

    def _twice(self, row: SheetRow, line: int) -> Problem:
        words = Words(zh="与第 {line} 行编号相同而内容不同", en="the same key as row {line}, and other contents")
        return Problem("EST-488", words.fill(line=line), row.at(self._map.key[0].name))


def instant_in(house: House, source: InstantOf, row: SheetRow, problems: list[Problem]) -> datetime | None:
    """The instant that a row tells. EST-489 where it cannot be read, EST-491 where it is in the future."""
    text, place = source.written(row), row.at(source.column.name)
    at = source.told(row, house.bundle.estate.zone) if text else None
    if at is None:
        words = Words(zh="“{text}”不是日期时间", en="'{text}' is not a date and time")
        hint = Words(
            zh="写成 2026-05-01 14:30，或在对照表写 formats",
            en="write 2026-05-01 14:30, or give `formats` in the mapping",
        )
        problems.append(Problem("EST-489", words.fill(text=same(text)), place, hint))
    elif at > house.now:
        words = Words(zh="时间在将来：{text}", en="that is in the future: {text}").fill(text=same(text))
        problems.append(Problem("EST-491", words, place))
    return at


def unmapped(source: ValueOf, row: SheetRow) -> Problem:
    """EST-490: the row says what the mapping's table does not know."""
    words = Words(zh="对照表里没有“{text}”", en="the mapping does not know '{text}'").fill(
        text=same(source.written(row))
    )
    hint = Words(zh='加进对照表的 map，或用 "*" 表示其余', en='add it to the `map`, or let "*" stand for the rest')
    return Problem("EST-490", words, source.at(row), hint)


def some_left(sheet: Sheet, judged: Judged[R]) -> Judged[R]:
    """What was judged; refuses a mapping that passes over every row (EST-485)."""
    if judged.skipped == len(sheet.rows):
        words = Words(zh="{file} 的行都被 skip_when 略过", en="skip_when passes over every row of {file}")
        raise NothingToCheck.one("EST-485", words.fill(file=same(sheet.file)))
    return judged


def told_digest(data: Mapping[str, object]) -> str | None:
    """The digest of the row that an entry was written from; None where it is not told, or was erased."""
    told = data.get("imported")
    digest = told.get("digest") if isinstance(told, Mapping) else None
    return digest if isinstance(digest, str) else None


def in_batches(ready: list[R], size: int) -> Iterator[list[R]]:
    for start in range(0, len(ready), size):
        yield ready[start : start + size]


def _digest(row: SheetRow) -> str:
    cells = sorted((name, cell.text) for name, cell in row.cells.items() if name != REASONS and cell.text)
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()
