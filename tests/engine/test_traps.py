"""Where durable-rules by itself crashes, hangs or decides wrongly, the adapter answers, and answers right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest

from estatectl.domain.rules.conditions import ALWAYS, All, Among, Condition, Holds, Known, Not, Some
from estatectl.domain.rules.decisions import Ambiguous, Hit, Table, decide
from estatectl.domain.rules.facts import Facts
from estatectl.usecases.ports import RuleEngine
from tests.engine.build import every_floor, floor, is_type, table

durable_engine = pytest.importorskip("estatectl.adapters.durable_engine", exc_type=ImportError)


@pytest.fixture
def engine() -> Iterator[RuleEngine]:
    made = durable_engine.DurableEngine()
    yield made
    assert made.left_behind() == 0
    made.close()


NO_ONE: Condition = Some(())
MANY = tuple(Holds("mentions", f"concept {number}") for number in range(100))

CASES: dict[str, tuple[Table, Facts, tuple[str, ...]]] = {
    "the text '1' is not the flag true": (table(Among("night", (True,)), is_type("1")), {"type": "1"}, ("r1",)),
    "the text 'true' is not the flag true": (table(Among("night", (True,))), {"night": "true"}, ("otherwise",)),
    "the text '30' is not the number 30": (table(floor("gte", 1)), {"floor": "30"}, ("otherwise",)),
    "'abc' and 'abc d' are two values": (table(is_type("abc d"), is_type("abc")), {"type": "abc"}, ("r1",)),
    "a rule on an absent fact alone holds": (table(Not(Known("type"))), {}, ("r0",)),
    "a rule on an absent fact alone ends for a present one": (table(Not(Known("type"))), {"type": "1"}, ("otherwise",)),
    "'not this value' holds where nothing is known": (table(Not(is_type("abc"))), {}, ("r0",)),
    "an empty AND always holds": (table(All(())), {"type": "1"}, ("r0",)),
    "an empty OR never holds": (table(NO_ONE, is_type("1")), {"type": "1"}, ("r1",)),
    "a table of rules that never hold": (table(NO_ONE, Not(ALWAYS)), {"type": "1"}, ("otherwise",)),
    "a table without rules": (table(), {"type": "1"}, ("otherwise",)),
    "no otherwise and no rule that holds": (table(is_type("1"), otherwise=False), {}, ()),
    "an empty set": (table(Holds("mentions", "a"), Known("mentions")), {"mentions": frozenset()}, ("r1",)),
    "a number with an exponent": (
        table(floor("lt", "1E-7"), floor("lte", "1E-7")),
        {"floor": Decimal("1e-07")},
        ("r1",),
    ),
    "a number above 2^63": (
        table(floor("gt", 2**64), floor("eq", 2**64)),
        {"floor": Decimal(2**64)},
        ("r1",),
    ),
    "numbers that a float cannot tell apart": (
        table(floor("lt", "9007199254740993")),
        {"floor": Decimal("9007199254740992.9999999999")},
        ("r0",),
    ),
    "a text that is not in any rule": (table(is_type("a"), Not(is_type("a", "b"))), {"type": "z"}, ("r1",)),
    "quotes, line breaks and NUL in a text": (table(is_type('"\n\x00\\')), {"type": '"\n\x00\\'}, ("r0",)),
    "a lone surrogate in a text": (table(is_type("\ud800")), {"type": "\ud800"}, ("r0",)),
    "a text of 65 545 characters": (table(is_type("emergency")), {"type": "emergency" + "x" * 65_536}, ("otherwise",)),
    "a hundred concepts at once in one OR": (
        table(Some(MANY)),
        {"mentions": frozenset(part.member for part in MANY)},
        ("r0",),
    ),
    "a hundred concepts at once in one AND": (
        table(All(MANY)),
        {"mentions": frozenset(part.member for part in MANY)},
        ("r0",),
    ),
    "an AND of eight ORs": (
        table(All(tuple(Some((floor("gte", number), is_type("a"), Known("night"))) for number in range(8)))),
        {"floor": Decimal(7), "night": True, "type": "a"},
        ("r0",),
    ),
    "three hundred rules with one and the same condition": (
        table(*[is_type("a")] * 300, hit=Hit.COLLECT),
        {"type": "a"},
        tuple(f"r{number}" for number in range(300)),
    ),
    "six hundred values of one fact": (
        table(*[is_type(f"value {number}") for number in range(600)]),
        {"type": "value 599"},
        ("r599",),
    ),
    "more fields than a message may have": (
        table(*[Not(Holds("mentions", f"m{number}")) for number in range(400)], hit=Hit.COLLECT),
        {"mentions": frozenset({"m1"})},
        tuple(f"r{number}" for number in range(400) if number != 1),
    ),
    "several branches of one OR hold: one firing": (
        table(Some((is_type("a"), floor("gte", 1), Known("type"))), hit=Hit.UNIQUE),
        {"type": "a", "floor": Decimal(3)},
        ("r0",),
    ),
}


@pytest.mark.parametrize(("rules", "facts", "fired"), CASES.values(), ids=CASES)
def test_the_answer_is_right_for(engine: RuleEngine, rules: Table, facts: Facts, fired: tuple[str, ...]) -> None:
    assert decide(rules, facts).fired == fired
    assert engine.decide(rules, facts) == decide(rules, facts)


@pytest.mark.parametrize("at", [-1, 0, 63, 64, 65, 298, 299, 300])
@pytest.mark.parametrize("hit", [Hit.FIRST, Hit.COLLECT])
def test_three_hundred_rules_that_may_all_hold_at_once(engine: RuleEngine, at: int, hit: Hit) -> None:
    rules, facts = table(*every_floor(300), hit=hit), {"floor": Decimal(at)}
    assert engine.decide(rules, facts) == decide(rules, facts)


def test_a_unique_table_with_two_answers_is_refused_as_by_the_reference(engine: RuleEngine) -> None:
    rules = table(is_type("a"), Known("type"), floor("gte", 1), hit=Hit.UNIQUE)
    with pytest.raises(Ambiguous) as refusal:
        engine.decide(rules, {"type": "a"})
    assert [each.id for each in refusal.value.rules] == ["r0", "r1"]


def test_two_thousand_decisions_leave_nothing_in_the_engine() -> None:
    engine = durable_engine.DurableEngine()
    both = table(*every_floor(5)), table(*every_floor(5), hit=Hit.COLLECT)
    for number in range(1000):
        for rules in both:
            engine.decide(rules, {"floor": Decimal(number % 7)})
    assert engine.left_behind() == 0


def test_tables_leave_the_engine_again_when_many_others_came_since() -> None:
    engine = durable_engine.DurableEngine()
    first = table(is_type("a"))
    for number in range(150):
        assert engine.decide(table(floor("gte", number)), {"floor": Decimal(number)}).fired == ("r0",)
    assert engine.decide(first, {"type": "a"}).fired == ("r0",)
    engine.close()
    engine.close()


def test_free_text_never_reaches_the_engine() -> None:
    from estatectl.adapters.durable_engine.normal import normal
    from estatectl.adapters.durable_engine.projection import Projection

    projection = Projection([normal(is_type("漏水")), normal(floor("gt", "0.1")), normal(Known("night"))])
    message = projection.message({"type": "业主说" * 30_000, "floor": Decimal("0.3"), "night": True, "owner": "张三"})
    assert all(isinstance(value, int) and name.isascii() for name, value in message.items())
    assert len(json.dumps(message)) < 100


def test_a_failure_inside_a_callback_is_found_out() -> None:
    from estatectl.adapters.durable_engine.session import Session

    def fails(_: object) -> None:
        raise KeyboardInterrupt

    session = Session("t", {"r0": {"all": [{"m": {"q": 1}}], "pri": 0}}, fails)
    with pytest.raises(durable_engine.EngineFault) as fault:
        session.first({"q": 1})
    assert [problem.code for problem in fault.value.problems] == ["EST-602"]


def test_a_message_that_no_rule_takes_is_found_out() -> None:
    from estatectl.adapters.durable_engine.session import Session

    session = Session("t", {})
    with pytest.raises(durable_engine.EngineFault) as fault:
        session.first({"unmarked": 1})
    assert [problem.code for problem in fault.value.problems] == ["EST-603"]


def test_a_definition_that_the_engine_refuses_is_a_refusal_of_ours() -> None:
    from estatectl.adapters.durable_engine.session import Session

    with pytest.raises(durable_engine.EngineFault) as fault:
        Session("t", {"r0": {"all": [{"m": {"$no_such_operator": {"q": 1}}}], "pri": 0}})
    assert [problem.code for problem in fault.value.problems] == ["EST-603"]
