"""Of the ground floor: the stores and items of all stock documents together, and finding them by any of their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from estatectl.domain.checklists.item_names import folded
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.stock.stock import Stock, StockItem, Store
from estatectl.domain.words import Words, same


@dataclass(frozen=True)
class Shelves:
    """Everything that the estate keeps in store, in the order written. Names in any case, width or script do."""

    stores: Mapping[str, Store]
    items: Mapping[str, StockItem]
    groups: Mapping[str, Words]

    @classmethod
    def of(cls, stocks: Iterable[Stock]) -> Shelves:
        documents = tuple(stocks)
        return cls(
            {name: store for stock in documents for name, store in stock.stores.items()},
            {name: item for stock in documents for name, item in stock.items.items()},
            {name: title for stock in documents for name, title in stock.groups.items()},
        )

    def kept_in(self, store: str) -> Iterator[StockItem]:
        """The items of a store."""
        return (item for item in self.items.values() if store in item.stores)

    def places(self) -> Iterator[tuple[Store, StockItem]]:
        """Every item in every store that keeps it, store by store."""
        for store in self.stores.values():
            yield from ((store, item) for item in self.kept_in(store.id))

    def item(self, typed: str) -> StockItem | Problem:
        """The item of a name: whole, or a part that only one item's names have. EST-965 otherwise."""
        name = folded(typed)
        found = self._items.get(name) or [item for item in self.items.values() if name and _in_part(name, item)]
        if len(found) == 1:
            return found[0]
        if found:
            words = Words(zh="“{name}”可以指好几种", en="'{name}' could be any of several items").fill(name=same(typed))
            hint = Words(zh="写明是哪一种：{zh}", en="say which: {en}").fill(
                zh="、".join(f"{item.title.zh}（{item.id}）" for item in found[:6]),
                en=", ".join(f"{item.id} ({item.title.en})" for item in found[:6]),
            )
            return Problem("EST-965", words, hint=hint)
        words = Words(zh="仓库里没有叫“{name}”的品种", en="no item in store is called '{name}'").fill(name=same(typed))
        zh = did_you_mean(typed, [each for item in self.items.values() for each in (item.title.zh, *item.aliases)])
        en = did_you_mean(typed, [each for item in self.items.values() for each in (item.id, *item.aliases)])
        look = Words(zh="用 stock list 查看有哪些", en="'stock list' shows what there is")
        return Problem("EST-965", words, hint=Words(zh=zh.zh if zh else look.zh, en=en.en if en else look.en))

    def store(self, typed: str) -> Store | Problem:
        """The store of a name, or EST-965."""
        name = folded(typed)
        found = [store for store in self.stores.values() if name in {folded(each) for each in names_of(store)}]
        if found:
            return found[0]
        words = Words(zh="没有叫“{name}”的仓库", en="no store is called '{name}'").fill(name=same(typed))
        hint = Words(zh="有这些仓库：{zh}", en="known: {en}").fill(
            zh="、".join(f"{store.title.zh}（{store.id}）" for store in self.stores.values()), en=", ".join(self.stores)
        )
        return Problem("EST-965", words, hint=hint)

    @cached_property
    def _items(self) -> dict[str, list[StockItem]]:
        found: dict[str, dict[str, StockItem]] = {}
        for item in self.items.values():
            for name in names_of(item):
                found.setdefault(folded(name), {})[item.id] = item
        return {name: list(items.values()) for name, items in found.items()}


def names_of(thing: StockItem | Store) -> tuple[str, ...]:
    """All that people may type for an item or a store, the id first."""
    return (thing.id, thing.title.zh, thing.title.en, *thing.aliases)


def _in_part(name: str, item: StockItem) -> bool:
    return len(name) > 1 and any(name in folded(each) for each in names_of(item))
