"""How much was used, against what is usual: of every item within its own time, and on one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from estatectl.domain.problems import NothingToCheck
from estatectl.domain.stock.stock import StockItem, Store, Usual
from estatectl.domain.words import Words
from estatectl.usecases.desk import load_case
from estatectl.usecases.house import House
from estatectl.usecases.stock.picking import full_case_id
from estatectl.usecases.stock.ports import MoveQuery, StockLevel
from estatectl.usecases.stock.views import item_store, materials_of

NEW, OPEN = "new", "open"
"""Verdicts of what is not in the ledger long enough to be judged, and of what nothing usual is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """An item's use in a store after `since` and up to `until`. `usual` is what is usual for that length of time.

    `verdict` is `usual`, `above`, `below`, `new` (not in the ledger for so long) or `open` (nothing usual is known).
    """

    store: Store
    item: StockItem
    since: datetime
    until: datetime
    used: Decimal
    usual: Usual | None
    verdict: str
    order: str | None = None

    @property
    def wrong(self) -> bool:
        return self.verdict in ("above", "below")


def usage(
    house: House,
    *,
    store: str | None = None,
    name: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[Usage, ...]:
    """Each item's use in its own usual time up to `until` (now), or since an instant. EST-972 where there is none.

    What came back, and what was undone, was not used; what was written off was.
    """
    wanted = item_store(house, name, store)
    end = until or house.now
    found = []
    for level in house.journal.stock_levels():
        place, item = house.bundle.shelves.stores.get(level.store), house.bundle.shelves.items.get(level.item)
        if place is None or item is None or not wanted(place, item) or item.tool:
            continue
        found.append(_usage(house, place, item, level, since, end))
    if not found:
        raise NothingToCheck.one(
            "EST-972", Words(zh="还没有台账，没有可看的用量", en="no ledger yet: nothing was used")
        )
    return tuple(found)


def usage_of_order(house: House, typed: str) -> tuple[Usage, ...]:
    """What one case had of every item, against what is usual for one. EST-972 where it had nothing."""
    case = load_case(house, house.journal, full_case_id(house, typed)).id
    found = []
    for each in materials_of(house.bundle, house.journal, (case,)):
        place, item = house.bundle.shelves.stores.get(each.store), house.bundle.shelves.items.get(each.item)
        if place is not None and item is not None:
            verdict = item.per_order.verdict(each.net) if item.per_order else OPEN
            found.append(
                Usage(
                    store=place,
                    item=item,
                    since=house.now,
                    until=house.now,
                    used=each.net,
                    usual=item.per_order,
                    verdict=verdict,
                    order=case,
                )
            )
    if not found:
        words = Words(zh="没有为 {id} 领过料", en="no material was drawn for {id}").fill(id=case)
        raise NothingToCheck.one("EST-972", words)
    return tuple(found)


def _usage(
    house: House, place: Store, item: StockItem, level: StockLevel, since: datetime | None, until: datetime
) -> Usage:
    span = item.usual.per.elapsed if item.usual and item.usual.per else timedelta(days=30)
    start = since or until - span
    kinds = ("issued", "returned", "written_off")
    moves = house.journal.stock_moves(MoveQuery(store=place.id, item=item.id, kinds=kinds, since=start, until=until))
    used = -sum((move.change for move in moves), Decimal(0))
    usual = _scaled(item.usual, (until - start) / span) if item.usual else None
    verdict = OPEN if usual is None else usual.verdict(used)
    if verdict == "below" and level.first_at > start:
        verdict = NEW
    return Usage(store=place, item=item, since=start, until=until, used=used, usual=usual, verdict=verdict)


def _scaled(usual: Usual, share: float) -> Usual:
    """What is usual for a longer or shorter time than the policy speaks of."""
    if share == 1:
        return usual
    by = Decimal(str(round(share, 6)))
    least, most = (None if side is None else (side * by).quantize(Decimal("0.1")) for side in (usual.least, usual.most))
    return Usual(least, most, None)
