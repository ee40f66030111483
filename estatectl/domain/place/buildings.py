"""Buildings and their households: which homes there are, and which of them an address names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from estatectl.domain.place.addresses import Parts
from estatectl.domain.problems import Place
from estatectl.domain.tree import Node
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """A building. A row of villas has one household per unit and no rooms: its keys are `11-5`."""

    id: str
    number: int
    title: Words
    villas: bool
    units: int
    floors: int
    lowest_home: int
    per_floor: int
    without_floors: tuple[int, ...]
    place: Place

    def household(self, unit: int | None, room: int | None) -> str | None:
        """The key of a household here, or None where there is none such or its unit is left open."""
        unit = 1 if unit is None and self.units == 1 else unit
        if unit is None or not 1 <= unit <= self.units:
            return None
        if self.villas:
            return f"{self.number}-{unit}"
        return f"{self.number}-{unit}-{room}" if room is not None and self._has_room(room) else None

    def _has_room(self, room: int) -> bool:
        floor, door = divmod(room, 100)
        lived_in = self.lowest_home <= floor <= self.floors and floor not in self.without_floors
        return lived_in and 1 <= door <= self.per_floor

    def households(self) -> Iterator[str]:
        for unit in range(1, self.units + 1):
            if self.villas:
                yield f"{self.number}-{unit}"
                continue
            for floor in range(self.lowest_home, self.floors + 1):
                if floor not in self.without_floors:
                    yield from (f"{self.number}-{unit}-{floor}{door:02d}" for door in range(1, self.per_floor + 1))


def household_named(building: Building | None, parts: Parts) -> str | None:
    """The key of the household that an address names in a building, where there is one."""
    if building is None:
        return None
    if building.villas:
        return building.household(parts.house if parts.house is not None else parts.unit, None)
    return building.household(parts.unit, parts.room)


def unit_named(building: Building | None, parts: Parts) -> int | None:
    """The unit named, where the building has it; a villa's number is its unit."""
    if building is None:
        return None
    unit = parts.house if building.villas and parts.house is not None else parts.unit
    return unit if unit is not None and 1 <= unit <= building.units else None


def parse_building(name: str, node: Node) -> Building:
    """One of the `buildings:` of a site document."""
    return Building(
        id=name,
        number=node.whole("number"),
        title=node.words("title"),
        villas=node.flag("villas"),
        units=node.whole("units"),
        floors=node.whole("floors"),
        lowest_home=node.whole("lowest_home", 1),
        per_floor=node.whole("per_floor", 1),
        without_floors=tuple(int(child.value) for child in node.each("without_floors")),
        place=node.key_place,
    )
