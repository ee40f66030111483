"""Escalation paths: who is told when a clock runs late, until somebody acknowledges. Domain floor.

`escalation_steps` says which of a path's steps are due; this module is what the policy says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from estatectl.domain.durations import Duration, read_duration
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

RELATIONS = ("handler", "department_head")
"""Who a step may tell besides posts: whoever has the case, and the head of the department that has it."""

TOP_POST = "general_manager"
NO_TIME = Duration()
_OFFSET = re.compile(r"(?P<sign>start\+|[+-]?)(?P<length>[0-9dhms]+)|(?P<percent>\d{1,3})%")


class Anchor(Enum):
    """What a step's offset is measured from: the start, the due instant, or as a share of the limit."""

    START = "start"
    DUE = "due"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Offset:
    """When a step goes out, in the clock's own time: "-30m", "0m", "+2h" from due, "start+10m", "75%" of the limit."""

    anchor: Anchor
    length: Duration = NO_TIME
    before: bool = False
    percent: int = 0

    def __str__(self) -> str:
        if self.anchor is Anchor.SHARE:
            return f"{self.percent}%"
        if self.anchor is Anchor.START:
            return f"start+{self.length}"
        return f"{'-' if self.before else '+'}{self.length}"

    @classmethod
    def read(cls, text: str) -> Offset | None:
        found = _OFFSET.fullmatch(text)
        if found is None:
            return None
        if found["percent"] is not None:
            return cls(Anchor.SHARE, percent=int(found["percent"]))
        length = Duration.read(found["length"])
        if length is None:
            return None
        return cls(Anchor.START if found["sign"] == "start+" else Anchor.DUE, length, found["sign"] == "-")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: when, whom (posts or relations), in what words, and whether it asks to be acknowledged."""

    at: Offset
    tell: tuple[str, ...]
    words: Words
    acknowledge: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often the last step goes out again while nobody acknowledges."""

    every: Duration
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationPath:
    """The steps of a path, in order; the last one goes out again as `repeat` says."""

    id: str
    title: Words
    steps: tuple[Step, ...]
    repeat: Repeat | None = None
    clauses: tuple[str, ...] = ()
    source: str = ""
    place: Place

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> EscalationPath:
        again = node.get("repeat")
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            steps=tuple(_step(each, vocabulary, problems) for each in node.each("steps")),
            repeat=None if again is None else _repeat(again, problems),
            clauses=node.texts("clauses"),
            source=node.text("source"),
            place=node.place,
        )


def _repeat(node: Node, problems: list[Problem]) -> Repeat:
    return Repeat(read_duration(node.text("every"), node["every"].place, problems), node.whole("times"))


def _step(node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Step:
    written = node.text("at")
    offset = Offset.read(written)
    if offset is None:
        problems.append(
            Problem(
                "EST-341",
                Words(zh="看不懂时点“{text}”", en="'{text}' is not a moment of a clock").fill(text=same(written)),
                node["at"].place,
                Words(
                    zh='写 "-30m"、"0m"、"+2h"、"start+10m" 或 "75%"',
                    en='write "-30m", "0m", "+2h", "start+10m" or "75%"',
                ),
            )
        )
    known = (*vocabulary.get("posts", ()), *RELATIONS)
    for each in node["tell"].each():
        if each.value not in known:
            problems.append(_unknown_post(each, known))
    return Step(
        at=offset or Offset(Anchor.DUE),
        tell=node.texts("tell"),
        words=node.words("words"),
        acknowledge=node.flag("acknowledge"),
        place=node.place,
    )


def _unknown_post(node: Node, known: tuple[str, ...]) -> Problem:
    name = str(node.value)
    words = Words(zh="没有叫“{name}”的岗位", en="no post is called '{name}'").fill(name=same(name))
    return Problem("EST-344", words, node.place, did_you_mean(name, known))
