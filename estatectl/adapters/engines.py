"""Floor 3: durable-rules where it can be imported, plain Python where not; nothing is imported before it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from estatectl.adapters.plain_engine import PlainCorrelator, PlainEngine
from estatectl.domain.rules.correlations import Correlation, Live, Relation
from estatectl.domain.rules.decisions import Decision, Table
from estatectl.domain.rules.facts import Facts
from estatectl.usecases.ports import Correlator, RuleEngine


class LiveEngine:
    """The `RuleEngine` and `Correlator` of the house. `name` says which engine it is, and is what `doctor` tells."""

    @property
    def name(self) -> str:
        return self._engine.name

    def decide(self, table: Table, facts: Facts) -> Decision:
        return self._engine.decide(table, facts)

    def correlate(self, correlation: Correlation, new: Live, recent: Sequence[Live]) -> tuple[Relation, ...]:
        return self._correlator.correlate(correlation, new, recent)

    @cached_property
    def _engine(self) -> RuleEngine:
        try:
            from estatectl.adapters.durable_engine import DurableEngine  # noqa: PLC0415 40 ms, and not on every Python
        except ImportError:
            return PlainEngine()
        return DurableEngine()

    @cached_property
    def _correlator(self) -> Correlator:
        try:
            from estatectl.adapters.durable_engine import DurableCorrelator  # noqa: PLC0415 the same
        except ImportError:
            return PlainCorrelator()
        return DurableCorrelator()
