"""Figures as of the end of their period: what reached the journal later changes nothing, and comes to light."""

from __future__ import annotations

from decimal import Decimal

import pytest

from estatectl.domain.figures.figure import Figure
from estatectl.domain.figures.kpi import By
from estatectl.domain.problems import BadInput, NothingToCheck
from estatectl.usecases.figures.taking import Taken, take
from tests.cases.house import DESK, MAINTENANCE_HEAD, PLUMBER, Estate, refusal
from tests.figures.working import period, to_site

ARRIVALS = "arrival_in_time"


def taken(estate: Estate, text: str) -> Taken:
    return take(estate.house(), period(text))


def arrivals(estate: Estate, text: str) -> Figure:
    return taken(estate, text).figure(ARRIVALS)


@pytest.fixture
def estate() -> Estate:
    return Estate.founded("04-20 09:00")


def test_a_month_and_the_one_before(estate: Estate) -> None:
    for day in ("04-21", "04-22"):
        to_site(estate, day)
    late = to_site(estate, "04-23", late=True)
    for day in ("05-06", "05-07"):
        to_site(estate, day)
    estate.at("06-02 09:00")
    april, may = arrivals(estate, "2026-04"), arrivals(estate, "2026-05")
    assert (april.numerator, april.denominator, april.value) == (2, 3, Decimal("66.6"))
    assert [each.subject.id for each in april.bad] == [f"{late}/arrive/1"]
    assert april.trend is None
    assert (may.numerator, may.denominator, may.value) == (2, 2, Decimal("100.0"))
    assert may.trend is not None
    assert (may.trend.before, may.trend.by, may.trend.direction) == (Decimal("66.6"), Decimal("33.4"), "better")
    for by, key in ((By.DEPARTMENT, "maintenance"), (By.POST, "maintenance_technician"), (By.PERSON, PLUMBER)):
        assert may.part(by, key) == may.whole


def test_taken_late_it_is_what_it_was(estate: Estate) -> None:
    """Half of it happens after April; a clock that is still running in April is none of April's."""
    to_site(estate, "04-21")
    estate.at("04-30 09:00")
    request = estate.open("厨房下水慢", type="报修", urgency="一般", department="维修部")
    estate.do(request, "dispatch", by=DESK)
    order = estate.orders(request)["maintenance"]
    estate.do(order, "assign", by=MAINTENANCE_HEAD, handler=PLUMBER)
    estate.at("05-01 00:10")
    then = taken(estate, "2026-04")
    estate.at("05-06 11:00").tick()
    estate.do(order, "contact", by=PLUMBER)
    estate.do(order, "prepare", by=PLUMBER)
    estate.do(order, "arrive", by=PLUMBER)
    to_site(estate, "05-20")
    estate.at("06-20 09:00")
    assert taken(estate, "2026-04") == then


def test_an_arrival_written_down_after_the_month_is_told_of_in_the_next(estate: Estate) -> None:
    """Arrived on the evening of the 30th, typed on the 1st: April could not count it, May must not lose it."""
    estate.at("04-30 23:30")
    request = estate.open("卫生间水龙头滴水", type="报修", urgency="一般", department="维修部")
    estate.do(request, "dispatch", by=DESK)
    order = estate.orders(request)["maintenance"]
    estate.do(order, "assign", by=MAINTENANCE_HEAD, handler=PLUMBER)
    estate.do(order, "contact", by=PLUMBER)
    estate.do(order, "prepare", by=PLUMBER)
    estate.at("05-01 00:30").do(order, "arrive", by=PLUMBER, at="04-30 23:50")
    estate.at("06-02 09:00")
    assert arrivals(estate, "2026-04").denominator == 0
    may = arrivals(estate, "2026-05")
    assert (may.denominator, may.belated) == (0, (f"{order}/arrive/1",))


def test_a_month_that_is_not_over_is_looked_at_up_to_yesterday(estate: Estate) -> None:
    to_site(estate, "05-06")
    to_site(estate, "05-07")
    found = arrivals(estate, "2026-05")
    assert (found.period.partial, found.denominator) == (True, 1)
    assert found.period.last.isoformat() == "2026-05-06"


@pytest.mark.parametrize(
    ("text", "error", "code"),
    [
        pytest.param("2026-06", BadInput, "EST-751", id="a month that has not begun"),
        pytest.param("2026-05-06", BadInput, "EST-751", id="a day that is not over"),
        pytest.param("2026-02", NothingToCheck, "EST-753", id="a month before there was anything"),
    ],
)
def test_what_cannot_be_taken_is_refused(estate: Estate, text: str, error: type[BadInput], code: str) -> None:
    estate.at("05-06 09:00")
    with pytest.raises(error) as refused:
        taken(estate, text)
    assert refusal(refused.value) == [code]


def test_a_figure_that_there_is_none_of(estate: Estate) -> None:
    with pytest.raises(BadInput) as refused:
        taken(estate.at("05-06 09:00"), "2026-04").figure("arrivals_in_time")
    assert refusal(refused.value) == ["EST-752"]
