"""Figures as policy says them: what counts, what of it is good, when, against which target. Domain floor."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from estatectl.domain.controls.knowable import Specs
from estatectl.domain.controls.scopes import Scope
from estatectl.domain.controls.speaking import conditions_over
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.conditions import Condition
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node, exact
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle


class Value(Enum):
    """What the figure is: a share or a ratio in percent, something of what was measured, or how many there are."""

    SHARE = "share"
    RATIO = "ratio"  # all that was measured, of all that it is measured against
    MEAN = "mean"
    SUM = "sum"
    MEDIAN = "median"
    P90 = "p90"
    COUNT = "count"

    @property
    def in_percent(self) -> bool:
        return self in (Value.SHARE, Value.RATIO)

    @property
    def judges(self) -> bool:
        """Its subjects are good or not; otherwise they are measured."""
        return self in (Value.SHARE, Value.COUNT)


class By(Enum):
    """Into what a figure is broken down."""

    DEPARTMENT = "department"
    POST = "post"
    PERSON = "person"


class Whose(Enum):
    """For whom a reward or penalty is proposed: who answers for the figure, heads of departments, or posts."""

    ANSWERS = "answers"
    DEPARTMENT = "department"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Target:
    """The value wanted: at least `bound` where `least`, else at most. Shares are in percent."""

    bound: Decimal
    least: bool

    def met(self, value: Decimal) -> bool:
        return value >= self.bound if self.least else value <= self.bound


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which value a reward is proposed, and beyond which a penalty; for whom."""

    whose: Whose
    reward: Decimal | None
    penalty: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """A figure over the subjects of a scope where `where` holds, and whose instant `counts_at` lies in the period.

    `good` is the numerator of a share; `measure` is what is measured, `of` what a ratio holds it against. `counts_at`
    is None where subjects count as they stand at the end of the period. Below `few` subjects a figure says little.
    `answers` are the posts that answer for it. The conditions wait for `bind_kpi`.
    """

    id: str
    title: Words
    clauses: tuple[str, ...]
    source: str
    over: Scope
    where: Node | None
    good: Node | None
    value: Value
    measure: str | None
    of: str | None
    counts_at: str | None
    unit: Words
    target: Target | None
    by: tuple[By, ...]
    few: int
    weight: Decimal | None
    propose: Thresholds | None
    answers: tuple[str, ...]
    place: Place
    node: Node

    @property
    def more_is_better(self) -> bool | None:
        """None where nothing says so."""
        if self.target is not None:
            return self.target.least
        return True if self.value.in_percent else None

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Kpi:  # noqa: ARG003
        """What can be said of a document by itself; names and facts are judged by `bind_kpi`."""
        counts_at = node.text("counts_at")
        value = Value(node.text("value"))
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            clauses=node.texts("clauses"),
            source=node.text("source"),
            over=Scope.parse(node["over"]),
            where=node.get("where"),
            good=node.get("good"),
            value=value,
            measure=node.maybe("measure"),
            of=node.maybe("of"),
            counts_at=None if counts_at == AT_THE_END else counts_at,
            unit=node.words("unit", PERCENT if value.in_percent else Words(zh="", en="")),
            target=_target(node.get("target")),
            by=tuple(By(name) for name in node.texts("by")),
            few=node.whole("few"),
            weight=_number(node, "weight"),
            propose=_thresholds(node.get("propose")),
            answers=node.texts("answers"),
            place=node.place,
            node=node,
        )


AT_THE_END = "end"
"""What `counts_at` says where subjects count as they stand at the end of the period."""

PERCENT = Words(zh="%", en="%")


def _target(node: Node | None) -> Target | None:
    if node is None:
        return None
    [(key, child)] = node.items()
    return Target(exact(child.value), key == "least")


def _thresholds(node: Node | None) -> Thresholds | None:
    if node is None:
        return None
    return Thresholds(Whose(node.text("whose")), _number(node, "reward"), _number(node, "penalty"))


def _number(node: Node, key: str) -> Decimal | None:
    child = node.get(key)
    return None if child is None else exact(child.value)


@dataclass(frozen=True, slots=True)
class BoundKpi:
    """A figure with its conditions, over the facts of its scope."""

    kpi: Kpi
    specs: Specs
    where: Condition
    good: Condition


def bind_kpi(kpi: Kpi, bundle: Bundle, problems: list[Problem]) -> BoundKpi:
    """The conditions of a figure; every name or fact that there is none of is added to `problems`."""
    specs, (where, good) = conditions_over(kpi.over, (kpi.where, kpi.good), bundle, problems)
    return BoundKpi(kpi, specs, where, good)
