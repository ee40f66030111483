"""Floor 5: what the verbs of `stock` share: items with quantities, the store, the instant, and their completion."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import Act, argument, option, session_of
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

WHO = Words(zh="员工", en="PERSON")
WHEN = Words(zh="时刻", en="INSTANT")
TEXT = Words(zh="文字", en="TEXT")
QUANTITIES = Words(
    zh="品种和数量，可写多种，如 球阀 2 生料带 1卷", en="items with quantities, any number: valve 2 tape 1"
)


def _items(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    session = session_of(ctx)
    return [
        CompletionItem(name, help=session.text(item.title))
        for name, item in session.bundle.shelves.items.items()
        if name.startswith(incomplete)
    ]


def _stores(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    session = session_of(ctx)
    return [
        CompletionItem(name, help=session.text(store.title))
        for name, store in session.bundle.shelves.stores.items()
        if name.startswith(incomplete)
    ]


def quantities(*, required: bool = True) -> Callable[[Act], Act]:
    """Items with their quantities."""
    shown = Words(zh="品种 数量", en="ITEM QUANTITY")
    return argument("words", QUANTITIES, nargs=-1, required=required, shown=shown, shell_complete=_items)


def one_item() -> Callable[[Act], Act]:
    words = Words(zh="品种：标识、名称或简称", en="the item: its id, title or alias")
    return argument("name", words, shown=Words(zh="品种", en="ITEM"), shell_complete=_items)


def in_store() -> Callable[[Act], Act]:
    words = Words(zh="哪个仓库（只在一处的可不写）", en="which store (not needed where only one keeps it)")
    return option("--store", words=words, shown=Words(zh="仓库", en="STORE"), shell_complete=_stores)


def happened_at() -> Callable[[Act], Act]:
    words = Words(zh="实际发生时间（默认现在）", en="when it happened (default: now)")
    return option("--at", words=words, shown=WHEN)


def noted() -> Callable[[Act], Act]:
    return option("--note", words=Words(zh="备注", en="a note"), shown=TEXT)


def witnessed() -> Callable[[Act], Act]:
    words = Words(zh="见证人（危险品必填）", en="who witnesses it (hazardous items need one)")
    return option("--witness", words=words, shown=WHO)
