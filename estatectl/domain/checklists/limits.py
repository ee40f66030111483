"""Of the ground floor: limits of a measured value, and judging readings that only say "less than" or "more than"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from math import ceil, floor

from estatectl.domain.tree import Node, exact


class Verdict(Enum):
    WITHIN = "within"
    OUTSIDE = "outside"
    UNTOLD = "untold"  # a reading such as <5 may lie on either side of the limit


@dataclass(frozen=True, slots=True)
class Censored:
    """A reading of which only one side is known: `sign` is `<`, `≤`, `>` or `≥`, as in <1 or >200.5."""

    sign: str
    bound: Decimal

    def __str__(self) -> str:
        return f"{self.sign}{self.bound:f}"


Measure = Decimal | Censored


@dataclass(frozen=True, slots=True)
class _Edge:
    """An end of a stretch of numbers; `value` None is endless, `shut` says that the end itself belongs to it."""

    value: Decimal | None
    shut: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a number must be: at least, more than, at most, less than. Without any of these every number will do."""

    gte: Decimal | None = None
    gt: Decimal | None = None
    lte: Decimal | None = None
    lt: Decimal | None = None

    @property
    def stated(self) -> bool:
        """Whether there is any limit at all."""
        return any(bound is not None for bound in (self.gte, self.gt, self.lte, self.lt))

    def judge(self, value: Measure) -> Verdict:
        """Surely within, surely outside, or not to be told from this reading."""
        low, high = _reach(value)
        bottom, top = self._low(), self._high()
        if _covers_low(bottom, low) and _covers_high(top, high):
            return Verdict.WITHIN
        if _apart(high, bottom) or _apart(top, low):
            return Verdict.OUTSIDE
        return Verdict.UNTOLD

    def frame(self, inner: Limits) -> bool:
        """Whether these are nowhere tighter than the inner ones where both say something, and leave them room."""
        low, high = self._low(), self._high()
        below = inner._low().value is None or low.value is None or _covers_low(low, inner._low())
        above = inner._high().value is None or high.value is None or _covers_high(high, inner._high())
        return below and above and self.both(inner).can_be_met(by_whole_numbers=False)

    def both(self, other: Limits) -> Limits:
        """The limits that say as much as these and the others together."""
        lows, highs = (self._low(), other._low()), (self._high(), other._high())
        low = lows[1] if _covers_low(lows[0], lows[1]) else lows[0]
        high = highs[1] if _covers_high(highs[0], highs[1]) else highs[0]
        return Limits(
            gte=low.value if low.shut else None,
            gt=None if low.shut else low.value,
            lte=high.value if high.shut else None,
            lt=None if high.shut else high.value,
        )

    def can_be_met(self, *, by_whole_numbers: bool) -> bool:
        """Whether any number, or any whole number, is within."""
        low, high = self._low(), self._high()
        if _apart(high, low):
            return False
        if not by_whole_numbers or low.value is None or high.value is None:
            return True
        first = ceil(low.value) if low.shut else floor(low.value) + 1
        last = floor(high.value) if high.shut else ceil(high.value) - 1
        return first <= last

    def shown(self, unit: str) -> str:
        """Such as `0.3–1.0 mg/L`, `≥ 0.05 mg/L` or `> 0, < 5`; the same in both languages."""
        tail = f" {unit}" if unit else ""
        low, high = self._low(), self._high()
        if low.shut and high.shut and low.value is not None and high.value is not None:
            return f"{low.value:f}–{high.value:f}{tail}" if low.value != high.value else f"= {low.value:f}{tail}"
        signs = ((low, "≥" if low.shut else ">"), (high, "≤" if high.shut else "<"))
        return ", ".join(f"{sign} {edge.value:f}{tail}" for edge, sign in signs if edge.value is not None)

    def _low(self) -> _Edge:
        if self.gt is not None and (self.gte is None or self.gt >= self.gte):
            return _Edge(self.gt, shut=False)
        return _Edge(self.gte)

    def _high(self) -> _Edge:
        if self.lt is not None and (self.lte is None or self.lt <= self.lte):
            return _Edge(self.lt, shut=False)
        return _Edge(self.lte)

    @classmethod
    def parse(cls, node: Node | None) -> Limits:
        """The `limits:`, `warning:` or `plausible:` of an item; none stated where there is no such key."""
        if node is None:
            return cls()
        return cls(**{name: exact(child.value) for name, child in node.items()})


def _reach(value: Measure) -> tuple[_Edge, _Edge]:
    """The lowest and the highest that a reading may mean."""
    if isinstance(value, Decimal):
        return _Edge(value), _Edge(value)
    edge = _Edge(value.bound, shut=value.sign in "≤≥")
    return (_Edge(None), edge) if value.sign in "<≤" else (edge, _Edge(None))


def _covers_low(outer: _Edge, inner: _Edge) -> bool:
    if outer.value is None or inner.value is None:
        return outer.value is None
    return inner.value > outer.value or (inner.value == outer.value and (outer.shut or not inner.shut))


def _covers_high(outer: _Edge, inner: _Edge) -> bool:
    if outer.value is None or inner.value is None:
        return outer.value is None
    return inner.value < outer.value or (inner.value == outer.value and (outer.shut or not inner.shut))


def _apart(high: _Edge, low: _Edge) -> bool:
    """Whether a stretch that ends at `high` has nothing in common with one that begins at `low`."""
    if high.value is None or low.value is None:
        return False
    return high.value < low.value or (high.value == low.value and not (high.shut and low.shut))
