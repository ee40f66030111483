"""Of the second floor: what a request is, how urgent, and whose: concepts, then three tables, each seeing the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estatectl.domain.lexicon import understanding
from estatectl.domain.lexicon.lexicon import Lexicon
from estatectl.domain.lexicon.normalising import normalise
from estatectl.domain.lexicon.understanding import Understanding
from estatectl.domain.rules.decisions import Decision, Table, visible
from estatectl.domain.rules.facts import Facts, FactValue
from estatectl.usecases.ports import ConceptFinder, RuleEngine

TABLES = ("request_type", "request_urgency", "request_department")
"""In the order decided: urgency may ask for the type, department for both."""


@dataclass(frozen=True, slots=True)
class Triage:
    """How a request was classified. `sure` is False where a table fell through or asked for a person to confirm."""

    type: str
    urgency: str
    department: str
    understanding: Understanding
    decisions: tuple[Decision, ...]
    sure: bool

    @property
    def concepts(self) -> frozenset[str]:
        return self.understanding.mentions


def understand(finder: ConceptFinder, lexicon: Lexicon, text: str) -> Understanding:
    """What a text says, in any mixture of scripts and of any length; an empty text says nothing."""
    normal = normalise(text)
    return understanding.understand(lexicon, normal, finder.matches(normal.text))


def triage(
    *,
    engine: RuleEngine,
    finder: ConceptFinder,
    lexicon: Lexicon,
    tables: Mapping[str, Table],
    text: str,
    known: Facts | None = None,
) -> Triage:
    """Classify a text. `known` are further facts of the intake (channel …); the tables take those they declare."""
    read = understand(finder, lexicon, text)
    facts: dict[str, FactValue] = {**(known or {}), **read.facts()}
    decisions: list[Decision] = []
    for name in TABLES:
        decision = engine.decide(tables[name], visible(tables[name], facts))
        decisions.append(decision)
        facts.update(decision.values)
    return Triage(
        type=str(facts["type"]),
        urgency=str(facts["urgency"]),
        department=str(facts["department"]),
        understanding=read,
        decisions=tuple(decisions),
        sure=all(decision.sure for decision in decisions),
    )
