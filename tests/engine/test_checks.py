"""What the check of decision tables finds, and what it leaves alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from estatectl.domain.bundle import Bundle
from estatectl.domain.checks.decisions import check_decisions
from estatectl.domain.tree import Node
from tests.engine.trees import positioned


def codes(
    hit: str,
    *conditions: dict[str, Any] | None,
    otherwise: bool = True,
    given: str = "urgency",
    must_decide: bool = True,
) -> list[str]:
    rules = [
        {"id": f"r{number}", "then": {given: "urgent"}, **({"when": when} if when is not None else {})}
        for number, when in enumerate(conditions)
    ]
    document = {
        "kind": "decision",
        "id": "t",
        "hit": hit,
        **({"must_decide": True} if must_decide else {}),
        "facts": {
            "type": {"type": "text", "values": ["repair", "complaint"]},
            "floor": {"type": "number"},
            "mentions": {"type": "set", "values": ["leak", "smoke"]},
        },
        "outputs": {
            name: {"type": "text", "values": ["urgent", "normal"]} for name in dict.fromkeys((given, "urgency"))
        },
        "rules": rules,
        **({"otherwise": {"then": {}}} if otherwise else {}),
    }
    node = Node("t.yaml", positioned(document))
    return [problem.code for problem in check_decisions(Bundle.of("d", {"decision": (node,)}))]


REPAIR, COMPLAINT = {"type": "repair"}, {"type": "complaint"}
HIGH, HIGHER = {"floor": {"gte": 30}}, {"floor": {"gte": 31}}

FOUND: dict[str, tuple[list[str], list[str]]] = {
    "a rule that repeats an earlier one": (codes("first", REPAIR, REPAIR), ["EST-318"]),
    "a narrower rule after a wider one": (codes("first", REPAIR, {**REPAIR, **HIGH}), ["EST-318"]),
    "a higher bound after a lower one": (codes("first", HIGH, HIGHER), ["EST-318"]),
    "one value after a list with it": (codes("first", {"type": ["repair", "complaint"]}, REPAIR), ["EST-318"]),
    "one mention after several": (codes("first", {"mentions": ["leak", "smoke"]}, {"mentions": "leak"}), ["EST-318"]),
    "a rule after one that always holds": (codes("first", None, REPAIR, otherwise=False), ["EST-318"]),
    "an otherwise after a rule that always holds": (codes("first", REPAIR, None), ["EST-318"]),
    "two rules of a unique table that hold together": (codes("unique", REPAIR, REPAIR), ["EST-322"]),
    "two types at once": (codes("first", {"all": [REPAIR, COMPLAINT]}), ["EST-319"]),
    "bounds that leave nothing": (codes("first", {"floor": {"gte": 30, "lt": 30}}), ["EST-319"]),
    "an output that no rule gives": (codes("first", REPAIR, given="grade"), ["EST-320"]),
    "no otherwise in a table that must decide": (codes("first", REPAIR, otherwise=False), ["EST-321"]),
}
LEFT_ALONE: dict[str, list[str]] = {
    "a wider rule after a narrower one": codes("first", {**REPAIR, **HIGH}, REPAIR),
    "a lower bound after a higher one": codes("first", HIGHER, HIGH),
    "doubles in a table that collects": codes("collect", REPAIR, REPAIR, otherwise=False, must_decide=False),
    "bounds that leave one number": codes("first", {"floor": {"gte": 30, "lte": 30}}),
    "a last rule without a condition": codes("first", REPAIR, None, otherwise=False),
    "no otherwise in a table that may stay silent": codes("first", REPAIR, otherwise=False, must_decide=False),
    "either of two types": codes("first", {"any": [REPAIR, COMPLAINT]}),
    "two mentions at once after one of another": codes("first", {"mentions": "leak"}, {"mentions": "smoke"}),
}


@pytest.mark.parametrize(("found", "expected"), FOUND.values(), ids=FOUND)
def test_it_finds(found: list[str], expected: list[str]) -> None:
    assert found == expected


@pytest.mark.parametrize("found", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_it_leaves_alone(found: list[str]) -> None:
    assert found == []


def test_bounds_are_read_exactly() -> None:
    assert codes("first", {"floor": {"gt": float(Decimal("0.1")), "lt": 0.2}}) == []
