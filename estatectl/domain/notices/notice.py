"""How notices leave the house: channels, the routes to them, quiet hours, retries and wording. Domain floor.

Where a channel leads (the address of a group's robot, the account of a mail server) is a secret and no part of policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from estatectl.domain.durations import read_duration
from estatectl.domain.notices.quiet import Quiet
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.conditions import ALWAYS, Condition, holds, parse_condition
from estatectl.domain.rules.facts import FactKind, Facts, FactSpec, Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

ABOUT = ("case", "round", "register", "stock", "roster", "night")
"""What a notice may be about."""

PLAIN = Words(zh="{text}", en="{text}")
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""How long to wait before each further attempt, where policy says nothing."""


class Carries(Enum):
    """Where a channel leads."""

    FILE = "file"  # the estate's own outbox file
    GROUP = "group"  # one address for all, such as a group with a robot
    PERSON = "person"  # an address of each receiver's own


class Tongue(Enum):
    """The language that somebody is written to in."""

    ZH = "zh"
    EN = "en"
    BOTH = "both"


class Doubt(Enum):
    """What to do with a message of which nobody knows whether it went out: the program was killed while sending."""

    AGAIN = "again"  # send it once more under the same key
    HOLD = "hold"  # lay it before a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way out. `address` names which address of a person is filled in; `language` overrides the receivers'; `most`
    is how many gathered notices one message holds."""

    id: str
    title: Words
    carries: Carries
    address: str | None = None
    language: Tongue | None = None
    subject: Words = PLAIN
    text: Words = PLAIN
    retries: tuple[timedelta, ...] = BACK_OFF
    doubt: Doubt = Doubt.AGAIN
    most: int = 10
    place: Place

    @property
    def far(self) -> bool:
        """Whether it leads out of this machine, so that it takes time, may fail, and needs a secret."""
        return self.carries is not Carries.FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which notices go to which channels. The first route that fits decides. With `digest` they are gathered, and go
    out together at those times of day (seconds after midnight)."""

    id: str
    when: Condition
    templates: tuple[str, ...]
    to: tuple[str, ...]
    digest: tuple[int, ...]
    place: Place

    @property
    def takes_all(self) -> bool:
        return self.when == ALWAYS and not self.templates

    def fits(self, template: str, facts: Facts) -> bool:
        return (not self.templates or any(_like(each, template) for each in self.templates)) and holds(self.when, facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What some channels say about notices of some templates instead of the channel's own text."""

    channels: tuple[str, ...]
    templates: tuple[str, ...]
    text: Words

    def fits(self, channel: str, template: str) -> bool:
        return (not self.channels or channel in self.channels) and (
            not self.templates or any(_like(each, template) for each in self.templates)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """All that policy says about the way out."""

    id: str
    title: Words
    clauses: tuple[str, ...]
    language: Tongue
    channels: Mapping[str, Channel]
    routes: tuple[Route, ...]
    quiet: Quiet | None
    wordings: tuple[Wording, ...]
    place: Place

    def route(self, template: str, facts: Facts) -> Route | None:
        """The first route that fits; a checked policy has one for everything."""
        return next((each for each in self.routes if each.fits(template, facts)), None)

    def text(self, channel: Channel, template: str) -> Words:
        """The frame that a channel puts around a notice."""
        return next((each.text for each in self.wordings if each.fits(channel.id, template)), channel.text)

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Notices:
        """Names of channels and calendars are checked as references."""
        specs = specs_of(vocabulary)
        back_off = _lengths(node, problems) or BACK_OFF
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            clauses=node.texts("clauses"),
            language=Tongue(node.text("language", "both")),
            channels={name: _channel(name, child, back_off, problems) for name, child in node["channels"].items()},
            routes=tuple(_route(each, specs, problems) for each in node.each("routes")),
            quiet=Quiet.parse(node["quiet"], specs, problems) if "quiet" in node else None,
            wordings=tuple(_wording(each) for each in node.each("wording")),
            place=node.place,
        )


def specs_of(vocabulary: Vocabulary) -> dict[str, FactSpec]:
    """The facts that routes and quiet hours may ask about a notice."""
    closed = {
        "about": ABOUT,
        "workflow": vocabulary.get("workflows", ()),
        "urgency": vocabulary.get("urgencies", ()),
        "department": vocabulary.get("departments", ()),
        "post": vocabulary.get("posts", ()),
    }
    flags = {"on_duty": FactSpec("on_duty", FactKind.FLAG)}
    return {name: FactSpec(name, FactKind.TEXT, tuple(values)) for name, values in closed.items()} | flags


def as_before(place: Place) -> Notices:
    """Where policy says nothing: every notice goes into the estate's outbox file."""
    title = Words(zh="发件箱文件", en="the outbox file")
    file = Channel(id="file", title=title, carries=Carries.FILE, place=place)
    return Notices(
        id="notices",
        title=Words(zh="通知", en="Notices"),
        clauses=(),
        language=Tongue.BOTH,
        channels={"file": file},
        routes=(Route(id="all", when=ALWAYS, templates=(), to=("file",), digest=(), place=place),),
        quiet=None,
        wordings=(),
        place=place,
    )


def _channel(name: str, node: Node, back_off: tuple[timedelta, ...], problems: list[Problem]) -> Channel:
    language = node.maybe("language")
    return Channel(
        id=name,
        title=node.words("title"),
        carries=Carries(node.text("carries")),
        address=node.maybe("address"),
        language=Tongue(language) if language else None,
        subject=node.words("subject", _SUBJECT),
        text=node.words("text", PLAIN),
        retries=_lengths(node, problems) or back_off,
        doubt=Doubt(node.text("in_doubt", "again")),
        most=node.whole("at_most", 10),
        place=node.key_place,
    )


def _route(node: Node, specs: Mapping[str, FactSpec], problems: list[Problem]) -> Route:
    return Route(
        id=node.text("id"),
        when=parse_condition(node.get("when"), specs, problems),
        templates=node.texts("templates"),
        to=node.texts("to"),
        digest=tuple(sorted(_seconds(text) for text in node.texts("digest"))),
        place=node.place,
    )


def _wording(node: Node) -> Wording:
    return Wording(channels=node.texts("channels"), templates=node.texts("templates"), text=node.words("text"))


def _lengths(node: Node, problems: list[Problem]) -> tuple[timedelta, ...]:
    return tuple(read_duration(str(child.value), child.place, problems).elapsed for child in node.each("retries"))


def _seconds(time_of_day: str) -> int:
    hours, minutes = time_of_day.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _like(pattern: str, template: str) -> bool:
    """`plan.*` is like every template that begins so; anything else only like itself."""
    return template.startswith(pattern[:-1]) if pattern.endswith("*") else template == pattern


_SUBJECT = Words(zh="{estate}：{id}", en="{estate}: {id}")
