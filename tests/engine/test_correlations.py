"""Which live records belong together, at the edges of windows and counts; by every correlator there is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from estatectl.adapters.engines import LiveEngine
from estatectl.adapters.plain_engine import PlainCorrelator
from estatectl.domain.rules.correlations import Correlation, JoinRule, Live, Relation
from estatectl.domain.words import same
from estatectl.usecases.ports import Correlator
from tests.strategies import MIDNIGHT

WEEK, DAY, TWO_HOURS = timedelta(days=7), timedelta(days=1), timedelta(hours=2)
INSTANT = timedelta(microseconds=1)


def join(rule_id: str, *keys: str, within: timedelta = WEEK, **more: object) -> JoinRule:
    given: dict[str, object] = {"differ": (), "concepts": (), "count": None, "at_least": 1, "yields": "repeat", **more}
    return JoinRule(id=rule_id, same=keys, within=within, because=same("b"), clauses=(), **given)  # type: ignore[arg-type]


def correlation(*rules: JoinRule) -> Correlation:
    return Correlation(id="c", title=same("c"), clauses=("1.1",), window=WEEK, rules=rules)


def live(record: str, ago: timedelta = timedelta(0), **keys: str) -> Live:
    return Live(id=record, at=MIDNIGHT - ago, keys={key: frozenset(value.split()) for key, value in keys.items()})


REPEAT = correlation(join("again", "household", "concept"))
OUTAGE = correlation(
    join(
        "mass",
        "building",
        "concept",
        within=TWO_HOURS,
        concepts=("no_water",),
        count="household",
        at_least=3,
        yields="outage",
    )
)
STRANGER = correlation(join("near", "location", differ=("household",)))


@pytest.fixture(params=["plain", "the one of the house"])
def correlator(request: pytest.FixtureRequest) -> Correlator:
    return PlainCorrelator() if request.param == "plain" else LiveEngine()


def home(number: int, ago: timedelta = timedelta(0), concept: str = "no_water") -> Live:
    return live(f"R{number}", ago, household=f"1-{number}", building="1", concept=concept)


CASES: dict[str, tuple[Correlation, Live, list[Live], list[tuple[str, ...]]]] = {
    "exactly a week ago still counts": (
        REPEAT,
        home(1),
        [live("A", WEEK, household="1-1", concept="no_water")],
        [("A",)],
    ),
    "a moment longer ago does not": (
        REPEAT,
        home(1),
        [live("A", WEEK + INSTANT, household="1-1", concept="no_water")],
        [],
    ),
    "what comes later does not": (REPEAT, home(1), [live("A", -INSTANT, household="1-1", concept="no_water")], []),
    "the record itself does not": (REPEAT, home(1), [home(1)], []),
    "one concept of several is enough": (
        REPEAT,
        live("N", household="1-1", concept="leak no_water"),
        [live("A", DAY, household="1-1", concept="no_water no_gas")],
        [("A",)],
    ),
    "two concepts in common are two relations": (
        REPEAT,
        live("N", household="1-1", concept="a b"),
        [live("A", DAY, household="1-1", concept="a b")],
        [("A",), ("A",)],
    ),
    "another home is no repeat": (REPEAT, home(1), [home(2, DAY)], []),
    "nobody agrees on what nobody knows": (REPEAT, live("N", concept="a"), [live("A", DAY, concept="a")], []),
    "others come oldest first": (
        REPEAT,
        home(1),
        [live("B", DAY, household="1-1", concept="no_water"), live("A", 2 * DAY, household="1-1", concept="no_water")],
        [("A", "B")],
    ),
    "three homes make an outage": (OUTAGE, home(3), [home(1, TWO_HOURS), home(2)], [("R1", "R2")]),
    "two homes do not": (OUTAGE, home(3), [home(1)], []),
    "one home calling twice is still one": (
        OUTAGE,
        home(3),
        [home(1), live("X", household="1-1", building="1", concept="no_water")],
        [],
    ),
    "a concept that is not listed makes none": (
        OUTAGE,
        home(3, concept="noise"),
        [home(1, concept="noise"), home(2, concept="noise")],
        [],
    ),
    "another home at the same place": (
        STRANGER,
        live("N", household="1-1", location="lobby"),
        [live("A", household="1-1", location="lobby"), live("B", household="1-2", location="lobby")],
        [("B",)],
    ),
    "an unknown home is not another home": (
        STRANGER,
        live("N", household="1-1", location="lobby"),
        [live("A", location="lobby")],
        [],
    ),
}


@pytest.mark.parametrize(("rules", "new", "recent", "others"), CASES.values(), ids=CASES)
def test_belonging_together(
    correlator: Correlator, rules: Correlation, new: Live, recent: list[Live], others: list[tuple[str, ...]]
) -> None:
    assert [relation.others for relation in correlator.correlate(rules, new, recent)] == others


def test_a_relation_says_what_agreed_and_how_many(correlator: Correlator) -> None:
    (relation,) = correlator.correlate(OUTAGE, home(3), [home(1), home(2), home(4)])
    assert relation == Relation(
        rule="mass",
        yields="outage",
        others=("R1", "R2", "R4"),
        agreed={"building": "1", "concept": "no_water"},
        count=4,
    )


def test_many_questions_do_not_mix(correlator: Correlator) -> None:
    for number in range(100):
        new = live("N", household=f"h{number}", concept="a")
        earlier = [live("A", DAY, household=f"h{number}", concept="a"), live("B", DAY, household="h0", concept="b")]
        assert [each.others for each in correlator.correlate(REPEAT, new, earlier)] == [("A",)]


def test_a_record_with_too_many_choices_is_refused_by_durable_rules() -> None:
    durable_engine = pytest.importorskip("estatectl.adapters.durable_engine", exc_type=ImportError)
    crowded = live("N", household="h", concept=" ".join(f"c{number}" for number in range(500)))
    with pytest.raises(durable_engine.EngineFault) as fault:
        durable_engine.DurableCorrelator().correlate(REPEAT, crowded, [home(1)])
    assert [problem.code for problem in fault.value.problems] == ["EST-605"]
