"""Of the ground floor: quantities and prices as they are typed, and as the journal keeps them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from estatectl.domain.checklists.measuring import Measured, Scale, StrayUnit, measure
from estatectl.domain.checklists.typed_text import half_width
from estatectl.domain.checklists.units import same_unit
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words, same

if TYPE_CHECKING:
    from estatectl.domain.stock.stock import StockItem

_STANDARD: Mapping[str, Mapping[str, Decimal]] = {
    "kg": {"g": Decimal("0.001"), "t": Decimal(1000), "斤": Decimal("0.5")},
    "g": {"kg": Decimal(1000), "mg": Decimal("0.001")},
    "l": {"mL": Decimal("0.001")},
    "ml": {"L": Decimal(1000)},
    "m": {"cm": Decimal("0.01"), "mm": Decimal("0.001")},
}
"""Units that turn into each other everywhere, by the unit that an item is kept in."""

_MOST = Decimal(10) ** 9
_PRICE = re.compile(
    r"[¥￥]?\s*(\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,9}(?:\.\d{1,4})?)\s*(?:元|yuan|cny|rmb)?", re.IGNORECASE
)


def units_of(unit: str, written: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The other units that may be typed: those written, and those that are the same everywhere."""
    known = {same_unit(name) for name in (unit, *written)}
    standard = _STANDARD.get(same_unit(unit), {})
    return {**written, **{name: factor for name, factor in standard.items() if same_unit(name) not in known}}


def plain(value: Decimal) -> str:
    """A decimal in plain digits without needless noughts: `2.5`, `0`, `1200`."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def shown(value: Decimal, unit: str) -> Words:
    """A quantity with its unit."""
    return same(f"{plain(value)} {unit}")


def read_quantity(item: StockItem, text: str, *, may_be_none: bool = False) -> Decimal | Problem:
    """A quantity in the item's unit, or EST-966. Nought is one only where `may_be_none`."""
    scale = Scale(unit=item.unit, units=item.units, whole=item.decimals == 0)
    found = measure(scale, text)
    if isinstance(found, StrayUnit) or (isinstance(found, Measured) and found.remark):
        unit = found.unit if isinstance(found, StrayUnit) else found.remark
        words = Words(zh="“{item}”按{unit}记，不能用“{other}”", en="'{item}' is kept in {unit}, not in '{other}'")
        return _refused(item, words.fill(item=item.title, unit=same(item.unit), other=same(unit)))
    value = found.value if isinstance(found, Measured) else None
    if not isinstance(value, Decimal):
        return _refused(item, _UNREADABLE.fill(text=same(text.strip()), item=item.title))
    if value < 0 or (value == 0 and not may_be_none):
        words = Words(zh="“{item}”的数量要大于零", en="the quantity of '{item}' must be above nought")
        return _refused(item, words.fill(item=item.title))
    if value >= _MOST:
        return _refused(item, _UNREADABLE.fill(text=same(text.strip()[:40]), item=item.title))
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > item.decimals:
        words = Words(zh="“{item}”最多记到小数点后 {n} 位：{text}", en="'{item}' is kept to {n} decimal places: {text}")
        return _refused(item, words.fill(item=item.title, n=item.decimals, text=same(text.strip())))
    return Decimal(plain(value))


def read_price(text: str) -> Decimal | Problem:
    """An amount of money in yuan with up to four places (a price for one screw), or EST-966."""
    found = _PRICE.fullmatch(half_width(text).strip())
    if found is None:
        words = Words(zh="“{text}”不是价格", en="'{text}' is not a price").fill(text=same(text.strip()[:40]))
        hint = Words(zh="写成 25 或 25.50（元）", en="write 25 or 25.50 (yuan)")
        return Problem("EST-966", words, hint=hint)
    return Decimal(found[1].replace(",", ""))


def yuan(value: Decimal) -> Decimal:
    """An amount rounded to the fen, half up."""
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _refused(item: StockItem, words: Words) -> Problem:
    units = "、".join((item.unit, *item.units))
    hint = Words(zh="可用的单位：{units}", en="units that do: {units}").fill(units=same(units))
    return Problem("EST-966", words, hint=hint)


_UNREADABLE = Words(zh="“{text}”不能作“{item}”的数量", en="'{text}' is no quantity of '{item}'")
