"""Of the ground floor: reading a number as typed: with its unit, "less than", and the remark behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

from estatectl.domain.checklists.limits import Censored, Measure
from estatectl.domain.checklists.typed_text import behind, half_width, remark_of, says_something
from estatectl.domain.checklists.units import stray_unit, unit_at_start


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How the numbers of an item are written: its `unit`, other `units` with the factor to it, and what else it takes.

    `censored` readings are those such as <1; `whole` numbers are counts, never below nought.
    """

    unit: str = ""
    units: Mapping[str, Decimal]
    censored: bool = False
    whole: bool = False

    def read(self, text: str) -> Measure | None:
        """The number in the item's own unit, where the text is a number and nothing else."""
        found = measure(self, text)
        return found.value if isinstance(found, Measured) and not found.remark else None

    def __str__(self) -> str:
        return " / ".join(unit for unit in (self.unit, *self.units) if unit)


@dataclass(frozen=True, slots=True)
class Measured:
    """A number in the item's own unit, and what was written behind it."""

    value: Measure
    remark: str = ""


@dataclass(frozen=True, slots=True)
class StrayUnit:
    """A number in a unit that the item does not take: it must not be read as if it were in the item's own."""

    unit: str


def measure(scale: Scale, text: str) -> Measured | StrayUnit | None:
    """A number with or without a unit and a remark: `0.35`, `350 ug/L`, `1.6 已加酸`; None where there is none.

    A remark follows the number after a space or a mark, and begins with a word: `7.4-7.6` and `1,5` are not read.
    """
    narrow = half_width(text)
    found = _NUMBER.match(narrow)
    if found is None or (found["sign"] and not scale.censored):
        return None
    rest = narrow[found.end() :].lstrip()
    unit, length = unit_at_start(rest, (scale.unit, *scale.units))
    stray = "" if unit else stray_unit(rest, apart=narrow[found.end() : found.end() + 1].isspace())
    if stray:
        return StrayUnit(stray)
    rest = rest[length:]
    if scale.whole and not scale.unit and _COUNTED.fullmatch(rest):
        rest = ""
    value = _value(scale, found, scale.units.get(unit))
    if value is None or (rest.strip() and not _is_remark(rest)):
        return None
    return Measured(value, remark_of(behind(text, len(narrow) - len(rest))) if rest.strip() else "")


def kept_text(value: Measure) -> str:
    """A number as the journal keeps it: plain digits as they were written, such as `0.350` or `<1`."""
    return str(value) if isinstance(value, Censored) else f"{value:f}"


def _value(scale: Scale, found: re.Match[str], factor: Decimal | None) -> Measure | None:
    number = Decimal(found["number"].replace(",", ""))
    if abs(number.adjusted()) > _LONGEST:
        return None
    if factor is not None and factor != 1:
        number = _EXACT.multiply(number, factor).normalize(_EXACT)
    if scale.whole and (number < 0 or number != number.to_integral_value()):
        return None
    plain = f"{number.copy_abs() if number.is_zero() else number:f}"
    if len(plain) > _LONGEST:
        return None
    return Censored(_SIGNS[found["sign"]], Decimal(plain)) if found["sign"] else Decimal(plain)


def _is_remark(rest: str) -> bool:
    """Whether what follows a number is a remark, and not more of a number or a second one."""
    return says_something(rest) and re.match(r"\s*[;(、]|[\s,:。.\-]*[^\W\d_]|\s*[^\w\s,:./~+*\-]", rest) is not None


_SIGNS = {
    **dict.fromkeys(("<", "小于", "低于", "少于"), "<"),
    **dict.fromkeys(("<=", "≤", "小于等于", "不大于", "不超过", "不高于"), "≤"),
    **dict.fromkeys((">", "大于", "高于", "超过"), ">"),
    **dict.fromkeys((">=", "≥", "大于等于", "不小于", "不低于"), "≥"),
}
_NUMBER = re.compile(
    rf"\s*(?P<sign>{'|'.join(sorted(_SIGNS, key=len, reverse=True))})?\s*"
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3}(?!\w))?)(?![.,]?\d)",
    re.ASCII | re.IGNORECASE,
)
_COUNTED = re.compile(r"\s*[个台处盏只人次根块张支辆株盆户间扇条把套部件名位颗具]\s*")
_LONGEST = 40
_EXACT = Context(prec=200)
