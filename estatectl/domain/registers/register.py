"""A register as policy says it: its fields, who writes, corrects, confirms and gives back, and what follows. Domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estatectl.domain.cases.fields import Field
from estatectl.domain.cases.moves import Ask, Demand, parse_asks
from estatectl.domain.problems import Place, Problem
from estatectl.domain.registers.retention import ENTERED, Retention, parse_retention
from estatectl.domain.rules.conditions import ALWAYS, Condition, parse_condition
from estatectl.domain.rules.facts import FactSpec, Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

WRITER = "writer"
"""In a `tell:`, whoever wrote the line."""


@dataclass(frozen=True, slots=True)
class TellLine:
    """A notice to posts; `{id}`, `{by}` and fields of the line may stand in the text."""

    whom: tuple[str, ...]
    text: Words
    when: Condition


@dataclass(frozen=True, slots=True)
class OpenFromLine:
    """A case opened because of a line. Fields that both declare go along; `gives` names others, case field first."""

    workflow: str
    gives: Mapping[str, str]
    when: Condition


LineEffect = TellLine | OpenFromLine


@dataclass(frozen=True, slots=True)
class Confirmations:
    """How many people must confirm a line, and in which posts; never the writer, nobody twice."""

    count: int
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Returns:
    """What a line names is out until it is given back; `due` is the date field by which."""

    due: str | None
    asks: tuple[Ask, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A kind of ledger. Lines are numbered `<series>-<n>`; `unique` holds among live lines."""

    id: str
    title: Words
    clauses: tuple[str, ...]
    aliases: tuple[str, ...]
    series: str
    fields: Mapping[str, Field]
    asks: tuple[Ask, ...]
    shows: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    demands: tuple[Demand, ...]
    by: tuple[str, ...]
    corrected_by: tuple[str, ...]
    voided_by: tuple[str, ...]
    confirmations: Confirmations | None
    effects: tuple[LineEffect, ...]
    review: str | None
    returns: Returns | None
    retention: Retention | None
    place: Place

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Register:
        fields = {name: Field.parse(name, child, vocabulary, problems) for name, child in node["fields"].items()}
        specs = {name: spec for name, field in fields.items() if (spec := field.fact) is not None}
        asks = parse_asks(node, specs, problems)
        by = node.texts("by")
        corrected_by = node.texts("corrected_by") or by
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            clauses=node.texts("clauses"),
            aliases=node.texts("aliases"),
            series=node.text("series"),
            fields=fields,
            asks=asks,
            shows=node.texts("shows") or tuple(ask.field for ask in asks if ask.required and ask.when == ALWAYS),
            unique=tuple(tuple(str(name.value) for name in each.each()) for each in node.each("unique")),
            demands=tuple(
                Demand(parse_condition(each.get("holds"), specs, problems), each.words("otherwise"))
                for each in node.each("demands")
            ),
            by=by,
            corrected_by=corrected_by,
            voided_by=node.texts("voided_by") or corrected_by,
            confirmations=_confirmations(node.get("confirmations")),
            effects=tuple(_effect(each, specs, problems) for each in node.each("then")),
            review=node.maybe("review"),
            returns=_returns(node.get("returns"), by, specs, problems),
            retention=parse_retention(node, ENTERED),
            place=node.place,
        )

    @property
    def personal(self) -> tuple[str, ...]:
        """The fields whose values stay outside the hash chain."""
        return tuple(name for name, field in self.fields.items() if field.personal)

    @property
    def taken(self) -> tuple[str, ...]:
        """Every field that somebody fills, in the order asked."""
        more = self.returns.asks if self.returns is not None else ()
        return tuple(dict.fromkeys(ask.field for ask in (*self.asks, *more)))

    def line_id(self, number: int) -> str:
        return f"{self.series}-{number}"


def _effect(node: Node, specs: Mapping[str, FactSpec], problems: list[Problem]) -> LineEffect:
    when = parse_condition(node.get("when"), specs, problems)
    if "open" in node:
        gives = node.get("gives")
        pairs = {} if gives is None else {name: str(child.value) for name, child in gives.items()}
        return OpenFromLine(node.text("open"), pairs, when)
    return TellLine(node.texts("tell"), node.words("text"), when)


def _confirmations(node: Node | None) -> Confirmations | None:
    return None if node is None else Confirmations(node.whole("count"), node.texts("by"))


def _returns(
    node: Node | None, by: tuple[str, ...], specs: Mapping[str, FactSpec], problems: list[Problem]
) -> Returns | None:
    return (
        None if node is None else Returns(node.maybe("due"), parse_asks(node, specs, problems), node.texts("by") or by)
    )
