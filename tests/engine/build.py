"""Small tables written in one line, for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from estatectl.domain.problems import Place
from estatectl.domain.rules.conditions import All, Among, Compare, Condition
from estatectl.domain.rules.decisions import OTHERWISE, Hit, Rule, Table
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.words import same
from tests.strategies import OUTPUTS, SPECS


def rule(rule_id: str, when: Condition, then: Mapping[str, FactValue] | None = None, line: int = 1) -> Rule:
    return Rule(rule_id, when, then or {}, same("b"), ("1.1",), sure=True, place=Place("t.yaml", line))


def table(*conditions: Condition, hit: Hit = Hit.FIRST, otherwise: bool = True) -> Table:
    """A table whose rules are called r0, r1 … in order."""
    return Table(
        id="t",
        title=same("t"),
        hit=hit,
        facts=SPECS,
        outputs=OUTPUTS,
        rules=tuple(rule(f"r{number}", when, line=number + 1) for number, when in enumerate(conditions)),
        otherwise=rule(OTHERWISE, All(())) if otherwise else None,
    )


def is_type(*values: str) -> Condition:
    return Among("type", values)


def floor(sign: str, bound: str | int) -> Condition:
    return Compare("floor", sign, Decimal(bound))


def every_floor(count: int) -> Sequence[Condition]:
    """Rules of which the first n hold on floor n - 1: each is wider than the last."""
    return [floor("gte", number) for number in range(count)]
