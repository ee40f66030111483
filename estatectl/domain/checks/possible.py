"""Whether a condition can hold at all once some of the facts are settled and the others are open. Domain floor."""

from __future__ import annotations

from collections.abc import Collection
from typing import assert_never

from estatectl.domain.rules.conditions import All, Among, Compare, Condition, Holds, Known, Not, Some, holds
from estatectl.domain.rules.facts import Facts


def possible(condition: Condition, settled: Facts, absent: Collection[str] = ()) -> bool:
    """False only where the condition cannot hold, whatever the facts that are not `settled`; `absent` ones are never
    known.

    Each open test is taken to be free of the others, so contradictions among them are not seen.
    """
    return True in _outcomes(condition, settled, absent)


def _outcomes(condition: Condition, settled: Facts, absent: Collection[str]) -> frozenset[bool]:
    match condition:
        case Among(fact) | Compare(fact) | Holds(fact) | Known(fact) if fact in absent:
            return frozenset({False})
        case Among(fact) | Compare(fact) | Holds(fact) | Known(fact) if fact in settled:
            return frozenset({holds(condition, settled)})
        case Among(_, values):
            return frozenset({bool(values), False})
        case Compare() | Holds() | Known():
            return frozenset({True, False})
        case Not(part):
            return frozenset(not each for each in _outcomes(part, settled, absent))
        case All(parts):
            of_parts = [_outcomes(part, settled, absent) for part in parts]
            return _both(all(True in each for each in of_parts), any(False in each for each in of_parts))
        case Some(parts):
            of_parts = [_outcomes(part, settled, absent) for part in parts]
            return _both(any(True in each for each in of_parts), all(False in each for each in of_parts))
        case _:
            assert_never(condition)


def _both(can_hold: bool, can_fail: bool) -> frozenset[bool]:
    return frozenset(each for each, can in ((True, can_hold), (False, can_fail)) if can)
