"""How many decisions a second: durable-rules, the reference and the compiled evaluator, in one run, with memory.

    python bench/decisions.py [--million]

Ratios count; absolute figures move with the machine. `--million` watches memory over a million live decisions.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Any

from estatectl.domain.problems import Place
from estatectl.domain.rules.conditions import All, Among, Compare, Condition, Holds, Not, Some
from estatectl.domain.rules.decisions import Hit, Rule, Table, decide
from estatectl.domain.rules.evaluators import Evaluator
from estatectl.domain.rules.facts import FactKind, Facts, FactSpec
from estatectl.domain.words import same

TYPES = ("repair", "complaint", "consultation", "suggestion", "praise", "incident")
AREAS = ("home", "lobby", "garage", "garden", "lift", "gate")
CHANNELS = ("phone", "wechat", "sms", "visit", "app", "patrol")
CONCEPTS = tuple(f"concept_{number}" for number in range(60))
FACTS = {
    "type": FactSpec("type", FactKind.TEXT, TYPES),
    "area": FactSpec("area", FactKind.TEXT, AREAS),
    "channel": FactSpec("channel", FactKind.TEXT, CHANNELS),
    "mentions": FactSpec("mentions", FactKind.SET, CONCEPTS),
    "floor": FactSpec("floor", FactKind.NUMBER),
    "cost": FactSpec("cost", FactKind.NUMBER),
    "vip": FactSpec("vip", FactKind.FLAG),
}
OUTPUTS = {"urgency": FactSpec("urgency", FactKind.TEXT, ("emergency", "urgent", "normal"))}
BOUNDS = tuple(map(Decimal, ("1", "5", "10", "30", "199.5", "1000")))


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: what decided, how many rules, which hit policy, decisions per second."""

    engine: str
    rules: int
    hit: str
    rate: float


def sample_table(rules: int, hit: Hit, seed: int = 7) -> Table:
    """A table such as people write: two to five tests a rule, one of them for the type of request."""
    chance = random.Random(seed)
    written = [_rule(f"r{number}", _condition(chance)) for number in range(rules - len(TYPES))]
    written += [_rule(f"any_{name}", Among("type", (name,))) for name in TYPES]
    return Table(f"bench_{rules}_{hit.value}", same("bench"), hit, FACTS, OUTPUTS, tuple(written), None)


def _rule(rule_id: str, when: Condition) -> Rule:
    return Rule(
        rule_id, when, {"urgency": "urgent"}, same("because"), ("1.1",), sure=True, place=Place("bench.yaml", 1)
    )


def _condition(chance: random.Random) -> Condition:
    several = tuple(Holds("mentions", name) for name in chance.sample(CONCEPTS, 3))
    parts: list[Condition] = [Among("type", tuple(chance.sample(TYPES, chance.choice((1, 1, 2)))))]
    for extra in chance.sample(range(5), chance.randint(1, 4)):
        parts.append(
            (
                Some(several),
                Among("area", (chance.choice(AREAS),)),
                Not(Among("channel", (chance.choice(CHANNELS),))),
                Compare("floor", chance.choice(("gte", "lt")), chance.choice(BOUNDS)),
                Compare("cost", "gt", chance.choice(BOUNDS)),
            )[extra]
        )
    return All(tuple(parts))


def sample_facts(count: int, seed: int = 11) -> list[Facts]:
    chance = random.Random(seed)
    return [
        {
            "type": chance.choice(TYPES),
            "area": chance.choice(AREAS),
            "channel": chance.choice(CHANNELS),
            "mentions": frozenset(chance.sample(CONCEPTS, chance.randint(0, 4))),
            "floor": Decimal(chance.randint(1, 40)),
            "cost": Decimal(chance.randint(0, 200_000)) / 100,
            "vip": chance.random() < 0.1,
        }
        for _ in range(count)
    ]


def rate(decider: Callable[[Facts], object], records: list[Facts], seconds: float) -> float:
    """Decisions per second, the best of three stretches."""
    best = 0.0
    for _ in range(3):
        done, start = 0, perf_counter()
        while (spent := perf_counter() - start) < seconds / 3:
            for facts in records:
                decider(facts)
            done += len(records)
        best = max(best, done / spent)
    return best


def measure(seconds: float = 0.3, sizes: tuple[int, ...] = (60, 300)) -> Iterator[Row]:
    """Every engine on the same tables and records; they must agree before their speed counts."""
    records = sample_facts(2_000)
    for rules in sizes:
        for hit in (Hit.FIRST, Hit.COLLECT):
            table = sample_table(rules, hit)
            compiled = Evaluator(table)
            for name, decider in _deciders(table, compiled):
                if any(decider(facts) != decide(table, facts) for facts in records[:100]):
                    raise AssertionError(f"{name} disagrees with the reference")
                yield Row(name, rules, hit.value, rate(decider, records[:200], seconds))
            yield Row("compiled, shared conclusion", rules, hit.value, rate(compiled.conclusion, records, seconds))


def _deciders(table: Table, compiled: Evaluator) -> Iterator[tuple[str, Callable[[Facts], Any]]]:
    try:
        from estatectl.adapters.durable_engine import DurableEngine
    except ImportError:
        print("durable-rules cannot be imported on this Python: not measured")
    else:
        engine = DurableEngine()
        yield "durable-rules", lambda facts: engine.decide(table, facts)
        engine.close()
    yield "reference", lambda facts: decide(table, facts)
    yield "compiled", compiled.decide


def start_up() -> dict[str, float]:
    """Milliseconds until the first live decision of a 60-rule table, step by step, in this process."""
    table, (facts,) = sample_table(60, Hit.FIRST, seed=1), sample_facts(1)
    marks = [perf_counter()]
    from estatectl.adapters.durable_engine import DurableEngine

    marks.append(perf_counter())
    engine = DurableEngine()
    engine.decide(table, facts)
    marks.append(perf_counter())
    Evaluator(table).decide(facts)
    marks.append(perf_counter())
    engine.close()
    names = ("import durable-rules", "register 60 rules and decide once", "compile 60 rules and decide once")
    return {name: (after - before) * 1000 for name, before, after in zip(names, marks, marks[1:], strict=False)}


def memory(decisions: int) -> Iterator[tuple[int, int]]:
    """Resident kilobytes after each tenth of so many live decisions on one table of 60 rules, both ways of firing."""
    from estatectl.adapters.durable_engine import DurableEngine

    engine, records = DurableEngine(), cycle(sample_facts(2_000))
    tables = (sample_table(60, Hit.FIRST), sample_table(60, Hit.COLLECT))
    for tenth in range(1, 11):
        for facts in islice(records, decisions // 10 // len(tables)):
            for table in tables:
                engine.decide(table, facts)
        yield decisions * tenth // 10, resident_kilobytes()


def resident_kilobytes() -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def main(argv: list[str]) -> None:
    for name, milliseconds in start_up().items():
        print(f"{name:<36}{milliseconds:>10.1f} ms")
    print(f"\n{'engine':<30}{'rules':>6}{'hit':>9}{'decisions/s':>14}{'× durable':>11}")
    base: dict[tuple[int, str], float] = {}
    for row in measure():
        live = base.setdefault((row.rules, row.hit), row.rate)
        print(f"{row.engine:<30}{row.rules:>6}{row.hit:>9}{row.rate:>14,.0f}{row.rate / live:>11.1f}")
    decisions = 1_000_000 if "--million" in argv else 40_000
    print(f"\nmemory over {decisions:,} live decisions")
    for done, kilobytes in memory(decisions):
        print(f"{done:>12,}{kilobytes:>12,} KB")


if __name__ == "__main__":
    main(sys.argv[1:])
