"""How what counts becomes a number: shares that never flatter, means and percentiles, exactly. Domain floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from estatectl.domain.controls.subjects import Subject
from estatectl.domain.figures.kpi import Kpi, Target, Value

_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Member:
    """A subject that counts. `good` is None where a fact is missing: it counts, and never as good.

    `amount` is what was measured, if it is known, `base` what it is measured against.
    """

    subject: Subject
    good: bool | None
    amount: Decimal | None = None
    base: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """What a number of members come to.

    `counted` is the denominator, `good` the numerator of a share or what a count counts, `unproven` those of whom a
    fact is missing, `measured` those that had the measure. `value` is None where there is nothing to reckon with;
    `met` where there is no target either, and where the members are too few (`small`).
    """

    counted: int
    good: int
    unproven: int
    measured: int
    value: Decimal | None
    p50: Decimal | None
    p90: Decimal | None
    met: bool | None
    small: bool


def reckon(kpi: Kpi, members: Sequence[Member]) -> Reckoned:
    """The number that members come to. Unproven ones stand in the denominator of a share."""
    amounts = sorted(each.amount for each in members if each.amount is not None)
    good = sum(each.good is True for each in members)
    exact = _ratio(members) if kpi.value is Value.RATIO else _exact(kpi, len(members), good, amounts)
    small = (len(members) if kpi.value.judges else len(amounts)) < kpi.few
    return Reckoned(
        counted=len(members),
        good=good,
        unproven=sum(each.good is None for each in members),
        measured=len(amounts),
        value=None if exact is None else shown(kpi, exact),
        p50=percentile(amounts, 50) if kpi.measure is not None else None,
        p90=percentile(amounts, 90) if kpi.measure is not None else None,
        met=None if exact is None or kpi.target is None or small else _met(kpi.target, exact),
        small=small,
    )


_Exact = tuple[Decimal, Decimal]
"""A fraction: its numerator, and a denominator above zero."""

_ONE = Decimal(1)


def _ratio(members: Sequence[Member]) -> _Exact | None:
    """All amounts of those that have both, of all that they are measured against; in percent."""
    pairs = [(each.amount, each.base) for each in members if each.amount is not None and each.base is not None]
    whole = sum((base for _, base in pairs), Decimal(0))
    return (sum((amount for amount, _ in pairs), Decimal(0)) * _HUNDRED, whole) if whole > 0 else None


def _exact(kpi: Kpi, counted: int, good: int, amounts: Sequence[Decimal]) -> _Exact | None:
    if kpi.value is Value.COUNT:
        return Decimal(good), _ONE
    if kpi.value is Value.SHARE:
        return (good * _HUNDRED, Decimal(counted)) if counted else None
    if not amounts:
        return None
    total = sum(amounts, Decimal(0))
    if kpi.value is Value.MEAN:
        return total, Decimal(len(amounts))
    if kpi.value is Value.SUM:
        return total, _ONE
    found = percentile(amounts, 50 if kpi.value is Value.MEDIAN else 90)
    return None if found is None else (found, _ONE)


def _met(target: Target, exact: _Exact) -> bool:
    number, whole = exact
    return number >= target.bound * whole if target.least else number <= target.bound * whole


def shown(kpi: Kpi, exact: _Exact) -> Decimal:
    """The value as it is shown. A share is cut off to the side that does not flatter: 999 of 1000 is never all."""
    number, whole = exact
    if kpi.value is Value.COUNT:
        return number
    if kpi.value.in_percent:
        return (number / whole).quantize(_TENTH, ROUND_CEILING if kpi.more_is_better is False else ROUND_FLOOR)
    return (number / whole).quantize(_HUNDREDTH, ROUND_HALF_EVEN)


def percentile(amounts: Sequence[Decimal], percent: int) -> Decimal | None:
    """The least of sorted amounts that at least so many percent do not exceed (nearest rank); None of none."""
    if not amounts:
        return None
    return amounts[max(-(-len(amounts) * percent // 100), 1) - 1]
