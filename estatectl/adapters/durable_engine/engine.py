"""Floor 3: the `RuleEngine` that applies decision tables through durable-rules."""

from __future__ import annotations

from collections import OrderedDict

from estatectl.adapters.durable_engine.faults import EngineFault
from estatectl.adapters.durable_engine.tables import LiveTable
from estatectl.domain.rules.decisions import Decision, Table, conclude
from estatectl.domain.rules.facts import Facts

MOST_TABLES = 64


class DurableEngine:
    """Tables enter the engine when first used, and leave it when 64 others have been used since.

    Equal to `domain.decisions.decide`, `Ambiguous` included. Raises `EngineFault` where the engine fails; the table is
    then set up anew for the next decision. For one thread.
    """

    name = "durable-rules"

    def __init__(self) -> None:
        self._tables: OrderedDict[int, LiveTable] = OrderedDict()

    def decide(self, table: Table, facts: Facts) -> Decision:
        live = self._live(table)
        try:
            hits = live.hits(facts)
        except EngineFault:
            self._drop(id(table))
            raise
        return conclude(table, facts, hits)

    def left_behind(self) -> int:
        """How many facts and events are still in the engine; zero between calls."""
        return sum(live.left_behind() for live in self._tables.values())

    def close(self) -> None:
        """Take every table out of the engine."""
        while self._tables:
            self._drop(next(iter(self._tables)))

    def _live(self, table: Table) -> LiveTable:
        # By identity: comparing tables costs more than deciding, and the held table keeps its identity taken.
        live = self._tables.get(id(table))
        if live is None:
            live = self._tables[id(table)] = LiveTable(table)
            if len(self._tables) > MOST_TABLES:
                self._drop(next(iter(self._tables)))
        else:
            self._tables.move_to_end(id(table))
        return live

    def _drop(self, key: int) -> None:
        self._tables.pop(key).close()
