"""Equipment: classes of it, and every single piece with its place, importance, age and papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estatectl.domain.problems import Place
from estatectl.domain.tree import Node
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class AssetClass:
    """A kind of equipment, the skill that mends it, and how important it is unless the asset says otherwise."""

    id: str
    title: Words
    names: tuple[str, ...]
    skill: str
    importance: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One piece of equipment. `code` is painted on it; `importance` is critical, important or ordinary."""

    id: str
    code: str
    title: Words
    kind: str
    importance: str
    building: str | None
    unit: int | None
    zone: str | None
    installed: int
    maker: str
    model: str
    contractor: str | None
    documents: tuple[str, ...]
    notes: Words | None
    place: Place


def parse_class(name: str, node: Node) -> AssetClass:
    """One of the `asset_classes:` of a site document."""
    return AssetClass(
        name, node.words("title"), node.texts("names"), node.text("skill"), node.text("importance"), node.key_place
    )


def parse_assets(node: Node) -> dict[str, Asset]:
    """The `assets:` of a site document; an asset is as important as its class unless it says otherwise."""
    usual = {name: child.text("importance") for name, child in node["asset_classes"].items()}
    return {name: _parse_asset(name, child, usual) for name, child in node["assets"].items()}


def _parse_asset(name: str, node: Node, usual: Mapping[str, str]) -> Asset:
    return Asset(
        id=name,
        code=node.text("code"),
        title=node.words("title"),
        kind=node.text("class"),
        importance=node.text("importance", usual.get(node.text("class"), "ordinary")),
        building=node.maybe("building"),
        unit=node.whole("unit") if "unit" in node else None,
        zone=node.maybe("zone"),
        installed=node.whole("installed"),
        maker=node.text("maker"),
        model=node.text("model"),
        contractor=node.maybe("contractor"),
        documents=node.texts("documents"),
        notes=node.words("notes") if "notes" in node else None,
        place=node.key_place,
    )
