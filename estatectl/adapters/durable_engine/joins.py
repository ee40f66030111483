"""Floor 3: the `Correlator` that joins live records as facts in durable-rules.

Every key value is a number, every fact one choice of values of one record for one rule. Equality joins stand first,
and the guard that keeps inequality joins from reading beyond their memory stands last in each pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from estatectl.adapters.durable_engine.faults import EngineFault, too_many
from estatectl.adapters.durable_engine.projection import MARK, Definition, Message
from estatectl.adapters.durable_engine.session import Session
from estatectl.domain.rules.correlations import Correlation, JoinRule, Live, Relation, conclude_pairs

MOST_CHOICES = 400  # of one record for one rule
MOST_RULES = 64  # held in the engine at a time
MOST_FACTS = 20_000  # beyond that the engine's index degrades to chains

NEW, EARLIER = 1, 2
SIDE, OWNER = "n", "w"

Pair = tuple[int, tuple[int, ...]]
"""The number of an earlier record, and the codes of what it shares with the new one."""


class DurableCorrelator:
    """Equal to `domain.correlations.correlate`. Raises `EngineFault` where the engine fails. For one thread."""

    def __init__(self) -> None:
        self._sessions: dict[int, tuple[JoinRule, Session]] = {}

    def correlate(self, correlation: Correlation, new: Live, recent: Sequence[Live]) -> tuple[Relation, ...]:
        return tuple(match for rule in correlation.rules for match in self._matches(rule, new, recent))

    def close(self) -> None:
        """Take every rule out of the engine."""
        while self._sessions:
            _, (_, session) = self._sessions.popitem()
            session.close()

    def left_behind(self) -> int:
        """How many facts are still in the engine; zero between calls."""
        return sum(session.left_behind() for _, session in self._sessions.values())

    def _matches(self, rule: JoinRule, new: Live, recent: Sequence[Live]) -> Iterator[Relation]:
        earlier = rule.in_window(new, recent)
        codes = _Codes()
        asked = [_fact(choice, NEW, 0) for choice in _choices(rule, new, codes)]
        if not asked:
            return
        held = [
            _fact(choice, EARLIER, number)
            for number, other in enumerate(earlier)
            for choice in _choices(rule, other, codes)
        ]
        if len(held) > MOST_FACTS:
            raise too_many(rule.id, MOST_FACTS)
        pairs = [
            (tuple(codes.text(code) for code in shared), earlier[number])
            for number, shared in sorted(set(self._joined(rule, held + asked)))
        ]
        yield from conclude_pairs(rule, new, pairs)

    def _joined(self, rule: JoinRule, facts: list[Message]) -> list[Pair]:
        session = self._session(rule)
        try:
            return [pair for _, pair in session.joined(facts)]
        except EngineFault:
            self._sessions.pop(id(rule))[1].close()
            raise

    def _session(self, rule: JoinRule) -> Session:
        held = self._sessions.get(id(rule))  # by identity; holding the rule keeps its identity taken
        if held is None:
            held = self._sessions[id(rule)] = (rule, Session(rule.id, {"join": _definition(rule)}, _reader(rule)))
            if len(self._sessions) > MOST_RULES:
                self._sessions.pop(next(iter(self._sessions)))[1].close()
        return held[1]


class _Codes:
    """A number for each text of one question."""

    def __init__(self) -> None:
        self._codes: dict[object, int] = {}
        self._texts: list[object] = [None]

    def code(self, what: object) -> int:
        code = self._codes.get(what)
        if code is None:
            code = self._codes[what] = len(self._texts)
            self._texts.append(what)
        return code

    def text(self, code: int) -> str:
        return str(self._texts[code])


def _choices(rule: JoinRule, record: Live, codes: _Codes) -> Iterator[dict[str, int]]:
    """The fields of a record for each choice of its values; none where it lacks a key that the rule needs."""
    if not all(record.of(key) for key in rule.differ):
        return
    apart = {f"d{number}": codes.code(record.of(key)) for number, key in enumerate(rule.differ)}
    choices = list(islice(rule.combinations(record), MOST_CHOICES + 1))
    if len(choices) > MOST_CHOICES:
        raise too_many(rule.id, MOST_CHOICES)
    for choice in choices:
        yield {**{f"s{number}": codes.code(value) for number, value in enumerate(choice)}, **apart}


def _fact(choice: dict[str, int], side: int, number: int) -> Message:
    return {MARK: 1, SIDE: side, OWNER: number, **choice}


def _definition(rule: JoinRule) -> Definition:
    same = [{f"s{number}": {"new": f"s{number}"}} for number in range(len(rule.same))]
    apart = [{"$neq": {f"d{number}": {"new": f"d{number}"}}} for number in range(len(rule.differ))]
    guard = {"sid": {"new": "sid"}}
    return {
        "all": [
            {"new": {"$and": [{MARK: 1}, {SIDE: NEW}]}},
            {"old": {"$and": [{MARK: 1}, {SIDE: EARLIER}, *same, *apart, guard]}},
        ],
        "pri": 0,
    }


def _reader(rule: JoinRule) -> Callable[[Any], Pair]:
    shared = tuple(f"s{number}" for number in range(len(rule.same)))

    def read(closure: Any) -> Pair:
        return closure.old[OWNER], tuple(closure.old[name] for name in shared)

    return read
