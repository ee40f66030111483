"""Meaning: addresses, codes and units of the site fit together."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.place.buildings import Building
from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Words


def check_site(bundle: Bundle) -> Iterator[Problem]:
    """Building numbers and asset codes are there once, floors and units make sense."""
    site = bundle.site
    numbers = [(str(building.number), building.place) for building in site.buildings.values()]
    yield from _repeated("EST-376", _TWO_BUILDINGS, numbers)
    yield from _repeated("EST-377", _TWO_ASSETS, [(asset.code, asset.place) for asset in site.assets.values()])
    for building in site.buildings.values():
        yield from _homeless(building)
    for asset in site.assets.values():
        served = site.buildings.get(asset.building or "")
        units = served.units if served else 0
        if asset.unit is not None and asset.unit > units:
            words = _NO_UNIT.fill(asset=asset.id, unit=asset.unit, units=units)
            yield Problem("EST-375", words, asset.place, _WHICH_UNIT)


_TWO_BUILDINGS = Words(zh="楼号 {name} 用了两次", en="building number {name} is there twice")
_TWO_ASSETS = Words(zh="设备编号 {name} 用了两次", en="asset code {name} is there twice")
_NO_UNIT = Words(
    zh="设备“{asset}”写的是 {unit} 单元，该楼只有 {units} 个单元",
    en="asset '{asset}' names unit {unit}; its building has {units}",
)

_RENUMBER = Words(zh="给其中一个换号", en="give one of them another")
_WHICH_UNIT = Words(zh="改 unit，或写明 building", en="mend unit, or say which building")
_LOOK_AT = Words(zh="检查 lowest_home、floors、without_floors", en="look at lowest_home, floors and without_floors")


def _repeated(code: str, words: Words, named: list[tuple[str, Place]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name, place in named:
        if name in seen:
            yield Problem(code, words.fill(name=name), place, _RENUMBER)
        seen.add(name)


def _homeless(building: Building) -> Iterator[Problem]:
    if next(building.households(), None) is None:
        words = Words(zh="“{building}”按所写楼层一户也没有", en="by its floors, '{building}' has not one home").fill(
            building=building.id
        )
        yield Problem("EST-378", words, building.place, _LOOK_AT)
