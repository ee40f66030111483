"""Workflows and tables beside the text they were parsed from: what checks need to point at the offending word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.moves import Move
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.rules.decisions import Rule, Table
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

HANDLER, DEPARTMENT = "handler", "department"
"""Fields that the house itself reads: who has a case, and whose it is."""


@dataclass(frozen=True, slots=True)
class Written:
    """A workflow and its document."""

    workflow: Workflow
    node: Node

    def moves(self) -> Iterator[tuple[Move, Node]]:
        """Every move with its text, the opening first."""
        yield self.workflow.opening, self.node["open"]
        for move in self.workflow.moves:
            yield move, self.node["moves"][move.id]


def every_workflow(bundle: Bundle) -> tuple[Written, ...]:
    """All workflows; of documents with one id only the one that the model was made of."""
    models = bundle.workflows
    pairs = [Written(models[node.text("id")], node) for node in bundle.documents.get("workflow", ())]
    return tuple(each for each in pairs if each.workflow.place == each.node.place)


def document_of(bundle: Bundle, table: Table) -> Node:
    """The text of a decision table."""
    return next(node for node in reversed(bundle.documents["decision"]) if node.text("id") == table.id)


def rules_of(table: Table, node: Node) -> Iterator[tuple[Rule, Node]]:
    """Every rule with its text; `otherwise`, if there is one, comes last."""
    yield from zip(table.rules, node.each("rules"), strict=True)
    if table.otherwise is not None:
        yield table.otherwise, node["otherwise"]


def named(node: Node, key: str) -> Iterator[Node]:
    """The names written under a key, each where it stands."""
    child = node.get(key)
    if child is not None:
        yield from child.each() if child.is_sequence else (child,)


def children_of(bundle: Bundle, workflow: Workflow) -> tuple[Workflow, ...]:
    """The workflows whose cases hang below cases of this one."""
    return tuple(each for each in bundle.workflows.values() if workflow.id in each.parents)


def unknown(code: str, words: Words, node: Node, known: Iterable[str]) -> Problem:
    """The problem of a name that is not there; `{name}` in the words is the name."""
    name = str(node.value)
    return Problem(code, words.fill(name=same(name)), node.place, did_you_mean(name, known))
