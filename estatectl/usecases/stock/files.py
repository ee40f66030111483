"""Count sheets read back; balances written out as count sheets, ledgers as they can be read in again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from estatectl.domain.handed_in.sheets import Sheet
from estatectl.domain.problems import BadInput, NothingToCheck, Problem
from estatectl.domain.staff.people import Person
from estatectl.domain.stock.ledger import Line, fold_ledger, stream_of
from estatectl.domain.stock.quantities import read_quantity
from estatectl.domain.words import Lang, Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person
from estatectl.usecases.stock.book import StockBook
from estatectl.usecases.stock.columns import COUNTS, LEDGER, Columns
from estatectl.usecases.stock.counting import Counted, count_picked
from estatectl.usecases.stock.importing import line_ref
from estatectl.usecases.stock.picking import Picked, locate
from estatectl.usecases.stock.views import shelves_as_they_stand
from estatectl.usecases.stock.wishes import StockWish

Table = tuple[tuple[tuple[str, str], ...], list[Mapping[str, str | Decimal]]]
"""The columns with what stands over them, and the rows by column."""


def count_sheet(
    house: House, sheet: Sheet, *, store: str | None, at: datetime | None, witness: str | None
) -> tuple[Counted, ...]:
    """Count what a file says was found, all of it or nothing. Rows without a figure were not counted.

    Refuses every fault of every row at once, and a file that counts nothing (EST-972).
    """
    columns = Columns(sheet, COUNTS, ("item", "found"))
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        person = acting_person(house, unit)
        picked = _picked(house, person, sheet, columns, store)
        if not picked:
            words = Words(zh="“实有”一列全是空的，没有盘点", en="the column 'found' is blank: nothing was counted")
            raise NothingToCheck.one("EST-972", words)
        wish = StockWish(words=(), at=at, witness=witness)
        return count_picked(StockBook(Desk(house, unit, house.now)), person, picked, wish)


def _picked(house: House, person: Person, sheet: Sheet, columns: Columns, store: str | None) -> tuple[Picked, ...]:
    problems: list[Problem] = []
    picked: dict[tuple[str, str], Picked] = {}
    for handed in sheet.rows:
        row = handed.row
        problems += handed.faults
        if handed.faults or not columns.text(row, "found"):
            continue
        place, name = columns.at(row, "item"), columns.text(row, "item")
        found = locate(house.bundle, person, name, store or columns.maybe(row, "store"))
        if isinstance(found, Problem):
            problems.append(Problem(found.code, found.words, place, found.hint))
            continue
        where, item = found
        quantity = read_quantity(item, columns.text(row, "found"), may_be_none=True)
        if isinstance(quantity, Problem):
            problems.append(Problem(quantity.code, quantity.words, columns.at(row, "found"), quantity.hint))
        elif (where.id, item.id) in picked:
            words = Words(zh="“{item}”盘了两次", en="'{item}' is counted twice").fill(item=item.title)
            problems.append(Problem("EST-966", words, place, Words(zh="合成一行", en="make it one row")))
        else:
            picked[where.id, item.id] = Picked(where, item, quantity)
    if problems:
        raise BadInput(problems)
    return tuple(picked.values())


def balances(house: House, lang: Lang, store: str | None = None) -> Table:
    """Every item of a store, or of all, with an empty column for what is found: what `count --from` reads back."""
    rows: list[Mapping[str, str | Decimal]] = [
        {
            "store": shelf.store,
            "item": shelf.id,
            "title": shelf.item.title.of(lang) if shelf.item else "",
            "unit": shelf.unit,
            "balance": shelf.balance,
        }
        for shelf in shelves_as_they_stand(house, store=store)
    ]
    names = ("store", "item", "title", "unit", "balance", "found")
    return tuple((name, COUNTS[name].of(lang)) for name in names), rows


def ledgers(house: House, lang: Lang, store: str | None = None) -> Table:
    """Every line that stands, in the order recorded: what `stock import` reads back. Undone lines are left out."""
    found: list[tuple[int, Mapping[str, str | Decimal]]] = []
    for shelf in shelves_as_they_stand(house, store=store):
        stream = stream_of(shelf.store, shelf.id)
        entries = house.journal.stream(stream)
        ledger = fold_ledger(stream, entries)
        by_number = {entry.version: entry for entry in entries}
        for line in ledger.lines:
            if line.kind != "reversed" and line.reversed_by is None:
                entry = by_number[line.number]
                ref = line_ref(stream, line.number, entry.hash)
                place = {"store": shelf.store, "item": shelf.id, "unit": ledger.unit, "ref": ref}
                found.append((entry.seq, {**place, **_cells(house, line)}))
    rows = [row for _, row in sorted(found, key=lambda each: each[0])]
    return tuple((name, words.of(lang)) for name, words in LEDGER.items()), rows


def _cells(house: House, line: Line) -> dict[str, str | Decimal]:
    price = line.price if line.kind == "received" else None
    return {
        "at": line.at.astimezone(house.bundle.estate.zone).isoformat(timespec="seconds"),
        "kind": line.kind,
        "quantity": line.quantity,
        "price": "" if price is None else price,
        "supplier": line.supplier or "",
        "order": line.order or "",
        "person": line.person or "",
        "purpose": line.purpose or "",
        "witness": line.witness or "",
        "note": line.note or "",
    }
