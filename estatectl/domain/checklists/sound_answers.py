"""Of the ground floor: answers that are in order, for whoever plays or practises: what a calm day would bring."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from estatectl.domain.checklists.items import NUMERIC, Item, ItemKind
from estatectl.domain.checklists.limits import Limits, Verdict

_FILES = (ItemKind.PHOTO, ItemKind.FILE, ItemKind.SIGNATURE)


def sound_answer(item: Item, *, remark: str, evidence: str, clock: str) -> str | None:
    """An answer to an item that is in order and near no limit; None where there is none.

    `remark` answers what asks for words, `evidence` (digests) what asks for a file, `clock` (`14:30`) for a time.
    """
    if item.kind in NUMERIC:
        return next((f"{number:f}" for number in _numbers(item) if _is_sound(item, number)), None)
    if item.sound is not None:
        return item.sound
    if item.kind is ItemKind.CHOICE:
        return next((choice.id for choice in item.choices if not choice.falls_short), None)
    if item.kind is ItemKind.YES_NO:
        return "yes"
    return evidence if item.kind in _FILES else clock if item.kind is ItemKind.TIME else remark


def _is_sound(item: Item, number: Decimal) -> bool:
    limits = (item.limits, item.warning, item.plausible)
    return item.takes(number) and all(each.judge(number) is Verdict.WITHIN for each in limits)


def _numbers(item: Item) -> Iterator[Decimal]:
    """Numbers worth trying: all the points, the middle of what is wanted, its ends, and what lies beside these."""
    if item.points is not None:
        yield item.points
    whole = item.kind is ItemKind.COUNT
    for limits in (item.limits.both(item.warning).both(item.plausible), item.limits, Limits()):
        low = limits.gte if limits.gt is None else limits.gt
        high = limits.lte if limits.lt is None else limits.lt
        for number in _around(low, high):
            yield number.to_integral_value() if whole else number


def _around(low: Decimal | None, high: Decimal | None) -> Iterator[Decimal]:
    if low is not None and high is not None:
        middle = (low + high) / 2
        yield middle.quantize(Decimal(1).scaleb(min(_exponent(low), _exponent(high)))) if middle else middle
        yield middle
    for bound in (low, high):
        if bound is not None:
            yield from (bound, bound + 1, bound - 1)
    yield from (Decimal(0), Decimal(1))


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
