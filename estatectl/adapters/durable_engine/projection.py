"""Floor 3: facts as the engine sees them: flat records of small whole numbers under short names.

Texts become codes, numbers their rank among the bounds that the rules name, sets one 0/1 field per question. All of it
is exact, so no coercion, rounding or string comparison of the engine's can ever decide anything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from estatectl.adapters.durable_engine.normal import Both, Either, Normal, Test, in_order, tests
from estatectl.domain.rules.conditions import Among, Compare, Condition, Holds, Known, Some, holds
from estatectl.domain.rules.facts import Facts, FactValue

Message = dict[str, int]
Definition = dict[str, Any]
Writer = Callable[[FactValue, Message], None]

MARK = "q"  # in every message of ours, and first in every pattern: the engine's own messages have none
ABSENT = 0


class Projection:
    """The fields that a group of patterns needs, how facts fill them, and how a test asks them.

    A field that is left out of a message means `ABSENT`; the fields of which some test is true then are always sent.
    """

    def __init__(self, patterns: Iterable[Normal]) -> None:
        asked = {test: None for pattern in patterns for test in tests(pattern)}
        self._names: dict[object, str] = {}
        self._codes: dict[str, dict[FactValue, int]] = {}
        self._bounds: dict[str, list[Decimal]] = {}
        self._writers: dict[str, list[Writer]] = {}
        self._whole: list[tuple[str, Condition]] = []
        for test in asked:
            self._gather(test.what)
        for condition in dict.fromkeys(test.what for test in asked):
            self._prepare(condition)
        self._asks = {test: self._ask(test.what, test.positive) for test in asked}
        self._template: Message = {MARK: 1}
        self._template.update(
            dict.fromkeys((_field(ask) for ask in self._asks.values() if _true_of_absent(ask)), ABSENT)
        )

    @property
    def width(self) -> int:
        """How many fields a message may carry."""
        return len(self._names) + 1

    def message(self, facts: Facts) -> Message:
        message = self._template.copy()
        for fact, writers in self._writers.items():
            if fact in facts:
                value = facts[fact]
                for write in writers:
                    write(value, message)
        for name, condition in self._whole:
            if holds(condition, facts):
                message[name] = 1
        return message

    def definition(self, pattern: Normal) -> Definition:
        """A pattern in the engine's words, the mark first."""
        written = [self._written(part) for part in in_order(pattern)]
        return {"$and": [{MARK: 1}, *written]} if written else {MARK: 1}

    def _written(self, pattern: Normal) -> Definition:
        match pattern:
            case Test():
                return self._asks[pattern]
            case Both():
                return {"$and": [self._written(part) for part in in_order(pattern)]}
            case Either(parts):
                return {"$or": [self._written(part) for part in parts]}

    def _name(self, letter: str, what: object) -> str:
        return self._names.setdefault((letter, what), f"{letter}{len(self._names)}")

    def _gather(self, condition: Condition) -> None:
        match condition:
            case Among(fact, (value,)):
                codes = self._codes.setdefault(fact, {})
                codes.setdefault(value, len(codes) + 1)
            case Compare(fact, _, bound):
                bounds = self._bounds.setdefault(fact, [])
                if bound not in bounds:
                    bounds.append(bound)
                    bounds.sort()

    def _prepare(self, condition: Condition) -> None:
        match condition:
            case Among(fact, (_,)):
                self._once(("t", fact), fact, lambda name: _write_code(name, self._codes[fact]))
            case Among(fact, values):
                self._once(("g", condition), fact, lambda name: _write_among(name, frozenset(values)))
            case Compare(fact, "lt" | "lte"):
                self._once(("d", fact), fact, lambda name: _write_rank(name, self._bounds[fact], falling=True))
            case Compare(fact):
                self._once(("u", fact), fact, lambda name: _write_rank(name, self._bounds[fact], falling=False))
            case Holds(fact, member):
                self._once(("m", condition), fact, lambda name: _write_held(name, frozenset({member})))
            case Known(fact):
                self._once(("k", condition), fact, _write_known)
            case Some((Holds(fact), *_)) if _of_one_set(condition):
                members = frozenset(part.member for part in condition.parts if isinstance(part, Holds))
                self._once(("m", condition), fact, lambda name: _write_held(name, members))
            case _:
                self._whole.append((self._name("x", condition), condition))

    def _once(self, key: tuple[str, object], fact: str, writer: Callable[[str], Writer]) -> None:
        if key not in self._names:
            self._writers.setdefault(fact, []).append(writer(self._name(*key)))

    def _ask(self, condition: Condition, positive: bool) -> Definition:
        match condition:
            case Among(fact, (value,)):
                return _equals(self._name("t", fact), self._codes[fact][value], positive)
            case Compare(fact, op, bound):
                return self._ask_rank(fact, op, bound, positive)
            case Among():
                return {self._name("g", condition): int(positive)}
            case Known():
                return {self._name("k", condition): int(positive)}
            case _ if ("m", condition) in self._names:
                return {self._name("m", condition): int(positive)}
            case _:
                return {self._name("x", condition): int(positive)}

    def _ask_rank(self, fact: str, op: str, bound: Decimal, positive: bool) -> Definition:
        count, place = len(self._bounds[fact]), bisect_left(self._bounds[fact], bound)
        match op:
            case "eq":
                return _equals(self._name("u", fact), 2 * place + 2, positive)
            case "gt" | "gte":
                name, least = self._name("u", fact), 2 * place + (2 if op == "gte" else 3)
            case _:
                name, least = self._name("d", fact), 2 * (count - place) + (0 if op == "lte" else 1)
        return {"$gte": {name: least}} if positive else {"$lt": {name: least}}


def _write_code(name: str, codes: dict[FactValue, int]) -> Writer:
    other = len(codes) + 1

    def write(value: FactValue, message: Message) -> None:
        message[name] = codes.get(value, other)

    return write


def _write_among(name: str, values: frozenset[str | bool]) -> Writer:
    def write(value: FactValue, message: Message) -> None:
        if value in values:
            message[name] = 1

    return write


def _write_rank(name: str, bounds: list[Decimal], *, falling: bool) -> Writer:
    """Rising: 1 below the first bound, 2 on it, 3 above it … Falling: the same from the other end."""
    beyond = 2 * len(bounds) + 2

    def write(value: FactValue, message: Message) -> None:
        if isinstance(value, Decimal):
            place = bisect_left(bounds, value)
            rank = 2 * place + (2 if place < len(bounds) and bounds[place] == value else 1)
            message[name] = beyond - rank if falling else rank

    return write


def _write_held(name: str, members: frozenset[str]) -> Writer:
    def write(value: FactValue, message: Message) -> None:
        if isinstance(value, frozenset) and not members.isdisjoint(value):
            message[name] = 1

    return write


def _write_known(name: str) -> Writer:
    def write(_: FactValue, message: Message) -> None:
        message[name] = 1

    return write


def _of_one_set(condition: Some) -> bool:
    return len({part.fact if isinstance(part, Holds) else None for part in condition.parts}) == 1


def _equals(name: str, code: int, positive: bool) -> Definition:
    return {name: code} if positive else {"$neq": {name: code}}


def _field(ask: Definition) -> str:
    ((key, value),) = ask.items()
    return next(iter(value)) if isinstance(value, dict) else key


def _true_of_absent(ask: Definition) -> bool:
    ((key, value),) = ask.items()
    return key in ("$neq", "$lt") or value == ABSENT
