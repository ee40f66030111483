"""Rewards and penalties are proposed where a figure crosses its bound; people decide about them. Floor 2."""

from __future__ import annotations

from dataclasses import dataclass

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.case import Values
from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.figures.crossings import NEEDED, PROPOSAL, Crossing, crossings
from estatectl.domain.figures.period import Period
from estatectl.domain.problems import PolicyInvalid, Problem
from estatectl.domain.words import Words, same
from estatectl.usecases.desk import Desk
from estatectl.usecases.figures.keeping import keep
from estatectl.usecases.figures.taking import Taken, take
from estatectl.usecases.following import begin_case
from estatectl.usecases.house import House
from estatectl.usecases.ports import Reader
from estatectl.usecases.ticking import advance


@dataclass(frozen=True, slots=True)
class Proposed:
    """A crossing, the case that was opened for it, and whether it had been opened before.

    `case` is None where nothing is opened: only looked at, or nobody stands above the post to decide.
    """

    crossing: Crossing
    case: str | None
    before: bool
    undecidable: bool


def look(house: House, period: Period) -> tuple[Taken, tuple[Proposed, ...]]:
    """What would be proposed of a period; nothing is written."""
    taken = take(house, period)
    organisation = taken.bundle.organisation
    return taken, tuple(_known(house, house.journal, each) for each in crossings(taken.figures, organisation))


def propose(house: House, period: Period) -> tuple[Taken, tuple[Proposed, ...]]:
    """Keep the figures of a period, and open a case for every crossing that has none yet: all in one, or nothing.

    Run again, it opens nothing twice. Refuses a period that is not over (EST-755), and policies in force now that
    have no workflow for it (EST-757).
    """
    taken = keep(house, period).taken
    found = crossings(taken.figures, taken.bundle.organisation)
    workflow = house.bundle.workflows.get(PROPOSAL)
    if found and (workflow is None or any(name not in workflow.fields for name in NEEDED)):
        words = Words(zh="现行细则没有流程“{name}”", en="the policies in force have no workflow '{name}'")
        raise PolicyInvalid([Problem("EST-757", words.fill(name=same(PROPOSAL)))])
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        desk = Desk(house, unit, house.now)
        opened = []
        for crossing in found:
            known = _known(house, unit, crossing)
            if workflow is not None and known.case is None and not known.undecidable:
                case = begin_case(desk, workflow, _values(desk, workflow, crossing), key=crossing.key).case
                known = Proposed(crossing, case.id, False, False)
            opened.append(known)
        for touched in desk.touched():
            advance(desk, touched)
    return taken, tuple(opened)


def _known(house: House, reader: Reader, crossing: Crossing) -> Proposed:
    entry = reader.done(crossing.key)
    undecidable = not house.bundle.organisation.reports_up(crossing.post)
    return Proposed(crossing, None if entry is None else entry.stream, entry is not None, undecidable)


def _values(desk: Desk, workflow: Workflow, crossing: Crossing) -> Values:
    """What the case says; of these, whatever it has a field for."""
    bundle, reckoned = desk.house.bundle, crossing.reckoned
    post = bundle.organisation.posts.get(crossing.post)
    values: dict[str, FieldValue | None] = {
        "content": _content(bundle, crossing),
        "sort": crossing.sort,
        "post": crossing.post,
        "department": None if post is None else post.department,
        "handler": _concerned(desk.unit, crossing.post),
        "figure": crossing.figure.id if crossing.figure.id in bundle.kpis else None,
        "period": crossing.figure.period.name,
        "reached": str(reckoned.value),
        "bound": str(crossing.bound),
        "counted": str(reckoned.counted),
    }
    return {name: value for name, value in values.items() if value is not None and name in workflow.fields}


def _concerned(reader: Reader, post: str) -> str | None:
    """Who holds the post, where it is one person: more are concerned together, and no one of them by name."""
    holders = [person.id for person in reader.people() if post in person.posts and not person.left]
    return holders[0] if len(holders) == 1 else None


def _content(bundle: Bundle, crossing: Crossing) -> str:
    """The figure, its value, its bound and what it stands on, in the first language of the estate."""
    figure, reckoned = crossing.figure, crossing.reckoned
    reward = crossing.sort == "reward"
    words = Words(
        zh="{period}{title} {value}（{bound}），样本 {n}，其中无从证明 {unproven}",
        en="{title}, {period}: {value} ({bound}) of {n}, {unproven} of them unproven",
    )
    bound = Words(zh="奖励界限 {bound}", en="a reward from {bound}") if reward else _PENALTY
    filled = words.fill(
        period=figure.period.title,
        title=figure.kpi.title,
        value=same(f"{reckoned.value}"),
        bound=bound.fill(bound=same(str(crossing.bound))),
        n=reckoned.counted,
        unproven=reckoned.unproven,
    )
    return filled.of("zh" if "zh" in bundle.estate.languages else "en")


_PENALTY = Words(zh="处罚界限 {bound}", en="a penalty beyond {bound}")
