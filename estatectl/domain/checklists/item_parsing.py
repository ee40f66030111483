"""Of the ground floor: the items of a checklist out of its document, each with what it may and may not say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from estatectl.domain.checklists.items import NUMERIC, Choice, Each, EachKind, Item, ItemKind
from estatectl.domain.checklists.limits import Limits
from estatectl.domain.problems import Problem
from estatectl.domain.rules.conditions import named_facts, parse_condition
from estatectl.domain.rules.facts import FactKind, FactSpec
from estatectl.domain.tree import Node, exact
from estatectl.domain.words import Words


def parse_items(node: Node, problems: list[Problem]) -> tuple[Item, ...]:
    """The items in order; each `when` may name only items before it, and of a like `each` only where it is alike."""
    specs: dict[str, FactSpec] = {}
    items: dict[str, Item] = {}
    for child in node.each("items"):
        item = _parse_item(child, specs, problems)
        if item.id in items:
            words = Words(zh="项目“{id}”重复", en="item '{id}' is there twice").fill(id=item.id)
            problems.append(
                Problem("EST-370", words, child["id"].place, Words(zh="换一个标识", en="choose another id"))
            )
        if item.kind in _FACT_KINDS:
            specs[item.id] = FactSpec(item.id, _FACT_KINDS[item.kind], tuple(item.titles))
        problems += _misplaced(child)
        problems += _looks_elsewhere(child, item, items)
        items.setdefault(item.id, item)
    return tuple(items.values())


_FACT_KINDS = {
    ItemKind.YES_NO: FactKind.FLAG,
    ItemKind.CHOICE: FactKind.TEXT,
    ItemKind.NUMBER: FactKind.NUMBER,
    ItemKind.COUNT: FactKind.NUMBER,
    ItemKind.SCORE: FactKind.NUMBER,
}
_MEASURED = (ItemKind.NUMBER, ItemKind.COUNT)
_ONLY_FOR: Mapping[str, tuple[ItemKind, ...]] = {
    "choices": (ItemKind.CHOICE,),
    "expect": (ItemKind.YES_NO,),
    "points": (ItemKind.SCORE,),
    "unit": _MEASURED,
    "units": _MEASURED,
    "below": _MEASURED,
    "limits": tuple(kind for kind in ItemKind if kind in NUMERIC),
    "limits_for": _MEASURED,
    "warning": _MEASURED,
    "plausible": _MEASURED,
}


def _misplaced(node: Node) -> Iterator[Problem]:
    """Keys that mean nothing for an item of this kind."""
    for key, kinds in _ONLY_FOR.items():
        if key in node and ItemKind(node.text("kind")) not in kinds:
            fitting = " / ".join(kind.value for kind in kinds)
            words = Words(zh="{kind} 类的项目不能写 {key}", en="an item of kind {kind} has no {key}")
            hint = Words(zh="{key} 只用于 {fitting}", en="{key} is for {fitting}").fill(key=key, fitting=fitting)
            yield Problem("EST-362", words.fill(kind=node.text("kind"), key=key), node[key].key_place, hint)


def _looks_elsewhere(node: Node, item: Item, earlier: Mapping[str, Item]) -> Iterator[Problem]:
    """EST-827: a condition on an item that is asked for other things, so that nobody could say which answer counts."""
    for name in sorted(named_facts(item.when) & earlier.keys()):
        other = earlier[name].each
        if other is not None and (item.each is None or str(item.each) != str(other)):
            words = Words(
                zh="“{item}”的 when 看“{other}”，而它按 {each} 逐一填写，说不清是哪一个",
                en="the `when` of '{item}' looks at '{other}', which is asked for each of {each}: which one?",
            ).fill(item=item.id, other=name, each=other)
            hint = Words(zh="给“{item}”也写 each: {{{each}}}", en="give '{item}' the same each: {{{each}}}")
            yield Problem("EST-827", words, node["when"].place, hint.fill(item=item.id, each=other))


def _parse_item(node: Node, specs: Mapping[str, FactSpec], problems: list[Problem]) -> Item:
    choices = node.get("choices")
    return Item(
        id=node.text("id"),
        text=node.words("text"),
        kind=ItemKind(node.text("kind")),
        aliases=node.texts("aliases"),
        required=node.flag("required", True),
        expect=node.flag("expect") if "expect" in node else None,
        choices=tuple(
            Choice(name, child.words("title"), child.flag("falls_short"))
            for name, child in (choices.items() if choices else ())
        ),
        points=_number(node, "points"),
        unit=node.text("unit"),
        units={name: exact(child.value) for name, child in _pairs(node, "units")},
        censored=node.flag("below"),
        limits=Limits.parse(node.get("limits")),
        limits_for={name: Limits.parse(child) for name, child in _pairs(node, "limits_for")},
        warning=Limits.parse(node.get("warning")),
        plausible=Limits.parse(node.get("plausible")),
        gravity=node.text("gravity", "minor"),
        each=_parse_each(node.get("each")),
        when=parse_condition(node.get("when"), specs, problems),
        clauses=node.texts("clauses"),
        place=node.place,
    )


def _parse_each(node: Node | None) -> Each | None:
    if node is None:
        return None
    key, child = next(node.items())
    return Each(EachKind(key), str(child.value), child.place)


def _pairs(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    child = node.get(key)
    return child.items() if child is not None else iter(())


def _number(node: Node, key: str) -> Decimal | None:
    return exact(node[key].value) if key in node else None
