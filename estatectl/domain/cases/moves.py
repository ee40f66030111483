"""What a workflow's moves are made of: who, from where, what they ask, demand, count and set going."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estatectl.domain.cases.fields import Field
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.conditions import ALWAYS, Condition, parse_condition
from estatectl.domain.rules.decisions import parse_outcomes
from estatectl.domain.rules.facts import FactSpec, FactValue
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

ROLES = ("handler", "opener", "department_head", "department", "anyone", "system")
"""Who a `by:` may name besides posts: see `permissions`."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A field that a move takes; `required` only while `when` holds."""

    field: str
    required: bool
    when: Condition


@dataclass(frozen=True, slots=True)
class Demand:
    """What must hold before a move is made, and what the person is told when it does not."""

    holds: Condition
    otherwise: Words


@dataclass(frozen=True, slots=True)
class Branch:
    """The stage that a move leads to while `when` holds; the first one that does is taken."""

    to: str
    when: Condition
    place: Place


@dataclass(frozen=True, slots=True)
class Count:
    """A counter that goes up by one."""

    counter: str
    when: Condition


@dataclass(frozen=True, slots=True)
class ChecklistUse:
    """A checklist that a move fills in: by `id`, or the one whose id the attribute `named_by` holds."""

    id: str | None
    named_by: str | None
    when: Condition


@dataclass(frozen=True, slots=True)
class Tell:
    """A notice to posts or roles. `{id}`, `{summary}` and fields of the case may stand in the text."""

    whom: tuple[str, ...]
    text: Words
    when: Condition


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A further case for every department in the field `departments`, or a single one where none is named.

    It hangs below this case, or below its parent; a `detached` one stands by itself and is only linked. What both
    workflows declare comes along; `hands_on` names fields of the new case that take the value of another field here.
    """

    workflow: str
    departments: str | None
    under_parent: bool
    detached: bool
    hands_on: Mapping[str, str]
    when: Condition


@dataclass(frozen=True, slots=True)
class MoveOthers:
    """The same event carried on: a move made on the children that can make it, or on the parent."""

    whom: str
    move: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Consult:
    """Decision tables applied anew; their conclusions become attributes."""

    tables: tuple[str, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class Pausing:
    """A move that pauses clocks: for a fixed `reason`, or the one in a field; `evidence` names the field proving it."""

    reason: str | None
    field: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rounds of a programme that fall due so long after this move, for this case."""

    programme: str
    when: Condition


Effect = Tell | OpenCase | MoveOthers | Consult | Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A named transition made by a person (or, with `auto`, by the system as soon as that holds).

    `fills` names the table that proposes a person for a field left empty; `renews` makes earlier moves count no more
    as done; `reclassifies` takes the person's word for it and sets the targets anew. With `records_history` an import
    makes it on what was over before it came to us. With `retests` the reading it asks for is judged by the line of the
    sheet that the finding came from, which gives the field `passed`; with `made_up` the system makes it when the round
    that was missed has been done after all.
    """

    id: str
    title: Words
    aliases: tuple[str, ...]
    clauses: tuple[str, ...]
    from_stages: tuple[str, ...]
    branches: tuple[Branch, ...]
    by: tuple[str, ...]
    not_by: tuple[str, ...]
    asks: tuple[Ask, ...]
    demands: tuple[Demand, ...]
    checklists: tuple[ChecklistUse, ...]
    auto: Condition | None
    counts: tuple[Count, ...]
    sets: Mapping[str, FactValue]
    effects: tuple[Effect, ...]
    pauses: Pausing | None
    fills: Mapping[str, str]
    resumes: bool
    renews: bool
    reclassifies: bool
    merges: bool
    records_history: bool
    retests: bool
    made_up: bool
    place: Place


@dataclass(frozen=True, slots=True)
class MoveScope:
    """What the moves of one workflow document are parsed against."""

    specs: Mapping[str, FactSpec]
    fields: Mapping[str, Field]
    problems: list[Problem]

    def when(self, node: Node, key: str = "when") -> Condition:
        return parse_condition(node.get(key), self.specs, self.problems)

    def move(self, name: str, node: Node) -> Move:
        return Move(
            id=name,
            title=node.words("title"),
            aliases=node.texts("aliases"),
            clauses=node.texts("clauses"),
            from_stages=node.texts("from"),
            branches=self._branches(node.get("to")),
            by=node.texts("by"),
            not_by=node.texts("not_by"),
            asks=parse_asks(node, self.specs, self.problems),
            demands=tuple(Demand(self.when(each, "holds"), each.words("otherwise")) for each in node.each("demands")),
            checklists=tuple(
                ChecklistUse(each.maybe("id"), each.maybe("named_by"), self.when(each))
                for each in node.each("checklists")
            ),
            auto=self.when(node, "auto") if "auto" in node else None,
            counts=tuple(Count(each.text("counter"), self.when(each)) for each in node.each("counts")),
            sets=self._sets(node.get("sets")),
            effects=tuple(self._effect(each) for each in node.each("then")),
            pauses=_pausing(node.get("pauses")),
            fills={name: str(child.value) for name, child in _pairs(node, "fills")},
            resumes=node.flag("resumes"),
            renews=node.flag("renews"),
            reclassifies=node.flag("reclassifies"),
            merges=node.flag("merges"),
            records_history=node.flag("records_history"),
            retests=node.flag("retests"),
            made_up=node.flag("made_up"),
            place=node.key_place,
        )

    def _branches(self, node: Node | None) -> tuple[Branch, ...]:
        if node is None:
            return ()
        if not node.is_sequence:
            return (Branch(str(node.value), ALWAYS, node.place),)
        return tuple(Branch(each.text("stage"), self.when(each), each["stage"].place) for each in node.each())

    def _sets(self, node: Node | None) -> dict[str, FactValue]:
        return parse_outcomes(
            node, {name: self.specs[name] for name in self.fields if name in self.specs}, self.problems
        )

    def _effect(self, node: Node) -> Effect:
        when = self.when(node)
        if "tell" in node:
            return Tell(node.texts("tell"), node.words("text"), when)
        if "open" in node:
            return OpenCase(
                workflow=node.text("open"),
                departments=node.maybe("departments"),
                under_parent=node.flag("under_parent"),
                detached=node.flag("detached"),
                hands_on={name: str(child.value) for name, child in _pairs(node, "hands_on")},
                when=when,
            )
        if "decide" in node:
            return Consult(node.texts("decide"), when)
        if "schedule" in node:
            return Schedule(node.text("schedule"), when)
        return MoveOthers(node.text("carry_to"), node.text("make"), when)


def _pairs(node: Node, key: str) -> list[tuple[str, Node]]:
    child = node.get(key)
    return [] if child is None else list(child.items())


def parse_asks(node: Node, specs: Mapping[str, FactSpec], problems: list[Problem]) -> tuple[Ask, ...]:
    """The `asks:` of a move or a register: names, with a question mark where optional, or mappings."""
    asks = []
    for each in node.each("asks"):
        if each.is_mapping:
            when = parse_condition(each.get("when"), specs, problems)
            asks.append(Ask(each.text("field"), not each.flag("optional"), when))
        else:
            name = str(each.value)
            asks.append(Ask(name.removesuffix("?"), not name.endswith("?"), ALWAYS))
    return tuple(asks)


def _pausing(node: Node | None) -> Pausing | None:
    return None if node is None else Pausing(node.maybe("reason"), node.maybe("field"), node.text("evidence"))
