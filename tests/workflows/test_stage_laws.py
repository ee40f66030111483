"""Which stages are found lost, held against a walk along every path; and what conditions leave possible."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.bundle import Bundle
from estatectl.domain.checks.possible import possible
from estatectl.domain.checks.stages import check_stages
from estatectl.domain.rules.conditions import Condition, holds
from estatectl.domain.rules.facts import Facts
from estatectl.domain.tree import Node
from tests.strategies import conditions, facts

STAGES = ("s0", "s1", "s2", "s3", "s4")
Graph = tuple[tuple[frozenset[str], tuple[str, ...]], ...]
"""Moves: the stages from which each can be made, and those that it may lead to."""

graphs: st.SearchStrategy[Graph] = st.lists(
    st.tuples(
        st.frozensets(st.sampled_from(STAGES), min_size=1, max_size=3),
        st.lists(st.sampled_from(STAGES), max_size=2, unique=True).map(tuple),
    ),
    max_size=7,
).map(tuple)


def placed(value: Any) -> list[Any]:
    """A plain value as a tree; where things stand does not matter here."""
    if isinstance(value, dict):
        return [1, 1, {key: [*placed(each), 1, 1] for key, each in value.items()}]
    return [1, 1, [placed(each) for each in value]] if isinstance(value, list) else [1, 1, value]


def lost(graph: Graph, final: frozenset[str]) -> dict[str, str]:
    """What the check says, by the stage it says it of."""
    moves = {
        f"m{number}": {"from": sorted(starts), **({"to": [{"stage": end} for end in ends]} if ends else {})}
        for number, (starts, ends) in enumerate(graph)
    }
    document = {
        "id": "w",
        "stages": {stage: {"final": stage in final} for stage in STAGES},
        "open": {"to": STAGES[0]},
        "moves": moves,
    }
    bundle = Bundle.of("d", {"workflow": (Node("w.yaml", placed(document)),)})
    found = [problem for problem in check_stages(bundle) if problem.code in ("EST-381", "EST-382")]
    named = {stage: problem.code for problem in found for stage in STAGES if f"'{stage}'" in problem.words.en}
    assert len(named) == len(found)
    return named


def walks(graph: Graph, path: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Every way on from the end of a path that meets no stage twice, the path itself included."""
    ways = {path}
    for starts, ends in graph:
        for end in ends:
            if path[-1] in starts and end not in path:
                ways |= walks(graph, (*path, end))
    return ways


@given(graphs, st.frozensets(st.sampled_from(STAGES), max_size=2))
def test_a_stage_is_lost_just_when_no_walk_reaches_it_or_none_from_it_ends(graph: Graph, final: frozenset[str]) -> None:
    met = {path[-1] for path in walks(graph, (STAGES[0],))}
    expected = {}
    for stage in STAGES:
        if stage not in met:
            expected[stage] = "EST-381"
        elif not any(path[-1] in final for path in walks(graph, (stage,))):
            expected[stage] = "EST-382"
    assert lost(graph, final) == expected


@given(conditions, facts, st.frozensets(st.sampled_from(("type", "floor", "mentions", "night"))))
def test_a_condition_that_holds_was_possible_whatever_was_settled_first(
    condition: Condition, record: Facts, settled: frozenset[str]
) -> None:
    if holds(condition, record):
        assert possible(condition, {name: value for name, value in record.items() if name in settled})


WHOLE: Facts = {
    "type": "repair",
    "area": "2",
    "night": False,
    "floor": Decimal(30),
    "cost": Decimal("0.1"),
    "mentions": frozenset({"smoke"}),
    "marks": frozenset(),
}


@given(conditions, facts)
def test_with_everything_settled_possible_means_that_it_holds(condition: Condition, record: Facts) -> None:
    whole = {**WHOLE, **record}
    assert possible(condition, whole) == holds(condition, whole)
