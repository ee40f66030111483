"""Floor 3: the `RuleEngine` and `Correlator` in plain Python, for where durable-rules cannot be imported."""

from __future__ import annotations

from collections.abc import Sequence

from estatectl.domain.rules.correlations import Correlation, Live, Relation, correlate
from estatectl.domain.rules.decisions import Decision, Table, decide
from estatectl.domain.rules.facts import Facts


class PlainEngine:
    """The reference evaluator as an engine: nothing to set up, which suits a command that decides a few times."""

    name = "plain"

    def decide(self, table: Table, facts: Facts) -> Decision:
        return decide(table, facts)


class PlainCorrelator:
    """The reference joins."""

    def correlate(self, correlation: Correlation, new: Live, recent: Sequence[Live]) -> tuple[Relation, ...]:
        return correlate(correlation, new, recent)
