"""Correlation documents become models, faults become problems with a place, and the shipped ones do their work."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from estatectl.domain.problems import Problem
from estatectl.domain.rules.correlations import Correlation, Live, correlate
from estatectl.domain.tree import Node
from tests.engine.trees import positioned
from tests.strategies import MIDNIGHT

POLICIES = Path(__file__).parents[2] / "policies" / "decisions"


def shipped(name: str) -> Correlation:
    document = yaml.safe_load((POLICIES / f"{name}.yaml").read_text(encoding="utf-8"))
    problems: list[Problem] = []
    parsed = Correlation.parse(Node(f"{name}.yaml", positioned(document)), {}, problems)
    assert problems == []
    return parsed


def caller(number: int, minutes: int, *, home: str | None = None, building: str = "3") -> Live:
    keys = {"household": home or f"3-{number}", "building": building, "location": building, "concept": "no_water"}
    return Live(
        id=f"R{number}",
        at=MIDNIGHT + timedelta(minutes=minutes),
        keys={key: frozenset({value}) for key, value in keys.items()},
    )


@pytest.mark.parametrize(
    ("callers", "rules"),
    [
        ([caller(1, 0), caller(2, 119), caller(3, 120)], ["one_building"]),
        ([caller(1, 0), caller(2, 119), caller(3, 121)], []),
        ([caller(1, 0), caller(2, 1)], []),
        ([caller(number, 0, building=str(number)) for number in range(5)], ["whole_estate"]),
        ([caller(number, 0, building=str(number)) for number in range(4)], []),
    ],
    ids=[
        "three homes of a building within two hours",
        "the first of three a minute too old",
        "only two homes",
        "five homes in five buildings",
        "four homes in four buildings",
    ],
)
def test_an_outage(callers: list[Live], rules: list[str]) -> None:
    assert [relation.rule for relation in correlate(shipped("outages"), callers[-1], callers)] == rules


def test_a_second_call_from_the_same_home_is_a_repeat_for_a_week() -> None:
    first, week = caller(1, 0, home="h"), 7 * 24 * 60
    for minutes, rules in ((week, ["same_home_same_matter"]), (week + 1, [])):
        again = caller(2, minutes, home="h")
        assert [relation.rule for relation in correlate(shipped("repeats"), again, [first])] == rules


def test_the_same_item_of_the_same_thing_comes_back_for_thirty_days() -> None:
    def finding(number: int, minutes: int, subject: str = "lift_b3_2", item: str = "doors") -> Live:
        keys = {"subject": frozenset({subject}), "item": frozenset({item})}
        return Live(id=f"RD-{number}/1", at=MIDNIGHT + timedelta(minutes=minutes), keys=keys)

    first, month, rules = finding(1, 0), 30 * 24 * 60, shipped("returning_findings")
    assert [each.yields for each in correlate(rules, finding(2, month), [first])] == ["returning"]
    assert correlate(rules, finding(2, month + 1), [first]) == ()
    assert correlate(rules, finding(2, 1, subject="lift_b3_1"), [first]) == ()
    assert correlate(rules, finding(2, 1, item="alarm"), [first]) == ()


def faults(**rule: Any) -> list[tuple[str, int]]:
    document = {
        "id": "c",
        "window": "2h",
        "joins": [{"id": "j", "same": ["building", "concept"], "yields": "outage", **rule}],
    }
    problems: list[Problem] = []
    Correlation.parse(Node("c.yaml", positioned(document)), {}, problems)
    return [(problem.code, problem.place.line if problem.place else 0) for problem in problems]


def test_a_rule_cannot_look_further_back_than_its_document() -> None:
    assert faults(within="2h") == []
    assert faults(within="3h") == [("EST-326", 6)]


def test_a_key_cannot_be_the_same_and_differ() -> None:
    assert faults(differ=["household"]) == []
    assert faults(differ=["household", "building"]) == [("EST-327", 7)]


def test_what_is_the_same_in_all_cannot_be_counted() -> None:
    assert faults(count="household") == []
    assert faults(count="concept") == [("EST-327", 6)]
