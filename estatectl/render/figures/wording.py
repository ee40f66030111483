"""A figure's value, target, result and trend as people say them, and as data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from estatectl.domain.bundle import Bundle
from estatectl.domain.figures.figure import Figure, Part, Trend
from estatectl.domain.figures.kpi import By, Kpi
from estatectl.domain.figures.reckoning import Reckoned
from estatectl.domain.words import Words, same
from estatectl.render.page import Cell, Tone, Toned

BY_WORDS = {
    By.DEPARTMENT: Words(zh="部门", en="department"),
    By.POST: Words(zh="岗位", en="post"),
    By.PERSON: Words(zh="员工", en="person"),
}
NOBODY = Words(zh="（未指定）", en="(nobody)")

_DIRECTIONS: dict[str, tuple[Words, Tone]] = {
    "better": (Words(zh="好转", en="better"), "good"),
    "worse": (Words(zh="变差", en="worse"), "bad"),
    "same": (Words(zh="持平", en="same"), "plain"),
    "more": (Words(zh="增加", en="more"), "plain"),
    "less": (Words(zh="减少", en="less"), "plain"),
}


def with_unit(kpi: Kpi, value: Decimal) -> Words:
    """A number with the unit of its figure."""
    text = same(f"{value:,f}")
    if kpi.value.in_percent:
        return same(f"{value:f}%")
    if not kpi.unit.en:
        return text
    return Words(zh="{text} {unit}", en="{text} {unit}").fill(text=text, unit=kpi.unit)


def measured_unit(kpi: Kpi, value: Decimal | None) -> Words | None:
    """A percentile: of a share that also measures, it has no unit of its own."""
    if value is None:
        return None
    return same(f"{value:,f}") if kpi.value.in_percent else with_unit(kpi, value)


def value_cell(kpi: Kpi, reckoned: Reckoned) -> Cell:
    """The value, in the tone of its result; too few have no tone."""
    if reckoned.value is None:
        return None
    said = with_unit(kpi, reckoned.value)
    if reckoned.met is None:
        return said
    return Toned(said, "good" if reckoned.met else "bad")


def target_words(kpi: Kpi) -> Words | None:
    if kpi.target is None:
        return None
    words = Words(zh="不低于 {value}", en="at least {value}") if kpi.target.least else _MOST
    return words.fill(value=with_unit(kpi, kpi.target.bound))


_MOST = Words(zh="不高于 {value}", en="at most {value}")


def result_cell(reckoned: Reckoned) -> Cell:
    """Whether the target is met, in words: colour alone says nothing to some readers."""
    if reckoned.value is None:
        return Toned(Words(zh="无数据", en="no data"), "faint")
    if reckoned.small:
        return Toned(Words(zh="样本太少", en="too few"), "faint")
    if reckoned.met is None:
        return None
    return Toned(Words(zh="达标", en="met"), "good") if reckoned.met else Toned(Words(zh="未达标", en="missed"), "bad")


def trend_cell(trend: Trend | None, *, small: bool) -> Cell:
    if trend is None:
        return None
    words, tone = _DIRECTIONS[trend.direction]
    said = words
    if trend.by:
        said = Words(zh="{by} {said}", en="{by} {said}").fill(by=same(f"{trend.by:+,f}"), said=words)
    return said if small else Toned(said, tone)


def counted_cell(reckoned: Reckoned) -> Cell:
    """How many count; those of whom nothing can be said are named beside them."""
    if not reckoned.unproven:
        return reckoned.counted
    words = Words(zh="{n}（{unknown} 无从证明）", en="{n} ({unknown} unproven)")
    return Toned(words.fill(n=reckoned.counted, unknown=reckoned.unproven), "soon")


def part_title(bundle: Bundle, part: Part) -> Words:
    """A department or post in people's words, a person by id."""
    if not part.key:
        return NOBODY
    known = bundle.organisation.departments if part.by is By.DEPARTMENT else bundle.organisation.posts
    return known[part.key].title if part.by is not By.PERSON and part.key in known else same(part.key)


def figure_data(figure: Figure) -> dict[str, Any]:
    """A figure as JSON; the members behind it are left out."""
    kpi, trend = figure.kpi, figure.trend
    return {
        "id": kpi.id,
        "title": kpi.title,
        "clauses": list(kpi.clauses),
        "kind": kpi.value.value,
        "unit": kpi.unit,
        "target": None if kpi.target is None else {"least" if kpi.target.least else "most": kpi.target.bound},
        **reckoned_data(figure.whole),
        "trend": None if trend is None else {"before": trend.before, "by": trend.by, "direction": trend.direction},
        "belated": list(figure.belated),
        "parts": [{"by": part.by.value, "key": part.key, **reckoned_data(part.reckoned)} for part in figure.parts],
    }


def reckoned_data(reckoned: Reckoned) -> dict[str, Any]:
    return {
        "value": reckoned.value,
        "met": reckoned.met,
        "too_few": reckoned.small,
        "numerator": reckoned.good,
        "denominator": reckoned.counted,
        "unproven": reckoned.unproven,
        "measured": reckoned.measured,
        "p50": reckoned.p50,
        "p90": reckoned.p90,
    }
