"""Conditions under facts that may be missing: true, false, or not to be told. Domain floor.

`conditions.holds` takes a missing fact for a comparison that fails. Whoever must prove something cannot: here what
leans on a missing fact is None, as in Kleene's logic of three values, and `known:` alone asks whether it is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from estatectl.domain.rules.conditions import (
    All,
    Among,
    Compare,
    Condition,
    Holds,
    Known,
    Not,
    Some,
    holds,
    named_facts,
)
from estatectl.domain.rules.facts import Facts


def weigh(condition: Condition, facts: Facts) -> bool | None:
    """Whether a condition holds; None where that hangs on a fact that is not known."""
    match condition:
        case Known():
            return holds(condition, facts)
        case Among(fact) | Compare(fact) | Holds(fact):
            return holds(condition, facts) if fact in facts else None
        case Not(part):
            told = weigh(part, facts)
            return None if told is None else not told
        case All(parts):
            return _both(weigh(part, facts) for part in parts)
        case Some(parts):
            told = _both(None if each is None else not each for each in (weigh(part, facts) for part in parts))
            return None if told is None else not told
        case _:
            assert_never(condition)


def foresee(condition: Condition, sure: Facts) -> bool | None:
    """Whether a condition will hold of whatever these facts are sure of; None where other facts tell.

    Unlike `weigh`, what is not among them may yet be there: `known:` of it tells nothing.
    """
    return weigh(_unsaid(condition, sure), sure)


def _unsaid(condition: Condition, sure: Facts) -> Condition:
    match condition:
        case Known(fact) if fact not in sure:
            return Among(fact, ())  # nothing is said of what may or may not be there
        case Not(part):
            return Not(_unsaid(part, sure))
        case All(parts):
            return All(tuple(_unsaid(part, sure) for part in parts))
        case Some(parts):
            return Some(tuple(_unsaid(part, sure) for part in parts))
        case _:
            return condition


def missing(condition: Condition, facts: Facts) -> frozenset[str]:
    """The facts that a condition asks for and that are not known."""
    return frozenset(name for name in named_facts(condition) if name not in facts)


def _both(told: Iterable[bool | None]) -> bool | None:
    """False as soon as one is false; None where the rest is not all known."""
    result: bool | None = True
    for each in told:
        if each is False:
            return False
        if each is None:
            result = None
    return result
