"""Numbers as people type them: signs, units and remarks; and limits with their edges, also for half-known readings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from estatectl.domain.checklists.limits import Censored, Limits, Verdict
from estatectl.domain.checklists.measuring import Measured, Scale, StrayUnit, kept_text, measure

CHLORINE = Scale(unit="mg/L", units={"ppm": Decimal(1), "ug/L": Decimal("0.001")}, censored=True)
PLAIN = Scale(units={})
COUNT = Scale(units={}, whole=True)


@pytest.mark.parametrize(
    ("typed", "kept", "remark"),
    [
        ("0.35", "0.35", ""),
        (" 0.350 ", "0.350", ""),
        (".5", "0.5", ""),
        ("5.", "5", ""),
        ("+0.5", "0.5", ""),
        ("-0", "0", ""),
        ("1,200", "1200", ""),
        ("1e2", "100", ""),
        ("０．３５", "0.35", ""),
        ("0。35", "0.35", ""),
        ("0.35 mg/L", "0.35", ""),
        ("0.35mg/l", "0.35", ""),
        ("0.35 ＭＧ／Ｌ", "0.35", ""),
        ("0.35毫克/升", "0.35", ""),
        ("0.35毫克每升", "0.35", ""),
        ("0.35 ppm", "0.35", ""),
        ("350 ug/L", "0.35", ""),
        ("350 μg/L", "0.35", ""),
        ("350µg/L", "0.35", ""),
        ("350微克/升", "0.35", ""),
        ("<1", "<1", ""),
        ("＜1", "<1", ""),
        ("≤ 0.05", "≤0.05", ""),
        ("<=0.05", "≤0.05", ""),
        ("小于0.05", "<0.05", ""),
        ("不超过 50 ug/L", "≤0.05", ""),
        (">200.5", ">200.5", ""),
        ("1.6 已加酸", "1.6", "已加酸"),
        ("1.6已加酸", "1.6", "已加酸"),
        ("1.6，已加酸，一小时后复测", "1.6", "已加酸，一小时后复测"),
        ("1.6（已加酸）", "1.6", "已加酸"),
        ("1.6；2 号泵停", "1.6", "2 号泵停"),
        ("1.6mg/L已停投", "1.6", "已停投"),
        ("1.6 mg/L; dosing stopped", "1.6", "dosing stopped"),
        ("1.6 dosing stopped", "1.6", "dosing stopped"),
        ("1.6 a bit high", "1.6", "a bit high"),
        ("１．６　已加酸", "1.6", "已加酸"),
        ("0.5 安排复测", "0.5", "安排复测"),
    ],
)
def test_a_number_is_read_with_its_unit_and_remark(typed: str, kept: str, remark: str) -> None:
    found = measure(CHLORINE, typed)

    assert isinstance(found, Measured)
    assert (kept_text(found.value), found.remark) == (kept, remark)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("0.35 ppb", "ppb"),
        ("0.35ppb", "ppb"),
        ("0.35 g/L", "g/L"),
        ("0.35克/升", "克/升"),
        ("0.35 %", "%"),
        ("0.35 ppb dosing stopped", "ppb"),
        ("0.35mg", "mg"),
        ("0.35mg/L2", "mg/L2"),
        ("0.35 xyz", "xyz"),
        ("26 ℃", "°C"),
    ],
)
def test_a_unit_that_the_item_does_not_take_is_never_ignored(typed: str, unit: str) -> None:
    assert measure(CHLORINE, typed) == StrayUnit(unit)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "1,5",
        "1.2.3",
        "7.4-7.6",
        "7.4~7.6",
        "7.4/7.6",
        "7.4 7.6",
        "7.4 -",
        "约 0.5",
        "NaN",
        "Infinity",
        "1e999",
        "9" * 41,
        "--1",
        "1 000",
        "<",
        "mg/L",
        "1.6 2号泵停",
        "14:30开始",
    ],
)
def test_what_is_not_clearly_one_number_is_not_read(typed: str) -> None:
    assert measure(CHLORINE, typed) is None


@pytest.mark.parametrize("typed", ["<1", "＞1", "小于1"])
def test_less_than_is_read_only_where_the_item_takes_it(typed: str) -> None:
    assert measure(PLAIN, typed) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("3", "3"), ("3 台", "3"), ("3人", "3"), ("0", "0"), ("2.0", "2.0"), ("2.5", None), ("-1", None)],
)
def test_a_count_is_whole_and_may_have_a_measure_word(typed: str, kept: str | None) -> None:
    value = COUNT.read(typed)

    assert (value if value is None else kept_text(value)) == kept


@pytest.mark.parametrize(
    ("unit", "typed"),
    [
        ("℃", "26度"),
        ("℃", "26C"),
        ("℃", "26 °c"),
        ("℃", "26摄氏度"),
        ("MPa", "26兆帕"),
        ("m³", "26 m3"),
        ("m³", "26立方米"),
        ("lx", "26 lux"),
        ("MΩ", "26兆欧"),
        ("人", "26人"),
        ("%", "26％"),
        ("kWh", "26 千瓦时"),
        ("min", "26分钟"),
    ],
)
def test_units_are_known_by_their_usual_names(unit: str, typed: str) -> None:
    assert Scale(unit=unit, units={}).read(typed) == 26


def limits(**bounds: str) -> Limits:
    return Limits(**{name: Decimal(bound) for name, bound in bounds.items()})


IN, OUT, UNTOLD = Verdict.WITHIN, Verdict.OUTSIDE, Verdict.UNTOLD


@pytest.mark.parametrize(
    ("within", "value", "verdict"),
    [
        (limits(gte="0.3", lte="1.0"), "0.3", IN),
        (limits(gte="0.3", lte="1.0"), "1", IN),
        (limits(gte="0.3", lte="1.0"), "0.2999", OUT),
        (limits(gte="0.3", lte="1.0"), "1.0001", OUT),
        (limits(gt="0.3", lt="1"), "0.3", OUT),
        (limits(gt="0.3", lt="1"), "0.3001", IN),
        (limits(gt="0.3", lt="1"), "0.9999", IN),
        (limits(gt="0.3", lt="1"), "1.0", OUT),
        (limits(gte="0", gt="0"), "0", OUT),
        (limits(lte="1", lt="1"), "1", OUT),
        (limits(), "-99", IN),
    ],
)
def test_limits_include_the_edges_that_they_say_they_include(within: Limits, value: str, verdict: Verdict) -> None:
    assert within.judge(Decimal(value)) is verdict


@pytest.mark.parametrize(
    ("reading", "within", "verdict"),
    [
        ("<1", limits(lte="1"), IN),
        ("<1", limits(lt="1"), IN),
        ("<1", limits(lte="1.001"), IN),
        ("<1", limits(lte="0.999"), UNTOLD),
        ("<1", limits(gte="1"), OUT),
        ("<1", limits(gt="1"), OUT),
        ("<1", limits(gte="0.999"), UNTOLD),
        ("<1", limits(gte="0", lte="1"), UNTOLD),
        ("<1", limits(), IN),
        ("≤1", limits(lte="1"), IN),
        ("≤1", limits(lt="1"), UNTOLD),
        ("≤1", limits(lt="1.001"), IN),
        ("≤1", limits(gte="1"), UNTOLD),
        ("≤1", limits(gt="1"), OUT),
        ("≤1", limits(gte="1.001"), OUT),
        (">1", limits(gte="1"), IN),
        (">1", limits(gt="1"), IN),
        (">1", limits(gt="1.001"), UNTOLD),
        (">1", limits(lte="1"), OUT),
        (">1", limits(lt="1"), OUT),
        (">1", limits(lte="1.001"), UNTOLD),
        ("≥1", limits(gte="1"), IN),
        ("≥1", limits(gt="1"), UNTOLD),
        ("≥1", limits(lte="1"), UNTOLD),
        ("≥1", limits(lt="1"), OUT),
        ("≥1", limits(lte="0.999"), OUT),
    ],
)
def test_a_half_known_reading_is_judged_only_where_every_number_it_may_be_agrees(
    reading: str, within: Limits, verdict: Verdict
) -> None:
    assert within.judge(Censored(reading[0], Decimal(reading[1:]))) is verdict


@pytest.mark.parametrize(
    ("within", "shown"),
    [
        (limits(gte="0.3", lte="1.0"), "0.3–1.0 mg/L"),
        (limits(lte="1"), "≤ 1 mg/L"),
        (limits(gt="0", lt="5"), "> 0 mg/L, < 5 mg/L"),
        (limits(gte="2", lte="2"), "= 2 mg/L"),
        (limits(), ""),
    ],
)
def test_limits_are_shown_in_one_way(within: Limits, shown: str) -> None:
    assert within.shown("mg/L") == shown
