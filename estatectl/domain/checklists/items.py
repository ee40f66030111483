"""The items of a checklist: what each asks, which answers it takes and which of them are in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from estatectl.domain.checklists.answers import Value, read_answer
from estatectl.domain.checklists.limits import Censored, Limits, Verdict
from estatectl.domain.checklists.measuring import Scale
from estatectl.domain.problems import Place
from estatectl.domain.rules.conditions import Condition
from estatectl.domain.words import Words


class ItemKind(Enum):
    """What an answer looks like."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    COUNT = "count"
    SCORE = "score"  # points out of `points`
    TEXT = "text"
    PHOTO = "photo"
    FILE = "file"
    SIGNATURE = "signature"
    TIME = "time"


NUMERIC = frozenset({ItemKind.NUMBER, ItemKind.COUNT, ItemKind.SCORE})
"""Kinds whose answers are numbers."""


class EachKind(Enum):
    """What an item may be asked once for every one of."""

    CAMERAS = "cameras"
    ASSETS = "assets"  # of a class
    ZONES = "zones"  # with a tag
    CHECKPOINTS = "checkpoints"  # of a route
    STOCK = "stock"  # the items of a store


@dataclass(frozen=True, slots=True)
class Each:
    """`name` is the class, tag, route or store; `all` for cameras."""

    kind: EachKind
    name: str
    place: Place

    def __str__(self) -> str:
        return f"{self.kind.value}: {self.name}"


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    title: Words
    falls_short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a checklist. `when` looks at the answers to earlier items.

    `limits` are hard: a number outside falls short. Outside `warning` is worth a warning, outside `plausible` is
    probably a slip of the pen. `units` are other units that may be typed, with the factor to `unit`. On a sheet for a
    round an item of an `each` stands once for every thing: its id is then `base@thing`, and `thing` names that thing.
    """

    id: str
    text: Words
    kind: ItemKind
    aliases: tuple[str, ...]
    required: bool
    expect: bool | None
    choices: tuple[Choice, ...]
    points: Decimal | None
    unit: str
    units: Mapping[str, Decimal]
    censored: bool
    limits: Limits
    limits_for: Mapping[str, Limits]
    warning: Limits
    plausible: Limits
    gravity: str
    each: Each | None
    when: Condition
    clauses: tuple[str, ...]
    place: Place
    thing: str | None = None

    @property
    def base(self) -> str:
        """The id of the item in its checklist."""
        return self.id.partition("@")[0]

    @property
    def titles(self) -> dict[str, Words]:
        """The choices by id."""
        return {choice.id: choice.title for choice in self.choices}

    @property
    def scale(self) -> Scale:
        """How its numbers are written."""
        if self.kind is ItemKind.SCORE:
            return Scale(unit="分", units={"points": Decimal(1)})
        whole = self.kind is ItemKind.COUNT
        return Scale(unit=self.unit, units=self.units, censored=self.censored, whole=whole)

    @property
    def sound(self) -> str | None:
        """The answer that says "in order", where there is exactly one."""
        if self.expect is not None:
            return "yes" if self.expect else "no"
        hoped = [choice.id for choice in self.choices if not choice.falls_short]
        return hoped[0] if len(hoped) == 1 else None

    def in_order(self, value: Value) -> bool:
        """Whether an answer already read is surely what the item hopes for."""
        return self.verdict(value) is Verdict.WITHIN

    def verdict(self, value: Value) -> Verdict:
        """How an answer already read stands to what the item hopes for; warnings aside."""
        if isinstance(value, Decimal | Censored):
            return self.limits.judge(value)
        if isinstance(value, bool):
            fits = self.expect is None or value is self.expect
        else:
            fits = not any(choice.falls_short and choice.id == value for choice in self.choices)
        return Verdict.WITHIN if fits else Verdict.OUTSIDE

    def takes(self, value: Value) -> bool:
        """Whether a number can be an answer at all: points lie between nought and all of them."""
        return self.points is None or (isinstance(value, Decimal) and 0 <= value <= self.points)

    def read(self, answer: str) -> Value | None:
        """The value of an answer, or None where it is not of the kind asked for. Numbers are in the item's unit."""
        if self.kind in NUMERIC:
            value = self.scale.read(answer)
            return value if value is not None and self.takes(value) else None
        return read_answer(self.kind.value, self.titles, answer)
