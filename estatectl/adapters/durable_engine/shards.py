"""Floor 3: a table's rules split into sets that the engine is sound on, so that big tables just work.

More than 64 sibling tests true at once leave it without an answer, 256 equal last tests crash it, 512 siblings hang it
and 251 fields are its most. A set here stays well below each of these whatever the facts are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from estatectl.adapters.durable_engine.normal import Normal, branches, lead, tests
from estatectl.domain.rules.conditions import Among, Condition

MOST_AT_ONCE = 56
MOST_PATHS = 240
MOST_FIELDS = 200

Numbered = tuple[int, Normal]


def shards(patterns: Sequence[Numbered]) -> Iterator[tuple[Numbered, ...]]:
    """The patterns in order, in runs of which each is safe as one set of rules."""
    held: list[Numbered] = []
    room = _Room()
    for index, pattern in patterns:
        if held and not room.takes(pattern):
            yield tuple(held)
            held, room = [], _Room()
        room.add(pattern)
        held.append((index, pattern))
    if held:
        yield tuple(held)


class _Room:
    """What a set of patterns may cost the engine at worst."""

    def __init__(self) -> None:
        self._fields: set[Condition] = set()
        self._paths = 0
        self._open = 0
        self._leads: dict[str, Counter[Among]] = {}

    def takes(self, pattern: Normal) -> bool:
        paths = branches(pattern)
        return (
            self._at_once + paths <= MOST_AT_ONCE
            and self._paths + paths <= MOST_PATHS
            and len(self._fields | _questions(pattern)) <= MOST_FIELDS
        )

    def add(self, pattern: Normal) -> None:
        paths = branches(pattern)
        self._fields |= _questions(pattern)
        self._paths += paths
        first = lead(pattern)
        if first is None:
            self._open += paths
        else:
            self._leads.setdefault(first.fact, Counter())[first] += paths

    @property
    def _at_once(self) -> int:
        """Rules that ask the same fact for different values never hold together."""
        return self._open + sum(max(counter.values()) for counter in self._leads.values())


def _questions(pattern: Normal) -> set[Condition]:
    return {test.what for test in tests(pattern)}
