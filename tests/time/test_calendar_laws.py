"""Laws of reckoning with calendars, over random calendars and zones, against a minute-by-minute oracle."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from estatectl.domain.calendars.arithmetic import Hold, add, add_working_days, between, counted, is_open, open_spans
from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.wall_clock import DAY, read_hours
from tests.time.time_build import calendar, hold, hours, minutes

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
FIRST = date(2026, 3, 20)
"""Within three weeks of this date all zones with daylight saving change their clocks; and 2 November for the rest."""


@st.composite
def spans(draw: st.DrawFn) -> list[str]:
    """Up to three spans of a day that do not overlap; the last may run past midnight. Never inside a clock change."""
    cuts = sorted(draw(st.lists(st.integers(0, 47), min_size=0, max_size=6, unique=True)))
    found = [(start * 30, end * 30) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    overnight: bool = draw(st.booleans())
    if found and overnight:
        start, _ = found.pop()
        found.append((start, 1440 + min(start, draw(st.integers(0, 12)) * 30)))
    return [f"{_clock(start)}-{_clock(end)}" for start, end in found]


def _clock(number: int) -> str:
    return f"{number // 60:02}:{number % 60:02}"


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    days = st.integers(0, 20).map(lambda number: (FIRST + timedelta(days=number)).isoformat())
    weekly = {name: draw(spans()) for name in ("daily", "weekend", "wednesday")}
    dates = [{"date": day, "hours": draw(spans())} for day in draw(st.lists(days, max_size=2, unique=True))]
    breaks = [{"date": day, "hours": draw(spans())} for day in draw(st.lists(days, max_size=2))]
    closures = [{"date": day} for day in draw(st.lists(days, max_size=1))]
    # One span is always there, so that every search ends.
    weekly["thursday"] = ["04:00-12:30", "13:00-21:00"]
    return {
        "zone": draw(st.sampled_from(ZONES)),
        "weekly": weekly,
        "dates": dates,
        "breaks": breaks,
        "closures": closures,
    }


calendars = documents().map(lambda document: calendar(**document))
instants = st.integers(0, 20 * DAY).map(lambda number: datetime(2026, 3, 20, tzinfo=UTC) + timedelta(seconds=number))
lengths = st.integers(0, 3 * DAY).map(lambda number: timedelta(seconds=number))


@st.composite
def holds(draw: st.DrawFn) -> list[Hold]:
    found = []
    for _ in range(draw(st.integers(0, 2))):
        start = draw(instants)
        found.append(hold(start, start + draw(lengths)))
    return found


@given(calendars, instants, lengths, holds())
@settings(max_examples=60, deadline=None)
def test_law_what_was_added_is_what_lies_between(
    made: Calendar, start: datetime, length: timedelta, held: list[Hold]
) -> None:
    assert between(made, start, add(made, start, length, held), held) == length


@given(calendars, instants, lengths, lengths, holds())
@settings(max_examples=60, deadline=None)
def test_law_adding_twice_is_adding_the_sum(
    made: Calendar, start: datetime, one: timedelta, other: timedelta, held: list[Hold]
) -> None:
    assert add(made, add(made, start, one, held), other, held) == add(made, start, one + other, held)


@given(calendars, instants, instants, lengths)
@settings(max_examples=60, deadline=None)
def test_law_a_later_start_is_never_due_earlier(
    made: Calendar, one: datetime, other: datetime, length: timedelta
) -> None:
    assert add(made, min(one, other), length) <= add(made, max(one, other), length)


@given(calendars, instants, lengths, holds())
@settings(max_examples=60, deadline=None)
def test_law_pausing_never_shortens(made: Calendar, start: datetime, length: timedelta, held: list[Hold]) -> None:
    assert add(made, start, length, held) >= add(made, start, length)


@given(calendars, instants, lengths)
@settings(max_examples=60, deadline=None)
def test_law_going_back_undoes_the_count(made: Calendar, end: datetime, length: timedelta) -> None:
    assert between(made, add(made, end, -length), end) == length


@given(calendars, instants, instants, instants)
@settings(max_examples=60, deadline=None)
def test_law_what_lies_between_adds_up(made: Calendar, one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted((one, two, three))
    assert between(made, first, middle) + between(made, middle, last) == between(made, first, last)


@given(calendars, instants, instants, holds())
@settings(max_examples=60, deadline=None)
def test_law_the_stretches_tile_the_time_and_add_up(
    made: Calendar, one: datetime, two: datetime, held: list[Hold]
) -> None:
    start, end = min(one, two), max(one, two)
    told = counted(made, start, end, held)
    assert [each.start for each in told] + [end][: len(told)] == [start][: len(told)] + [each.end for each in told]
    total = sum((each.end - each.start for each in told if each.counted), timedelta(0))
    assert total == between(made, start, end, held)


@given(calendars, instants, st.integers(0, 4), st.integers(0, 4), st.booleans())
@settings(max_examples=40, deadline=None)
def test_law_more_working_days_are_never_due_earlier(
    made: Calendar, start: datetime, few: int, more: int, end_of_day: bool
) -> None:
    due = [add_working_days(made, start, number, end_of_day=end_of_day) for number in sorted((few, few + more))]
    assert start <= due[0] <= due[1]


def open_by_the_door(document: dict[str, Any], made: Calendar, moment: datetime) -> bool:
    """The oracle: is it open by a reading of the wall clock, with nothing of the code under test but the parser.

    It cannot tell the two showings of one hour apart, so the tests below keep boundaries out of those nights.
    """
    local = moment.astimezone(made.zone)
    today = local.date()
    second = local.hour * 3600 + local.minute * 60 + local.second
    if today.isoformat() in [each["date"] for each in document["closures"]]:
        return False
    for day, shown in ((today, second), (today - timedelta(days=1), second + DAY)):
        here = [
            read_hours(text) for each in document["breaks"] if each["date"] == day.isoformat() for text in each["hours"]
        ]
        if any(span is not None and span.start <= shown < span.end for span in here):
            return False
    return any(
        span is not None and span.start <= shown < span.end
        for day, shown in ((today, second), (today - timedelta(days=1), second + DAY))
        for span in map(read_hours, hours_by_the_door(document, day))
    )


def hours_by_the_door(document: dict[str, Any], day: date) -> list[str]:
    for each in document["dates"]:
        if each["date"] == day.isoformat():
            return list(each["hours"])
    weekly = document["weekly"]
    names = {2: "wednesday", 3: "thursday", 5: "weekend", 6: "weekend"}
    return list(weekly[names.get(day.weekday(), "daily")])


def changes_its_clocks(made: Calendar, moment: datetime) -> bool:
    """Whether the zone's clocks jump back within the day around an instant: there the oracle cannot see."""
    sides = [(moment + timedelta(days=number)).astimezone(made.zone).utcoffset() for number in (-1, 1)]
    assert sides[0] is not None
    assert sides[1] is not None
    return sides[1] < sides[0]


@given(documents(), st.integers(0, 18 * 24 * 60), st.integers(1, 3 * 24 * 60))
@settings(max_examples=25, deadline=None)
def test_the_count_equals_a_minute_by_minute_reading_of_the_door(
    document: dict[str, Any], after: int, length: int
) -> None:
    made = calendar(**document)
    start = datetime(2026, 3, 20, tzinfo=UTC) + minutes(after)
    every = [start + minutes(number) for number in range(length)]
    seen = [moment for moment in every if not changes_its_clocks(made, moment)]
    assert [is_open(made, moment) for moment in seen] == [open_by_the_door(document, made, moment) for moment in seen]
    if seen == every:
        assert between(made, start, start + minutes(length)) == minutes(
            sum(open_by_the_door(document, made, moment) for moment in every)
        )


@given(documents(), st.integers(0, 18 * 24 * 60), st.integers(0, 600), holds())
@settings(max_examples=15, deadline=None)
def test_the_due_minute_equals_a_walk_minute_by_minute(
    document: dict[str, Any], after: int, length: int, held: list[Hold]
) -> None:
    made = calendar(**document)
    whole = [hold(_minute(each.start), _minute(each.end)) for each in held]
    start = datetime(2026, 3, 20, tzinfo=UTC) + minutes(after)
    moment, left = start, length
    while left > 0:
        if is_open(made, moment) and not any(each.start <= moment < each.end for each in whole):
            left -= 1
        moment += minutes(1)
    assert add(made, start, minutes(length), whole) == moment


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0)


@given(calendars, instants)
@settings(max_examples=40, deadline=None)
def test_law_open_spans_are_disjoint_and_open(made: Calendar, start: datetime) -> None:
    found = open_spans(made, start, start + hours(100))
    flat = [moment for span in found for moment in span]
    assert flat == sorted(set(flat))
    assert all(
        is_open(made, opened) and not is_open(made, closed) for opened, closed in found if closed < start + hours(100)
    )
