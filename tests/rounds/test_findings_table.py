"""What follows from each kind of finding: how severe it is, which case it opens for whom, and who hears of it."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from estatectl.adapters.engines import LiveEngine
from estatectl.adapters.plain_engine import PlainEngine
from estatectl.domain.checks.findings import FACTS, OUTPUTS
from estatectl.domain.rules.decisions import Table, decide
from estatectl.domain.rules.facts import FactValue
from estatectl.usecases.ports import RuleEngine
from tests.cases.house import bundle

HEAD, DEPUTY, GENERAL = "department_head", "deputy_general_manager", "general_manager"
SEVERITY = ("minor", "major", "critical")


@pytest.fixture(params=["plain", "the one of the house"])
def engine(request: pytest.FixtureRequest) -> RuleEngine:
    return PlainEngine() if request.param == "plain" else LiveEngine()


def table() -> Table:
    return bundle().tables["findings"]


Facts = dict[str, FactValue]
Follows = tuple[str, str | None, str | None, frozenset[str], bool]


def follows(engine: RuleEngine, facts: Facts) -> Follows:
    """Severity, what is opened, for which department (None: that of the round), who is told, whether with an order."""
    values = engine.decide(table(), facts).values
    told = values.get("tell", frozenset())
    assert isinstance(told, frozenset)
    opened, department = values.get("open"), values.get("department")
    return (
        str(values["severity"]),
        None if opened is None else str(opened),
        None if department is None else str(department),
        told,
        values.get("order") is True,
    )


def missed(on_miss: str, in_a_row: int = 1, *, statutory: bool = False) -> Facts:
    return {
        "kind": "missed",
        "on_miss": on_miss,
        "in_a_row": Decimal(in_a_row),
        "statutory": statutory,
        "category": "lift",
        "returning": in_a_row > 1,
    }


def reading(category: str, gravity: str = "minor", *, returning: bool = False, **more: FactValue) -> Facts:
    return {"kind": "reading", "category": category, "gravity": gravity, "returning": returning, **more}


def score(points: str, *, returning: bool = False) -> Facts:
    return {"kind": "score", "category": "hygiene", "score": Decimal(points), "returning": returning}


def walk(kind: str, *, returning: bool = False, statutory: bool = False) -> Facts:
    return {"kind": kind, "category": "patrol", "returning": returning, "statutory": statutory}


def told(*whom: str) -> frozenset[str]:
    return frozenset(whom)


CASES: dict[str, tuple[Facts, Follows]] = {
    "a round missed by law": (
        missed("correct", statutory=True),
        ("critical", "correction", None, told(DEPUTY, GENERAL), False),
    ),
    "a round missed that must be made good": (missed("correct"), ("minor", "correction", None, told(), False)),
    "the same missed again": (missed("correct", 2), ("major", "correction", None, told(DEPUTY), False)),
    "a miss that is reported": (missed("report"), ("minor", None, None, told(HEAD), False)),
    "missed twice": (missed("report", 2), ("major", "correction", None, told(DEPUTY), False)),
    "missed a third time": (missed("report", 3), ("major", None, None, told(HEAD, DEPUTY), False)),
    "a miss that is only logged": (missed("log"), ("minor", None, None, told(), False)),
    "a miss that is logged, the second": (missed("log", 2), ("minor", None, None, told(), False)),
    "a miss that is logged, the third": (missed("log", 3), ("minor", None, None, told(HEAD), False)),
    "a checkpoint skipped": (walk("skipped"), ("minor", None, None, told(HEAD), False)),
    "faster than anybody walks": (walk("too_fast"), ("minor", None, None, told(HEAD), False)),
    "the same checkpoint skipped again": (
        walk("skipped", returning=True),
        ("major", "correction", None, told(), False),
    ),
    "a checkpoint of a patrol by law skipped": (
        walk("skipped", statutory=True),
        ("major", "correction", None, told(), False),
    ),
    "a checkpoint too late": (walk("too_late"), ("minor", None, None, told(), False)),
    "the same checkpoint too late again": (walk("too_late", returning=True), ("minor", None, None, told(HEAD), False)),
    "a score of 79.9": (score("79.9"), ("major", "correction", None, told(DEPUTY), False)),
    "a score of 80": (score("80"), ("minor", "correction", None, told(), False)),
    "a score of 89.9": (score("89.9"), ("minor", "correction", None, told(), False)),
    "a score of 85 again": (score("85", returning=True), ("major", "correction", None, told(), False)),
    "steps out of order": (
        {"kind": "out_of_order", "category": "cleaning", "returning": False},
        ("minor", None, None, told(HEAD), False),
    ),
    "steps out of order again": (
        {"kind": "out_of_order", "category": "cleaning", "returning": True},
        ("minor", "correction", None, told(), False),
    ),
    "close to a limit": (
        {"kind": "warning", "category": "pool", "returning": False},
        ("minor", None, None, told(), False),
    ),
    "critical equipment close to a limit": (
        {"kind": "warning", "category": "pump", "importance": "critical", "returning": False},
        ("minor", None, None, told(HEAD), False),
    ),
    "close to a limit again": (
        {"kind": "warning", "category": "pool", "returning": True},
        ("minor", "correction", None, told(), False),
    ),
    "a facility out of order": (reading("power"), ("minor", "correction", "maintenance", told(HEAD), True)),
    "the same facility again": (
        reading("power", returning=True),
        ("major", "correction", "maintenance", told(HEAD), True),
    ),
    "critical equipment out of order": (
        reading("pump", importance="critical"),
        ("major", "correction", "maintenance", told(HEAD), True),
    ),
    "critical equipment again": (
        reading("pump", importance="critical", returning=True),
        ("critical", "correction", "maintenance", told(HEAD, DEPUTY), True),
    ),
    "fire equipment out of order": (reading("fire"), ("major", "correction", "maintenance", told(HEAD), True)),
    "a lift that is dangerous": (
        reading("lift", "critical"),
        ("critical", "correction", "maintenance", told(HEAD, DEPUTY), True),
    ),
    "the water of the pool": (reading("pool"), ("major", "correction", None, told(), False)),
    "the water of the pool, dangerous": (
        reading("pool", "critical"),
        ("critical", "correction", None, told(DEPUTY), False),
    ),
    "dirt": (reading("cleaning"), ("minor", "correction", None, told(), False)),
    "dirt again": (reading("cleaning", returning=True), ("major", "correction", None, told(), False)),
    "a serious fault of no facility": (reading("stocktake", "major"), ("major", "correction", None, told(), False)),
    "the same serious fault again": (
        reading("stocktake", "major", returning=True),
        ("critical", "correction", None, told(DEPUTY), False),
    ),
    "dead plants": (
        reading("greening", "major", item="dead_plants"),
        ("minor", "planting", "greening", told(), False),
    ),
    "danger on a patrol": (reading("patrol", "critical"), ("critical", "incident", "security", told(), False)),
    "a lamp broken on a patrol": (
        reading("patrol", asset_class="lighting"),
        ("minor", "correction", "maintenance", told(HEAD), True),
    ),
    "something amiss on a patrol": (reading("patrol"), ("minor", "correction", None, told(), False)),
}


@pytest.mark.parametrize("name", CASES)
def test_what_follows(engine: RuleEngine, name: str) -> None:
    facts, expected = CASES[name]
    assert follows(engine, facts) == expected


def _every() -> list[Facts]:
    kinds, categories = table().facts["kind"].values, table().facts["category"].values
    return [
        {"kind": kind, "category": category, "gravity": gravity, "statutory": statutory}
        for kind, category, gravity, statutory in product(kinds, categories, SEVERITY, (False, True))
    ]


def test_what_comes_back_is_never_taken_more_lightly() -> None:
    for facts in _every():
        once = str(decide(table(), {**facts, "returning": False}).values["severity"])
        again = str(decide(table(), {**facts, "returning": True}).values["severity"])
        assert SEVERITY.index(again) >= SEVERITY.index(once), facts


def test_more_misses_in_a_row_are_never_taken_more_lightly() -> None:
    for on_miss in table().facts["on_miss"].values:
        said = [decide(table(), missed(on_miss, number)).values["severity"] for number in range(1, 6)]
        assert said == sorted(said, key=lambda each: SEVERITY.index(str(each)))


def test_what_is_severe_is_opened_or_told_and_what_opens_has_a_sure_answer() -> None:
    for facts in _every():
        decision = decide(table(), facts)
        assert decision.sure
        if decision.values["severity"] != "minor":
            assert {"open", "tell"} & set(decision.values), facts


def test_the_default_table_asks_and_concludes_what_the_house_knows() -> None:
    assert {name: spec.kind for name, spec in table().facts.items()} == FACTS
    assert {name: spec.kind for name, spec in table().outputs.items()} == OUTPUTS


def test_every_case_that_a_finding_opens_keeps_what_is_known_of_it() -> None:
    known = {"finding", "programme", "category", "round", "subject", "checklist", "item", "line", "reading_found"}
    opened = {str(rule.then["open"]) for rule in table().rules if "open" in rule.then}
    assert opened == {"correction", "incident", "planting"}
    for name in opened:
        fields = bundle().workflows[name].fields
        assert known | {"department", "severity", "content", "location"} <= set(fields), name
