"""When rounds open, are due and close: tables at the edges, and laws over zones that change their clocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estatectl.domain.calendars.arithmetic import is_open, open_spans, working_day
from estatectl.domain.problems import PolicyInvalid
from estatectl.domain.programmes.occurrences import (
    Frame,
    Occurrence,
    after_event,
    all_scheduled,
    first_of,
    following,
    next_opening,
    scheduled,
    subjects_of,
)
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.wall_clock import instant_of
from tests.rounds.cadence_build import (
    LORD_HOWE,
    NEW_YORK,
    SHANGHAI,
    ZONES,
    between,
    frame,
    nominals,
    programme,
    site,
    told,
    wall,
)
from tests.time.test_calendar_laws import documents

NIGHT = {"weekly": {"daily": "22:00-06:00"}}
SPLIT = {"weekly": {"weekdays": ["10:00-13:00", "15:00-21:00"]}}
OFFICE = {"weekly": {"weekdays": "09:00-18:00"}}
YEARS = [
    {"year": 2026, "holidays": [{"title": {"zh": "元旦", "en": "New Year"}, "date": "2026-01-01"}], "workdays": []}
]

HOURS: Mapping[str, tuple[dict[str, Any], dict[str, Any], str, str, list[str]]] = {
    "every two hours of split hours, anew at each opening, never at the closing": (
        SPLIT,
        {"every": "2h", "during": "hours"},
        "2026-03-02T00:00",
        "2026-03-03T00:00",
        ["2026-03-02 10:00", "2026-03-02 12:00", "2026-03-02 15:00", "2026-03-02 17:00", "2026-03-02 19:00"],
    ),
    "every three hours of a night are counted from its beginning, over midnight": (
        NIGHT,
        {"every": "3h", "during": "hours"},
        "2026-03-02T00:00",
        "2026-03-03T02:00",
        ["2026-03-02 01:00", "2026-03-02 04:00", "2026-03-02 22:00", "2026-03-03 01:00"],
    ),
    "round the clock they begin anew at midnight": (
        {"always": True},
        {"every": "10h", "during": "hours"},
        "2026-03-01T23:00",
        "2026-03-03T00:00",
        ["2026-03-02 00:00", "2026-03-02 10:00", "2026-03-02 20:00", "2026-03-03 00:00"],
    ),
    "whole days written as hours do so too": (
        {"weekly": {"daily": "00:00-24:00"}},
        {"every": "10h", "during": "hours"},
        "2026-03-01T23:00",
        "2026-03-03T00:00",
        ["2026-03-02 00:00", "2026-03-02 10:00", "2026-03-02 20:00", "2026-03-03 00:00"],
    ),
    "before the first opening of a day; the second does not count": (
        SPLIT,
        {"before_opening": "hours", "lead": "1h"},
        "2026-03-06T00:00",
        "2026-03-10T00:00",
        ["2026-03-06 09:00", "2026-03-09 09:00"],
    ),
    "a closure of the morning moves it to the afternoon": (
        {**SPLIT, "closures": [{"from": "2026-03-02T00:00", "to": "2026-03-02T14:00"}]},
        {"before_opening": "hours", "lead": "1h"},
        "2026-03-02T00:00",
        "2026-03-03T00:00",
        ["2026-03-02 14:00"],
    ),
    "a day that is closed asks for nothing": (
        {**SPLIT, "closures": [{"from": "2026-03-02", "to": "2026-03-04"}]},
        {"before_opening": "hours", "lead": "1h"},
        "2026-03-02T00:00",
        "2026-03-06T00:00",
        ["2026-03-05 09:00"],
    ),
    "after the last closing": (
        SPLIT,
        {"after_closing": "hours", "lag": "30m"},
        "2026-03-02T00:00",
        "2026-03-03T00:00",
        ["2026-03-02 21:30"],
    ),
    "after a night has closed the next morning": (
        NIGHT,
        {"after_closing": "hours"},
        "2026-03-02T00:00",
        "2026-03-03T07:00",
        ["2026-03-02 06:00", "2026-03-03 06:00"],
    ),
    "a weekend that is open night and day opens once and closes once": (
        {"weekly": {"friday": "20:00-24:00", "weekend": "00:00-24:00", "monday": "00:00-04:00"}},
        {"after_closing": "hours", "lag": "1h"},
        "2026-03-02T05:00",
        "2026-03-09T05:00",
        ["2026-03-09 05:00"],
    ),
    "the season of hours is asked of the day": (
        SPLIT,
        {"before_opening": "hours", "season": {"from": "03-03", "to": "03-04"}},
        "2026-03-02T00:00",
        "2026-03-10T00:00",
        ["2026-03-03 10:00", "2026-03-04 10:00"],
    ),
    "only working days": (
        OFFICE,
        {"monthly": [1, 4, 15, 31], "at": "09:00", "working_days": "only", "calendar": "hours"},
        "2026-01-01T00:00",
        "2026-02-10T00:00",
        ["2026-01-01 09:00", "2026-01-15 09:00", "2026-02-04 09:00"],
    ),
    "put off to the next working day; two that meet are one": (
        OFFICE,
        {"monthly": [28, 29, 1], "at": "09:00", "working_days": "next", "calendar": "hours"},
        "2026-02-20T00:00",
        "2026-03-10T00:00",
        ["2026-03-02 09:00"],
    ),
    "brought forward to the working day before; two that meet are one": (
        OFFICE,
        {"monthly": [28, 1], "at": "09:00", "working_days": "previous", "calendar": "hours"},
        "2026-02-20T00:00",
        "2026-03-10T00:00",
        ["2026-02-27 09:00"],
    ),
}


@pytest.mark.parametrize("case", HOURS.values(), ids=HOURS)
def test_by_the_hours_of_a_calendar(case: tuple[dict[str, Any], dict[str, Any], str, str, list[str]]) -> None:
    hours, cadence, after, until, expected = case
    assert nominals(programme(cadence), frame(hours=hours), after, until) == expected


def test_days_of_a_window_keep_the_wall_clock_and_hours_do_not() -> None:
    where = frame(NEW_YORK)
    made = programme({"daily": ["09:00"]}, window={"opens": "1d", "due": "24h", "grace": "1d"})
    found = between(made, where, "2026-03-06T12:00", "2026-03-07T12:00")
    assert [told(where, (each.opens, each.nominal, each.due, each.closes)) for each in found] == [
        ["2026-03-07 09:00", "2026-03-08 09:00", "2026-03-09 09:00", "2026-03-10 09:00"]
    ]
    spring = between(made, where, "2026-03-05T12:00", "2026-03-06T12:00")
    assert told(where, (spring[0].nominal, spring[0].due)) == ["2026-03-07 09:00", "2026-03-08 10:00"]


def test_times_that_the_clocks_jump_over_are_one_round_at_the_jump() -> None:
    made = programme({"daily": ["02:15", "02:45", "03:00", "03:30"]})
    jump = nominals(made, frame(NEW_YORK), "2026-03-08T00:00", "2026-03-08T12:00")
    assert jump == ["2026-03-08 03:00", "2026-03-08 03:30"]


def test_a_time_that_the_clocks_show_twice_is_its_first_showing() -> None:
    where = frame(NEW_YORK)
    found = between(programme({"daily": ["01:30"]}), where, "2026-11-01T00:00", "2026-11-02T00:00")
    assert [each.nominal for each in found] == [datetime(2026, 11, 1, 5, 30, tzinfo=UTC)]


def test_a_half_hour_of_daylight_saving_is_a_jump_like_any_other() -> None:
    jump = nominals(programme({"daily": ["02:10"]}), frame(LORD_HOWE), "2026-10-03T12:00", "2026-10-05T12:00")
    assert jump == ["2026-10-04 02:30", "2026-10-05 02:10"]


def test_a_pool_goes_by_its_own_calendar() -> None:
    pools = {
        name: {"title": {"zh": name, "en": name}, "zone": "hall", "calendar": hours, "area": 25}
        for name, hours in (("big", "split"), ("small", "office"))
    }
    where = frame(place=site(pools=pools), split=SPLIT, office=OFFICE)
    made = programme({"before_opening": "subject", "lead": "1h"}, subject={"each_pool": True})
    found = all_scheduled(made, where, wall(where, "2026-03-02T00:00"), wall(where, "2026-03-03T00:00"))
    assert [(each.subject, *told(where, [each.nominal])) for each in found] == [
        ("small", "2026-03-02 08:00"),
        ("big", "2026-03-02 09:00"),
    ]


SUBJECTS: Mapping[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "every asset of a class": ({"each_asset": "lift"}, ("lift_1", "lift_2")),
    "one asset": ({"asset": "lift_2"}, ("lift_2",)),
    "every zone with a tag": ({"each_zone": "outdoor"}, ("court",)),
    "no zone has the tag": ({"each_zone": "roof"}, ()),
    "the estate": ({"estate": True}, ("estate",)),
    "a post": ({"post": "guard"}, ("guard",)),
    "a case brings its own": ({"case": True}, ()),
}


@pytest.mark.parametrize("case", SUBJECTS.values(), ids=SUBJECTS)
def test_what_rounds_are_about(case: tuple[dict[str, Any], tuple[str, ...]]) -> None:
    subject, expected = case
    assert subjects_of(programme({"daily": ["09:00"]}, subject=subject), site()) == expected


def test_nothing_is_scheduled_that_follows_a_completion_or_an_event() -> None:
    where = frame()
    rolling = programme({"every": "1mo", "at": "09:00", "recurs": "after_completion"})
    event = programme({"after_event": ["7d"], "at": "09:00"}, subject={"case": True})
    for made in (rolling, event):
        assert between(made, where, "2026-01-01T00:00", "2030-01-01T00:00") == []
        assert next_opening(made, where, "estate", wall(where, "2026-01-01T00:00")) is None


ROLLING = {"every": "30d", "from": "2026-01-05", "at": "09:00", "recurs": "after_completion"}
AFTER: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "done early, a step after that": (ROLLING, "2026-01-04T09:00", "2026-02-03 09:00"),
    "done late, a step after that": (ROLLING, "2026-01-20T23:00", "2026-02-19 09:00"),
    "a month from the 31st": (
        {"every": "1mo", "at": "09:00", "recurs": "after_completion"},
        "2026-01-31T10:00",
        "2026-02-28 09:00",
    ),
    "out of season, the first day of the next": (
        {**ROLLING, "season": {"from": "03-01", "to": "05-31"}},
        "2026-05-20T10:00",
        "2027-03-01 09:00",
    ),
    "put off to a working day": (
        {**ROLLING, "working_days": "next", "calendar": "office"},
        "2026-01-08T10:00",
        "2026-02-09 09:00",
    ),
    "brought forward to one": (
        {**ROLLING, "working_days": "previous", "calendar": "office"},
        "2026-01-08T10:00",
        "2026-02-06 09:00",
    ),
    "but never to the day it was done": (
        {"every": "1d", "at": "09:00", "recurs": "after_completion", "working_days": "previous", "calendar": "office"},
        "2026-01-09T10:00",
        "2026-01-12 09:00",
    ),
}


@pytest.mark.parametrize("case", AFTER.values(), ids=AFTER)
def test_what_follows_a_completion(case: tuple[dict[str, Any], str, str]) -> None:
    cadence, base, expected = case
    where = frame(office=OFFICE)
    made = programme(cadence, window={"opens": "1d"})
    assert told(where, [following(made, where, "estate", wall(where, base)).nominal]) == [expected]


FIRST: Mapping[str, tuple[dict[str, Any], list[str]]] = {
    "the day that it names": (ROLLING, ["2026-01-05 09:00"]),
    "that day put off into season": ({**ROLLING, "season": {"from": "03-01", "to": "05-31"}}, ["2026-03-01 09:00"]),
    "that day moved to a working day": (
        {**ROLLING, "from": "2026-01-03", "working_days": "next", "calendar": "office"},
        ["2026-01-05 09:00"],
    ),
    "none, where it names none": ({"every": "30d", "at": "09:00", "recurs": "after_completion"}, []),
}


@pytest.mark.parametrize("case", FIRST.values(), ids=FIRST)
def test_the_first_of_those_that_follow_completions(case: tuple[dict[str, Any], list[str]]) -> None:
    cadence, expected = case
    where = frame(office=OFFICE)
    first = first_of(programme(cadence), where, "estate")
    assert told(where, [first.nominal] if first is not None else []) == expected


def test_an_event_brings_all_its_rounds_at_once_and_in_order() -> None:
    where = frame(office=OFFICE)
    made = programme(
        {"after_event": ["1mo", "2d", "3d", "4d"], "at": "09:00", "working_days": "next", "calendar": "office"},
        subject={"case": True},
    )
    found = after_event(made, where, "P-7", wall(where, "2026-01-08T23:59"))
    assert told(where, [each.nominal for each in found]) == ["2026-01-12 09:00", "2026-02-09 09:00"]
    assert {each.subject for each in found} == {"P-7"}


def test_a_year_that_a_calendar_does_not_know_is_refused_once_it_matters_and_not_before() -> None:
    where = frame(office={**OFFICE, "holidays": YEARS})
    made = programme({"daily": ["09:00"], "working_days": "next", "calendar": "office"})
    assert nominals(made, where, "2026-12-30T00:00", "2026-12-31T23:00") == ["2026-12-30 09:00", "2026-12-31 09:00"]
    assert next_opening(made, where, "estate", wall(where, "2026-12-31T08:00")) == wall(where, "2026-12-31T09:00")
    with pytest.raises(PolicyInvalid, match="EST-337"):
        next_opening(made, where, "estate", wall(where, "2026-12-31T09:00"))
    # The first day of the first known year does not need the day before it.
    assert nominals(made, where, "2026-01-01T00:00", "2026-01-03T00:00") == ["2026-01-02 09:00"]


def test_nothing_in_twelve_years_is_none_and_not_a_search_without_end() -> None:
    where = frame(office=OFFICE)
    never = programme({"monthly": [1, 15], "at": "09:00", "season": {"from": "03-02", "to": "03-14"}})
    shut = programme({"before_opening": "office", "season": {"from": "02-29", "to": "02-29"}})
    start = wall(where, "2026-01-01T00:00")
    assert next_opening(never, where, "estate", start) is None
    # 29 February is a working day in 2028 only.
    assert next_opening(shut, where, "estate", start) == wall(where, "2028-02-29T09:00")


# Laws.

times = st.lists(
    st.sampled_from(("00:00", "01:30", "02:00", "02:10", "02:30", "03:00", "09:00", "23:59")),
    min_size=1,
    max_size=4,
    unique=True,
)
month_days = st.one_of(st.integers(1, 31), st.sampled_from(("last", "first monday", "last sunday", "second wednesday")))
listed = st.lists(month_days, min_size=1, max_size=4, unique=True)
by_date: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(lambda daily: {"daily": daily}, times),
    st.builds(lambda daily: {"daily": daily, "days": ["saturday", "sunday", "wednesday"]}, times),
    st.builds(lambda days: {"monthly": days, "at": "02:30"}, listed),
    st.builds(lambda days: {"quarterly": {"month": 3, "day": days}, "at": "00:00"}, listed),
    st.builds(lambda days: {"yearly": {"month": 2, "day": days}, "at": "23:59"}, listed),
    st.builds(
        lambda every, start: {"every": every, "from": start.isoformat(), "at": "02:10"},
        st.sampled_from(("1d", "5d", "2w", "1mo", "1y")),
        st.dates(date(2025, 1, 1), date(2026, 6, 1)),
    ),
    st.just({"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO", "from": "2025-06-01", "at": "02:30"}),
)
moved = st.one_of(
    st.just({}),
    st.builds(lambda how: {"working_days": how, "calendar": "hours"}, st.sampled_from(("only", "next", "previous"))),
)
in_season: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}), st.just({"season": {"from": "10-15", "to": "04-20"}})
)
by_hours: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(lambda every: {"every": every, "during": "hours"}, st.sampled_from(("30m", "2h", "7h", "26h"))),
    st.builds(lambda lead: {"before_opening": "hours", "lead": lead}, st.sampled_from(("0m", "1h", "1d", "2d3h"))),
    st.builds(lambda lag: {"after_closing": "hours", "lag": lag}, st.sampled_from(("0m", "30m", "1d"))),
)
windows = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(("1h", "30m", "1d", "3d2h")) for name in ("opens", "due", "grace")}
)
zones = st.sampled_from(ZONES)


@st.composite
def reckoned(draw: st.DrawFn) -> tuple[Programme, Frame]:
    """A programme with a cadence, and a frame with the calendar it names: random hours, one of them always there."""
    zone, hours = draw(zones), draw(documents())
    hours.pop("zone")
    cadence = draw(
        st.one_of(
            st.builds(lambda *parts: {k: v for part in parts for k, v in part.items()}, by_date, moved, in_season),
            by_hours,
        )
    )
    return programme(cadence, window=draw(windows)), frame(zone, hours=hours)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """Around the nights on which the zones change their clocks, the end of February, and New Year."""
    near = draw(
        st.sampled_from(((2026, 3, 6), (2026, 4, 3), (2026, 10, 2), (2026, 10, 30), (2028, 2, 27), (2025, 12, 30)))
    )
    return datetime(*near, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 5 * 24 * 60)))


lengths = st.integers(0, 21 * 24 * 60).map(lambda number: timedelta(minutes=number))


def of(made: Programme, where: Frame, after: datetime, until: datetime) -> list[Occurrence]:
    return list(scheduled(made, where, "estate", after, until))


@given(reckoned(), moments(), lengths, lengths)
@settings(max_examples=250, deadline=None)
def test_law_an_occurrence_never_vanishes_or_doubles(
    pair: tuple[Programme, Frame], after: datetime, one: timedelta, two: timedelta
) -> None:
    made, where = pair
    middle, until = after + one, after + one + two
    whole = of(made, where, after, until)
    assert of(made, where, after, middle) + of(made, where, middle, until) == whole
    assert len({each.nominal for each in whole}) == len(whole)


@given(reckoned(), moments(), lengths)
@settings(max_examples=100, deadline=None)
def test_law_occurrences_come_in_order_and_each_window_too(
    pair: tuple[Programme, Frame], after: datetime, length: timedelta
) -> None:
    made, where = pair
    found = of(made, where, after, after + length)
    assert all(after < each.opens <= after + length for each in found)
    assert all(each.opens <= each.nominal <= each.due <= each.closes for each in found)
    assert all((one.opens, one.nominal) < (two.opens, two.nominal) for one, two in pairwise(found))


@given(reckoned(), moments())
@settings(max_examples=60, deadline=None)
def test_law_the_next_opening_is_the_first_of_all(pair: tuple[Programme, Frame], after: datetime) -> None:
    made, where = pair
    first = next_opening(made, where, "estate", after)
    found = of(made, where, after, after + timedelta(days=500))
    if found:
        assert first == found[0].opens
    else:
        assert first is None or first > after + timedelta(days=500)


@given(reckoned(), moments(), lengths)
@settings(max_examples=40, deadline=None)
def test_law_all_subjects_together_are_each_by_itself(
    pair: tuple[Programme, Frame], after: datetime, length: timedelta
) -> None:
    made, where = pair
    lifts = programme({"daily": ["09:00"]}, subject={"each_asset": "lift"})
    several = Programme(**{**{name: getattr(made, name) for name in made.__slots__}, "subject": lifts.subject})
    whole = list(all_scheduled(several, where, after, after + length))
    each = [one for name in ("lift_1", "lift_2") for one in scheduled(several, where, name, after, after + length)]
    assert sorted(whole, key=str) == sorted(each, key=str)
    assert [(one.opens, one.nominal) for one in whole] == sorted((one.opens, one.nominal) for one in whole)


@given(zones, times, moments(), st.integers(1, 20))
@settings(max_examples=80, deadline=None)
def test_law_every_day_has_its_times_and_the_wall_clock_shows_them(
    zone: Any, daily: list[str], moment: datetime, days: int
) -> None:
    where, made = frame(zone), programme({"daily": daily})
    first = moment.astimezone(zone).date()
    every = [first + timedelta(days=number) for number in range(days)]
    start = instant_of(zone, first, 0) - timedelta(seconds=1)
    end = instant_of(zone, first + timedelta(days=days), 0) - timedelta(seconds=1)
    found = [each.nominal for each in of(made, where, start, end)]
    meant = {instant_of(zone, day, int(text[:2]) * 3600 + int(text[3:]) * 60) for day in every for text in daily}
    assert found == sorted(meant)
    skipped = [each for each in found if each.astimezone(zone).strftime("%H:%M") not in daily]
    assert len(skipped) <= 1, "only at a jump of the clocks does a clock show what nobody wrote"


@given(documents(), by_date, st.sampled_from(("next", "previous")), st.integers(0, 20), st.integers(0, 40))
@settings(max_examples=80, deadline=None)
def test_law_no_date_is_lost_by_being_moved(
    hours: dict[str, Any], cadence: dict[str, Any], how: str, offset: int, length: int
) -> None:
    hours.pop("zone")
    where = frame(SHANGHAI, hours=hours)
    start = wall(where, "2026-03-10T00:00") + timedelta(days=offset)
    written = of(programme(cadence), where, start, start + timedelta(days=length))
    put = programme({**cadence, "working_days": how, "calendar": "hours"})
    around = of(put, where, start - timedelta(days=60), start + timedelta(days=length + 60))
    days = {each.nominal.astimezone(where.zone).date() for each in around}
    calendar, step = where.calendars["hours"], timedelta(days=1 if how == "next" else -1)
    assert all(working_day(calendar, day) for day in days)
    for each in written:
        day = each.nominal.astimezone(where.zone).date()
        while not working_day(calendar, day):
            day += step
        assert day in days


@given(documents(), st.sampled_from((30, 45, 120, 420)), moments())
@settings(max_examples=60, deadline=None)
def test_law_within_hours_each_is_open_and_so_many_steps_from_an_opening(
    hours: dict[str, Any], minutes: int, after: datetime
) -> None:
    hours.pop("zone")
    where = frame(SHANGHAI, hours=hours)
    calendar = where.calendars["hours"]
    made = programme({"every": f"{minutes}m", "during": "hours"})
    until = after + timedelta(days=5)
    found = [each.nominal for each in of(made, where, after, until)]
    assert all(is_open(calendar, moment) for moment in found)
    midnights = [instant_of(calendar.zone, (after + timedelta(days=number)).date(), 0) for number in range(-3, 8)]
    expected: set[datetime] = set()
    for opened, closed in open_spans(calendar, after - timedelta(days=3), until + timedelta(days=3)):
        whole = [mark for mark in midnights if opened <= mark and mark + timedelta(days=1) <= closed]
        marks = sorted({opened, *whole, *(mark + timedelta(days=1) for mark in whole), closed})
        for begun, ended in pairwise(marks):
            steps = range(-((begun - ended) // timedelta(minutes=minutes)))
            expected |= {begun + timedelta(minutes=minutes * number) for number in steps}
    assert found == sorted(moment for moment in expected if after < moment <= until)


@given(documents(), zones, st.sampled_from(("1h", "1d", "0m")), moments())
@settings(max_examples=60, deadline=None)
def test_law_each_day_that_opens_has_one_round_before_and_one_after(
    hours: dict[str, Any], zone: Any, length: str, after: datetime
) -> None:
    hours.pop("zone")
    where = frame(zone, hours=hours)
    until = after + timedelta(days=20)
    before = of(programme({"before_opening": "hours", "lead": length}), where, after, until)
    behind = of(programme({"after_closing": "hours", "lag": length}), where, after, until)
    assert abs(len(before) - len(behind)) <= 3, "a day's two rounds lie at most some days apart"
    assert len({each.nominal for each in before}) == len(before)
    if length == "0m":
        calendar = where.calendars["hours"]
        moments_before = [each.nominal - timedelta(seconds=1) for each in before]
        assert not any(is_open(calendar, moment) for moment in moments_before)
        assert all(is_open(calendar, each.nominal) for each in before)
        assert not any(is_open(calendar, each.nominal) for each in behind)


steps = st.sampled_from(("1d", "2d", "1w", "1mo", "1y"))
rolling_moves = st.one_of(
    st.just({}),
    st.builds(lambda how: {"working_days": how, "calendar": "hours"}, st.sampled_from(("next", "previous"))),
)


@given(documents(), zones, steps, rolling_moves, in_season, windows, moments(), st.booleans())
@settings(max_examples=120, deadline=None)
def test_law_what_follows_is_always_later(
    hours: dict[str, Any],
    zone: Any,
    every: str,
    how: dict[str, Any],
    part: dict[str, Any],
    window: dict[str, str],
    base: datetime,
    anchored: bool,
) -> None:
    hours.pop("zone")
    where = frame(zone, hours=hours)
    begun = {"from": "2026-04-04"} if anchored else {}
    cadence = {"every": every, "at": "02:10", "recurs": "after_completion", **begun, **how, **part}
    found = following(programme(cadence, window=window), where, "estate", base)
    assert found.nominal > base
    assert found.opens <= found.nominal <= found.due <= found.closes


@given(documents(), zones, st.lists(steps, min_size=1, unique=True), rolling_moves, moments())
@settings(max_examples=80, deadline=None)
def test_law_an_event_brings_something_and_all_of_it_later(
    hours: dict[str, Any], zone: Any, after: list[str], how: dict[str, Any], event: datetime
) -> None:
    hours.pop("zone")
    where = frame(zone, hours=hours)
    made = programme({"after_event": after, "at": "02:10", **how}, subject={"case": True})
    found = after_event(made, where, "P-1", event)
    assert 1 <= len(found) <= len(after)
    assert all(each.nominal > event for each in found)
    assert [each.nominal for each in found] == sorted({each.nominal for each in found})
