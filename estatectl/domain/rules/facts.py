"""What rules may know about a thing: a flat record of typed, named values, each from a closed set or a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

FactValue = str | bool | Decimal | frozenset[str]
Facts = Mapping[str, FactValue]
Vocabulary = Mapping[str, tuple[str, ...]]
"""Closed sets that policies define elsewhere: concepts, departments, posts, asset_classes, calendars, paths …"""


class FactKind(Enum):
    TEXT = "text"  # one of `values`
    FLAG = "flag"  # true or false
    NUMBER = "number"  # any decimal number
    SET = "set"  # any subset of `values`


@dataclass(frozen=True, slots=True)
class FactSpec:
    """The name, kind and allowed values of one fact (or of one output of a table)."""

    name: str
    kind: FactKind
    values: tuple[str, ...] = ()
    title: Words | None = None

    @classmethod
    def parse(cls, name: str, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> FactSpec:
        values = allowed_values(node, vocabulary, problems)
        return cls(name, FactKind(node.text("type")), values, node.words("title") if "title" in node else None)


def allowed_values(node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> tuple[str, ...]:
    """The closed set under `values:` (a list, or a mapping of value to its words) or `values_from:`."""
    source = node.maybe("values_from")
    if source is None:
        values = node.get("values")
        return tuple(values.value) if values is not None and values.is_mapping else node.texts("values")
    if source not in vocabulary:
        words = Words(zh="没有叫“{name}”的取值来源", en="no set of values is called '{name}'").fill(name=source)
        problems.append(Problem("EST-310", words, node["values_from"].place, did_you_mean(source, vocabulary)))
    return vocabulary.get(source, ())


def parse_specs(node: Node | None, vocabulary: Vocabulary, problems: list[Problem]) -> dict[str, FactSpec]:
    """The `facts:` or `outputs:` mapping of a policy."""
    if node is None:
        return {}
    return {name: FactSpec.parse(name, child, vocabulary, problems) for name, child in node.items()}
