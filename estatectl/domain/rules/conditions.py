"""The one written form of a condition: parsed into a typed tree, checked against the facts it names, evaluated purely.

A mapping is AND; `all:`, `any:`, `not:` nest. A fact that is not known satisfies no comparison, so `not` of it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.rules.facts import FactKind, Facts, FactSpec
from estatectl.domain.tree import Node, exact
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class Among:
    """A text or flag fact equals one of `values`."""

    fact: str
    values: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """A number fact stands in a relation (`eq lt lte gt gte`) to a bound."""

    fact: str
    op: str
    bound: Decimal


@dataclass(frozen=True, slots=True)
class Holds:
    """A set fact contains a member."""

    fact: str
    member: str


@dataclass(frozen=True, slots=True)
class Known:
    """A fact is there at all."""

    fact: str


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; true when empty."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds; false when empty."""

    parts: tuple[Condition, ...]


Condition = Among | Compare | Holds | Known | Not | All | Some
ALWAYS = All(())

COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "eq": lambda a, b: a == b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
}
_OPS = {
    FactKind.TEXT: ("eq", "ne", "in", "not_in", "known"),
    FactKind.FLAG: ("eq", "ne", "known"),
    FactKind.NUMBER: ("eq", "ne", "lt", "lte", "gt", "gte", "known"),
    FactKind.SET: ("any_of", "all_of", "none_of", "known"),
}


def holds(condition: Condition, facts: Facts) -> bool:
    """The plain meaning of a condition: what every engine must agree with."""
    match condition:
        case Among(fact, values):
            return fact in facts and facts[fact] in values
        case Compare(fact, op, bound):
            value = facts.get(fact)
            return isinstance(value, Decimal) and COMPARISONS[op](value, bound)
        case Holds(fact, member):
            value = facts.get(fact)
            return isinstance(value, frozenset) and member in value
        case Known(fact):
            return fact in facts
        case Not(part):
            return not holds(part, facts)
        case All(parts):
            return all(holds(part, facts) for part in parts)
        case Some(parts):
            return any(holds(part, facts) for part in parts)
        case _:
            assert_never(condition)


def named_facts(condition: Condition) -> frozenset[str]:
    """The facts that a condition looks at."""
    match condition:
        case Among(fact) | Compare(fact) | Holds(fact) | Known(fact):
            return frozenset({fact})
        case Not(part):
            return named_facts(part)
        case All(parts) | Some(parts):
            return frozenset().union(*(named_facts(part) for part in parts))
        case _:
            assert_never(condition)


def parse_condition(node: Node | None, specs: Mapping[str, FactSpec], problems: list[Problem]) -> Condition:
    """The tree of a `when:`; every fault is added to `problems`, and what is sound is kept."""
    if node is None:
        return ALWAYS
    parts: list[Condition] = []
    for key, child in node.items():
        match key:
            case "all":
                parts += [parse_condition(each, specs, problems) for each in child.each()]
            case "any":
                parts.append(Some(tuple(parse_condition(each, specs, problems) for each in child.each())))
            case "not":
                parts.append(Not(parse_condition(child, specs, problems)))
            case _ if key in specs:
                parts.append(_test(specs[key], child, problems))
            case _:
                words = Words(zh="这里没有叫“{name}”的事实", en="no fact called '{name}' here").fill(name=key)
                known = [*specs, "all", "any", "not"]
                problems.append(Problem("EST-311", words, child.key_place, did_you_mean(key, known)))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _test(spec: FactSpec, node: Node, problems: list[Problem]) -> Condition:
    if not node.is_mapping:
        op = {FactKind.SET: "any_of", FactKind.TEXT: "in"}.get(spec.kind, "eq")
        return _compare(spec, op, node, problems)
    parts: list[Condition] = []
    for op, child in node.items():
        if op in _OPS[spec.kind]:
            parts.append(_compare(spec, op, child, problems))
        else:
            words = Words(
                zh="事实“{fact}”是{kind}，不能用“{op}”比较", en="'{fact}' is a {kind}; '{op}' does not apply to it"
            ).fill(fact=spec.name, kind=_KIND_WORDS[spec.kind], op=op)
            problems.append(Problem("EST-312", words, child.key_place, did_you_mean(op, _OPS[spec.kind])))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _compare(spec: FactSpec, op: str, node: Node, problems: list[Problem]) -> Condition:
    if op == "known":
        return Known(spec.name) if _is_flag(node, problems) else Not(Known(spec.name))
    children = node.each() if node.is_sequence else [node]
    values = [value for child in children for value in _value(spec, child, problems)]
    match op:
        case "any_of":
            return Some(tuple(Holds(spec.name, str(value)) for value in values))
        case "all_of":
            return All(tuple(Holds(spec.name, str(value)) for value in values))
        case "none_of":
            return Not(Some(tuple(Holds(spec.name, str(value)) for value in values)))
        case "ne" | "not_in":
            return Not(_equal(spec, values))
        case "eq" | "in":
            return _equal(spec, values)
        case _:
            bounds = [Compare(spec.name, op, value) for value in values if isinstance(value, Decimal)]
            return bounds[0] if bounds else ALWAYS


def _equal(spec: FactSpec, values: list[str | bool | Decimal]) -> Condition:
    if spec.kind is FactKind.NUMBER:
        return Some(tuple(Compare(spec.name, "eq", value) for value in values if isinstance(value, Decimal)))
    return Among(spec.name, tuple(value for value in values if not isinstance(value, Decimal)))


def _value(spec: FactSpec, node: Node, problems: list[Problem]) -> list[str | bool | Decimal]:
    """The value as its kind asks, in a list of one; empty after a fault."""
    value = node.value
    match spec.kind:
        case FactKind.FLAG if isinstance(value, bool):
            return [value]
        case FactKind.NUMBER if isinstance(value, int | float) and not isinstance(value, bool):
            return [exact(value)]
        case FactKind.TEXT | FactKind.SET if isinstance(value, str):
            if value not in spec.values:
                words = Words(zh="“{fact}”没有取值“{value}”", en="'{value}' is not a value of '{fact}'").fill(
                    fact=spec.name, value=value
                )
                problems.append(Problem("EST-313", words, node.place, did_you_mean(value, spec.values)))
            return [value]
        case _:
            words = Words(
                zh="事实“{fact}”是{kind}，不能与这个值比较",
                en="'{fact}' is a {kind}; it cannot be compared with this value",
            ).fill(fact=spec.name, kind=_KIND_WORDS[spec.kind])
            problems.append(Problem("EST-314", words, node.place))
            return []


def _is_flag(node: Node, problems: list[Problem]) -> bool:
    if not isinstance(node.value, bool):
        words = Words(zh="known 只能写 true 或 false", en="'known' is true or false")
        problems.append(Problem("EST-314", words, node.place))
    return node.value is True


_KIND_WORDS = {
    FactKind.TEXT: Words(zh="单选值", en="text"),
    FactKind.FLAG: Words(zh="是否值", en="flag"),
    FactKind.NUMBER: Words(zh="数字", en="number"),
    FactKind.SET: Words(zh="多选值", en="set"),
}
