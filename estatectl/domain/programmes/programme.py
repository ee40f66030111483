"""Programmes: what falls due again and again, for what, when, by whom, and what a miss means. Domain floor.

`cadences` is how often, `occurrences` reckons the instants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from estatectl.domain.cases.escalation import NO_TIME, Anchor, Offset
from estatectl.domain.durations import Duration, read_duration
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.programmes.cadence_forms import parse_cadence
from estatectl.domain.programmes.cadences import Cadence
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.wall_clock import instant_of
from estatectl.domain.words import Words, same

DOERS = "doers"
DEPARTMENT_HEAD = "department_head"
RELATIONS = (DOERS, DEPARTMENT_HEAD)
"""Whom an alert may tell besides posts: those on duty in the posts of `by`, and the head of the department."""


class SubjectKind(Enum):
    EACH_ASSET = "each_asset"
    ASSET = "asset"
    EACH_ZONE = "each_zone"
    ZONE = "zone"
    ROUTE = "route"
    EACH_POOL = "each_pool"
    POOL = "pool"
    POST = "post"
    ESTATE = "estate"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a programme is about. `name` is a class, a tag or an id; empty for each pool, the estate and a case."""

    kind: SubjectKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a round may be done: from `opens` before its nominal instant to `due` after it; late in the `grace` beyond.

    Days are days of the wall clock (the same time another day), hours and minutes are real time.
    """

    opens: Duration = NO_TIME
    due: Duration = NO_TIME
    grace: Duration = NO_TIME

    def opening(self, zone: ZoneInfo, nominal: datetime) -> datetime:
        return moved(zone, nominal, self.opens, -1)

    def due_at(self, zone: ZoneInfo, nominal: datetime) -> datetime:
        return moved(zone, nominal, self.due, 1)

    def closing(self, zone: ZoneInfo, due: datetime) -> datetime:
        return moved(zone, due, self.grace, 1)


def moved(zone: ZoneInfo, moment: datetime, length: Duration, direction: int) -> datetime:
    """An instant later (1) or earlier (-1) by a length whose days are days of the wall clock."""
    if length.days:
        wall = moment.astimezone(zone)
        seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
        moment = instant_of(zone, wall.date() + timedelta(days=length.days * direction), seconds)
    return moment + timedelta(seconds=length.seconds * direction)


@dataclass(frozen=True, slots=True)
class Alert:
    """Who is told about a round that is still open, and when, from its due instant."""

    at: Offset
    tell: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme. `by` are the posts that do its rounds; the department of the first of them answers for it. What is
    found goes to the department that it `inspects`, or to that one.

    `excused_by` may be empty: then the head of that department and those above may excuse a round.
    """

    id: str
    title: Words
    aliases: tuple[str, ...]
    clauses: tuple[str, ...]
    source: str
    category: str
    law: Words | None
    subject: Subject
    cadence: Cadence
    window: Window
    by: tuple[str, ...]
    inspects: str | None
    checklist: str | None
    evidence: Words | None
    alerts: tuple[Alert, ...]
    on_miss: str
    excused_by: tuple[str, ...]
    findings: str
    correlates: tuple[str, ...]
    place: Place

    @property
    def statutory(self) -> bool:
        return self.law is not None

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Programme:
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            aliases=node.texts("aliases"),
            clauses=node.texts("clauses"),
            source=node.text("source"),
            category=node.text("category"),
            law=node.words("law") if "law" in node else None,
            subject=_subject(node["subject"], problems),
            cadence=parse_cadence(node["cadence"], problems),
            window=_window(node.get("window"), problems),
            by=node.texts("by"),
            inspects=node.maybe("inspects"),
            checklist=node.maybe("checklist"),
            evidence=node.words("evidence") if "evidence" in node else None,
            alerts=tuple(_alert(each, vocabulary, problems) for each in node.each("alerts")),
            on_miss=node.text("on_miss"),
            excused_by=node.texts("excused_by"),
            findings=node.text("findings"),
            correlates=node.texts("correlates"),
            place=node.place,
        )


def _subject(node: Node, problems: list[Problem]) -> Subject:
    named = [(SubjectKind(key), child) for key, child in node.items()]
    if len(named) != 1:
        words = Words(zh="subject 要写、也只能写一个对象", en="'subject' names exactly one thing")
        kinds = ", ".join(kind.value for kind in SubjectKind)
        hint = Words(zh="选写一种：{kinds}", en="write one of: {kinds}").fill(kinds=same(kinds))
        problems.append(Problem("EST-805", words, named[1][1].key_place if named else node.place, hint))
        return Subject(SubjectKind.ESTATE, "")
    kind, child = named[0]
    return Subject(kind, "" if child.value is True else str(child.value))


def _window(node: Node | None, problems: list[Problem]) -> Window:
    lengths: Mapping[str, Duration] = (
        {key: read_duration(str(child.value), child.place, problems) for key, child in node.items()} if node else {}
    )
    return Window(**lengths)


def _alert(node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Alert:
    offset = Offset.read(node.text("at"))
    if offset is None or offset.anchor is not Anchor.DUE:
        words = Words(zh="提醒“{text}”不是相对到期的时点", en="'{text}' is not a moment counted from the due instant")
        hint = Words(zh='写 "-30m"、"0m" 或 "+15m"', en='write "-30m", "0m" or "+15m"')
        problems.append(Problem("EST-809", words.fill(text=same(node.text("at"))), node["at"].place, hint))
    known = (*vocabulary.get("posts", ()), *RELATIONS)
    for each in node["tell"].each():
        if each.value not in known:
            name = str(each.value)
            unknown = Words(zh="提醒告知的“{name}”不是岗位", en="the alert tells '{name}', which is no post")
            problems.append(Problem("EST-810", unknown.fill(name=same(name)), each.place, did_you_mean(name, known)))
    return Alert(offset or Offset(Anchor.DUE), node.texts("tell"), node.place)
