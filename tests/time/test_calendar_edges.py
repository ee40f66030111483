"""The edges of reckoning with calendars: on the dot, one second over, seconds kept, clocks that change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from estatectl.domain.calendars.arithmetic import add, add_working_days, between
from estatectl.domain.durations import Duration, minutes_of, say_length
from tests.time.time_build import OFFICE, at, calendar, hold, hours, minutes, shipped, shown

NIGHTS = {"weekly": {"daily": "22:00-06:00"}}


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        pytest.param("2026-03-06T17:30", minutes(30), "2026-03-06T18:00", id="used up at closing is due at closing"),
        pytest.param(
            "2026-03-06T17:30",
            timedelta(seconds=1801),
            "2026-03-09T09:00:01",
            id="one second more is due after the opening",
        ),
        pytest.param(
            "2026-03-06T11:30", minutes(30), "2026-03-06T12:00", id="used up at the noon break is due at the break"
        ),
        pytest.param(
            "2026-03-07T10:00", minutes(30), "2026-03-09T09:30", id="a start in closed time counts from the opening"
        ),
        pytest.param("2026-03-07T10:00", timedelta(0), "2026-03-07T10:00", id="nothing added changes nothing"),
        pytest.param("2026-03-06T09:26:36", hours(1), "2026-03-06T10:26:36", id="seconds are kept"),
        pytest.param("2026-03-06T17:30", hours(4), "2026-03-09T14:00", id="four working hours after Friday 17:30"),
    ],
)
def test_adding_open_time(start: str, length: timedelta, due: str) -> None:
    made = calendar(**OFFICE)
    assert shown(made, add(made, at(made, start), length)) == due


@pytest.mark.parametrize(
    ("end", "length", "begun"),
    [
        pytest.param(
            "2026-03-09T09:30", minutes(30), "2026-03-09T09:00", id="back to the opening stays at the opening"
        ),
        pytest.param("2026-03-09T09:10", minutes(30), "2026-03-06T17:40", id="back over a weekend"),
    ],
)
def test_going_back_in_open_time(end: str, length: timedelta, begun: str) -> None:
    made = calendar(**OFFICE)
    assert shown(made, add(made, at(made, end), -length)) == begun


@pytest.mark.parametrize(
    ("held", "due"),
    [
        pytest.param(
            ("2026-03-06T10:00", "2026-03-06T10:45"), "2026-03-06T11:45", id="a hold in open time pushes by its length"
        ),
        pytest.param(
            ("2026-03-06T12:00", "2026-03-06T13:30"),
            "2026-03-06T11:00",
            id="a hold after the due instant changes nothing",
        ),
        pytest.param(
            ("2026-03-06T07:00", "2026-03-06T09:00"), "2026-03-06T11:00", id="a hold in closed time changes nothing"
        ),
        pytest.param(
            ("2026-03-06T11:00", "2026-03-06T12:00"),
            "2026-03-06T11:00",
            id="a hold from the due instant on changes nothing",
        ),
        pytest.param(
            ("2026-03-06T10:30", "2026-03-09T10:00"),
            "2026-03-09T10:30",
            id="a hold over a weekend costs its open hours only",
        ),
    ],
)
def test_holds(held: tuple[str, str], due: str) -> None:
    made = calendar(**OFFICE)
    stretch = hold(at(made, held[0]), at(made, held[1]))
    assert shown(made, add(made, at(made, "2026-03-06T09:00"), hours(2), [stretch])) == due


@pytest.mark.parametrize(
    ("start", "days", "end_of_day", "due"),
    [
        pytest.param(
            "2026-03-06T10:15:30", 1, False, "2026-03-09T10:15:30", id="the same clock time on the next working day"
        ),
        pytest.param("2026-03-06T10:15", 1, True, "2026-03-09T18:00", id="the end of the next working day"),
        pytest.param("2026-03-06T10:15", 0, True, "2026-03-06T18:00", id="the end of this day"),
        pytest.param("2026-03-06T20:00", 1, False, "2026-03-10T09:00", id="after hours counts from the next opening"),
        pytest.param("2026-03-07T10:00", 1, True, "2026-03-10T18:00", id="a weekend counts from Monday"),
        pytest.param(
            "2026-02-12T10:00", 3, False, "2026-02-24T10:00", id="over Spring Festival with its make-up Saturday"
        ),
    ],
)
def test_working_days(start: str, days: int, end_of_day: bool, due: str) -> None:
    made = shipped()["office"]
    assert shown(made, add_working_days(made, at(made, start), days, end_of_day=end_of_day)) == due


def test_a_clock_time_outside_a_short_day_is_due_at_its_closing() -> None:
    made = calendar(weekly={"weekdays": "09:00-18:00", "friday": "09:00-15:00"})
    assert shown(made, add_working_days(made, at(made, "2026-03-05T17:00"), 1)) == "2026-03-06T15:00"


@pytest.mark.parametrize(
    ("zone", "day", "span", "length"),
    [
        pytest.param("Europe/Berlin", "2026-03-29", "01:00-04:00", hours(2), id="a span over the skipped hour shrinks"),
        pytest.param(
            "Europe/Berlin", "2026-03-29", "02:30-04:00", hours(1), id="a start in the skipped hour is the jump"
        ),
        pytest.param(
            "Europe/Berlin", "2026-03-29", "01:00-02:30", hours(1), id="an end in the skipped hour is the jump"
        ),
        pytest.param(
            "Europe/Berlin", "2026-03-29", "02:10-02:50", hours(0), id="a span inside the skipped hour vanishes"
        ),
        pytest.param("Europe/Berlin", "2026-10-25", "01:00-04:00", hours(4), id="an hour shown twice passes twice"),
        pytest.param(
            "Europe/Berlin", "2026-10-25", "02:30-04:00", hours(2.5), id="a start shown twice is its first showing"
        ),
        pytest.param(
            "Europe/Berlin", "2026-10-25", "01:00-02:30", hours(1.5), id="an end shown twice is its first showing"
        ),
        pytest.param("America/New_York", "2026-11-01", "00:00-24:00", hours(25), id="the long day of New York"),
        pytest.param("America/New_York", "2026-03-08", "00:00-24:00", hours(23), id="the short day of New York"),
        pytest.param(
            "Australia/Lord_Howe", "2026-04-05", "00:00-24:00", hours(24.5), id="Lord Howe goes back half an hour"
        ),
        pytest.param("Australia/Lord_Howe", "2026-10-04", "02:10-05:00", hours(2.5), id="Lord Howe skips half an hour"),
        pytest.param("Pacific/Apia", "2011-12-30", "00:00-24:00", hours(0), id="a day that a zone skipped is empty"),
    ],
)
def test_clocks_that_change(zone: str, day: str, span: str, length: timedelta) -> None:
    made = calendar(zone=zone, dates=[{"date": day, "hours": span}])
    start = at(made, f"{day}T12:00")
    assert between(made, start - hours(40), start + hours(40)) == length


def test_a_night_shift_over_the_change_of_clocks_counts_what_really_passed() -> None:
    made = calendar(**NIGHTS, zone="Europe/Berlin")
    start = at(made, "2026-10-24T22:00")
    assert shown(made, add(made, start, hours(9))) == "2026-10-25T06:00"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        pytest.param("30m", minutes(30), id="minutes"),
        pytest.param("1h30m", minutes(90), id="hours and minutes"),
        pytest.param("2d", hours(48), id="days of 24 hours"),
        pytest.param("1d2h3m4s", timedelta(days=1, hours=2, minutes=3, seconds=4), id="everything"),
    ],
)
def test_durations_read_and_print_the_same(text: str, length: timedelta) -> None:
    found = Duration.read(text)
    assert found is not None
    assert (found.elapsed, str(found)) == (length, text)


@pytest.mark.parametrize("text", ["", "2 hours", "h", "1.5h", "30", "-1h", "1m1h"])
def test_what_is_no_duration_is_not_read_as_one(text: str) -> None:
    assert Duration.read(text) is None


def test_lengths_are_told_in_both_languages() -> None:
    words = say_length(-timedelta(days=1, minutes=90))
    assert (words.zh, words.en) == ("-1天1小时30分钟", "-1 d 1 h 30 min")
    assert str(minutes_of(timedelta(seconds=90))) == "1.5"
