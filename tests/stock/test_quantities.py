"""Quantities and prices as people type them: units that turn into each other, and everything that is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from estatectl.domain.problems import Problem
from estatectl.domain.stock.quantities import plain, read_price, read_quantity
from estatectl.domain.stock.stock import StockItem
from tests.cases.house import bundle


@cache
def item(name: str) -> StockItem:
    return bundle().shelves.items[name]


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        pytest.param("ball_valve_20", "2", "2", id="a bare number is in the item's unit"),
        pytest.param("ball_valve_20", "2个", "2", id="its unit may stand behind"),
        pytest.param("ball_valve_20", "2 个", "2", id="with a space between"),
        pytest.param("ball_valve_20", "２个", "2", id="full-width digits are digits"),
        pytest.param("ptfe_tape", "2盒", "20", id="a box of ten is ten"),
        pytest.param("ppr_pipe_20", "350 cm", "3.5", id="centimetres are metres"),
        pytest.param("imidacloprid", "500g", "0.5", id="grams are kilograms"),
        pytest.param("imidacloprid", "500 克", "0.5", id="grams in Chinese"),
        pytest.param("imidacloprid", "1斤", "0.5", id="a jin is half a kilogram"),
        pytest.param("imidacloprid", "0.001", "0.001", id="as fine as the item is kept"),
        pytest.param("abamectin", "250 mL", "0.25", id="millilitres are litres"),
        pytest.param("ball_valve_20", "1,200", "1200", id="a comma between thousands"),
    ],
)
def test_it_is_read(name: str, typed: str, value: str) -> None:
    read = read_quantity(item(name), typed)
    assert isinstance(read, Decimal)
    assert plain(read) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        pytest.param("ball_valve_20", "2 kg", id="another kind of unit"),
        pytest.param("ball_valve_20", "2只", id="a measure word that is not the item's"),
        pytest.param("imidacloprid", "500 mL", id="litres of what is weighed"),
        pytest.param("ball_valve_20", "1.5", id="half of what is counted"),
        pytest.param("imidacloprid", "0.0005", id="finer than the item is kept"),
        pytest.param("ball_valve_20", "0", id="nothing"),
        pytest.param("ball_valve_20", "-3", id="less than nothing"),
        pytest.param("ball_valve_20", "", id="blank"),
        pytest.param("ball_valve_20", "two", id="a word"),
        pytest.param("ball_valve_20", "9" * 30, id="more than there can be"),
        pytest.param("ball_valve_20", "NaN", id="no number at all"),
    ],
)
def test_it_is_refused(name: str, typed: str) -> None:
    refused = read_quantity(item(name), typed)
    assert isinstance(refused, Problem)
    assert refused.code == "EST-966"


def test_only_a_count_may_find_nothing() -> None:
    assert read_quantity(item("ball_valve_20"), "0", may_be_none=True) == 0
    assert isinstance(read_quantity(item("ball_valve_20"), "-1", may_be_none=True), Problem)


@pytest.mark.parametrize(
    ("typed", "value"), [("25", "25"), ("25.50元", "25.50"), ("¥1,200", "1200"), ("0", "0"), ("0.035", "0.035")]
)
def test_a_price_is_read(typed: str, value: str) -> None:
    assert read_price(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["-1", "1.23456", "1e9", "free", "1.2.3", "$5"])
def test_what_is_no_price_is_refused(typed: str) -> None:
    assert isinstance(read_price(typed), Problem)


@pytest.mark.parametrize(
    ("book", "found", "within"),
    [
        pytest.param("100", "99", True, id="one in a hundred, where one per cent is allowed"),
        pytest.param("100", "98.9", False, id="a little more"),
        pytest.param("100", "101", True, id="too many counts alike"),
        pytest.param("0", "0.1", False, id="of nothing nothing may be off"),
    ],
)
def test_how_far_a_count_may_be_off(book: str, found: str, within: bool) -> None:
    thing = replace(item("grease"), tolerance=None, tolerance_percent=Decimal(1))
    assert thing.within_tolerance(Decimal(book), Decimal(found)) is within
