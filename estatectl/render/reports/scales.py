"""Floor 3: where a value stands in a drawing: round ticks, coordinates with one decimal, texts by their columns."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from xml.sax.saxutils import escape

from estatectl.domain.reports.report import Number
from estatectl.render.widths import clip, width

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_COLUMN = 7.2
"""Pixels of one column of text at the size that charts are lettered in."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `bottom` to `top`, drawn from `start` over `length` pixels; upward where `length` is negative."""

    bottom: Decimal
    top: Decimal
    start: float
    length: float

    def at(self, value: Number) -> float:
        """Where a value stands. Values beyond an end stand at it."""
        share = min(Decimal(1), max(Decimal(0), (Decimal(value) - self.bottom) / (self.top - self.bottom)))
        return self.start + float(share) * self.length


def ticks(lowest: Number, highest: Number, *, whole: bool, most: int = 5) -> tuple[Decimal, ...]:
    """Round values from at most `lowest` to at least `highest`, two or more; whole ones where only whole ones occur."""
    low, high = Decimal(lowest), Decimal(max(highest, lowest + 1))
    step = _step((high - low) / most, whole)
    first = int((low / step).to_integral_value(ROUND_FLOOR))
    last = int((high / step).to_integral_value(ROUND_CEILING))
    return tuple(step * each for each in range(first, last + 1))


def _step(rough: Decimal, whole: bool) -> Decimal:
    power = Decimal(10) ** rough.adjusted()
    step = next(each * power for each in _STEPS if each * power >= rough)
    return max(Decimal(1), step.to_integral_value(ROUND_CEILING)) if whole else step


def px(value: float) -> str:
    """A coordinate: one decimal, no trailing nought, never `-0`."""
    text = f"{value:.1f}"
    return "0" if text in ("-0.0", "0.0") else text.removesuffix(".0")


def text_width(text: str) -> float:
    return width(text) * _COLUMN


def fitted(text: str, pixels: float) -> str:
    """A label cut to the room there is."""
    return clip(text, max(2, int(pixels / _COLUMN)))


def lettered(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    """A text of a drawing, escaped."""
    return f'<text class="{kind}" x="{px(x)}" y="{px(y)}" text-anchor="{anchor}">{escape(text)}</text>'
