"""The default policies, read once: the lexicon, its automaton and the three tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from estatectl.adapters.concepts import AutomatonFinder
from estatectl.adapters.policyfiles.reading import read_document
from estatectl.domain.lexicon.lexicon import Lexicon, concept_ids, topic_ids
from estatectl.domain.lexicon.understanding import Understanding
from estatectl.domain.problems import Problem
from estatectl.domain.rules.decisions import Decision, Table, decide
from estatectl.domain.rules.facts import Facts
from estatectl.domain.tree import Node
from estatectl.usecases.triage import TABLES, Triage, triage, understand

POLICIES = Path(__file__).parents[2] / "policies"
DEPARTMENTS = ("customer_service", "maintenance", "security", "cleaning", "greening")


def read(path: Path) -> Node:
    reading = read_document(path.read_text(encoding="utf-8"), path.name)
    assert reading.node is not None
    assert not reading.problems, [str(problem) for problem in reading.problems]
    return reading.node


def lexicon_of(text: str) -> tuple[Lexicon, list[Problem]]:
    """A lexicon from YAML text, with what was wrong in it."""
    node = read_document(text, "words.yaml").node
    assert node is not None
    problems: list[Problem] = []
    return Lexicon.parse([node], {}, problems), problems


class PureEngine:
    name = "reference"

    def decide(self, table: Table, facts: Facts) -> Decision:
        return decide(table, facts)


@dataclass(frozen=True)
class Desk:
    lexicon: Lexicon
    finder: AutomatonFinder
    tables: dict[str, Table]

    def understand(self, text: str) -> Understanding:
        return understand(self.finder, self.lexicon, text)

    def triage(self, text: str) -> Triage:
        return triage(engine=PureEngine(), finder=self.finder, lexicon=self.lexicon, tables=self.tables, text=text)


@pytest.fixture(scope="session")
def documents() -> list[Node]:
    return [read(path) for path in sorted((POLICIES / "lexicon").glob("*.yaml"))]


@pytest.fixture(scope="session")
def desk(documents: list[Node]) -> Desk:
    problems: list[Problem] = []
    vocabulary = {
        "concepts": concept_ids(documents),
        "topics": topic_ids(documents),
        "departments": DEPARTMENTS,
    }
    lexicon = Lexicon.parse(documents, vocabulary, problems)
    tables = {name: Table.parse(read(POLICIES / "decisions" / f"{name}.yaml"), vocabulary, problems) for name in TABLES}
    assert not problems, [problem.words.en for problem in problems]
    return Desk(lexicon, AutomatonFinder(lexicon), tables)


@pytest.fixture
def reading() -> Callable[[str, str], Understanding]:
    """Understand a text by a small lexicon."""

    def reader(yaml: str, text: str) -> Understanding:
        lexicon, problems = lexicon_of(yaml)
        assert not problems
        return understand(AutomatonFinder(lexicon), lexicon, text)

    return reader
