"""Meaning: a checklist can be passed."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.checklists.items import Item
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words


def check_checklists(bundle: Bundle) -> Iterator[Problem]:
    """Every item has an answer that is in order."""
    for checklist in bundle.checklists.values():
        for item in checklist.items:
            if not _can_pass(item):
                words = Words(
                    zh="检查表“{sheet}”的“{item}”没有合格答案", en="no answer to '{item}' of '{sheet}' is in order"
                ).fill(sheet=checklist.id, item=item.id)
                hint = Words(zh="检查 limits 和 falls_short", en="look at limits and falls_short")
                yield Problem("EST-379", words, item.place, hint)


def _can_pass(item: Item) -> bool:
    if item.at_least is not None and item.at_most is not None:
        return item.at_least <= item.at_most
    return not item.choices or any(not choice.falls_short for choice in item.choices)
