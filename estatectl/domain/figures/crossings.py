"""Where a figure crosses the bound from which policy has a reward or a penalty proposed. Domain floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from estatectl.domain.figures.figure import Figure
from estatectl.domain.figures.kpi import By, Kpi, Thresholds, Whose
from estatectl.domain.figures.reckoning import Reckoned
from estatectl.domain.staff.organisation import Organisation

PROPOSAL = "proposal"
"""The workflow of which a case is opened for each crossing."""

NEEDED = ("content", "sort", "post")
"""The fields without which such a case would say nothing; it takes whatever else it has a field for."""

Sort = Literal["reward", "penalty"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A figure, or the part of one department or post, that crossed a bound, and the post that it concerns."""

    figure: Figure
    post: str
    sort: Sort
    reckoned: Reckoned
    bound: Decimal

    @property
    def key(self) -> str:
        """The same however often it is looked at: one figure of a period concerns a post once."""
        return f"{PROPOSAL}/{self.figure.id}/{self.figure.period.name}/{self.post}"


def crossings(figures: Iterable[Figure], organisation: Organisation) -> tuple[Crossing, ...]:
    """Every crossing, by figure and post. Too few subjects cross nothing."""
    found = (each for figure in figures for each in _crossings(figure, organisation))
    return tuple(sorted(found, key=lambda each: (each.figure.id, each.post)))


def _crossings(figure: Figure, organisation: Organisation) -> Iterator[Crossing]:
    wanted = figure.kpi.propose
    if wanted is None:
        return
    for post, reckoned in _concerned(figure, wanted, organisation):
        crossed = None if reckoned.small else _crossed(figure.kpi, wanted, reckoned.value)
        if crossed is not None:
            yield Crossing(figure, post, crossed[0], reckoned, crossed[1])


def _concerned(figure: Figure, wanted: Thresholds, organisation: Organisation) -> Iterator[tuple[str, Reckoned]]:
    """Posts, each with what it is held to; what nobody had in hand concerns nobody."""
    match wanted.whose:
        case Whose.ANSWERS:
            yield from ((post, figure.whole) for post in figure.kpi.answers)
        case Whose.DEPARTMENT:
            for part in figure.by(By.DEPARTMENT):
                if part.key in organisation.departments:
                    yield organisation.head_of(part.key).id, part.reckoned
        case Whose.POST:
            yield from ((part.key, part.reckoned) for part in figure.by(By.POST) if part.key in organisation.posts)


def _crossed(kpi: Kpi, wanted: Thresholds, value: Decimal | None) -> tuple[Sort, Decimal] | None:
    """A reward from its bound on, a penalty beyond its bound."""
    if value is None or kpi.target is None:
        return None
    sign = 1 if kpi.target.least else -1
    if wanted.reward is not None and (value - wanted.reward) * sign >= 0:
        return "reward", wanted.reward
    if wanted.penalty is not None and (value - wanted.penalty) * sign < 0:
        return "penalty", wanted.penalty
    return None
