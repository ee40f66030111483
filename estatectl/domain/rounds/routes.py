"""What guards and lifeguards go by: checkpoints, the routes that join them, cameras and pools. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

from estatectl.domain.durations import read_duration
from estatectl.domain.problems import Place, Problem
from estatectl.domain.tree import Node, exact
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A place where a guard scans a tag. `code` is what the tag says; `names` are what guards also type for it."""

    id: str
    code: str
    title: Words
    zone: str
    building: str | None
    names: tuple[str, ...]
    place: Place

    @property
    def called(self) -> tuple[str, ...]:
        """Everything that a guard may type for it."""
        return (self.id, self.code, self.title.zh, self.title.en, *self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One point of a route: planned `at` so long after the start, `metres` on foot from the point before, if known."""

    checkpoint: str
    at: timedelta
    metres: int | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A walk past checkpoints in order. A point is on time within `tolerance` of its plan, either way and on the dot.

    `fastest` is in metres a second: nobody comes from one point to the next faster than that. A checkpoint may come
    again later on the same route, though not twice in a row.
    """

    id: str
    title: Words
    clauses: tuple[str, ...]
    legs: tuple[Leg, ...]
    tolerance: timedelta
    fastest: Decimal
    source: str
    place: Place

    @property
    def checkpoints(self) -> tuple[str, ...]:
        """The checkpoints passed, in order of the walk, each once."""
        return tuple(dict.fromkeys(leg.checkpoint for leg in self.legs))

    @property
    def lasts(self) -> timedelta:
        """How long the walk takes by plan."""
        return max((leg.at for leg in self.legs), default=timedelta())

    def is_too_fast(self, metres: int, taken: timedelta) -> bool:
        """Whether nobody walks so far in that time. Exactly the fastest speed is still believed."""
        return metres * 1_000_000 > self.fastest * (taken // timedelta(microseconds=1))

    def least(self, metres: int) -> timedelta:
        """The time that a distance takes at the fastest speed, in whole seconds, rounded up."""
        return timedelta(seconds=int((metres / self.fastest).to_integral_value(ROUND_CEILING)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """One camera: the zone that it looks at, and the building where the zone is one of many alike."""

    id: str
    title: Words
    zone: str
    building: str | None
    names: tuple[str, ...]
    place: Place

    @property
    def called(self) -> tuple[str, ...]:
        """Everything that an operator may type for it."""
        return (self.id, self.title.zh, self.title.en, *self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A pool. `calendar` says when it is open; `area` is its water surface in square metres."""

    id: str
    title: Words
    zone: str
    calendar: str
    area: Decimal
    names: tuple[str, ...]
    place: Place


def parse_checkpoints(node: Node) -> dict[str, Checkpoint]:
    """The `checkpoints:` of a site document, by id."""
    return {
        name: Checkpoint(
            id=name,
            code=child.text("code"),
            title=child.words("title"),
            zone=child.text("zone"),
            building=child.maybe("building"),
            names=child.texts("names"),
            place=child.key_place,
        )
        for name, child in _under(node, "checkpoints")
    }


def parse_routes(node: Node, problems: list[Problem]) -> dict[str, Route]:
    """The `routes:` of a site document, by id."""
    return {name: _parse_route(name, child, problems) for name, child in _under(node, "routes")}


def parse_cameras(node: Node) -> dict[str, Camera]:
    """The `cameras:` of a site document, by id."""
    return {
        name: Camera(
            id=name,
            title=child.words("title"),
            zone=child.text("zone"),
            building=child.maybe("building"),
            names=child.texts("names"),
            place=child.key_place,
        )
        for name, child in _under(node, "cameras")
    }


def parse_pools(node: Node) -> dict[str, Pool]:
    """The `pools:` of a site document, by id."""
    return {
        name: Pool(
            id=name,
            title=child.words("title"),
            zone=child.text("zone"),
            calendar=child.text("calendar"),
            area=exact(child["area"].value),
            names=child.texts("names"),
            place=child.key_place,
        )
        for name, child in _under(node, "pools")
    }


def _parse_route(name: str, node: Node, problems: list[Problem]) -> Route:
    return Route(
        id=name,
        title=node.words("title"),
        clauses=node.texts("clauses"),
        legs=tuple(_parse_leg(child, problems) for child in node.each("legs")),
        tolerance=_length(node, "tolerance", problems),
        fastest=exact(node["fastest"].value),
        source=node.text("source"),
        place=node.key_place,
    )


def _parse_leg(node: Node, problems: list[Problem]) -> Leg:
    return Leg(
        checkpoint=node.text("checkpoint"),
        at=_length(node, "at", problems),
        metres=node.whole("metres") if "metres" in node else None,
        place=node.place,
    )


def _length(node: Node, key: str, problems: list[Problem]) -> timedelta:
    return read_duration(node.text(key), node[key].place, problems).elapsed


def _under(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    child = node.get(key)
    return child.items() if child else iter(())
