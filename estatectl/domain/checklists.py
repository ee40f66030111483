"""Checklists: what must be checked, done or asked at one step, and judging the answers given, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from estatectl.domain.answers import ANSWER_FORMS, Value, read_answer
from estatectl.domain.conditions import Condition, holds, parse_condition
from estatectl.domain.facts import FactKind, FactSpec, FactValue, Vocabulary
from estatectl.domain.problems import Place, Problem, did_you_mean
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


class Fault(Enum):
    """Why an answer does not do. The first three mean the sheet is not properly filled in, the last one a result."""

    UNKNOWN = "unknown"  # the checklist has no such item
    MISSING = "missing"  # a required item has no answer
    WRONG_KIND = "wrong_kind"  # the answer cannot be read as what the item asks
    FALLS_SHORT = "falls_short"  # read, and not in order: outside its limits, or not the expected answer


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one item."""

    item: str
    fault: Fault
    problem: Problem


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A checklist: `purpose` is the step it is used at; the other sets say for which trade, equipment or report."""

    id: str
    title: Words
    clauses: tuple[str, ...]
    purpose: str
    skills: frozenset[str]
    asset_classes: frozenset[str]
    concepts: frozenset[str]
    items: tuple[Item, ...]
    place: Place

    def item(self, item_id: str) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)

    def asked(self, answers: Mapping[str, str]) -> tuple[Item, ...]:
        """The items that apply, given the answers so far."""
        known = self._known(answers)
        return tuple(item for item in self.items if holds(item.when, known))

    def in_order(self) -> dict[str, str]:
        """The answers that say "all in order" at once: to every item with one expected answer, and to no other."""
        sound = {item.id: "yes" if item.expect else "no" for item in self.items if item.expect is not None}
        for item in self.items:
            hoped = [choice.id for choice in item.choices if not choice.falls_short]
            if len(hoped) == 1:
                sound[item.id] = hoped[0]
        return sound

    def judge(self, answers: Mapping[str, str]) -> tuple[Finding, ...]:
        """Every fault of the answers, in the order of the items; unknown items first. Blank counts as no answer."""
        given = {name: text for name, text in answers.items() if text.strip()}
        unknown = [self._unknown(name) for name in given if self.item(name) is None]
        found = (_judge_item(item, given.get(item.id)) for item in self.asked(given))
        return (*unknown, *(finding for finding in found if finding))

    def _known(self, answers: Mapping[str, str]) -> dict[str, FactValue]:
        values = ((item, read_answer(item.kind.value, _titles(item), answers.get(item.id, ""))) for item in self.items)
        return {item.id: value for item, value in values if value is not None}

    def _unknown(self, name: str) -> Finding:
        words = Words(zh="检查表“{sheet}”里没有“{item}”这一项", en="checklist '{sheet}' has no item '{item}'")
        hint = did_you_mean(name, [item.id for item in self.items])
        return Finding(name, Fault.UNKNOWN, Problem("EST-371", words.fill(sheet=self.title, item=name), None, hint))

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Checklist:  # noqa: ARG003
        use = node["for"]
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            clauses=node.texts("clauses"),
            purpose=use.text("purpose"),
            skills=frozenset(use.texts("skills")),
            asset_classes=frozenset(use.texts("asset_classes")),
            concepts=frozenset(use.texts("concepts")),
            items=_parse_items(node, problems),
            place=node.place,
        )


def _titles(item: Item) -> dict[str, Words]:
    return {choice.id: choice.title for choice in item.choices}


def _judge_item(item: Item, answer: str | None) -> Finding | None:
    if answer is None:
        return Finding(item.id, Fault.MISSING, _problem("EST-372", item)) if item.required else None
    value = read_answer(item.kind.value, _titles(item), answer)
    if value is None:
        return Finding(item.id, Fault.WRONG_KIND, _problem("EST-373", item, answer))
    if not item.in_order(value):
        return Finding(item.id, Fault.FALLS_SHORT, _problem("EST-374", item, answer))
    return None


def _problem(code: str, item: Item, answer: str = "") -> Problem:
    words = _SAID[code].fill(item=item.text, answer=answer.strip(), id=item.id)
    return Problem(code, words, None, _expected(item))


_SAID = {
    "EST-372": Words(zh="“{item}”（{id}）必填，还没有填", en="'{item}' ({id}) must be answered"),
    "EST-373": Words(zh="“{item}”（{id}）不能填“{answer}”", en="'{item}' ({id}): '{answer}' cannot be read"),
    "EST-374": Words(zh="“{item}”（{id}）填了“{answer}”，不合格", en="'{item}' ({id}): '{answer}' is not in order"),
}


def _expected(item: Item) -> Words:
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


def _parse_items(node: Node, problems: list[Problem]) -> tuple[Item, ...]:
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
            specs[item.id] = FactSpec(item.id, _FACT_KINDS[item.kind], tuple(_titles(item)))
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
