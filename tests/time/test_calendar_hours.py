"""What every part of a calendar document means for the hours of a day."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from estatectl.domain.calendars.arithmetic import (
    add,
    add_working_days,
    between,
    counted,
    is_open,
    next_closing,
    next_opening,
    working_day,
)
from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.problems import BadInput, PolicyInvalid
from tests.time.time_build import NAME, OFFICE, at, calendar, codes, hours, minutes, parsed, shipped, shown

NEW_YEAR = {
    "year": 2026,
    "holidays": [{"title": {"zh": "元旦", "en": "New Year"}, "date": "2026-01-01"}],
    "workdays": [],
}
MADE_UP = {**NEW_YEAR, "workdays": [{"title": {"zh": "元旦", "en": "New Year"}, "date": "2026-01-04"}]}
NIGHT = {"weekly": {"daily": "22:00-06:00"}}


def spans(made: Calendar, day: str) -> list[str]:
    start = at(made, f"{day}T00:00")
    found = [each for each in counted(made, start, start + timedelta(days=1)) if each.counted]
    return [f"{shown(made, each.start)[11:]}-{shown(made, each.end)[11:]}" for each in found]


@pytest.mark.parametrize(
    ("document", "day", "expected"),
    [
        pytest.param(OFFICE, "2026-03-02", ["09:00-12:00", "13:30-18:00"], id="several spans a day"),
        pytest.param(OFFICE, "2026-03-01", [], id="a day that is not named is closed"),
        pytest.param(NIGHT, "2026-03-02", ["00:00-06:00", "22:00-00:00"], id="a span past midnight opens two dates"),
        pytest.param(
            {"weekly": {"daily": "20:00-26:00"}},
            "2026-03-02",
            ["00:00-02:00", "20:00-00:00"],
            id="26:00 is 02:00 of the next day",
        ),
        pytest.param(
            {"weekly": {"daily": "00:00-24:00"}}, "2026-03-02", ["00:00-00:00"], id="00:00-24:00 is the whole day"
        ),
        pytest.param(
            {"weekly": {"daily": "00:00-23:59"}}, "2026-03-02", ["00:00-23:59"], id="00:00-23:59 is not round the clock"
        ),
        pytest.param({"always": True}, "2026-03-02", ["00:00-00:00"], id="always is the whole day"),
        pytest.param(
            {"weekly": {"daily": "09:00-18:00", "weekend": "10:00-12:00", "sunday": []}},
            "2026-03-01",
            [],
            id="a named day overrules its group",
        ),
        pytest.param(
            {"weekly": {"daily": "09:00-18:00", "weekend": "10:00-12:00"}},
            "2026-03-07",
            ["10:00-12:00"],
            id="a group overrules daily",
        ),
        pytest.param(
            {**OFFICE, "dates": [{"date": "2026-03-02", "hours": "10:00-11:00"}]},
            "2026-03-02",
            ["10:00-11:00"],
            id="hours of a date replace the week's",
        ),
        pytest.param(
            {**OFFICE, "dates": [{"date": "2026-03-02", "hours": []}]},
            "2026-03-02",
            [],
            id="no hours on a date open nothing",
        ),
        pytest.param(
            {**NIGHT, "dates": [{"date": "2026-03-02", "hours": []}]},
            "2026-03-02",
            ["00:00-06:00"],
            id="hours of a date leave yesterday's night alone",
        ),
        pytest.param(
            {**OFFICE, "dates": [{"from": "2026-03-07", "to": "2026-03-08", "hours": "10:00-11:00"}]},
            "2026-03-08",
            ["10:00-11:00"],
            id="hours of a range include its last day",
        ),
        pytest.param(
            {**OFFICE, "breaks": [{"date": "2026-03-02", "hours": "10:00-10:30"}]},
            "2026-03-02",
            ["09:00-10:00", "10:30-12:00", "13:30-18:00"],
            id="a break is taken out",
        ),
        pytest.param(
            {**NIGHT, "breaks": [{"date": "2026-03-02", "hours": "01:00-02:00"}]},
            "2026-03-02",
            ["00:00-01:00", "02:00-06:00", "22:00-00:00"],
            id="a break cuts a night that began the day before",
        ),
        pytest.param(
            {**NIGHT, "closures": [{"date": "2026-03-02"}]},
            "2026-03-02",
            [],
            id="a closure beats the night that began the day before",
        ),
        pytest.param(
            {**OFFICE, "dates": [{"date": "2026-03-02", "hours": "10:00-11:00"}], "closures": [{"date": "2026-03-02"}]},
            "2026-03-02",
            [],
            id="a closure beats the hours of its date",
        ),
        pytest.param(
            {"always": True, "closures": [{"from": "2026-03-02T12:00", "to": "2026-03-02T15:00"}]},
            "2026-03-02",
            ["00:00-12:00", "15:00-00:00"],
            id="a closure from one moment to another",
        ),
        pytest.param(
            {"always": True, "closures": [{"from": "2026-03-02T12:00", "to": "2026-03-03"}]},
            "2026-03-03",
            [],
            id="a closure that ends with a day covers it whole",
        ),
        pytest.param({**OFFICE, "holidays": [NEW_YEAR]}, "2026-01-01", [], id="a holiday is closed"),
        pytest.param(
            {**OFFICE, "holidays": [NEW_YEAR], "on_holiday": "10:00-12:00"},
            "2026-01-01",
            ["10:00-12:00"],
            id="a holiday with hours of its own",
        ),
        pytest.param(
            {**OFFICE, "holidays": [NEW_YEAR], "dates": [{"date": "2026-01-01", "hours": "08:00-09:00"}]},
            "2026-01-01",
            ["08:00-09:00"],
            id="hours of a date beat the holiday",
        ),
        pytest.param(
            OFFICE, "2026-01-01", ["09:00-12:00", "13:30-18:00"], id="without a table a holiday is a day like any other"
        ),
        pytest.param(
            {**OFFICE, "holidays": [MADE_UP]},
            "2026-01-04",
            ["09:00-12:00", "13:30-18:00"],
            id="a make-up Sunday takes Monday's hours",
        ),
        pytest.param(
            {
                "weekly": {"weekdays": "09:00-18:00", "friday": "09:00-16:00"},
                "holidays": [MADE_UP],
                "make_up": "friday",
            },
            "2026-01-04",
            ["09:00-16:00"],
            id="a make-up day takes the hours of a named weekday",
        ),
        pytest.param(
            {**OFFICE, "holidays": [MADE_UP], "make_up": ["10:00-15:00"]},
            "2026-01-04",
            ["10:00-15:00"],
            id="a make-up day takes hours of its own",
        ),
    ],
)
def test_hours_of_a_day(document: dict[str, object], day: str, expected: list[str]) -> None:
    assert spans(calendar(**document), day) == expected


POOL = {
    "weekly": {"daily": "10:00-20:00"},
    "seasons": [
        {"title": NAME, "from": "06-01", "to": "08-31", "weekly": {"daily": "07:00-22:00"}},
        {"title": NAME, "from": "12-15", "to": "01-15"},
    ],
}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2026-05-31", ["10:00-20:00"], id="the day before the season"),
        pytest.param("2026-06-01", ["07:00-22:00"], id="the first day of the season"),
        pytest.param("2031-08-31", ["07:00-22:00"], id="the last day of the season, in any year"),
        pytest.param("2026-12-31", [], id="a season over the turn of the year, before it"),
        pytest.param("2027-01-15", [], id="a season over the turn of the year, after it"),
        pytest.param("2027-01-16", ["10:00-20:00"], id="the day after the season"),
    ],
)
def test_seasons_have_weeks_of_their_own(day: str, expected: list[str]) -> None:
    assert spans(calendar(**POOL), day) == expected


@pytest.mark.parametrize(
    ("document", "code"),
    [
        pytest.param({"weekly": {"daily": "09:00-09:00"}}, "EST-330", id="a span of no length"),
        pytest.param({"weekly": {"daily": "25:00-26:00"}}, "EST-330", id="a start beyond midnight"),
        pytest.param({"weekly": {"daily": "08:60-09:00"}}, "EST-330", id="a minute 60"),
        pytest.param({"weekly": {"daily": "08:00-33:00"}}, "EST-330", id="longer than a day"),
        pytest.param({"weekly": {"daily": ["08:00-12:00", "11:00-18:00"]}}, "EST-331", id="overlapping spans"),
        pytest.param({**OFFICE, "zone": "Asia/Hangzhou"}, "EST-332", id="an unknown zone"),
        pytest.param({**OFFICE, "dates": [{"date": "2026-02-30", "hours": []}]}, "EST-333", id="30 February"),
        pytest.param(
            {**OFFICE, "closures": [{"from": "2026-03-02", "to": "2026-03-01"}]},
            "EST-333",
            id="a closure that runs backwards",
        ),
        pytest.param(
            {
                **OFFICE,
                "dates": [{"date": "2026-03-02", "hours": []}, {"from": "2026-03-01", "to": "2026-03-03", "hours": []}],
            },
            "EST-334",
            id="two hours for one date",
        ),
        pytest.param(
            {
                "seasons": [
                    {"title": NAME, "from": "11-01", "to": "02-28"},
                    {"title": NAME, "from": "02-28", "to": "03-31"},
                ]
            },
            "EST-334",
            id="seasons that share a day",
        ),
        pytest.param({**OFFICE, "holidays": "holidays_zz"}, "EST-335", id="an unknown holiday table"),
        pytest.param(
            {**OFFICE, "holidays": [NEW_YEAR, {**NEW_YEAR, "year": 2028, "holidays": []}]},
            "EST-338",
            id="a year that is skipped",
        ),
        pytest.param({**OFFICE, "holidays": [{**MADE_UP, "year": 2025}]}, "EST-338", id="a date outside its year"),
        pytest.param(
            {**OFFICE, "holidays": [{**NEW_YEAR, "workdays": NEW_YEAR["holidays"]}]},
            "EST-338",
            id="a holiday that is worked",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(document: dict[str, object], code: str) -> None:
    assert code in codes(parsed(**document)[1])


def test_a_year_without_a_table_is_refused_and_says_what_to_add() -> None:
    made = shipped()["office"]
    with pytest.raises(PolicyInvalid) as refused:
        add(made, at(made, "2026-12-31T17:00"), hours(2))
    (problem,) = refused.value.problems
    assert problem.code == "EST-337"
    assert problem.hint is not None
    assert ("office" in problem.words.en, "2027" in problem.words.zh, "holidays_cn.yaml" in problem.hint.en) == (
        True,
    ) * 3


def test_a_limit_that_ends_inside_the_last_known_year_needs_no_table_beyond_it() -> None:
    made = shipped()["office"]
    assert shown(made, add(made, at(made, "2026-12-31T17:00"), hours(1))) == "2026-12-31T18:00"


def test_a_calendar_is_refused_outside_the_years_it_is_valid_for() -> None:
    made = calendar(**OFFICE, valid={"from": 2026, "to": 2026})
    with pytest.raises(PolicyInvalid, match="EST-337"):
        is_open(made, at(made, "2027-01-04T10:00"))


def test_a_holiday_table_itself_cannot_be_counted_in() -> None:
    table = shipped()["holidays_cn"]
    with pytest.raises(PolicyInvalid, match="EST-335"):
        next_opening(table, at(table, "2026-03-02T10:00"))


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_shipped_table_agrees_with_the_state_council_on_every_day(year: int) -> None:
    office = shipped()["office"]
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365 + (year == 2024))]
    assert [day for day in days if working_day(office, day) != chinese_calendar.is_workday(day)] == []


def test_the_desk_is_staffed_on_the_first_day_of_spring_festival() -> None:
    desk = shipped()["desk"]
    assert between(desk, at(desk, "2026-02-17T00:00"), at(desk, "2026-02-18T00:00")) == hours(12)


def test_a_search_that_can_never_end_is_refused() -> None:
    made = calendar(dates=[{"date": "2026-03-02", "hours": "09:00-10:00"}])
    with pytest.raises(BadInput, match="EST-435"):
        add(made, at(made, "2026-03-02T09:00"), hours(2))
    with pytest.raises(BadInput, match="EST-435"):
        add(made, at(made, "2026-03-02T10:00"), -hours(2))
    with pytest.raises(BadInput, match="EST-435"):
        add_working_days(made, at(made, "2026-03-02T09:30"), 1)


def test_a_length_beyond_a_hundred_years_is_refused() -> None:
    made = calendar(weekly={"monday": "09:00-10:00"})
    with pytest.raises(BadInput, match="EST-435"):
        add(made, at(made, "2026-03-02T09:00"), hours(100_000))


def test_openings_and_closings() -> None:
    made = calendar(**OFFICE)
    assert shown(made, next_opening(made, at(made, "2026-03-06T18:00"))) == "2026-03-09T09:00"
    assert shown(made, next_opening(made, at(made, "2026-03-06T17:59:59"))) == "2026-03-06T17:59:59"
    closing = next_closing(made, at(made, "2026-03-06T13:00"))
    assert closing is not None
    assert shown(made, closing) == "2026-03-06T18:00"
    assert next_closing(calendar(always=True), at(made, "2026-03-06T13:00")) is None
    assert (is_open(made, at(made, "2026-03-06T09:00")), is_open(made, at(made, "2026-03-06T12:00"))) == (True, False)


def test_a_night_closes_when_it_ends_and_not_at_midnight() -> None:
    made = calendar(**NIGHT)
    closing = next_closing(made, at(made, "2026-03-06T23:00"))
    assert closing is not None
    assert shown(made, closing) == "2026-03-07T06:00"


def test_every_stretch_says_why_it_counted_or_not() -> None:
    made = calendar(
        **OFFICE,
        holidays=[NEW_YEAR],
        breaks=[{"date": "2026-01-02", "hours": "10:00-11:00", "title": {"zh": "演练", "en": "drill"}}],
    )
    told = counted(made, at(made, "2026-01-01T09:00"), at(made, "2026-01-02T12:00"))
    assert [(each.why.zh, each.counted, each.end - each.start) for each in told] == [
        ("节假日：元旦", False, hours(15)),
        ("服务时间外", False, hours(9)),
        ("服务时间", True, hours(1)),
        ("演练", False, hours(1)),
        ("服务时间", True, minutes(60)),
    ]
