"""Plans of shifts across documents: names used once, and rotations that their own limits allow. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import Place, Problem
from estatectl.domain.staff.shift_plan import Cover, Rotation
from estatectl.domain.words import Words, same


def check_shifts(bundle: Bundle) -> Iterator[Problem]:
    """EST-917: a name is given once in all plans. EST-919: no rotation breaks the longest shift of its post."""
    for key in ("patterns", "rotations", "cover", "leave"):
        yield from _given_twice(bundle, key)
    plans = bundle.shift_plans.values()
    patterns = {name: pattern for plan in plans for name, pattern in plan.patterns.items()}
    lengths = {name: timedelta(seconds=each.hours.end - each.hours.start) for name, each in patterns.items()}
    covers = [cover for plan in plans for cover in plan.cover.values()]
    for plan in plans:
        for rotation in plan.rotations.values():
            yield from _too_long(rotation, lengths, covers)


def _given_twice(bundle: Bundle, key: str) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for node in bundle.documents.get("shifts", ()):
        holder = node.get(key)
        for name, child in () if holder is None else holder.items():
            if name in first:
                words = Words(zh="“{name}”已在 {place} 写过", en="'{name}' stands at {place} already")
                filled = words.fill(name=same(name), place=same(str(first[name])))
                yield Problem("EST-917", filled, child.key_place, Words(zh="换一个标识", en="take another id"))
            first.setdefault(name, child.key_place)


def _too_long(rotation: Rotation, lengths: dict[str, timedelta], covers: list[Cover]) -> Iterator[Problem]:
    limits = [cover for cover in covers if rotation.post in cover.posts and cover.longest is not None]
    for name in sorted({name for name in rotation.cycle if name in lengths}):
        for cover in limits:
            assert cover.longest is not None
            if lengths[name] > cover.longest:
                words = Words(
                    zh="班次“{name}”长过“{cover}”允许的一班时长", en="the shift '{name}' is longer than {cover} allows"
                )
                filled = words.fill(name=same(name), cover=cover.title)
                hint = Words(zh="换短一些的班次，或改 longest", en="take a shorter shift, or mend 'longest'")
                yield Problem("EST-919", filled, rotation.place, hint)
