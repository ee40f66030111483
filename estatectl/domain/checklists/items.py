"""The items of a checklist: what each asks, which answers it takes and which of them are in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from estatectl.domain.checklists.answers import ANSWER_FORMS, Value, read_answer
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.conditions import Condition, parse_condition
from estatectl.domain.rules.facts import FactKind, FactSpec
from estatectl.domain.tree import Node, exact
from estatectl.domain.words import Words


class ItemKind(Enum):
    """What an answer looks like."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    COUNT = "count"
    TEXT = "text"
    PHOTO = "photo"
    SIGNATURE = "signature"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    title: Words
    falls_short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a checklist. `when` looks at the answers to earlier items."""

    id: str
    text: Words
    kind: ItemKind
    required: bool
    expect: bool | None
    choices: tuple[Choice, ...]
    unit: str
    at_least: Decimal | None
    at_most: Decimal | None
    when: Condition
    clauses: tuple[str, ...]
    place: Place

    def in_order(self, value: Value) -> bool:
        """Whether an answer already read is what the item hopes for."""
        if isinstance(value, bool):
            return self.expect is None or value is self.expect
        if isinstance(value, Decimal):
            above = self.at_least is None or value >= self.at_least
            return above and (self.at_most is None or value <= self.at_most)
        return not any(choice.falls_short and choice.id == value for choice in self.choices)

    @property
    def titles(self) -> dict[str, Words]:
        """The choices by id."""
        return {choice.id: choice.title for choice in self.choices}

    def read(self, answer: str) -> Value | None:
        """The value of an answer, or None where it is not of the kind asked for."""
        return read_answer(self.kind.value, self.titles, answer)


def expected(item: Item) -> Words:
    """What the item wants to hear."""
    if item.kind is ItemKind.CHOICE:
        return Words(
            zh="从中选一项：" + "、".join(f"{choice.id} {choice.title.zh}" for choice in item.choices),
            en="choose one of: " + ", ".join(f"{choice.id} ({choice.title.en})" for choice in item.choices),
        )
    if item.expect is not None:
        return Words(zh="应为“是”", en="should be yes") if item.expect else Words(zh="应为“否”", en="should be no")
    bounds = _bounds(item)
    return bounds or ANSWER_FORMS[item.kind.value]


def _bounds(item: Item) -> Words | None:
    if item.at_least is None and item.at_most is None:
        return None
    signs = ((item.at_least, "≥"), (item.at_most, "≤"))
    limits = " ".join(f"{sign} {bound} {item.unit}".strip() for bound, sign in signs if bound is not None)
    return Words(zh="应为 {limits}", en="should be {limits}").fill(limits=limits)


def parse_items(node: Node, problems: list[Problem]) -> tuple[Item, ...]:
    """The items in order; each `when` may name only items before it."""
    specs: dict[str, FactSpec] = {}
    items: list[Item] = []
    for child in node.each("items"):
        item = _parse_item(child, specs, problems)
        if any(item.id == earlier.id for earlier in items):
            words = Words(zh="项目“{id}”重复", en="item '{id}' is there twice").fill(id=item.id)
            problems.append(
                Problem("EST-370", words, child["id"].place, Words(zh="换一个标识", en="choose another id"))
            )
        if item.kind in _FACT_KINDS:
            specs[item.id] = FactSpec(item.id, _FACT_KINDS[item.kind], tuple(item.titles))
        problems += _misplaced(child)
        items.append(item)
    return tuple(items)


_ONLY_FOR = {
    "choices": (ItemKind.CHOICE,),
    "expect": (ItemKind.YES_NO,),
    "limits": (ItemKind.NUMBER, ItemKind.COUNT),
    "unit": (ItemKind.NUMBER, ItemKind.COUNT),
}


def _misplaced(node: Node) -> Iterator[Problem]:
    """Keys that mean nothing for an item of this kind."""
    for key, kinds in _ONLY_FOR.items():
        if key in node and ItemKind(node.text("kind")) not in kinds:
            fitting = " / ".join(kind.value for kind in kinds)
            words = Words(zh="{kind} 类的项目不能写 {key}", en="an item of kind {kind} has no {key}")
            hint = Words(zh="{key} 只用于 {fitting}", en="{key} is for {fitting}").fill(key=key, fitting=fitting)
            yield Problem("EST-362", words.fill(kind=node.text("kind"), key=key), node[key].key_place, hint)


_FACT_KINDS = {
    ItemKind.YES_NO: FactKind.FLAG,
    ItemKind.CHOICE: FactKind.TEXT,
    ItemKind.NUMBER: FactKind.NUMBER,
    ItemKind.COUNT: FactKind.NUMBER,
}


def _parse_item(node: Node, specs: Mapping[str, FactSpec], problems: list[Problem]) -> Item:
    limits, choices = node.get("limits"), node.get("choices")
    return Item(
        id=node.text("id"),
        text=node.words("text"),
        kind=ItemKind(node.text("kind")),
        required=node.flag("required", True),
        expect=node.flag("expect") if "expect" in node else None,
        choices=tuple(
            Choice(name, child.words("title"), child.flag("falls_short"))
            for name, child in (choices.items() if choices else ())
        ),
        unit=node.text("unit"),
        at_least=_bound(limits, "gte"),
        at_most=_bound(limits, "lte"),
        when=parse_condition(node.get("when"), specs, problems),
        clauses=node.texts("clauses"),
        place=node.place,
    )


def _bound(limits: Node | None, key: str) -> Decimal | None:
    return exact(limits[key].value) if limits is not None and key in limits else None
