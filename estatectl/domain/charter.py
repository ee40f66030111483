"""The charter: the numbered clauses of the rulebook, who answers for each, and what carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

PENDING = "pending"
"""What `carried_by` says of a clause or duty that no policy carries yet."""

EVERYONE, DEPARTMENT_HEAD, HANDLER = "everyone", "department_head", "handler"
ROLES = (EVERYONE, DEPARTMENT_HEAD, HANDLER)
"""Who may answer for a clause besides a post: all staff, the head of the department in charge, whoever does the job."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A reference to what carries a clause or duty: `workflow:request`, `clock:arrive`, or `pending`."""

    kind: str
    id: str
    place: Place

    @property
    def pending(self) -> bool:
        return self.kind == PENDING

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind


def parse_carriers(node: Node) -> tuple[Carrier, ...]:
    """The `carried_by:` of a clause or duty, written as one text or a list of them."""
    written = node.get("carried_by")
    if written is None:
        return ()
    children = tuple(written.each()) if written.is_sequence else (written,)
    return tuple(_carrier(child) for child in children)


def _carrier(node: Node) -> Carrier:
    kind, _, name = str(node.value).partition(":")
    return Carrier(kind, name, node.place)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `who` is a post or one of `ROLES`; `proof` names the kinds of record that show it was kept."""

    id: str
    title: Words
    who: str
    carried_by: tuple[Carrier, ...]
    proof: tuple[str, ...]
    place: Place

    @property
    def pending(self) -> bool:
        return all(carrier.pending for carrier in self.carried_by)


@dataclass(frozen=True, slots=True)
class Charter:
    """All clauses, in the order of the rulebook."""

    title: Words
    clauses: Mapping[str, Clause]
    place: Place

    def clause(self, clause_id: str) -> Clause | None:
        return self.clauses.get(clause_id)

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Charter:
        clauses = {name: _parse_clause(name, child, vocabulary, problems) for name, child in node["clauses"].items()}
        return cls(node.words("title"), clauses, node.place)


def _parse_clause(name: str, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Clause:
    who = node.text("who")
    known = (*vocabulary.get("posts", ()), *ROLES)
    if who not in known:
        words = Words(
            zh="第 {clause} 条的责任人“{who}”既不是岗位，也不是 {roles}",
            en="clause {clause}: '{who}' is neither a post nor {roles}",
        ).fill(clause=name, who=who, roles=" / ".join(ROLES))
        problems.append(Problem("EST-363", words, node["who"].place, did_you_mean(who, known)))
    return Clause(name, node.words("title"), who, parse_carriers(node), node.texts("proof"), node.place)
