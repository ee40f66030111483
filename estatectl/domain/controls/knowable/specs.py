"""How facts of subjects are declared, each with its people's words. Domain floor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from estatectl.domain.rules.facts import FactKind, FactSpec
from estatectl.domain.words import Words

Specs = Mapping[str, FactSpec]


def number(name: str, zh: str, en: str) -> FactSpec:
    return FactSpec(name, FactKind.NUMBER, (), Words(zh=zh, en=en))


def flag(name: str, zh: str, en: str) -> FactSpec:
    return FactSpec(name, FactKind.FLAG, (), Words(zh=zh, en=en))


def text(name: str, values: Iterable[str], zh: str, en: str) -> FactSpec:
    return FactSpec(name, FactKind.TEXT, tuple(values), Words(zh=zh, en=en))


def members(name: str, values: Iterable[str], zh: str, en: str) -> FactSpec:
    return FactSpec(name, FactKind.SET, tuple(values), Words(zh=zh, en=en))


def named(*specs: FactSpec) -> dict[str, FactSpec]:
    return {spec.name: spec for spec in specs}


def common(several: Iterable[Specs]) -> dict[str, FactSpec]:
    """The facts that every one of several records has, with all the values that any allows."""
    listed = [dict(each) for each in several]
    return reduce(_shared, listed) if listed else {}


def _shared(one: Specs, other: Specs) -> dict[str, FactSpec]:
    both = ((one[name], other[name]) for name in one if name in other and one[name].kind is other[name].kind)
    return {
        left.name: FactSpec(left.name, left.kind, tuple(dict.fromkeys((*left.values, *right.values))), left.title)
        for left, right in both
    }
