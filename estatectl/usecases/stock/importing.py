"""A file of ledger lines carried into the ledgers: bad rows are told and handed back, known ones passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from estatectl.domain.checklists.item_names import folded
from estatectl.domain.entries import Entry, Json
from estatectl.domain.handed_in.mapped_columns import Named, Test
from estatectl.domain.handed_in.mapped_instants import InstantOf
from estatectl.domain.handed_in.sheets import HandedRow, Sheet
from estatectl.domain.problems import EstateError, Place, Problem, did_you_mean
from estatectl.domain.staff.people import Person
from estatectl.domain.stock.ledger import KINDS, STREAM
from estatectl.domain.words import Words, same
from estatectl.usecases.desk import Desk
from estatectl.usecases.handed_rows import BATCH, Handed, Progress, RowRefused, Sieve, in_batches
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person
from estatectl.usecases.ports import Reader, Unit
from estatectl.usecases.stock.acting import MOVES
from estatectl.usecases.stock.book import StockBook
from estatectl.usecases.stock.columns import LEDGER, Columns
from estatectl.usecases.stock.counting import count
from estatectl.usecases.stock.wishes import StockWish

_ANY_FORM = InstantOf(column=Named("at", Place("", 1)), formats=(), zone=None, clock=None)
_LINE = re.compile(r"([a-z0-9_]+:[a-z0-9_]+)(?:/|%2F)(\d+)(?:/|%2F)([0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """A row that can be read; whether it fits the ledger is seen when it is written."""

    row: HandedRow
    at: datetime
    kind: str
    wish: StockWish


@dataclass(frozen=True, slots=True, kw_only=True)
class StockImported(Handed):
    """What became of the rows: how many lines were written."""

    written: int


def import_stock(house: House, sheet: Sheet, *, dry_run: bool, progress: Progress | None = None) -> StockImported:
    """Write every good row in the order it happened, a few hundred in each transaction; again it adds nothing."""
    columns = Columns(sheet, LEDGER, ("item", "quantity"))
    person = acting_person(house, house.journal)
    mapping = _Mapping(columns)

    def read(row: HandedRow, key: str, digest: str, problems: list[Problem]) -> ReadyRow | None:
        return _read(house, columns, sheet, row, key, digest, problems)

    judged = Sieve(_Lines(house.journal), mapping, "stock-import", read).all(sheet)
    refused, written = list(judged.refused), 0
    for batch in in_batches(judged.ready, BATCH if not dry_run else max(len(judged.ready), 1)):
        bad = _write(house, person, batch, dry_run=dry_run)
        refused += bad
        written += len(batch) - len(bad)
        if progress is not None:
            progress(written, len(judged.ready))
    return StockImported(
        written=written,
        known=judged.known,
        changed=tuple(judged.changed),
        skipped=judged.skipped,
        repeated=judged.repeated,
        refused=tuple(sorted(refused, key=lambda each: each.line)),
        unused=(),
    )


def line_ref(entry_stream: str, number: int, digest: str) -> str:
    """What names a line for good in an exported file: its ledger, its number and its hash."""
    return f"{entry_stream.removeprefix(STREAM)}/{number}/{digest[:12]}"


class _Mapping:
    """The `Mapped` of a stock file: its columns are known by name."""

    id = "ledger"
    skip_when: tuple[Test, ...] = ()

    def __init__(self, columns: Columns) -> None:
        self.key = (Named(columns.name("ref"), Place("", 1)),) if columns.has("ref") else ()

    def columns(self) -> Iterator[Named]:
        yield from self.key


class _Lines:
    """A reader that also knows the lines of these very ledgers by the references that an export gives them."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def done(self, key: str) -> Entry | None:
        found = _LINE.search(key)
        if found is not None:
            for entry in self._reader.stream(f"{STREAM}{found[1]}"):
                if entry.version == int(found[2]) and entry.hash.startswith(found[3]):
                    return entry
        return self._reader.done(key)


class _RolledBack(Exception):
    """Ends a dry run."""


def _write(house: House, person: Person, batch: list[ReadyRow], *, dry_run: bool) -> list[RowRefused]:
    refused: list[RowRefused] = []
    with suppress(_RolledBack), house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        refused = _write_in(house, unit, person, batch)
        if dry_run:
            raise _RolledBack
    return refused


def _write_in(house: House, unit: Unit, person: Person, batch: list[ReadyRow]) -> list[RowRefused]:
    """Every row by itself: one that is refused has written nothing."""
    refused = []
    book = StockBook(Desk(house, unit, house.now))
    for ready in batch:
        if unit.done(ready.wish.key or "") is not None:
            continue
        try:
            if ready.kind == "counted":
                count(book, person, ready.wish)
            else:
                MOVES[ready.kind](book, person, ready.wish)
        except EstateError as error:
            problems = tuple(replace(each, place=each.place or ready.row.row.place) for each in error.problems)
            refused.append(RowRefused(ready.row, problems))
    return refused


def _read(
    house: House, columns: Columns, sheet: Sheet, handed: HandedRow, key: str, digest: str, problems: list[Problem]
) -> ReadyRow | None:
    row = handed.row
    kind = _kind(columns.text(row, "kind"), columns.at(row, "kind"), problems)
    at = _at(house, columns.text(row, "at"), columns.at(row, "at"), problems)
    quantity, unit = columns.text(row, "quantity"), columns.text(row, "unit")
    for name in ("item", "quantity"):
        if not columns.text(row, name):
            words = Words(zh="“{title}”不能为空", en="'{title}' must not be blank").fill(title=LEDGER[name])
            problems.append(Problem("EST-966", words, columns.at(row, name)))
    if problems or kind is None or at is None:
        return None
    if quantity[-1:].isdigit() and unit:
        quantity = f"{quantity} {unit}"
    note = columns.maybe(row, "note")
    imported: Mapping[str, Json] = {
        "file": sheet.file, "row": row.place.line if row.place else 0, "digest": digest, "by": house.actor,
    }  # fmt: skip
    wish = StockWish(
        words=(f"{columns.text(row, 'item')}={quantity}",),
        store=columns.maybe(row, "store"),
        at=at,
        price=columns.maybe(row, "price") if kind == "received" else None,
        supplier=columns.maybe(row, "supplier"),
        order=columns.maybe(row, "order"),
        person=columns.maybe(row, "person"),
        purpose=columns.maybe(row, "purpose"),
        witness=columns.maybe(row, "witness"),
        reason=note,
        note=note,
        key=key,
        imported=imported,
    )
    return ReadyRow(handed, at, kind, wish)


def _kind(text: str, place: Place | None, problems: list[Problem]) -> str | None:
    """What a row says happened; a blank means taken in."""
    names = {folded(name): kind for kind, words in KINDS.items() for name in (kind, words.zh, words.en)}
    kind = names.get(folded(text)) if text else "received"
    if kind is None or kind == "reversed":
        words = Words(zh="“{text}”不是台账事项", en="'{text}' is nothing that a ledger holds").fill(text=same(text))
        known = [name for kind, words in KINDS.items() if kind != "reversed" for name in (kind, words.zh)]
        problems.append(Problem("EST-966", words, place, did_you_mean(text, known)))
        return None
    return kind


def _at(house: House, text: str, place: Place | None, problems: list[Problem]) -> datetime | None:
    if not text:
        return house.now
    at = _ANY_FORM.read(text, house.bundle.estate.zone)
    if at is None:
        words = Words(zh="“{text}”不是日期时间", en="'{text}' is not a date and time").fill(text=same(text))
        problems.append(
            Problem("EST-489", words, place, Words(zh="写成 2026-05-01 14:30", en="write 2026-05-01 14:30"))
        )
    return at
