"""Doing something with the stock, whoever asks: one transaction, the acting person found, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from estatectl.domain.staff.people import Person
from estatectl.domain.stock.ledger import Line
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person
from estatectl.usecases.stock.book import StockBook
from estatectl.usecases.stock.counting import Counted, count
from estatectl.usecases.stock.drawing import give_back, issue
from estatectl.usecases.stock.moving import receive, undo, write_off
from estatectl.usecases.stock.wishes import StockDone, StockWish

T = TypeVar("T")
Do = Callable[[StockBook, Person, StockWish], tuple[StockDone, ...]]

MOVES: Mapping[str, Do] = {"received": receive, "issued": issue, "returned": give_back, "written_off": write_off}
"""What makes each kind of line that moves something."""


def move_stock(house: House, kind: str, wish: StockWish) -> tuple[StockDone, ...]:
    """Make a move of the stock, by the kind of line that it leaves."""
    return _in_one(house, lambda book, person: MOVES[kind](book, person, wish))


def count_stock(house: House, wish: StockWish) -> tuple[Counted, ...]:
    """Count items."""
    return _in_one(house, lambda book, person: count(book, person, wish))


def undo_stock(
    house: House, name: str, *, store: str | None, number: int | None, reason: str | None
) -> tuple[StockDone, Line]:
    """Undo a line of a ledger."""
    return _in_one(house, lambda book, person: undo(book, person, name, store, number, reason))


def _in_one(house: House, act: Callable[[StockBook, Person], T]) -> T:
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        person = acting_person(house, unit)
        return act(StockBook(Desk(house, unit, house.now)), person)
