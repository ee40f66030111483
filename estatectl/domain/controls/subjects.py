"""One thing that controls and figures speak of, with what is known of it at an instant. Domain floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from estatectl.domain.rules.facts import Facts
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A case, a round, a line … `id` is unique within its scope; `stream` is where its entries stand, if it has any.

    `at` are its named instants (opened, closed, ended, due, done, found, entered …), `posts` those that answer for it,
    `person` a member of staff who had it in hand, `thing` what it is about where the same comes back (a programme at a
    lift, an item in a store), `evidence` the numbers of the entries that the facts stand on.
    `title` names no owner and nobody from outside.
    """

    id: str
    title: Words
    facts: Facts
    stream: str | None = None
    at: Mapping[str, datetime] = field(default_factory=dict)
    department: str | None = None
    posts: tuple[str, ...] = ()
    person: str | None = None
    thing: str | None = None
    evidence: tuple[int, ...] = ()

    @property
    def whose(self) -> str:
        """By whom or what findings are told to come back: who had it in hand, else the thing, else the department."""
        return self.person or self.thing or self.department or ""


@dataclass(frozen=True, slots=True)
class Span:
    """From after `since` up to and with `until`: what was open at its end or touched within it is looked at."""

    since: datetime
    until: datetime
