"""The place: buildings and households, zones and the equipment in them, and finding any of these by its address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from estatectl.domain.naming import both, longest_named
from estatectl.domain.place.addresses import plain, read_address
from estatectl.domain.place.assets import Asset, AssetClass, parse_assets, parse_class
from estatectl.domain.place.buildings import Building, household_named, parse_building, unit_named
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.rounds.routes import (
    Camera,
    Checkpoint,
    Pool,
    Route,
    parse_cameras,
    parse_checkpoints,
    parse_pools,
    parse_routes,
)
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class Zone:
    """A common place. `names` are what people call it, besides its title."""

    id: str
    title: Words
    names: tuple[str, ...]
    tags: frozenset[str]
    building: str | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where something is. `location` is a zone, else a building; `key` tells two places apart as finely as known."""

    written: str
    household: str | None = None
    building: str | None = None
    unit: int | None = None
    zone: str | None = None
    asset: str | None = None

    @property
    def location(self) -> str | None:
        return self.zone or self.building

    @property
    def key(self) -> str:
        if self.household or self.asset:
            return self.household or self.asset or ""
        unit = str(self.unit) if self.unit else None
        return "/".join(part for part in (self.building, unit, self.zone) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The whole estate on the ground. `supervisor_accepts` are the importances that make equipment important."""

    title: Words
    buildings: Mapping[str, Building]
    zones: Mapping[str, Zone]
    asset_classes: Mapping[str, AssetClass]
    assets: Mapping[str, Asset]
    contractors: Mapping[str, Words]
    supervisor_accepts: frozenset[str]
    checkpoints: Mapping[str, Checkpoint] = field(default_factory=dict)
    routes: Mapping[str, Route] = field(default_factory=dict)
    cameras: Mapping[str, Camera] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)
    place: Place

    def building(self, building_id: str) -> Building | None:
        return self.buildings.get(building_id)

    def zone(self, zone_id: str) -> Zone | None:
        return self.zones.get(zone_id)

    def asset(self, asset_id: str) -> Asset | None:
        return self.assets.get(asset_id)

    def asset_class(self, class_id: str) -> AssetClass | None:
        return self.asset_classes.get(class_id)

    def thing_title(self, thing_id: str) -> Words | None:
        """The title of an asset, zone, route, pool, camera or checkpoint: no two of them share an id."""
        things = (self.assets, self.zones, self.routes, self.pools, self.cameras, self.checkpoints)
        return next((group[thing_id].title for group in things if thing_id in group), None)

    def is_important(self, asset_id: str) -> bool:
        """Whether the supervisor must accept a repair of it on site."""
        asset = self.assets.get(asset_id)
        return asset is not None and asset.importance in self.supervisor_accepts

    def households(self) -> Iterator[str]:
        """The key of every household, such as `3-2-1201`."""
        for building in self.buildings.values():
            yield from building.households()

    def resolve(self, address: str) -> Location | None:
        """Where an address is, or None where nothing of the estate is named. The text is kept as written."""
        text = plain(address)
        parts = read_address(text)
        building = self._numbered(parts.building)
        household = household_named(building, parts)
        if household is None and not parts.sure:
            building = None
        unit = unit_named(building, parts)
        building_id = building.id if building else None
        asset = self._named_asset(text) or self._asset_by_class(text, building_id, unit)
        zone = asset.zone if asset else self._named_zone(text, building_id)
        if asset and not building_id:
            building_id = asset.building
        if not (building_id or zone or asset):
            return None
        return Location(
            written=address,
            household=household,
            building=building_id or (self.zones[zone].building if zone else None),
            unit=unit or (asset.unit if asset else None),
            zone=zone,
            asset=asset.id if asset else None,
        )

    def _numbered(self, number: int | None) -> Building | None:
        return next((each for each in self.buildings.values() if each.number == number), None)

    def _named_asset(self, text: str) -> Asset | None:
        return longest_named(
            text, ((name, each) for each in self.assets.values() for name in (each.code, each.id, *both(each.title)))
        )

    def _asset_by_class(self, text: str, building: str | None, unit: int | None) -> Asset | None:
        """The only asset of the class named in this building and unit: `3栋2单元电梯`."""
        if building is None:
            return None
        kind = longest_named(
            text, ((name, each) for each in self.asset_classes.values() for name in (*both(each.title), *each.names))
        )
        here = [
            each
            for each in self.assets.values()
            if kind and each.kind == kind.id and each.building == building and (unit is None or each.unit == unit)
        ]
        return here[0] if len(here) == 1 else None

    def _named_zone(self, text: str, building: str | None) -> str | None:
        fitting = (each for each in self.zones.values() if building is None or each.building in (None, building))
        zone = longest_named(text, ((name, each) for each in fitting for name in (*both(each.title), *each.names)))
        return zone.id if zone else None

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Site:  # noqa: ARG003
        site = cls(
            title=node.words("title"),
            buildings={name: parse_building(name, child) for name, child in node["buildings"].items()},
            zones={name: _parse_zone(name, child) for name, child in node["zones"].items()},
            asset_classes={name: parse_class(name, child) for name, child in node["asset_classes"].items()},
            assets=parse_assets(node),
            contractors={name: child.words("title") for name, child in _pairs(node, "contractors")},
            supervisor_accepts=frozenset(node.texts("supervisor_accepts")),
            checkpoints=parse_checkpoints(node),
            routes=parse_routes(node, problems),
            cameras=parse_cameras(node),
            pools=parse_pools(node),
            place=node.place,
        )
        for group in ("zones", "assets", "checkpoints", "cameras"):
            for _, child in _pairs(node, group):
                _refuse_unknown("building", child, site.buildings, problems)
                _refuse_unknown("contractor", child, site.contractors, problems)
        return site


def _parse_zone(name: str, node: Node) -> Zone:
    tags = frozenset(node.texts("tags"))
    return Zone(name, node.words("title"), node.texts("names"), tags, node.maybe("building"), node.key_place)


def _pairs(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    child = node.get(key)
    return child.items() if child else iter(())


def _refuse_unknown(key: str, node: Node, known: Mapping[str, object], problems: list[Problem]) -> None:
    name = node.maybe(key)
    if name is not None and name not in known:
        code, words = _UNKNOWN[key]
        problems.append(Problem(code, words.fill(name=name), node[key].place, did_you_mean(name, known)))


_UNKNOWN = {
    "building": ("EST-361", Words(zh="没有叫“{name}”的楼栋", en="no building is called '{name}'")),
    "contractor": ("EST-364", Words(zh="没有叫“{name}”的维保单位", en="no contractor is called '{name}'")),
}
