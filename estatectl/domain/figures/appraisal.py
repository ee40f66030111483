"""What the figures say of a post: those that it answers for, or has a part in; never one number alone. Domain floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from estatectl.domain.charter import Charter
from estatectl.domain.figures.figure import Figure
from estatectl.domain.figures.kpi import By
from estatectl.domain.figures.reckoning import Member, Reckoned
from estatectl.domain.staff.organisation import Organisation, Post


@dataclass(frozen=True, slots=True)
class Line:
    """A figure as it concerns a post: the whole of it (`by` None), the part of its department, or its own.

    `reckoned` is None where its part has no subjects.
    """

    figure: Figure
    by: By | None
    reckoned: Reckoned | None
    members: tuple[Member, ...]

    @property
    def says(self) -> bool:
        """Whether it says something: there is a target, and enough to judge by."""
        return self.reckoned is not None and self.reckoned.met is not None


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The figures of a post over a period, by id."""

    post: Post
    lines: tuple[Line, ...]

    @property
    def score(self) -> Decimal | None:
        """The weight of the targets met, in percent of the weight of all that say something.

        None where a figure that says something has no weight: a total must not hide it.
        """
        weights = [(line, line.figure.kpi.weight) for line in self.lines if line.says]
        known = [(line, weight) for line, weight in weights if weight is not None]
        if not known or len(known) < len(weights):
            return None
        met = sum((weight for line, weight in known if line.reckoned is not None and line.reckoned.met), Decimal(0))
        total = sum((weight for _, weight in known), Decimal(0))
        return (met * 100 / total).quantize(Decimal("0.1"), ROUND_FLOOR)


def appraise(post: Post, figures: Iterable[Figure], organisation: Organisation, charter: Charter) -> Appraisal:
    """The figures that a post answers for, by policy or by the clauses that they measure, or has a part in."""
    return Appraisal(post, tuple(line for each in figures for line in _lines(post, each, organisation, charter)))


def _lines(post: Post, figure: Figure, organisation: Organisation, charter: Charter) -> Iterator[Line]:
    kpi = figure.kpi
    if post.id in kpi.answers:
        shared = len(kpi.answers) > 1 and organisation.head_of(post.department).id == post.id
        yield _part(figure, By.DEPARTMENT, post.department) if shared and By.DEPARTMENT in kpi.by else _whole(figure)
    elif figure.part_of(By.POST, post.id) is not None:
        yield _part(figure, By.POST, post.id)
    elif any((known := charter.clause(clause)) is not None and known.who == post.id for clause in kpi.clauses):
        yield _whole(figure)


def _whole(figure: Figure) -> Line:
    return Line(figure, None, figure.whole, figure.members)


def _part(figure: Figure, by: By, key: str) -> Line:
    part = figure.part_of(by, key)
    return Line(figure, by, None, ()) if part is None else Line(figure, by, part.reckoned, part.members)
