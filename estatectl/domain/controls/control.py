"""Controls as policy says them, and their conditions once the policies that they speak of are known. Domain floor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from estatectl.domain.controls.knowable import Specs
from estatectl.domain.controls.scopes import Scope
from estatectl.domain.controls.speaking import conditions_over
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.conditions import Condition
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle


class Severity(Enum):
    """How much it matters that a control is not satisfied, the least first."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return tuple(Severity).index(self)


SEVERITY_WORDS = {
    Severity.MINOR: Words(zh="一般", en="minor"),
    Severity.MAJOR: Words(zh="较重", en="major"),
    Severity.CRITICAL: Words(zh="严重", en="critical"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A statement that must hold of every subject of its scope where `where` holds.

    `answers` are the posts that answer for it, `evidence` what satisfies it and `remedy` what to do otherwise, in
    people's words. The conditions wait for `bind`: which facts there are is said by other documents.
    """

    id: str
    title: Words
    clauses: tuple[str, ...]
    source: str
    over: Scope
    where: Node | None
    require: Node
    severity: Severity
    answers: tuple[str, ...]
    evidence: Words
    remedy: Words
    place: Place

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Control:  # noqa: ARG003
        """What can be said of a document by itself; names and facts are judged by `bind`."""
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            clauses=node.texts("clauses"),
            source=node.text("source"),
            over=Scope.parse(node["over"]),
            where=node.get("where"),
            require=node["require"],
            severity=Severity(node.text("severity")),
            answers=node.texts("answers"),
            evidence=node.words("evidence"),
            remedy=node.words("remedy"),
            place=node.place,
        )


@dataclass(frozen=True, slots=True)
class Bound:
    """A control with its conditions, over the facts of its scope."""

    control: Control
    specs: Specs
    where: Condition
    require: Condition


def bind(control: Control, bundle: Bundle, problems: list[Problem]) -> Bound:
    """The conditions of a control; every name or fact that there is none of is added to `problems`."""
    specs, (where, require) = conditions_over(control.over, (control.where, control.require), bundle, problems)
    return Bound(control, specs, where, require)
