"""What was typed of items, stores and quantities: `球阀 2 生料带 1卷`, each in the store that is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from estatectl.domain.bundle import Bundle
from estatectl.domain.checklists.typed_text import half_width
from estatectl.domain.checklists.units import same_unit
from estatectl.domain.problems import BadInput, Problem
from estatectl.domain.staff.people import Person
from estatectl.domain.stock.quantities import read_quantity
from estatectl.domain.stock.shelves import Shelves
from estatectl.domain.stock.stock import StockItem, Store
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House

_NUMBER = re.compile(r"\d[\d,.]*\D{0,6}")


@dataclass(frozen=True, slots=True)
class Picked:
    """An item in a store, and how much of it."""

    store: Store
    item: StockItem
    quantity: Decimal


def pick(
    bundle: Bundle, person: Person, words: Sequence[str], store: str | None, *, may_be_none: bool = False
) -> tuple[Picked, ...]:
    """Items with their quantities, in the order typed; refuses with everything that is wrong (EST-965, EST-966)."""
    problems: list[Problem] = []
    picked: list[Picked] = []
    for name, quantity in _pairs(bundle.shelves, words, problems):
        found = locate(bundle, person, name, store)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        where, item = found
        value = read_quantity(item, quantity, may_be_none=may_be_none)
        if isinstance(value, Problem):
            problems.append(value)
        elif any((each.store.id, each.item.id) == (where.id, item.id) for each in picked):
            twice = Words(zh="“{item}”写了两次", en="'{item}' is there twice").fill(item=item.title)
            problems.append(Problem("EST-966", twice, hint=Words(zh="合成一个数量", en="write one quantity")))
        else:
            picked.append(Picked(where, item, value))
    if problems:
        raise BadInput(problems)
    return tuple(picked)


def locate(bundle: Bundle, person: Person | None, name: str, store: str | None) -> tuple[Store, StockItem] | Problem:
    """The item of a name, and the store: the one named, the only one that keeps it, or that of one's department."""
    shelves = bundle.shelves
    item = shelves.item(name)
    if isinstance(item, Problem):
        return item
    if store is not None:
        named = shelves.store(store)
        if isinstance(named, Problem) or named.id in item.stores:
            return named if isinstance(named, Problem) else (named, item)
        return _elsewhere(
            shelves, item, Words(zh="“{store}”不放“{item}”", en="'{store}' does not keep '{item}'"), named
        )
    own = _of_department(bundle, person, item) if len(item.stores) > 1 else item.stores
    if len(own) == 1:
        return shelves.stores[own[0]], item
    return _elsewhere(shelves, item, Words(zh="“{item}”放在好几个仓库", en="several stores keep '{item}'"), None)


def full_case_id(house: House, typed: str) -> str:
    """`12` is the order of that number where one kind of case takes material."""
    takers = [each for each in house.bundle.workflows.values() if each.materials is not None]
    bare = typed.strip()
    return takers[0].case_id(int(bare)) if bare.isascii() and bare.isdecimal() and len(takers) == 1 else bare


def _of_department(bundle: Bundle, person: Person | None, item: StockItem) -> tuple[str, ...]:
    organisation = bundle.organisation
    posts = person.posts if person is not None else ()
    own = {organisation.posts[post].department for post in posts if post in organisation.posts}
    return tuple(name for name in item.stores if bundle.shelves.stores[name].department in own)


def _elsewhere(shelves: Shelves, item: StockItem, words: Words, store: Store | None) -> Problem:
    hint = Words(zh="--store 写 {zh}", en="--store is one of {en}").fill(
        zh="、".join(f"{shelves.stores[name].title.zh}（{name}）" for name in item.stores), en=", ".join(item.stores)
    )
    title = store.title if store else same("")
    return Problem("EST-965", words.fill(item=item.title, store=title), hint=hint)


def _pairs(shelves: Shelves, words: Sequence[str], problems: list[Problem]) -> list[tuple[str, str]]:
    """Names with the quantities behind them. A number begins a quantity; the item's unit may stand apart."""
    pairs: list[tuple[str, str]] = []
    name: list[str] = []
    for word in words:
        before, sign, after = half_width(word).rpartition("=")
        if sign and before and _NUMBER.fullmatch(after):
            pairs.append((" ".join((*name, before)), after))
            name = []
        elif name and _NUMBER.fullmatch(half_width(word)) and not _is_name(shelves, (*name, word)):
            pairs.append((" ".join(name), word))
            name = []
        elif not name and pairs and _is_unit(shelves, pairs[-1], word):
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {word}")
        else:
            name.append(word)
    if name or not pairs:
        text = " ".join(name)
        told = Words(zh="“{name}”后面没有数量", en="no quantity follows '{name}'").fill(name=same(text))
        hint = Words(zh="写成 品种 数量，如 球阀 2", en="write ITEM QUANTITY, such as valve 2")
        problems.append(Problem("EST-966", told, hint=hint))
    return pairs


def _is_name(shelves: Shelves, words: Sequence[str]) -> bool:
    """Whether the words together are the name of an item: `PPR pipe 20` may be one."""
    found = shelves.item(" ".join(words))
    alone = shelves.item(" ".join(words[:-1]))
    return isinstance(found, StockItem) and isinstance(alone, Problem)


def _is_unit(shelves: Shelves, pair: tuple[str, str], word: str) -> bool:
    item = shelves.item(pair[0])
    if isinstance(item, Problem) or not half_width(pair[1])[-1:].isdigit():
        return False
    return same_unit(word) in {same_unit(unit) for unit in (item.unit, *item.units)}
