"""Laws of conditions under facts that may be missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.rules.conditions import All, Among, Compare, Condition, Holds, Known, Not, Some, holds
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.rules.weighing import missing, weigh

FACTS: dict[str, st.SearchStrategy[FactValue]] = {
    "colour": st.sampled_from(["red", "green"]),
    "size": st.sampled_from([Decimal(1), Decimal(2), Decimal(3)]),
    "tags": st.frozensets(st.sampled_from(["a", "b"])),
    "open": st.booleans(),
}
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.sampled_from(["red", "green"]).map(lambda value: Among("colour", (value,))),
    st.booleans().map(lambda value: Among("open", (value,))),
    st.tuples(st.sampled_from(["lt", "lte", "gt", "gte", "eq"]), st.sampled_from([1, 2, 3])).map(
        lambda pair: Compare("size", pair[0], Decimal(pair[1]))
    ),
    st.sampled_from(["a", "b"]).map(lambda member: Holds("tags", member)),
    st.sampled_from(list(FACTS)).map(Known),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: Some(tuple(parts))),
    ),
    max_leaves=8,
)
WHOLE = st.fixed_dictionaries(FACTS)


@given(CONDITIONS, WHOLE)
def test_law_where_every_fact_is_known_it_is_plain_logic(condition: Condition, facts: dict[str, FactValue]) -> None:
    assert weigh(condition, facts) is holds(condition, facts)


@given(CONDITIONS, WHOLE, st.sets(st.sampled_from(list(FACTS))))
def test_law_what_is_told_without_a_fact_stays_so_with_it(
    condition: Condition, facts: dict[str, FactValue], hidden: set[str]
) -> None:
    """`known:` asks about the missing fact itself, and is the one thing that learning it may turn."""
    if _asks_whether_known(condition):
        return
    told = weigh(condition, {name: value for name, value in facts.items() if name not in hidden})
    assert told is None or told is weigh(condition, facts)


@given(CONDITIONS, WHOLE, st.sets(st.sampled_from(list(FACTS))))
def test_law_nothing_is_left_open_without_a_missing_fact(
    condition: Condition, facts: dict[str, FactValue], hidden: set[str]
) -> None:
    seen = {name: value for name, value in facts.items() if name not in hidden}
    if weigh(condition, seen) is None:
        assert missing(condition, seen)


def _asks_whether_known(condition: Condition) -> bool:
    match condition:
        case Known():
            return True
        case Not(part):
            return _asks_whether_known(part)
        case All(parts) | Some(parts):
            return any(_asks_whether_known(part) for part in parts)
        case _:
            return False


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        pytest.param(Compare("size", "lte", Decimal(2)), None, id="a missing number satisfies no bound"),
        pytest.param(Not(Compare("size", "lte", Decimal(2))), None, id="and breaks none either"),
        pytest.param(
            Some((Compare("size", "lte", Decimal(2)), Among("open", (True,)))), True, id="one known way is enough"
        ),
        pytest.param(
            All((Compare("size", "lte", Decimal(2)), Among("open", (False,)))), False, id="one known no is enough"
        ),
        pytest.param(Known("size"), False, id="whether it is known can always be told"),
    ],
)
def test_a_missing_fact(condition: Condition, told: bool | None) -> None:
    assert weigh(condition, {"open": True}) is told
