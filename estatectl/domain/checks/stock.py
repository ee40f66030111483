"""Meaning: every name of the stock means one thing, and the workflows that draw from it can."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.checklists.item_names import folded
from estatectl.domain.checks.written import Written, every_workflow
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.stock.shelves import names_of
from estatectl.domain.stock.stock import StockItem, Store
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same


def check_stock(bundle: Bundle) -> Iterator[Problem]:
    """EST-910: across all documents an id or a name stands for one store, and for one item."""
    stocks = tuple(bundle.stocks.values())
    yield from _twice([store for stock in stocks for store in stock.stores.values()])
    yield from _twice([item for stock in stocks for item in stock.items.values()])


def _twice(things: list[Store] | list[StockItem]) -> Iterator[Problem]:
    owners: dict[str, Store | StockItem] = {}
    told: set[Place] = set()
    for thing in things:
        for name in names_of(thing):
            first = owners.setdefault(folded(name), thing)
            if first is not thing and thing.place not in told:
                told.add(thing.place)
                words = Words(
                    zh="“{thing}”的名称“{name}”也是 {other} 的名称（{place}）",
                    en="'{thing}': the name '{name}' also stands for {other} ({place})",
                ).fill(thing=same(thing.id), name=same(name), other=same(first.id), place=same(str(first.place)))
                yield Problem("EST-910", words, thing.place, Words(zh="换一个名称", en="choose another name"))


def check_materials(bundle: Bundle) -> Iterator[Problem]:
    """EST-913: drawing from stock is a move that the system makes, which asks for the fields that it fills."""
    for each in every_workflow(bundle):
        if each.workflow.materials is not None:
            yield from _materials(each, each.node["materials"])


def _materials(each: Written, node: Node) -> Iterator[Problem]:
    materials = each.workflow.materials
    assert materials is not None
    move = each.workflow.move(materials.move)
    if move is None or move.id != materials.move or SYSTEM not in move.by:
        words = Words(zh="“{move}”不是系统可办的流转", en="'{move}' is no move that the system may make")
        known = [each.id for each in each.workflow.moves if SYSTEM in each.by]
        filled = words.fill(move=same(materials.move))
        yield Problem("EST-913", filled, node["move"].place, did_you_mean(materials.move, known))
        return
    asked = {ask.field for ask in move.asks}
    for key, kind in (("drawn", FieldKind.TEXT), ("extra", FieldKind.FLAG)):
        name = node.maybe(key)
        field = each.workflow.fields.get(name or "")
        if name is not None and (name not in asked or field is None or field.kind is not kind):
            words = Words(
                zh="“{move}”的 asks 里没有 {kind} 类字段“{field}”",
                en="'{move}' asks for no field '{field}' of type {kind}",
            ).fill(move=same(move.id), field=same(name), kind=same(kind.value))
            yield Problem("EST-913", words, node[key].place)
