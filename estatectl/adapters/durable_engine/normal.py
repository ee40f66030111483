"""Floor 3: conditions in negation normal form: signed tests under AND and OR, constants folded, small enough to match.

The engine has no NOT that is sound, and every OR multiplies its branches, so both are settled before it sees a rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import assert_never

from estatectl.domain.rules.conditions import All, Among, Compare, Condition, Holds, Known, Not, Some

MOST_BRANCHES = 12
MOST_TESTS = 60


@dataclass(frozen=True, slots=True)
class Test:
    """A condition that is asked as one field, or its contrary."""

    what: Condition
    positive: bool


@dataclass(frozen=True, slots=True)
class Both:
    """All of two or more parts; true when empty."""

    parts: tuple[Normal, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of two or more parts; false when empty."""

    parts: tuple[Normal, ...]


Normal = Test | Both | Either
TRUE, FALSE = Both(()), Either(())


def normal(condition: Condition, positive: bool = True) -> Normal:
    """The same meaning (or its contrary) without NOT; `TRUE` or `FALSE` where it does not depend on facts."""
    match condition:
        case Not(part):
            return normal(part, not positive)
        case All(parts):
            return (_both if positive else _either)(normal(part, positive) for part in parts)
        case Some(parts):
            asked = [Test(each, positive) for each in _grouped(parts)]
            rest = [normal(part, positive) for part in parts if not isinstance(part, Holds)]
            return (_either if positive else _both)([*asked, *rest])
        case Among(_, ()):
            return FALSE if positive else TRUE
        case Among() | Compare() | Holds() | Known():
            return Test(condition, positive)
        case _:
            assert_never(condition)


def branches(node: Normal) -> int:
    """How many paths through the engine's network a pattern makes."""
    match node:
        case Test():
            return 1
        case Both(parts):
            return prod(branches(part) for part in parts)
        case Either(parts):
            return sum(branches(part) for part in parts)


def tests(node: Normal) -> dict[Test, None]:
    """Every signed test in a pattern, once, in the order written."""
    if isinstance(node, Test):
        return {node: None}
    return {test: None for part in node.parts for test in tests(part)}


def fitted(node: Normal) -> Normal:
    """The pattern with its widest parts asked as one field each, until the engine can carry it."""
    if len(tests(node)) > MOST_TESTS:
        return Test(meaning(node), positive=True)
    while branches(node) > MOST_BRANCHES:
        if not isinstance(node, Both):
            return Test(meaning(node), positive=True)
        widest = max(node.parts, key=branches)
        folded = Test(meaning(widest), positive=True)
        node = _both(folded if part is widest else part for part in node.parts)
    return node


def in_order(node: Normal) -> tuple[Normal, ...]:
    """The parts of an AND as they are asked: plain equality, other fields, ranges and contraries, alternatives."""
    return tuple(sorted(node.parts if isinstance(node, Both) else (node,), key=_cost))


def lead(node: Normal) -> Among | None:
    """The plain equality that a pattern asks first, if it does: patterns that differ in it never hold together."""
    match in_order(node)[:1]:
        case (Test(Among(_, (_,)) as equality, True),):
            return equality
        case _:
            return None


def meaning(node: Normal) -> Condition:
    """A pattern as a condition again."""
    match node:
        case Test(what, positive):
            return what if positive else Not(what)
        case Both(parts):
            return All(tuple(meaning(part) for part in parts))
        case Either(parts):
            return Some(tuple(meaning(part) for part in parts))


def _grouped(parts: tuple[Condition, ...]) -> list[Condition]:
    """The set members among the parts of an OR, those of one set asked together."""
    members: dict[str, dict[Holds, None]] = {}
    for part in parts:
        if isinstance(part, Holds):
            members.setdefault(part.fact, {})[part] = None
    return [next(iter(held)) if len(held) == 1 else Some(tuple(held)) for held in members.values()]


def _both(parts: Iterable[Normal]) -> Normal:
    kept: dict[Normal, None] = {}
    for part in parts:
        if part == FALSE:
            return FALSE
        kept.update(dict.fromkeys(part.parts if isinstance(part, Both) else (part,)))
    return next(iter(kept)) if len(kept) == 1 else Both(tuple(kept))


def _either(parts: Iterable[Normal]) -> Normal:
    kept: dict[Normal, None] = {}
    for part in parts:
        if part == TRUE:
            return TRUE
        kept.update(dict.fromkeys(part.parts if isinstance(part, Either) else (part,)))
    return next(iter(kept)) if len(kept) == 1 else Either(tuple(kept))


def _cost(node: Normal) -> int:
    match node:
        case Test(Among(_, (_,)), True):
            return 0
        case Test(Compare(), _) | Test(_, False):
            return 2
        case Test():
            return 1
        case _:
            return 3
