"""Emergency plans as policy says them: measures in order, each with who takes it and by when. Domain floor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from estatectl.domain.cases.clocks import ClockSpec
from estatectl.domain.durations import Duration, read_duration
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

PLAN, MEASURE, SKIPPED = "plan.", "measure.", "skipped."
"""How the marks begin that a plan leaves on a case when it starts and when a measure is taken, or does not apply."""


class Group(Enum):
    """What sort of thing a measure is."""

    ACT = "act"  # done on the spot
    CALL = "call"  # somebody is told
    KEEP = "keep"  # the scene and evidence are kept
    REPORT = "report"  # an authority hears of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something to be done after a plan has started. `on` are the moves of a case by which it is done as well; with
    `must` the case does not come to its end while it is open.
    """

    id: str
    title: Words
    aliases: tuple[str, ...]
    group: Group
    by: tuple[str, ...]
    within: Duration
    on: tuple[str, ...]
    must: bool
    phone: str | None
    law: Words | None
    clauses: tuple[str, ...]
    path: str | None
    place: Place

    @property
    def clock(self) -> str:
        """The name of its clock on a case; also of the mark that it leaves when it is done."""
        return f"{MEASURE}{self.id}"

    @property
    def skipped(self) -> str:
        """The mark that it leaves where it does not apply."""
        return f"{SKIPPED}{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The measures of a plan, in order, who else hears of it, and the rounds that practise and review it."""

    id: str
    title: Words
    aliases: tuple[str, ...]
    clauses: tuple[str, ...]
    source: str
    path: str | None
    drills: tuple[str, ...]
    review: str | None
    tells: tuple[str, ...]
    measures: tuple[Measure, ...]
    place: Place

    @property
    def mark(self) -> str:
        """The mark that its start leaves on a case."""
        return f"{PLAN}{self.id}"

    @property
    def posts(self) -> tuple[str, ...]:
        """Everybody who hears of it at once, those with something to do first."""
        return tuple(dict.fromkeys([*(post for each in self.measures for post in each.by), *self.tells]))

    def measure(self, name: str) -> Measure | None:
        """A measure by its id, an alias, its title or the number that it stands at."""
        for number, each in enumerate(self.measures, 1):
            if name in (each.id, *each.aliases, each.title.zh, each.title.en, str(number)):
                return each
        return None

    def clocks(self, ends: Iterable[str]) -> tuple[ClockSpec, ...]:
        """The measures as clocks of a case; `ends` are the stages in which nothing is waited for any longer."""
        return tuple(
            ClockSpec(
                id=each.clock,
                title=each.title,
                start_on=(self.mark,),
                stop_on=(each.clock, *each.on),
                cancel_on=(each.skipped, *ends),
                place=each.place,
            )
            for each in self.measures
        )

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Plan:  # noqa: ARG003
        """Names of posts, paths and programmes are checked as references; moves belong to the workflows."""
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            aliases=node.texts("aliases"),
            clauses=node.texts("clauses"),
            source=node.text("source"),
            path=node.maybe("escalate"),
            drills=node.texts("drills"),
            review=node.maybe("review"),
            tells=node.texts("tells"),
            measures=tuple(_measure(name, child, problems) for name, child in node["measures"].items()),
            place=node.place,
        )


def _measure(name: str, node: Node, problems: list[Problem]) -> Measure:
    return Measure(
        id=name,
        title=node.words("title"),
        aliases=node.texts("aliases"),
        group=Group(node.text("group", "act")),
        by=node.texts("by"),
        within=read_duration(node.text("within"), node["within"].place, problems),
        on=node.texts("done_by"),
        must=node.flag("must"),
        phone=node.maybe("phone"),
        law=node.words("law") if "law" in node else None,
        clauses=node.texts("clauses"),
        path=node.maybe("escalate"),
        place=node.key_place,
    )
