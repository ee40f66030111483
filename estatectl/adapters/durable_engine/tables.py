"""Floor 3: a decision table as the engine holds it: sets of rules, each with the projection of facts that it sees."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.adapters.durable_engine.faults import too_many
from estatectl.adapters.durable_engine.normal import FALSE, TRUE, Normal, fitted, normal
from estatectl.adapters.durable_engine.projection import Projection
from estatectl.adapters.durable_engine.session import Session
from estatectl.adapters.durable_engine.shards import Numbered, shards
from estatectl.domain.rules.decisions import Hit, Rule, Table
from estatectl.domain.rules.facts import Facts

MOST_WIDE = 250


class LiveTable:
    """A table in the engine; `hits` says which of its rules hold, in the order written (the first one for `first`)."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._shards = tuple(_Shard(table, part) for part in shards(tuple(_live(table))))

    def hits(self, facts: Facts) -> tuple[Rule, ...]:
        rules = self.table.rules
        if self.table.hit is Hit.FIRST:
            return next(((rules[index],) for shard in self._shards if (index := shard.first(facts)) is not None), ())
        return tuple(rules[index] for shard in self._shards for index in shard.every(facts))

    def left_behind(self) -> int:
        return sum(shard.session.left_behind() for shard in self._shards)

    def close(self) -> None:
        for shard in self._shards:
            shard.session.close()


class _Shard:
    def __init__(self, table: Table, part: tuple[Numbered, ...]) -> None:
        self._projection = Projection(pattern for _, pattern in part)
        if self._projection.width > MOST_WIDE:
            raise too_many(table.id, MOST_WIDE)
        self.session = Session(
            table.id,
            {
                f"r{index}": {"all": [{"m": self._projection.definition(pattern)}], "pri": order}
                for order, (index, pattern) in enumerate(part)
            },
        )

    def first(self, facts: Facts) -> int | None:
        fired = self.session.first(self._projection.message(facts))
        return None if fired is None else int(fired[1:])

    def every(self, facts: Facts) -> list[int]:
        return sorted(int(fired[1:]) for fired in self.session.every(self._projection.message(facts)))


def _live(table: Table) -> Iterator[Numbered]:
    """The rules that can ever decide: none that is false whatever the facts, none after one that always holds."""
    for index, rule in enumerate(table.rules):
        pattern: Normal = fitted(normal(rule.when))
        if pattern == FALSE:
            continue
        yield index, pattern
        if pattern == TRUE and table.hit is Hit.FIRST:
            return
