"""Checklists: what must be checked, done or asked at one step, and judging the answers given, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from estatectl.domain.checklists.item_parsing import parse_items
from estatectl.domain.checklists.item_words import expected
from estatectl.domain.checklists.items import Item
from estatectl.domain.checklists.limits import Censored
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.rules.conditions import holds
from estatectl.domain.rules.facts import FactValue, Vocabulary
from estatectl.domain.tree import Node, exact
from estatectl.domain.words import Words


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A checklist: `purpose` is the step it is used at; the other sets say for which trade, equipment or report.

    `records` means that an answer which is not in order is simply written down: an owner may well be dissatisfied.
    `pass_mark` is the share of all points, in per cent, that a round must reach; `ordered` that its items are done in
    the order written.
    """

    id: str
    title: Words
    clauses: tuple[str, ...]
    purpose: str
    skills: frozenset[str]
    asset_classes: frozenset[str]
    concepts: frozenset[str]
    records: bool
    ordered: bool
    pass_mark: Decimal | None
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
        return {item.id: item.sound for item in self.items if item.sound is not None}

    def judge(self, answers: Mapping[str, str]) -> tuple[Finding, ...]:
        """Every fault of the answers, in the order of the items; unknown items first. Blank counts as no answer."""
        given = {name: text for name, text in answers.items() if text.strip()}
        unknown = [self._unknown(name) for name in given if self.item(name) is None]
        found = (_judge_item(item, given.get(item.id)) for item in self.asked(given))
        told = (finding for finding in found if finding and not (self.records and finding.fault is Fault.FALLS_SHORT))
        return (*unknown, *told)

    def _known(self, answers: Mapping[str, str]) -> dict[str, FactValue]:
        values = ((item, item.read(answers.get(item.id, ""))) for item in self.items)
        return {item.id: value for item, value in values if value is not None and not isinstance(value, Censored)}

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
            records=node.text("on_shortfall") == "record",
            ordered=node.flag("ordered"),
            pass_mark=exact(node["score"]["pass"].value) if "score" in node else None,
            items=parse_items(node, problems),
            place=node.place,
        )


def _judge_item(item: Item, answer: str | None) -> Finding | None:
    if answer is None:
        return Finding(item.id, Fault.MISSING, told("EST-372", item)) if item.required else None
    value = item.read(answer)
    if value is None:
        return Finding(item.id, Fault.WRONG_KIND, told("EST-373", item, answer))
    if not item.in_order(value):
        return Finding(item.id, Fault.FALLS_SHORT, told("EST-374", item, answer))
    return None


def told(code: str, item: Item, answer: str = "", hint: Words | None = None) -> Problem:
    """The problem of one answer; the hint says what the item wants unless another is given."""
    words = _SAID[code].fill(item=item.text, answer=answer.strip(), id=item.id)
    return Problem(code, words, None, hint or expected(item))


_SAID = {
    "EST-372": Words(zh="“{item}”（{id}）必填，还没有填", en="'{item}' ({id}) must be answered"),
    "EST-373": Words(zh="“{item}”（{id}）不能填“{answer}”", en="'{item}' ({id}): '{answer}' cannot be read"),
    "EST-374": Words(zh="“{item}”（{id}）填了“{answer}”，不合格", en="'{item}' ({id}): '{answer}' is not in order"),
}
