"""Counting: the book becomes what was found, as of the instant that it was counted; what differs is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from estatectl.domain.problems import Problem, Refused
from estatectl.domain.staff.people import Person
from estatectl.domain.stock.ledger import Ledger
from estatectl.domain.stock.quantities import plain
from estatectl.domain.stock.stock import StockItem, Store
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.people import find_person
from estatectl.usecases.stock.book import StockBook, free_text, line_data
from estatectl.usecases.stock.moving import At, write
from estatectl.usecases.stock.permissions import no_witness, not_keeper
from estatectl.usecases.stock.picking import Picked, pick
from estatectl.usecases.stock.wishes import StockWish, too_long, unfit, wrong_time

COUNT = Words(zh="盘点", en="count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One item as it was found. `book` is what the book said for that instant, `after` what it says now."""

    store: Store
    item: StockItem
    number: int
    found: Decimal
    book: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        return self.found - self.book

    @property
    def within(self) -> bool:
        """Whether the difference is small enough to be none."""
        return self.item.within_tolerance(self.book, self.found)


def count(book: StockBook, person: Person, wish: StockWish) -> tuple[Counted, ...]:
    """Count items. Keepers and those above them."""
    house = book.desk.house
    picked = pick(house.bundle, person, wish.words, wish.store, may_be_none=True)
    return count_picked(book, person, picked, wish)


def count_picked(book: StockBook, person: Person, picked: Sequence[Picked], wish: StockWish) -> tuple[Counted, ...]:
    """The same for items that are known already."""
    house, at = book.desk.house, wish.at or book.desk.house.now
    witness = find_person(book.desk.unit, wish.witness) if wish.witness else None
    problems: list[Problem] = [*wrong_time(house, at), *too_long(wish)]
    for each in picked:
        problems += not_keeper(house.bundle, person, each.store, COUNT)
        problems += no_witness(house.bundle, each.item, person, witness)
    problems += cannot_be(house, book.ledger, picked, at)
    if problems:
        raise Refused(problems)
    seen = witness.id if witness else None
    return tuple(set_book(book, each, At(person, at), wish, witness=seen) for each in picked)


def cannot_be(
    house: House, ledger_of: Callable[[str, str], Ledger], picked: Sequence[Picked], at: datetime
) -> list[Problem]:
    """EST-966 and EST-971 of `unfit`, and EST-967 where more has left since than was found."""
    problems: list[Problem] = []
    for each in picked:
        ledger = ledger_of(each.store.id, each.item.id)
        problems += unfit(house, ledger, each.item, at)
        since = ledger.balance - ledger.balance_at(at)
        if each.quantity + since < 0:
            words = Words(
                zh="“{item}”盘到 {found} {unit}，此后却已领出 {since}",
                en="{found} {unit} of '{item}' were found, but {since} have left since",
            ).fill(item=each.item.title, found=plain(each.quantity), unit=same(each.item.unit), since=plain(-since))
            problems.append(Problem("EST-967", words, hint=Words(zh="重新盘点", en="count it again")))
    return problems


def set_book(
    book: StockBook,
    each: Picked,
    when: At,
    wish: StockWish | None = None,
    *,
    witness: str | None = None,
    round_id: str | None = None,
) -> Counted:
    """Set the book to what was found. Of what was recorded since with a later instant nothing is lost."""
    ledger = book.ledger(each.store.id, each.item.id)
    was = ledger.balance_at(when.at)
    data = line_data(
        each.quantity,
        each.quantity - was,
        book=was,
        note=free_text(wish.note if wish else None),
        witness=witness,
        round=round_id,
    )
    done = write(book, each, when, "counted", data, wish)
    return Counted(
        store=each.store, item=each.item, number=done.number, found=each.quantity, book=was, after=done.after
    )
