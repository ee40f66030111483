"""The columns of stock files, by id or by either title, and the cells under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from estatectl.domain.checklists.item_names import folded
from estatectl.domain.handed_in.neutral import meant
from estatectl.domain.handed_in.sheets import REASONS, Sheet, SheetRow
from estatectl.domain.problems import BadInput, Place, Problem, did_you_mean
from estatectl.domain.words import Words, same

LEDGER: Mapping[str, Words] = {
    "ref": Words(zh="单号", en="Reference"),
    "at": Words(zh="时间", en="When"),
    "kind": Words(zh="事项", en="What"),
    "store": Words(zh="仓库", en="Store"),
    "item": Words(zh="品种", en="Item"),
    "quantity": Words(zh="数量", en="Quantity"),
    "unit": Words(zh="单位", en="Unit"),
    "price": Words(zh="单价", en="Price"),
    "supplier": Words(zh="供应商", en="Supplier"),
    "order": Words(zh="工单", en="Order"),
    "person": Words(zh="领用人", en="Person"),
    "purpose": Words(zh="用途", en="Purpose"),
    "witness": Words(zh="见证人", en="Witness"),
    "note": Words(zh="备注", en="Note"),
}
"""What a file of ledger lines may say."""

COUNTS: Mapping[str, Words] = {
    "store": Words(zh="仓库", en="Store"),
    "item": Words(zh="品种", en="Item"),
    "title": Words(zh="名称", en="Title"),
    "unit": Words(zh="单位", en="Unit"),
    "balance": Words(zh="账面", en="Balance"),
    "found": Words(zh="实有", en="Found"),
    "note": Words(zh="备注", en="Note"),
}
"""What a count sheet may say."""


class Columns:
    """Which column of a file holds what. Refuses a file without what is needed, and columns that mean nothing here."""

    def __init__(self, sheet: Sheet, known: Mapping[str, Words], needed: Iterable[str]) -> None:
        names = {folded(name): key for key, words in known.items() for name in (key, words.zh, words.en)}
        self._columns: dict[str, str] = {}
        problems: list[Problem] = []
        for number, column in enumerate(sheet.columns, 1):
            key = names.get(folded(column))
            if key is not None and key not in self._columns:
                self._columns[key] = column
            elif column and column != REASONS:
                words = Words(zh="不认得列“{name}”", en="the column '{name}' means nothing here").fill(
                    name=same(column)
                )
                hint = did_you_mean(column, [name for words in known.values() for name in (words.zh, words.en)])
                problems.append(Problem("EST-482", words, Place(sheet.file, 1, number), hint))
        for key in needed:
            if key not in self._columns:
                words = Words(zh="缺少列“{zh}”", en="the column '{en}' is missing")
                filled = words.fill(zh=same(known[key].zh), en=same(key))
                problems.append(Problem("EST-482", filled, Place(sheet.file, 1)))
        if problems:
            raise BadInput(problems)

    def has(self, key: str) -> bool:
        return key in self._columns

    def name(self, key: str) -> str:
        """The column as the file calls it."""
        return self._columns[key]

    def text(self, row: SheetRow, key: str) -> str:
        """What a row says, as it was before it was kept from being a formula; blank where it says nothing."""
        return meant(row.text(self._columns[key])) if key in self._columns else ""

    def maybe(self, row: SheetRow, key: str) -> str | None:
        return self.text(row, key) or None

    def at(self, row: SheetRow, key: str) -> Place | None:
        return row.at(self._columns[key]) if key in self._columns else row.place
