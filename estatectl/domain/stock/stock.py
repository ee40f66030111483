"""Of the ground floor: what a department keeps in store: its stores, its items, and how much of each is usual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from estatectl.domain.durations import Duration, read_duration
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.stock.faults import faults_of
from estatectl.domain.stock.quantities import units_of
from estatectl.domain.tree import Node, exact
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A room or cupboard. The `keepers` (posts) receive, count, write off and undo; the department's posts draw."""

    id: str
    title: Words
    aliases: tuple[str, ...]
    department: str
    keepers: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Usual:
    """How much is usually used, within `per` or, without it, on one order; None where a side is open."""

    least: Decimal | None
    most: Decimal | None
    per: Duration | None

    def verdict(self, used: Decimal) -> str:
        """`above`, `below` or `usual`; exactly the least and the most are usual."""
        if self.most is not None and used > self.most:
            return "above"
        return "below" if self.least is not None and used < self.least else "usual"


@dataclass(frozen=True, slots=True, kw_only=True)
class StockItem:
    """Something kept in store. Quantities are in `unit`, with up to `decimals` places; `units` are others that may be
    typed, with the factor to it. A `tool` comes back; a `hazardous` item leaves only before a witness, one of whose
    posts is among `witnesses`. `tolerance` is how far a count may be off, in `unit`, where the item says so itself.
    """

    id: str
    title: Words
    aliases: tuple[str, ...]
    group: str
    unit: str
    units: Mapping[str, Decimal]
    decimals: int
    stores: tuple[str, ...]
    reorder_point: Decimal | None
    usual: Usual | None
    per_order: Usual | None
    tolerance: Decimal | None
    tolerance_percent: Decimal
    hazardous: bool
    witnesses: tuple[str, ...]
    tool: bool
    unit_price: Decimal | None
    place: Place

    def within_tolerance(self, book: Decimal, found: Decimal) -> bool:
        """Whether a count is so near the book that the difference is no finding."""
        allowed = abs(book) * self.tolerance_percent / 100 if self.tolerance is None else self.tolerance
        return abs(found - book) <= allowed

    def low(self, balance: Decimal) -> bool:
        """Whether it is time to order more."""
        return self.reorder_point is not None and balance <= self.reorder_point


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """One stock document. Items are kept in all of its stores unless they name others."""

    id: str
    title: Words
    clauses: tuple[str, ...]
    groups: Mapping[str, Words]
    stores: Mapping[str, Store]
    items: Mapping[str, StockItem]
    place: Place

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Stock:  # noqa: ARG003
        problems += faults_of(node)
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            clauses=node.texts("clauses"),
            groups={name: child.words("title") for name, child in _pairs(node, "groups")},
            stores={name: _store(name, child) for name, child in _pairs(node, "stores")},
            items={name: _item(name, child, node, problems) for name, child in _pairs(node, "items")},
            place=node.place,
        )


def _store(name: str, node: Node) -> Store:
    return Store(
        id=name,
        title=node.words("title"),
        aliases=node.texts("aliases"),
        department=node.text("department"),
        keepers=node.texts("keepers"),
        place=node.key_place,
    )


def _item(name: str, node: Node, document: Node, problems: list[Problem]) -> StockItem:
    return StockItem(
        id=name,
        title=node.words("title"),
        aliases=node.texts("aliases"),
        group=node.text("group"),
        unit=node.text("unit"),
        units=units_of(node.text("unit"), {unit: exact(child.value) for unit, child in _pairs(node, "units")}),
        decimals=node.whole("decimals"),
        stores=node.texts("stores") or tuple(store for store, _ in _pairs(document, "stores")),
        reorder_point=_number(node, "reorder_point"),
        usual=_usual(node.get("usual"), problems),
        per_order=_usual(node.get("per_order"), problems),
        tolerance=_number(node, "tolerance"),
        tolerance_percent=_number(document, "tolerance_percent") or Decimal(0),
        hazardous=node.flag("hazardous"),
        witnesses=document.texts("witnesses"),
        tool=node.flag("tool"),
        unit_price=_number(node, "unit_price"),
        place=node.key_place,
    )


def _usual(node: Node | None, problems: list[Problem]) -> Usual | None:
    if node is None:
        return None
    per = node.get("per")
    length = None if per is None else read_duration(str(per.value), per.place, problems)
    return Usual(_number(node, "least"), _number(node, "most"), length)


def _number(node: Node, key: str) -> Decimal | None:
    return exact(node[key].value) if key in node else None


def _pairs(node: Node, key: str) -> tuple[tuple[str, Node], ...]:
    child = node.get(key)
    return () if child is None else tuple(child.items())
