"""Of the ground floor: the sheet of one round: items asked for each thing are written out, limits settled for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from estatectl.domain.checklists.checklist import Checklist
from estatectl.domain.checklists.items import Each, EachKind, Item, ItemKind
from estatectl.domain.place.site import Site
from estatectl.domain.rules.conditions import holds
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.domain.stock.shelves import Shelves
    from estatectl.domain.stock.stock import StockItem

Stocked = Callable[[], "Shelves"]
"""Gives the stores, once they are needed: most sheets ask for none."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that an item is asked for. `names` are all that people may type for it, the id first; `kept` is what it
    is as an item of stock."""

    id: str
    title: Words
    names: tuple[str, ...]
    kept: StockItem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSheet:
    """A checklist as it is filled in on one round. An item of an `each` is there once per thing, as `base@thing`."""

    checklist: Checklist
    items: tuple[Item, ...]
    things: Mapping[str, Thing]

    def item(self, name: str) -> Item | None:
        """The item of exactly this name."""
        return next((item for item in self.items if item.id == name), None)

    def standing_for(self, base: str) -> tuple[Item, ...]:
        """The items that one item of the checklist has become."""
        return tuple(item for item in self.items if item.base == base)

    def asks(self, item: Item, known: Known) -> bool:
        """Whether an item applies, given the answers so far."""
        return holds(item.when, known.about(item))


class Known:
    """The values answered so far, as conditions see them: an item of a thing looks at the answers for that thing."""

    def __init__(self) -> None:
        self._by_thing: dict[str | None, dict[str, FactValue]] = {None: {}}

    def note(self, item: Item, value: FactValue) -> None:
        self._by_thing.setdefault(item.thing, {})[item.base] = value

    def about(self, item: Item) -> Mapping[str, FactValue]:
        general = self._by_thing[None]
        return {**general, **self._by_thing.get(item.thing, {})} if item.thing else general


def sheet_for(checklist: Checklist, site: Site, asset: str | None, stocked: Stocked | None = None) -> RoundSheet:
    """The sheet of a round for one subject: an asset, or also a zone or pool; None where the round has no such thing.

    An item whose `each` finds nothing stands nowhere on the sheet; policy check refuses such a checklist. `stocked`
    gives the stores, for the sheets that count them.
    """
    items: list[Item] = []
    things: dict[str, Thing] = {}
    for item in checklist.items:
        if item.each is None:
            items.append(_settled(item, site, asset))
            continue
        for thing in things_of(item.each, site, stocked):
            things[thing.id] = thing
            items.append(_settled(_for_thing(item, thing), site, thing.id))
    return RoundSheet(checklist=checklist, items=tuple(items), things=things)


def things_of(each: Each, site: Site, stocked: Stocked | None = None) -> Iterator[Thing]:
    """The things that an `each` names, in the order of the site, or of the walk."""
    match each.kind:
        case EachKind.CAMERAS:
            for camera in site.cameras.values():
                yield _thing(camera.id, camera.title, camera.called)
        case EachKind.ASSETS:
            for asset in site.assets.values():
                if asset.kind == each.name:
                    yield _thing(asset.id, asset.title, (asset.code,))
        case EachKind.ZONES:
            for zone in site.zones.values():
                if each.name in zone.tags:
                    yield _thing(zone.id, zone.title, zone.names)
        case EachKind.CHECKPOINTS:
            yield from _on_the_way(site, each.name)
        case EachKind.STOCK:
            for kept in stocked().kept_in(each.name) if stocked is not None else ():
                yield replace(_thing(kept.id, kept.title, kept.aliases), kept=kept)


def _on_the_way(site: Site, name: str) -> Iterator[Thing]:
    route = site.routes.get(name)
    points = [site.checkpoints[point] for point in route.checkpoints if point in site.checkpoints] if route else []
    for point in points:
        yield _thing(point.id, point.title, point.called)


def _thing(name: str, title: Words, more: tuple[str, ...]) -> Thing:
    return Thing(name, title, tuple(dict.fromkeys((name, title.zh, title.en, *more))))


def _for_thing(item: Item, thing: Thing) -> Item:
    text = Words(zh=f"{item.text.zh}（{thing.title.zh}）", en=f"{item.text.en} ({thing.title.en})")
    asked = item if thing.kept is None else _in_its_unit(item, thing.kept)
    return replace(asked, id=f"{item.id}@{thing.id}", text=text, thing=thing.id)


def _in_its_unit(item: Item, kept: StockItem) -> Item:
    """A count is written in the unit of what is counted."""
    kind = ItemKind.NUMBER if kept.decimals else ItemKind.COUNT
    return replace(item, kind=kind, unit=kept.unit, units=kept.units)


def _settled(item: Item, site: Site, subject: str | None) -> Item:
    """The item with the limits that hold for the subject: its own before those of its class."""
    asset = site.assets.get(subject or "")
    for name in (subject, asset.kind if asset else None):
        if name is not None and name in item.limits_for:
            return replace(item, limits=item.limits_for[name])
    return item
