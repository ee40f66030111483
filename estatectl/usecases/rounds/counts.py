"""Rounds that count a store: the answers set its books, and what differs beyond tolerance is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.checklists.items import EachKind, Item
from estatectl.domain.checklists.readings import Examined, RoundSheet
from estatectl.domain.problems import Problem
from estatectl.domain.staff.people import Person
from estatectl.domain.stock.ledger import Ledger, fold_ledger, stream_of
from estatectl.domain.stock.quantities import plain, read_quantity, shown
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.ports import Reader
from estatectl.usecases.rounds.findings import Observed
from estatectl.usecases.stock.book import StockBook
from estatectl.usecases.stock.counting import Counted, cannot_be, set_book
from estatectl.usecases.stock.moving import At
from estatectl.usecases.stock.picking import Picked

DIFFERENCE = "difference"
"""The kind of finding that a count off the book is."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A line of a sheet, and how much of what it counts was found."""

    line: Item
    picked: Picked


def wrong_counts(
    house: House, reader: Reader, sheet: RoundSheet | None, examined: Examined | None, at: datetime
) -> list[Problem]:
    """What of the counts on a sheet cannot be (EST-966, EST-967, EST-971)."""
    if sheet is None or examined is None or examined.problems:
        return []
    tallies = list(_tallies(house, sheet, examined))
    wrong = [each for each in tallies if isinstance(each, Problem)]
    picked = [each.picked for each in tallies if isinstance(each, Tally)]

    def ledger(store: str, item: str) -> Ledger:
        stream = stream_of(store, item)
        return fold_ledger(stream, reader.stream(stream))

    return [*wrong, *cannot_be(house, ledger, picked, at)]


def set_books(
    desk: Desk, person: Person, sheet: RoundSheet | None, examined: Examined | None, at: datetime, round_id: str
) -> tuple[Observed, ...]:
    """Set the book of every item that was counted on a round; what differs, dangerous items each by itself."""
    if sheet is None or examined is None:
        return ()
    book = StockBook(desk)
    counted = [
        (each.line, set_book(book, each.picked, At(person, at), round_id=round_id))
        for each in _tallies(desk.house, sheet, examined)
        if isinstance(each, Tally)
    ]
    off = [(line, each) for line, each in counted if not each.within]
    alone = [_observed([pair], gravity="critical") for pair in off if pair[1].item.hazardous]
    together = [pair for pair in off if not pair[1].item.hazardous]
    return (*alone, *([_observed(together, gravity=together[0][0].gravity)] if together else []))


def _tallies(house: House, sheet: RoundSheet, examined: Examined) -> Iterator[Tally | Problem]:
    for line in sheet.items:
        if line.each is None or line.each.kind is not EachKind.STOCK or line.id not in examined.answers:
            continue
        kept = sheet.things[line.thing or ""].kept
        store = house.bundle.shelves.stores.get(line.each.name)
        if kept is None or store is None:
            continue
        quantity = read_quantity(kept, examined.answers[line.id], may_be_none=True)
        yield quantity if isinstance(quantity, Problem) else Tally(line, Picked(store, kept, quantity))


def _observed(pairs: list[tuple[Item, Counted]], *, gravity: str) -> Observed:
    line, first = pairs[0]
    store = first.store.title
    one = len(pairs) == 1
    text = Words(zh="{store}账实不符的品种数", en="{store}: items that differ from the book").fill(store=store)
    return Observed(
        kind=DIFFERENCE,
        item=line.base,
        name=line.id if one else line.base,
        text=Words(zh="{store}账实不符", en="{store}: a count differs from the book").fill(store=store)
        if one
        else text,
        reading=f"{plain(first.book)} → {plain(first.found)}" if one else str(len(pairs)),
        limit=_listed([each for _, each in pairs]),
        gravity=gravity,
    )


def _listed(counted: list[Counted]) -> Words:
    words = Words(zh="{item} 账 {book} 实 {found}", en="{item}: book {book}, found {found}")
    told = [
        words.fill(item=each.item.title, book=shown(each.book, each.item.unit), found=shown(each.found, each.item.unit))
        for each in counted
    ]
    return Words(zh="；".join(each.zh for each in told), en="; ".join(each.en for each in told))
