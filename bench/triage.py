"""How well requests are understood: accuracy per field and language, emergencies found and missed, confusion tables.

    python bench/triage.py FILE [--wrong] [--reference] [--policies DIR]

FILE holds one JSON object a line: `text`, and any of `lang`, `type`, `urgency`, `department`, with acceptable others
under `alt`. Strict counts the label alone, lenient also what `alt` lists.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from estatectl.adapters.concepts import AutomatonFinder
from estatectl.adapters.policyfiles.reading import read_document
from estatectl.domain.lexicon.lexicon import Lexicon, concept_ids, topic_ids
from estatectl.domain.problems import PolicyInvalid, Problem
from estatectl.domain.rules.decisions import Decision, Table, decide
from estatectl.domain.rules.facts import Facts
from estatectl.domain.tree import Node
from estatectl.usecases.ports import RuleEngine
from estatectl.usecases.triage import TABLES, Triage, triage

FIELDS = ("type", "urgency", "department")
DEPARTMENTS = ("management", "customer_service", "maintenance", "security", "cleaning", "greening", "administration")
SAME = {"emergency-incident": "incident"}


class Reference:
    """The pure evaluator as an engine."""

    name = "reference"

    def decide(self, table: Table, facts: Facts) -> Decision:
        return decide(table, facts)


@dataclass(frozen=True)
class Judged:
    line: Mapping[str, Any]
    result: Triage

    def got(self, field: str) -> str:
        return str(getattr(self.result, field))

    def wanted(self, field: str) -> str | None:
        value = self.line.get(field)
        return SAME.get(value, value) if value else None

    def accepted(self, field: str) -> set[str]:
        others = self.line.get("alt", {}).get(field, [])
        return {SAME.get(value, value) for value in [self.line[field], *others]}


def main() -> None:
    asked = _arguments()
    nodes = [_read(path) for path in sorted(asked.policies.glob("**/*.yaml")) if path.parent.name in KINDS]
    problems: list[Problem] = []
    documents = [node for node in nodes if node.text("kind") == "lexicon"]
    vocabulary = {"concepts": concept_ids(documents), "departments": DEPARTMENTS, "topics": topic_ids(documents)}
    lexicon = Lexicon.parse(documents, vocabulary, problems)
    tables = {
        node.text("id"): Table.parse(node, vocabulary, problems)
        for node in nodes
        if node.text("kind") == "decision" and node.text("id") in TABLES
    }
    if problems:
        raise PolicyInvalid(problems)
    engine = Reference() if asked.reference else _engine()
    finder = AutomatonFinder(lexicon)
    lines = [json.loads(line) for line in asked.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    began = perf_counter()
    judged = [
        Judged(line, triage(engine=engine, finder=finder, lexicon=lexicon, tables=tables, text=line.get("text", "")))
        for line in lines
    ]
    spent = perf_counter() - began
    print(f"{len(judged)} texts, engine {engine.name}, {spent * 1000 / max(1, len(judged)):.1f} ms each")
    print(f"{len(lexicon.concepts)} concepts, {len(lexicon.needles)} words")
    _print_accuracy(judged)
    _print_emergencies(judged)
    for field in FIELDS:
        _print_confusion(field, judged)
    print(f"\nleft to the desk: {sum(not one.result.sure for one in judged)}")
    if asked.wrong:
        _print_wrong(judged)


KINDS = ("lexicon", "decisions")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list the lines judged wrong, leniently")
    parser.add_argument("--reference", action="store_true", help="the pure evaluator instead of the rules engine")
    parser.add_argument("--policies", type=Path, default=Path(__file__).parents[1] / "policies")
    return parser.parse_args()


def _engine() -> RuleEngine:
    try:
        from estatectl.adapters.durable_engine import DurableEngine
    except ImportError:
        print("the rules engine cannot be imported here: using the reference evaluator")
        return Reference()
    return DurableEngine()


def _print_accuracy(judged: list[Judged]) -> None:
    print(f"\n{'':12}{'language':10}{'texts':>6}{'strict':>9}{'lenient':>9}")
    languages = sorted({str(one.line.get("lang", "?")) for one in judged})
    for field in FIELDS:
        for language in [*languages, "all"]:
            some = [one for one in judged if one.wanted(field) and language in ("all", str(one.line.get("lang", "?")))]
            if some:
                strict = sum(one.got(field) == one.wanted(field) for one in some) / len(some)
                lenient = sum(one.got(field) in one.accepted(field) for one in some) / len(some)
                print(f"{field:12}{language:10}{len(some):>6}{strict:>9.1%}{lenient:>9.1%}")


def _print_emergencies(judged: list[Judged]) -> None:
    real = [one for one in judged if one.wanted("urgency") == "emergency"]
    found = sum(one.got("urgency") == "emergency" for one in real)
    softened = sum(one.got("urgency") != "emergency" and one.got("urgency") in one.accepted("urgency") for one in real)
    cried = [one for one in judged if one.wanted("urgency") and one.got("urgency") == "emergency"]
    false = sum("emergency" not in one.accepted("urgency") for one in cried)
    normal = sum(one.accepted("urgency") == {"normal"} for one in cried)
    print(
        f"\nemergencies: {len(real)} labelled, {found} found, {softened} judged as an accepted other, "
        f"{len(real) - found - softened} missed; {false} cried falsely, {normal} of them where only normal is right"
    )


def _print_confusion(field: str, judged: Iterable[Judged]) -> None:
    pairs = Counter((one.wanted(field), one.got(field)) for one in judged if one.wanted(field))
    names = sorted({name for pair in pairs for name in pair if name})
    if not names:
        return
    print(f"\n{field + ' (row: label)':20}" + "".join(f"{name[:10]:>12}" for name in names))
    for row in names:
        print(f"{row:20}" + "".join(f"{pairs[row, column] or '':>12}" for column in names))


def _print_wrong(judged: Iterable[Judged]) -> None:
    for one in judged:
        wrong = [field for field in FIELDS if one.wanted(field) and one.got(field) not in one.accepted(field)]
        if wrong:
            fired = " ".join(rule for decision in one.result.decisions for rule in decision.fired)
            told = ", ".join(f"{field} {one.wanted(field)} != {one.got(field)}" for field in wrong)
            print(f"\n{one.line.get('id', '?')}: {told}  [{fired}; topic {one.result.understanding.topic}]")
            print(f"  {one.line.get('text', '')[:160]}")
            seen = (f"{found.concept}({found.word[:12]})" for found in one.result.understanding.found)
            print("  " + " ".join(dict.fromkeys(seen))[:600])


def _read(path: Path) -> Node:
    reading = read_document(path.read_text(encoding="utf-8"), str(path))
    if reading.node is None or reading.problems:
        raise PolicyInvalid(reading.problems)
    return reading.node


if __name__ == "__main__":
    main()
