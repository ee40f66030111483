"""Looking at the stock: what is where, who has what out, one ledger, what an order had."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from estatectl.domain.bundle import Bundle
from estatectl.domain.checklists.item_names import folded
from estatectl.domain.problems import BadInput, Problem
from estatectl.domain.stock.ledger import Ledger, fold_ledger, stream_of
from estatectl.domain.stock.shelves import names_of
from estatectl.domain.stock.stock import StockItem, Store
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.ports import Reader
from estatectl.usecases.stock.picking import locate
from estatectl.usecases.stock.ports import MoveQuery, StockMove


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """An item in a store as it stands. `item` is None where policy has it no more; `out` is what has not come back.

    What was never `known` to the ledger is not low: nobody has begun to keep it.
    """

    store: str
    id: str
    item: StockItem | None
    unit: str
    balance: Decimal
    out: Decimal
    price: Decimal | None
    counted_at: datetime | None
    known: bool

    @property
    def low(self) -> bool:
        return self.known and self.item is not None and self.item.low(self.balance)

    @property
    def value(self) -> Decimal | None:
        """What the balance is worth at the last price."""
        return None if self.price is None else self.balance * self.price


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """How much of an item an order has had, less what came back, and what that cost."""

    store: str
    item: str
    title: Words
    unit: str
    issued: Decimal
    returned: Decimal
    cost: Decimal | None

    @property
    def net(self) -> Decimal:
        return self.issued - self.returned


def shelves_as_they_stand(
    house: House, *, store: str | None = None, group: str | None = None, text: str | None = None, low: bool = False
) -> tuple[Shelf, ...]:
    """Every item in every store, in the order of the policies; of those that policy lacks what is still there."""
    shelves = house.bundle.shelves
    wanted = _store(house.bundle, store)
    levels = {(each.store, each.item): each for each in house.journal.stock_levels(wanted.id if wanted else None)}
    out = _out(tools_out(house))
    found = []
    for place, item in shelves.places():
        if wanted is None or place.id == wanted.id:
            level = levels.pop((place.id, item.id), None)
            found.append(
                Shelf(
                    store=place.id,
                    id=item.id,
                    item=item,
                    unit=level.unit if level else item.unit,
                    balance=level.balance if level else Decimal(0),
                    out=out.get((place.id, item.id), Decimal(0)),
                    price=level.price if level and level.price is not None else item.unit_price,
                    counted_at=level.counted_at if level else None,
                    known=level is not None,
                )
            )
    found += [
        Shelf(store=each.store, id=each.item, item=None, unit=each.unit, balance=each.balance, out=Decimal(0),
              price=each.price, counted_at=each.counted_at, known=True)
        for each in levels.values()
        if each.balance
    ]  # fmt: skip
    kept = (shelf for shelf in found if _fits(house.bundle, shelf, group, text))
    return tuple(shelf for shelf in kept if shelf.low or not low)


def tools_out(house: House, *, store: str | None = None, person: str | None = None) -> tuple[StockMove, ...]:
    """Tools that have not come back, the longest out first."""
    wanted, items = _store(house.bundle, store), house.bundle.shelves.items
    query = MoveQuery(store=wanted.id if wanted else None, person=person, outstanding=True)
    return tuple(move for move in house.journal.stock_moves(query) if move.item in items and items[move.item].tool)


def ledger_named(house: House, name: str, store: str | None) -> tuple[Store, StockItem, Ledger]:
    """One ledger, by any name of its item. Refuses what it cannot find (EST-965)."""
    person = next((each for each in house.journal.people() if each.id == house.actor), None)
    found = locate(house.bundle, person, name, store)
    if isinstance(found, Problem):
        raise BadInput([found])
    where, item = found
    stream = stream_of(where.id, item.id)
    return where, item, fold_ledger(stream, house.journal.stream(stream))


def materials_of(bundle: Bundle, reader: Reader, orders: Iterable[str]) -> tuple[Material, ...]:
    """What was drawn for cases, less what came back, in the order of the first draw."""
    rows: dict[tuple[str, str], list[StockMove]] = {}
    for order in orders:
        for move in reader.stock_moves(MoveQuery(order=order)):
            rows.setdefault((move.store, move.item), []).append(move)
    return tuple(_material(bundle, moves) for moves in rows.values())


def item_title(bundle: Bundle, item: str) -> Words:
    """An item's title; its id where policy has it no more."""
    known = bundle.shelves.items.get(item)
    return known.title if known else same(item)


def _material(bundle: Bundle, moves: list[StockMove]) -> Material:
    issued = [move for move in moves if move.kind == "issued"]
    quantity = sum((move.quantity for move in issued), Decimal(0))
    returned = sum((move.quantity for move in moves if move.kind == "returned"), Decimal(0))
    cost = None
    if quantity and all(move.price is not None for move in issued):
        paid = sum((move.quantity * (move.price or 0) for move in issued), Decimal(0))
        cost = paid * (quantity - returned) / quantity  # what came back at the average price of what was drawn
    first = moves[0]
    return Material(
        store=first.store,
        item=first.item,
        title=item_title(bundle, first.item),
        unit=first.unit,
        issued=quantity,
        returned=returned,
        cost=cost,
    )


def _out(moves: Iterable[StockMove]) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for move in moves:
        key = (move.store, move.item)
        found[key] = found.get(key, Decimal(0)) + move.outstanding
    return found


def _store(bundle: Bundle, typed: str | None) -> Store | None:
    if typed is None:
        return None
    store = bundle.shelves.store(typed)
    if isinstance(store, Problem):
        raise BadInput([store])
    return store


def _fits(bundle: Bundle, shelf: Shelf, group: str | None, text: str | None) -> bool:
    if group is not None:
        title = bundle.shelves.groups.get(shelf.item.group) if shelf.item else None
        names = (shelf.item.group, *((title.zh, title.en) if title else ())) if shelf.item else ()
        if folded(group) not in {folded(name) for name in names}:
            return False
    wanted = folded(text or "")
    return not wanted or any(wanted in folded(name) for name in (names_of(shelf.item) if shelf.item else (shelf.id,)))


def item_store(house: House, name: str | None, store: str | None) -> Callable[[Store, StockItem], bool]:
    """A test for an item, a store, both or neither, by any of their names. Refuses unknown ones (EST-965)."""
    place = _store(house.bundle, store)
    item = house.bundle.shelves.item(name) if name is not None else None
    if isinstance(item, Problem):
        raise BadInput([item])
    return lambda where, what: (place is None or where.id == place.id) and (item is None or what.id == item.id)
