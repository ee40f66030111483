"""Every engine says what the reference says, for any table and any facts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estatectl.domain.rules.conditions import Condition, Not
from estatectl.domain.rules.correlations import Correlation, Live, correlate
from estatectl.domain.rules.decisions import Ambiguous, Decision, Hit, Table, decide
from estatectl.domain.rules.evaluators import Evaluator
from estatectl.domain.rules.facts import Facts
from tests import strategies
from tests.engine.build import table

durable_engine = pytest.importorskip("estatectl.adapters.durable_engine", exc_type=ImportError)

Answer = Decision | tuple[str, ...]


def told(decider: Callable[[Table, Facts], Decision], table: Table, facts: Facts) -> Answer:
    """A decision, or the rules that an ambiguous one names."""
    try:
        return decider(table, facts)
    except Ambiguous as refusal:
        return tuple(rule.id for rule in refusal.rules)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.tables(), st.lists(strategies.facts, min_size=1, max_size=12))
def test_durable_rules_decides_as_the_reference_does(table: Table, records: list[Facts]) -> None:
    engine = durable_engine.DurableEngine()
    for facts in records:
        assert told(engine.decide, table, facts) == told(decide, table, facts)
    assert engine.left_behind() == 0
    engine.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(strategies.tests, min_size=20, max_size=30), st.lists(strategies.facts, min_size=10, max_size=12))
def test_each_single_test_and_its_contrary_mean_the_same_to_all(tests: list[Condition], records: list[Facts]) -> None:
    """Every rule is one test, and a table that collects shows each of them: nothing hides behind an earlier rule."""
    rules = table(*tests, *(Not(test) for test in tests), hit=Hit.COLLECT)
    engine, compiled = durable_engine.DurableEngine(), Evaluator(rules)
    for facts in records:
        assert engine.decide(rules, facts) == compiled.decide(facts) == decide(rules, facts)
    engine.close()


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.tables(max_rules=10), st.lists(strategies.facts, min_size=1, max_size=20))
def test_the_compiled_evaluator_decides_as_the_reference_does(table: Table, records: list[Facts]) -> None:
    compiled = Evaluator(table)
    for facts in records:
        assert told(lambda _, given: compiled.decide(given), table, facts) == told(decide, table, facts)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.correlations(), strategies.live_records())
def test_durable_rules_joins_as_the_reference_does(correlation: Correlation, records: tuple[Live, ...]) -> None:
    correlator = durable_engine.DurableCorrelator()
    assert correlator.correlate(correlation, records[-1], records) == correlate(correlation, records[-1], records)
    assert correlator.left_behind() == 0
    correlator.close()
