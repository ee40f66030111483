"""Of the ground floor: what can be wrong with one stock document by itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from estatectl.domain.checklists.units import same_unit
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.tree import Node, exact
from estatectl.domain.words import Words, same


def faults_of(node: Node) -> Iterator[Problem]:
    """EST-911, EST-912 and EST-914 of every item."""
    items = node.get("items")
    for name, item in items.items() if items is not None else ():
        yield from _nowhere(name, item, node)
        yield from _amounts(name, item)
        yield from _units(name, item)
        yield from _unwitnessed(name, item, node)


def _nowhere(name: str, item: Node, node: Node) -> Iterator[Problem]:
    """EST-911: an item of a group that the document lacks, or kept in no store at all."""
    groups = [group for group, _ in node["groups"].items()] if "groups" in node else []
    if item.text("group") not in groups:
        words = Words(zh="“{item}”的组“{group}”没有写在 groups 里", en="'{item}': no group is called '{group}' here")
        filled = words.fill(item=same(name), group=same(item.text("group")))
        yield Problem("EST-911", filled, item["group"].place, did_you_mean(item.text("group"), groups))
    if not item.texts("stores") and "stores" not in node:
        words = Words(zh="“{item}”不在任何仓库里", en="'{item}' is kept in no store").fill(item=same(name))
        hint = Words(zh="写上 stores", en="name its stores under `stores`")
        yield Problem("EST-911", words, item.key_place, hint)


def _amounts(name: str, item: Node) -> Iterator[Problem]:
    """EST-912: amounts finer than the item is kept in, and ranges that hold nothing."""
    decimals = item.whole("decimals")
    for key, value, place in _written(item):
        if -_exponent(value) > decimals:
            words = Words(
                zh="“{item}”的 {key} {value} 比 decimals: {decimals} 还细",
                en="'{item}': {key} {value} is finer than decimals: {decimals}",
            ).fill(item=same(name), key=key, value=f"{value:f}", decimals=decimals)
            hint = Words(zh="加大 decimals，或改数量", en="raise decimals, or mend the amount")
            yield Problem("EST-912", words, place, hint)
    for key in ("usual", "per_order"):
        usual = item.get(key)
        if usual is None or not {"least", "most"} <= usual.value.keys():
            continue
        if exact(usual["least"].value) > exact(usual["most"].value):
            words = Words(zh="“{item}”的 least 大于 most", en="'{item}': least is more than most").fill(item=same(name))
            hint = Words(zh="对调两数", en="exchange the two")
            yield Problem("EST-912", words, usual["least"].place, hint)


def _written(item: Node) -> Iterator[tuple[str, Decimal, Place]]:
    for holder, keys in ((item, ("reorder_point", "tolerance")), *((item.get(k), ("least", "most")) for k in _RANGES)):
        for key in keys if holder is not None else ():
            if holder is not None and key in holder:
                yield key, exact(holder[key].value), holder[key].place


_RANGES = ("usual", "per_order")


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _units(name: str, item: Node) -> Iterator[Problem]:
    """EST-912: another unit that is the item's own, or is there twice."""
    seen = {same_unit(item.text("unit"))}
    for unit, child in item["units"].items() if "units" in item else ():
        if same_unit(unit) in seen:
            words = Words(zh="“{item}”的单位“{unit}”重复", en="'{item}' has the unit '{unit}' twice")
            hint = Words(zh="大小写和空格不算区别", en="letters of either case and spaces make no difference")
            yield Problem("EST-912", words.fill(item=same(name), unit=same(unit)), child.key_place, hint)
        seen.add(same_unit(unit))


def _unwitnessed(name: str, item: Node, node: Node) -> Iterator[Problem]:
    """EST-914: a hazardous item of a document that names no witnesses."""
    if item.flag("hazardous") and "witnesses" not in node:
        words = Words(zh="“{item}”是危险品，但没有写谁可作见证", en="'{item}' is hazardous, and nobody may witness it")
        hint = Words(zh="在文件里写 witnesses: [岗位…]", en="name posts under `witnesses` of the document")
        yield Problem("EST-914", words.fill(item=same(name)), item["hazardous"].place, hint)
