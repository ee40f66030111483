"""Of the ground floor: which item of a round's sheet somebody means by the name they typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from estatectl.domain.checklists.expanding import RoundSheet
from estatectl.domain.checklists.items import Item
from estatectl.domain.lexicon.normalising import is_wide, normalise
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class Meant:
    """The items that a name may mean. `all_of_them`: it is the name of an item that is asked for each of these."""

    items: tuple[Item, ...]
    all_of_them: bool = False


class ItemNames:
    """The names of a sheet's items: ids, titles, aliases; of items asked for each thing also with or by the thing.

    Letters of either case or width, spaces, dashes, underscores and traditional characters make no difference. A part
    of a name does where it is whole words (two Chinese characters at least) and fits one item only.
    """

    def __init__(self, sheet: RoundSheet) -> None:
        self._sheet = sheet
        self._by_id = {item.id: item for item in sheet.items}

    def find(self, typed: str) -> Meant:
        """The items meant: none where the name is unknown, several where it is not clear."""
        exact = self._by_id.get(typed.strip())
        if exact is not None:
            return Meant((exact,))
        name = folded(typed)
        if not name:
            return Meant(())
        if name in self._bases:
            return Meant(self._sheet.standing_for(self._bases[name]), all_of_them=True)
        return Meant(tuple(self._whole.get(name, {}).values()) or tuple(self._in_part(typed)))

    def unknown(self, typed: str) -> Problem:
        """That no item is called so, with the closest name in each language."""
        words = Words(zh="检查表“{sheet}”里没有“{item}”这一项", en="checklist '{sheet}' has no item '{item}'")
        items = self._sheet.items
        zh = did_you_mean(typed, [name for item in items for name in (item.text.zh, *item.aliases, item.id)])
        en = did_you_mean(typed, [name for item in items for name in (item.id, *item.aliases)])
        hint = Words(zh=zh.zh, en=en.en) if zh and en else zh or en
        return Problem("EST-371", words.fill(sheet=self._sheet.checklist.title, item=typed), hint=hint)

    def unclear(self, typed: str, meant: Meant) -> Problem:
        """That a name may mean several items."""
        words = Words(zh="“{name}”可以指好几项", en="'{name}' could be any of several items").fill(name=typed)
        shown = meant.items[:6]
        tail = "…" if len(meant.items) > len(shown) else ""
        hint = Words(zh="写明是哪一项：{zh}", en="say which: {en}").fill(
            zh="、".join(f"{item.id} {item.text.zh}" for item in shown) + tail,
            en=", ".join(f"{item.id} ({item.text.en})" for item in shown) + tail,
        )
        return Problem("EST-852", words, hint=hint)

    @cached_property
    def _bases(self) -> dict[str, str]:
        """The names of items that are asked for each thing, when no thing is named."""
        items = [item for item in self._sheet.checklist.items if item.each is not None]
        return {folded(name): item.id for item in items for name in names_of(item)}

    @cached_property
    def _whole(self) -> dict[str, dict[str, Item]]:
        """The items by every whole name, folded."""
        found: dict[str, dict[str, Item]] = {}
        folded_once = {item.id: [folded(name) for name in names_of(item)] for item in self._sheet.checklist.items}
        things = {thing.id: [folded(name) for name in thing.names] for thing in self._sheet.things.values()}
        for item in self._sheet.items:
            for name in _written(folded_once[item.base], things.get(item.thing or "")):
                found.setdefault(name, {})[item.id] = item
        return found

    def _in_part(self, typed: str) -> Iterator[Item]:
        fits = _is_part(typed)
        if fits is not None:
            yield from (item for item in self._sheet.items if any(map(fits.search, map(_spaced, names_of(item)))))


def names_of(item: Item) -> tuple[str, ...]:
    """What the item itself is called, the id first."""
    return (item.id, *item.aliases, item.text.zh, item.text.en)


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """A name as names are compared."""
    return re.sub(r"[\s_\-·.,、。?!:;'\"“”()/]", "", normalise(name).text)


def _written(bases: list[str], things: list[str] | None) -> Iterator[str]:
    if things is None:
        yield from bases
        return
    yield from things
    for base in bases:
        for thing in things:
            yield from (f"{base}@{thing}", base + thing, thing + base)


def _spaced(name: str) -> str:
    return re.sub(r"[_\-]", " ", normalise(name).text)


def _is_part(typed: str) -> re.Pattern[str] | None:
    """Finds the typed text as a part of a name: whole words, or two Chinese characters at least."""
    text = _spaced(typed)
    if any(map(is_wide, text)):
        return re.compile(re.escape(text)) if sum(map(is_wide, text)) >= 2 else None
    return re.compile(rf"(?<![a-z0-9]){re.escape(text)}(?![a-z0-9])") if len(text) >= 3 else None
