"""How often: what each form means by the day, what is refused, and laws of days of months, steps and rules."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estatectl.domain.programmes.cadence_days import Days, EverySo, MonthDay, Monthly, Step, Weekly
from estatectl.domain.programmes.cadence_words import cadence_words
from estatectl.domain.programmes.cadences import Season
from estatectl.domain.programmes.recurrence import Recurrence, fault_of
from tests.rounds.cadence_build import frame, nominals, parsed, programme

AT = {"at": "09:00"}
FORMS: Mapping[str, tuple[dict[str, Any], str, str, list[str]]] = {
    "every day at each of its times": (
        {"daily": ["17:00", "06:30"]},
        "2026-03-01T00:00",
        "2026-03-02T12:00",
        ["2026-03-01 06:30", "2026-03-01 17:00", "2026-03-02 06:30"],
    ),
    "only on the weekdays that it names": (
        {"daily": ["08:00"], "days": ["sunday", "tuesday"]},
        "2026-03-01T00:00",
        "2026-03-09T00:00",
        ["2026-03-01 08:00", "2026-03-03 08:00", "2026-03-08 08:00"],
    ),
    "weekends": (
        {"daily": ["08:00"], "days": "weekend"},
        "2026-03-02T00:00",
        "2026-03-08T00:00",
        ["2026-03-07 08:00"],
    ),
    "every week": (
        {"weekly": ["thursday", "monday"], **AT},
        "2026-03-01T00:00",
        "2026-03-09T00:00",
        ["2026-03-02 09:00", "2026-03-05 09:00"],
    ),
    "the 31st is the last day of a shorter month": (
        {"monthly": [31], **AT},
        "2026-01-31T09:00",
        "2026-04-30T09:00",
        ["2026-02-28 09:00", "2026-03-31 09:00", "2026-04-30 09:00"],
    ),
    "the 30th and the 31st of February are one": (
        {"monthly": [30, 31], **AT},
        "2028-02-01T00:00",
        "2028-03-31T09:00",
        ["2028-02-29 09:00", "2028-03-30 09:00", "2028-03-31 09:00"],
    ),
    "the first Monday and the last Friday": (
        {"monthly": ["first monday", "last friday"], **AT},
        "2026-05-01T00:00",
        "2026-06-01T09:00",
        ["2026-05-04 09:00", "2026-05-29 09:00", "2026-06-01 09:00"],
    ),
    "the second month of every quarter": (
        {"quarterly": {"month": 2, "day": 1}, **AT},
        "2026-01-01T00:00",
        "2027-01-01T00:00",
        ["2026-02-01 09:00", "2026-05-01 09:00", "2026-08-01 09:00", "2026-11-01 09:00"],
    ),
    "the last month of every half year": (
        {"half_yearly": {"month": 6, "day": "last"}, **AT},
        "2026-01-01T00:00",
        "2027-01-01T00:00",
        ["2026-06-30 09:00", "2026-12-31 09:00"],
    ),
    "the 29th of February every year": (
        {"yearly": {"month": 2, "day": 29}, **AT},
        "2026-01-01T00:00",
        "2029-01-01T00:00",
        ["2026-02-28 09:00", "2027-02-28 09:00", "2028-02-29 09:00"],
    ),
    "two days of the year, in order of time": (
        {"yearly": [{"month": 10, "day": 1}, {"month": 5, "day": [3, 1]}], **AT},
        "2026-01-01T00:00",
        "2027-01-01T00:00",
        ["2026-05-01 09:00", "2026-05-03 09:00", "2026-10-01 09:00"],
    ),
    "every month from the 31st does not drift": (
        {"every": "1mo", "from": "2026-01-31", **AT},
        "2026-02-01T00:00",
        "2026-06-01T00:00",
        ["2026-02-28 09:00", "2026-03-31 09:00", "2026-04-30 09:00", "2026-05-31 09:00"],
    ),
    "every fortnight, and nothing before its first day": (
        {"every": "2w", "from": "2026-01-05", **AT},
        "2025-01-01T00:00",
        "2026-02-01T00:00",
        ["2026-01-05 09:00", "2026-01-19 09:00"],
    ),
    "by a rule, until it ends": (
        {"rrule": "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260301", "from": "2026-01-01", **AT},
        "2026-01-01T00:00",
        "2027-01-01T00:00",
        ["2026-01-30 09:00", "2026-02-27 09:00"],
    ),
    "only in season, over New Year": (
        {"monthly": [15], **AT, "season": {"from": "11-20", "to": "02-15"}},
        "2026-01-01T00:00",
        "2027-03-01T00:00",
        ["2026-01-15 09:00", "2026-02-15 09:00", "2026-12-15 09:00", "2027-01-15 09:00", "2027-02-15 09:00"],
    ),
    "in either of two seasons": (
        {"monthly": [1], **AT, "season": [{"from": "03-01", "to": "03-31"}, {"from": "10-01", "to": "10-01"}]},
        "2026-01-01T00:00",
        "2027-01-01T00:00",
        ["2026-03-01 09:00", "2026-10-01 09:00"],
    ),
}


@pytest.mark.parametrize("case", FORMS.values(), ids=FORMS)
def test_a_form_means(case: tuple[dict[str, Any], str, str, list[str]]) -> None:
    cadence, after, until, expected = case
    assert nominals(programme(cadence), frame(), after, until) == expected


def test_an_instant_on_the_dot_belongs_to_the_span_that_it_ends() -> None:
    made = programme({"daily": ["08:00"]}, window={"opens": "1h"})
    assert nominals(made, frame(), "2026-03-01T07:00", "2026-03-02T07:00") == ["2026-03-02 08:00"]


REFUSED: Mapping[str, tuple[Any, str]] = {
    "a rule by the hour": ({"rrule": "FREQ=HOURLY", "from": "2026-01-01", **AT}, "EST-804"),
    "a rule that says the time": ({"rrule": "FREQ=DAILY;BYHOUR=9", "from": "2026-01-01", **AT}, "EST-804"),
    "a rule with a start of its own": ({"rrule": "DTSTART:20260101", "from": "2026-01-01", **AT}, "EST-804"),
    "a rule that stands still": ({"rrule": "FREQ=DAILY;INTERVAL=0", "from": "2026-01-01", **AT}, "EST-804"),
    "a rule for the 30th of February": (
        {"rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "from": "2026-01-01", **AT},
        "EST-804",
    ),
    "a rule for the ninth Monday": ({"rrule": "FREQ=MONTHLY;BYDAY=9MO", "from": "2026-01-01", **AT}, "EST-804"),
    "a rule that ended before it began": (
        {"rrule": "FREQ=DAILY;UNTIL=20251231", "from": "2026-01-01", **AT},
        "EST-804",
    ),
    "a rule that says a thing twice": ({"rrule": "FREQ=DAILY;FREQ=DAILY", "from": "2026-01-01", **AT}, "EST-804"),
    "the fifth Monday, which not every month has": ({"monthly": ["fifth monday"], **AT}, "EST-803"),
    "day nought": ({"monthly": [0], **AT}, "EST-803"),
    "every four minutes": ({"every": "4m", "during": "office"}, "EST-803"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_form_is_refused(case: tuple[Any, str]) -> None:
    cadence, code = case
    _, problems = parsed(cadence)
    assert [problem.code for problem in problems] == [code]


SAID: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "weekdays": (
        {"daily": ["08:00", "17:30"], "days": "weekdays"},
        "每周一至周五 08:00、17:30",
        "Monday to Friday at 08:00, 17:30",
    ),
    "single days": ({"weekly": ["monday", "friday"], **AT}, "每周一、周五 09:00", "every Monday, Friday at 09:00"),
    "days of months": (
        {"monthly": [1, "last", "second friday"], **AT},
        "每月 1 日、最后一天、第二个周五 09:00",
        "every month on day 1, the last day, the second Friday at 09:00",
    ),
    "months of the year": (
        {"half_yearly": {"month": 3, "day": 15}, **AT},
        "每年 3、9 月 15 日 09:00",
        "every year in Mar, Sep on day 15 at 09:00",
    ),
    "so often, in season": (
        {"every": "1mo", "from": "2026-01-31", **AT, "season": {"from": "03-01", "to": "05-31"}},
        "自 2026-01-31 起每 1 个月 09:00，限 03-01..05-31",
        "every 1 month from 2026-01-31 on at 09:00, in 03-01..05-31",
    ),
    "after it was last done": (
        {"every": "2w", **AT, "recurs": "after_completion", "working_days": "next", "calendar": "office"},
        "上次完成后 14 天，09:00，遇“样例”不开放顺延",
        "14 days after it was last done, at 09:00, put off to the next open day of 'sample'",
    ),
    "while something is open": (
        {"every": "90m", "during": "office"},
        "“样例”开放期间每 1小时30分钟",
        "every 1 h 30 min while 'sample' is open",
    ),
    "after something closes": (
        {"after_closing": "office", "lag": "30m"},
        "“样例”每日最后关闭后 30分钟",
        "each day, 30 min after 'sample' closes",
    ),
}


@pytest.mark.parametrize("case", SAID.values(), ids=SAID)
def test_a_cadence_is_said_in_both_languages(case: tuple[dict[str, Any], str, str]) -> None:
    cadence, zh, en = case
    words = cadence_words(programme(cadence).cadence, frame(office={"weekly": {"weekdays": "09:00-18:00"}}).calendars)
    assert (words.zh, words.en) == (zh, en)


dates = st.dates(date(2020, 1, 1), date(2044, 12, 31))
spans = st.integers(0, 800).map(timedelta)
steps = st.sampled_from([step for text in ("1d", "6d", "2w", "1mo", "5mo", "1y", "4y") if (step := Step.read(text))])
month_days = st.one_of(
    st.integers(1, 31).map(MonthDay),
    st.builds(MonthDay, nth=st.sampled_from((1, 2, 3, 4, -1)), weekday=st.integers(0, 6)),
)
months = st.frozensets(st.integers(1, 12), min_size=1)
rules = st.sampled_from(
    ("FREQ=DAILY;INTERVAL=5", "FREQ=MONTHLY;BYDAY=1MO,-1FR", "FREQ=WEEKLY;BYDAY=TU,SA", "FREQ=YEARLY;BYYEARDAY=366")
)
kinds: st.SearchStrategy[Days] = st.one_of(
    st.builds(Weekly, st.frozensets(st.integers(0, 6), min_size=1)),
    st.builds(Monthly, st.lists(st.tuples(months, month_days), min_size=1, max_size=4).map(tuple)),
    st.builds(EverySo, steps, dates),
    st.builds(Recurrence, rules, st.dates(date(2020, 1, 1), date(2028, 12, 31))),
)


@given(kinds, dates, spans, spans)
@settings(max_examples=150, deadline=None)
def test_law_dates_are_the_same_however_the_time_is_cut(
    days: Days, first: date, one: timedelta, two: timedelta
) -> None:
    middle, last = first + one, first + one + two
    cut = [*days.between(first, middle), *days.between(middle + timedelta(days=1), last)]
    assert cut == list(days.between(first, last))
    assert cut == sorted(set(cut))
    assert all(first <= day <= last for day in cut)


@given(st.lists(month_days, min_size=1, max_size=4), st.integers(2020, 2044), st.integers(1, 12))
@settings(max_examples=150, deadline=None)
def test_law_a_month_has_every_day_asked_of_it_and_none_twice(days: list[MonthDay], year: int, month: int) -> None:
    last = monthrange(year, month)[1]
    whole = Monthly(tuple((frozenset(range(1, 13)), day) for day in days))
    found = list(whole.between(date(year, month, 1), date(year, month, last)))
    assert 1 <= len(found) <= len(days)
    for day in days:
        assert [each for each in found if _is(day, each, last)] == [day.of(year, month)]


def _is(asked: MonthDay, day: date, last: int) -> bool:
    """The oracle: whether a date is the day asked for, by looking at the date alone."""
    if not asked.nth:
        return day.day == asked.number or (asked.number > last and day.day == last)
    if day.weekday() != asked.weekday:
        return False
    return day.day + 7 > last if asked.nth < 0 else (day.day - 1) // 7 + 1 == asked.nth


@given(steps, dates, st.integers(0, 30))
@settings(max_examples=100, deadline=None)
def test_law_steps_keep_to_the_day_of_their_start(step: Step, start: date, times: int) -> None:
    day = step.after(start, times)
    if step.months:
        last = monthrange(day.year, day.month)[1]
        assert day.day == min(start.day, last)
        assert (day.year - start.year) * 12 + day.month - start.month == step.months * times
    else:
        assert (day - start).days == step.days * times
    assert step.after(start, times + 1) > day


@given(dates, dates, dates)
def test_law_a_season_and_the_rest_of_the_year_are_the_year(first: date, last: date, day: date) -> None:
    season = Season((first.month, first.day), (last.month, last.day))
    after, before = last + timedelta(days=1), first - timedelta(days=1)
    rest = Season((after.month, after.day), (before.month, before.day))
    whole = (after.month, after.day) == (first.month, first.day)
    leap_gap = {(last.month, last.day), (before.month, before.day)} & {(2, 28), (2, 29)}
    if not whole and not leap_gap:
        assert season.covers(day) != rest.covers(day)


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;INTERVAL=999;BYMONTHDAY=31"])
def test_a_rule_that_runs_dry_ends(rule: str) -> None:
    assert list(Recurrence(rule, date(2026, 1, 5)).between(date(2026, 1, 5), date(2037, 1, 1))) in (
        [],
        [date(2026, 1, 5)],
    )
    assert fault_of(rule, date(2026, 1, 5)) is not None


def test_an_end_beyond_the_last_year_there_is_stays_an_end() -> None:
    made = Recurrence("FREQ=YEARLY;UNTIL=24280229", date(2026, 2, 28))
    assert list(made.between(date(2027, 1, 1), date(2028, 12, 31))) == [date(2027, 2, 28), date(2028, 2, 28)]
