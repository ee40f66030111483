"""Days, weeks and months as people name them, in the estate's zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from estatectl.domain.figures.period import Length, Period

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "first", "last", "before"),
    [
        pytest.param("2026-10", "2026-10-01", "2026-10-31", "2026-09", id="a month"),
        pytest.param("2026-01", "2026-01-01", "2026-01-31", "2025-12", id="January after December"),
        pytest.param("2028-02", "2028-02-01", "2028-02-29", "2028-01", id="February of a leap year"),
        pytest.param("2026-12", "2026-12-01", "2026-12-31", "2026-11", id="December"),
        pytest.param("2026-W41", "2026-10-05", "2026-10-11", "2026-W40", id="a week from Monday"),
        pytest.param("2027-W01", "2027-01-04", "2027-01-10", "2026-W53", id="the week after a 53rd"),
        pytest.param("2026-10-09", "2026-10-09", "2026-10-09", "2026-10-08", id="a day"),
    ],
)
def test_a_period_is_read_as_it_is_named(text: str, first: str, last: str, before: str) -> None:
    period = Period.read(text, ZONE)
    assert period is not None
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.name == text
    assert period.before().name == before
    assert period.before().end == period.start


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-W54", "2026-02-30", "October", "26-10", "", "2026-W5"])
def test_anything_else_is_none(text: str) -> None:
    assert Period.read(text, ZONE) is None


def test_a_month_that_is_not_over_says_up_to_when() -> None:
    october = Period.of(Length.MONTH, date(2026, 10, 9), ZONE)
    half = october.up_to(date(2026, 10, 9))
    assert half.partial
    assert not october.partial
    assert half.end == datetime(2026, 10, 10, tzinfo=ZONE)
    assert half.title.en == "October 2026 (up to 2026-10-09)"
    assert half.before() == Period.of(Length.MONTH, date(2026, 9, 1), ZONE)
    assert october.up_to(date(2027, 1, 1)) == october
