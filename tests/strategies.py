"""Hypothesis strategies for facts, conditions and decision tables, hostile values included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from estatectl.domain.problems import Place
from estatectl.domain.rules.conditions import All, Among, Compare, Condition, Holds, Known, Not, Some
from estatectl.domain.rules.correlations import Correlation, JoinRule, Live
from estatectl.domain.rules.decisions import OTHERWISE, Hit, Rule, Table
from estatectl.domain.rules.facts import FactKind, Facts, FactSpec, FactValue
from estatectl.domain.words import same as same_words

VALUES: Mapping[str, tuple[str, ...]] = {
    "type": ("repair", "投诉", "1", "true", "abc", "abc d", "", "$nex", 'O\'Neil "x"\n', "漏水"),
    "area": ("一号楼", "2", "garden"),
    "mentions": ("burst_pipe", "停水", "no_gas", "电梯", "smoke", "1", "a b"),
    "marks": ("x", "y"),
}
BOUNDS = tuple(map(Decimal, ("-1", "0", "0.00001", "0.1", "1", "1.0", "30", "9007199254740993", "1E+30")))
SPECS: Mapping[str, FactSpec] = {
    "type": FactSpec("type", FactKind.TEXT, VALUES["type"]),
    "area": FactSpec("area", FactKind.TEXT, VALUES["area"]),
    "night": FactSpec("night", FactKind.FLAG),
    "floor": FactSpec("floor", FactKind.NUMBER),
    "cost": FactSpec("cost", FactKind.NUMBER),
    "mentions": FactSpec("mentions", FactKind.SET, VALUES["mentions"]),
    "marks": FactSpec("marks", FactKind.SET, VALUES["marks"]),
}
OUTPUTS: Mapping[str, FactSpec] = {
    "urgency": FactSpec("urgency", FactKind.TEXT, ("emergency", "normal")),
    "plans": FactSpec("plans", FactKind.SET, ("p", "q", "r")),
}

_texts = st.sampled_from(["type", "area"])
_numbers = st.sampled_from(["floor", "cost"])
_sets = st.sampled_from(["mentions", "marks"])


def _among(fact: str) -> st.SearchStrategy[Condition]:
    values = st.lists(st.sampled_from(VALUES[fact]), max_size=4).map(tuple)
    return values.map(lambda chosen: Among(fact, chosen))


tests: st.SearchStrategy[Condition] = st.one_of(
    _texts.flatmap(_among),
    st.lists(st.booleans(), max_size=2).map(lambda chosen: Among("night", tuple(chosen))),
    st.builds(Compare, _numbers, st.sampled_from(["eq", "lt", "lte", "gt", "gte"]), st.sampled_from(BOUNDS)),
    _sets.flatmap(lambda fact: st.sampled_from(VALUES[fact]).map(lambda member: Holds(fact, member))),
    st.sampled_from(sorted(SPECS)).map(Known),
)


def _nested(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, max_size=4).map(tuple)
    return st.one_of(several.map(All), several.map(Some), parts.map(Not))


conditions: st.SearchStrategy[Condition] = st.recursive(tests, _nested, max_leaves=12)

numbers: st.SearchStrategy[Decimal] = st.one_of(
    st.sampled_from(BOUNDS),
    st.sampled_from(BOUNDS).map(lambda bound: bound + Decimal("0.000000001")),
    st.decimals(allow_nan=False, allow_infinity=False),
)
facts: st.SearchStrategy[Facts] = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(VALUES["type"]) | st.text(max_size=5),
        "area": st.sampled_from(VALUES["area"]),
        "night": st.booleans(),
        "floor": numbers,
        "cost": numbers,
        "mentions": st.frozensets(st.sampled_from(VALUES["mentions"])),
        "marks": st.frozensets(st.sampled_from(VALUES["marks"])),
        "not_declared": st.text(max_size=3),
    },
)
_outcomes: st.SearchStrategy[dict[str, FactValue]] = st.fixed_dictionaries(
    {},
    optional={
        "urgency": st.sampled_from(("emergency", "normal")),
        "plans": st.frozensets(st.sampled_from(("p", "q", "r"))),
    },
)


@st.composite
def rules(draw: st.DrawFn, rule_id: str) -> Rule:
    return Rule(
        id=rule_id,
        when=draw(conditions),
        then=draw(_outcomes),
        because=same_words(rule_id),
        clauses=("1.1",),
        sure=draw(st.booleans()),
        place=Place("t.yaml", 1),
    )


@st.composite
def tables(draw: st.DrawFn, *, max_rules: int = 8) -> Table:
    return Table(
        id=draw(st.sampled_from(("triage", "派单 $state", "a'b"))),
        title=same_words("t"),
        hit=draw(st.sampled_from(Hit)),
        facts=SPECS,
        outputs=OUTPUTS,
        rules=tuple(draw(rules(f"r{number}")) for number in range(draw(st.integers(0, max_rules)))),
        otherwise=draw(st.none() | rules(OTHERWISE)),
    )


MIDNIGHT = datetime(2026, 5, 1, tzinfo=UTC)
_keys: st.SearchStrategy[dict[str, frozenset[str]]] = st.fixed_dictionaries(
    {},
    optional={
        "household": st.sampled_from(("1-101", "1-102", "1-201")).map(lambda one: frozenset({one})),
        "building": st.sampled_from(("1", "2")).map(lambda one: frozenset({one})),
        "concept": st.frozensets(st.sampled_from(("停水", "no_gas", "lift_fault", "'q' \"x\"")), max_size=3),
        "location": st.frozensets(st.sampled_from(("lobby", "garden")), max_size=2),
    },
)


@st.composite
def live_records(draw: st.DrawFn) -> tuple[Live, ...]:
    """Some records over a day and a bit; the last one is the newest."""
    minutes = sorted(draw(st.lists(st.sampled_from((0, 1, 60, 1439, 1440, 1441, 1500)), min_size=1, max_size=12)))
    return tuple(
        Live(id=f"REQ-{number}", at=MIDNIGHT + timedelta(minutes=minute), keys=draw(_keys))
        for number, minute in enumerate(minutes)
    )


@st.composite
def correlations(draw: st.DrawFn) -> Correlation:
    names = ("household", "building", "concept", "location")
    rules = []
    for number in range(draw(st.integers(1, 3))):
        same = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
        others = [name for name in names if name not in same]
        rules.append(
            JoinRule(
                id=f"j{number}",
                same=tuple(same),
                differ=tuple(draw(st.lists(st.sampled_from(others), max_size=2, unique=True))),
                concepts=tuple(draw(st.sampled_from(((), ("停水", "no_gas"))))),
                within=timedelta(minutes=draw(st.sampled_from((1, 60, 1440)))),
                count=draw(st.sampled_from((None, *others))),
                at_least=draw(st.integers(1, 3)),
                yields="repeat",
                because=same_words("j"),
                clauses=("1.1",),
            )
        )
    return Correlation(id="c", title=same_words("c"), clauses=("1.1",), window=timedelta(days=1), rules=tuple(rules))
