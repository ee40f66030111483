"""Decision tables: rules over facts, with a hit policy. `decide` is the reference that every engine must equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.rules.conditions import Condition, holds, parse_condition
from estatectl.domain.rules.facts import FactKind, Facts, FactSpec, FactValue, Vocabulary, parse_specs
from estatectl.domain.tree import Node, exact
from estatectl.domain.words import Words

OTHERWISE = "otherwise"


class Hit(Enum):
    """Which of the rules that hold decide: the first written, the only one (two are a fault), or all of them."""

    FIRST = "first"
    UNIQUE = "unique"
    COLLECT = "collect"


@dataclass(frozen=True, slots=True)
class Rule:
    """When the condition holds, `then` is so, because of `clauses`. `sure=False` asks a person to confirm."""

    id: str
    when: Condition
    then: Mapping[str, FactValue]
    because: Words
    clauses: tuple[str, ...]
    sure: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. `otherwise` decides where no rule holds; without it nothing is decided then."""

    id: str
    title: Words
    hit: Hit
    facts: Mapping[str, FactSpec]
    outputs: Mapping[str, FactSpec]
    rules: tuple[Rule, ...]
    otherwise: Rule | None

    def rule(self, rule_id: str) -> Rule | None:
        every = (*self.rules, *((self.otherwise,) if self.otherwise else ()))
        return next((rule for rule in every if rule.id == rule_id), None)

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Table:
        facts = parse_specs(node.get("facts"), vocabulary, problems)
        outputs = parse_specs(node.get("outputs"), vocabulary, problems)
        rules = tuple(_parse_rule(each, facts, outputs, problems) for each in node.each("rules"))
        _refuse_repeats(rules, problems)
        fallback = node.get(OTHERWISE)
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            hit=Hit(node.text("hit")),
            facts=facts,
            outputs=outputs,
            rules=rules,
            otherwise=_parse_rule(fallback, facts, outputs, problems) if fallback else None,
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table said about facts: the rules that fired, in the order written, and what follows from them.

    `values` merges the fired rules' outcomes: a set output is their union, any other output the first one given.
    """

    table: str
    facts: Facts
    fired: tuple[str, ...]
    values: Mapping[str, FactValue]
    sure: bool


class Ambiguous(Exception):
    """A `unique` table in which several rules hold for one record."""

    def __init__(self, table: Table, rules: tuple[Rule, ...]) -> None:
        self.table, self.rules = table, rules
        super().__init__(f"{table.id}: {', '.join(rule.id for rule in rules)} all hold")


def decide(table: Table, facts: Facts) -> Decision:
    """The reference evaluator. Raises `Ambiguous` where a `unique` table has more than one answer."""
    return conclude(table, facts, tuple(rule for rule in table.rules if holds(rule.when, facts)))


def conclude(table: Table, facts: Facts, hits: tuple[Rule, ...]) -> Decision:
    """The decision that follows once it is known which rules hold (all of them, in the order written)."""
    if table.hit is Hit.UNIQUE and len(hits) > 1:
        raise Ambiguous(table, hits)
    if table.hit is Hit.FIRST:
        hits = hits[:1]
    if not hits and table.otherwise is not None:
        hits = (table.otherwise,)
    values: dict[str, FactValue] = {}
    for rule in hits:
        for name, value in rule.then.items():
            held = values.setdefault(name, value)
            if isinstance(held, frozenset) and isinstance(value, frozenset):
                values[name] = held | value
    sure = bool(hits) and all(rule.sure for rule in hits)
    return Decision(table.id, facts, tuple(rule.id for rule in hits), values, sure)


def visible(table: Table, facts: Facts) -> Facts:
    """Only the facts that the table declares: what an engine is given, and what the journal keeps."""
    return {name: facts[name] for name in table.facts if name in facts}


def _parse_rule(
    node: Node, facts: Mapping[str, FactSpec], outputs: Mapping[str, FactSpec], problems: list[Problem]
) -> Rule:
    then = parse_outcomes(node.get("then"), outputs, problems)
    rule_id = node.text("id", OTHERWISE)
    return Rule(
        id=rule_id,
        when=parse_condition(node.get("when"), facts, problems),
        then=then,
        because=node.words("because"),
        clauses=node.texts("clauses"),
        sure=node.flag("sure", default=rule_id != OTHERWISE),
        place=node.place,
    )


def parse_outcomes(node: Node | None, outputs: Mapping[str, FactSpec], problems: list[Problem]) -> dict[str, FactValue]:
    """A mapping of outputs to values, checked against what each may be."""
    values: dict[str, FactValue] = {}
    for name, child in node.items() if node is not None else ():
        if name in outputs:
            values.update((name, value) for value in _outcome(outputs[name], child, problems))
        else:
            words = Words(zh="没有叫“{name}”的结论", en="no output is called '{name}'").fill(name=name)
            problems.append(Problem("EST-315", words, child.key_place, did_you_mean(name, outputs)))
    return values


def _outcome(spec: FactSpec, node: Node, problems: list[Problem]) -> list[FactValue]:
    value = node.value
    match spec.kind:
        case FactKind.FLAG if isinstance(value, bool):
            return [value]
        case FactKind.NUMBER if isinstance(value, int | float) and not isinstance(value, bool):
            return [exact(value)]
        case FactKind.TEXT if isinstance(value, str) and (not spec.values or value in spec.values):
            return [value]
        case FactKind.SET:
            members = [str(child.value) for child in node.each()] if node.is_sequence else [str(value)]
            if set(members) <= set(spec.values):
                return [frozenset(members)]
    words = Words(zh="“{name}”不能取这个值", en="this is not a value of '{name}'").fill(name=spec.name)
    problems.append(Problem("EST-316", words, node.place, did_you_mean(str(value), spec.values)))
    return []


def _refuse_repeats(rules: tuple[Rule, ...], problems: list[Problem]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            words = Words(zh="规则编号“{id}”用了两次", en="the rule id '{id}' is used twice").fill(id=rule.id)
            problems.append(Problem("EST-317", words, rule.place))
        seen.add(rule.id)


def plain(value: FactValue) -> object:
    """A fact as JSON: sets sorted, numbers as they are written."""
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value) if isinstance(value, Decimal) else value
