"""Questions to calendars: files in the hand, many lines at once, and the examples of the how-to pages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from estatectl.domain.cases.clocks import DueAt, Unit
from estatectl.domain.durations import Duration
from estatectl.domain.problems import BadInput, PolicyInvalid
from estatectl.domain.words import Lang
from estatectl.usecases.calendar_batch import answer_lines
from estatectl.usecases.calendar_views import exceptional_days, week_of
from estatectl.usecases.calendars import Calendars, Pausing, between_instants, due, read_instant, read_limit, read_pause
from estatectl.wiring.documents import single_document
from tests.time.time_build import OFFICE, POLICIES, at, calendar, shipped, shown

HOW_TO = POLICIES.parent / "docs" / "how-to"
PAGES: Mapping[Lang, str] = {
    "en": (HOW_TO / "calendars.md").read_text(encoding="utf-8"),
    "zh": (HOW_TO / "calendars.zh-CN.md").read_text(encoding="utf-8"),
}


def shelf(files: Mapping[str, str] | None = None) -> Calendars:
    return Calendars(shipped, dict(files or {}).get, single_document)


def ask(*lines: str | dict[str, Any], files: Mapping[str, str] | None = None) -> list[Mapping[str, object]]:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return [answer.data for answer in answer_lines(texts, shelf(files), "en")]


def code_of(answer: Mapping[str, object]) -> object:
    error = answer["error"]
    assert isinstance(error, dict)
    return error["code"]


def examples(lang: Lang, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGES[lang], re.DOTALL)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_calendar_of_the_how_to_page_is_sound(lang: Lang) -> None:
    found = examples(lang, "yaml")
    assert len(found) == 6
    files = {f"{number}.yaml": text for number, text in enumerate(found)}
    for name in files:
        assert shelf(files).find(name).title.zh


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_lines_of_the_how_to_page_are_answered_as_it_says(lang: Lang) -> None:
    asked, answered = examples(lang, "jsonl")
    found = [answer.data for answer in answer_lines(asked.split("\n"), shelf(), lang)]
    assert found == [json.loads(line) for line in answered.splitlines()]


def test_both_how_to_pages_show_the_same_examples() -> None:
    assert examples("en", "yaml") == examples("zh", "yaml")
    assert examples("en", "console") == examples("zh", "console")


LIDO = ("2026-07-13", "2026-07-18", "2026-07-20", "2026-07-25", "2026-08-01", "2026-08-10", "2026-08-11", "2026-10-01")


def test_the_pool_of_the_how_to_page_opens_as_it_says() -> None:
    pool = shelf({"lido.yaml": examples("en", "yaml")[5]}).find("lido.yaml")
    days = {day.date.isoformat(): day.hours for text in LIDO for day in week_of(pool, date.fromisoformat(text))}
    assert [days[day] for day in LIDO] == [
        "13:00-21:00",
        "09:00-24:00",
        "13:00-15:00 16:30-21:00",
        "",
        "",
        "",
        "09:00-21:00",
        "",
    ]


def test_four_working_hours_after_friday_half_past_five() -> None:
    office = shipped()["office"]
    found = due(office, at(office, "2026-11-20T17:30"), Duration(seconds=14_400), Unit.BUSINESS, DueAt.KEEP_TIME)
    assert found.end is not None
    assert shown(office, found.end) == "2026-11-23T14:00"
    assert found.counted == timedelta(hours=4)


def test_a_pause_that_lasts_leaves_no_due_instant() -> None:
    office = shipped()["office"]
    lasting = [Pausing(at(office, "2026-11-20T17:40"), None)]
    found = due(office, at(office, "2026-11-20T17:30"), Duration(seconds=1200), Unit.BUSINESS, DueAt.KEEP_TIME, lasting)
    assert (found.end, found.counted) == (None, timedelta(minutes=10))


def test_between_takes_pauses_out() -> None:
    made = calendar(**OFFICE)
    held = [Pausing(at(made, "2026-03-06T10:00"), at(made, "2026-03-06T10:20"))]
    found = between_instants(made, at(made, "2026-03-06T09:00"), at(made, "2026-03-06T14:00"), Unit.BUSINESS, held)
    assert found.counted == timedelta(hours=3, minutes=10)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:30", "minutes": 240},
            {"due": "2026-11-23T14:00:00+08:00", "counted_minutes": 240, "counted_seconds": 14400},
            id="a length in minutes",
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T09:30:00Z", "minutes": "30"},
            {"due": "2026-11-20T18:00:00+08:00", "counted_minutes": 30, "counted_seconds": 1800},
            id="an instant with an offset, minutes as text",
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T09:00:07", "minutes": 0.5},
            {"due": "2026-11-20T09:00:37+08:00", "counted_minutes": 0.5, "counted_seconds": 30},
            id="decimals of minutes",
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:59:59", "seconds": 2},
            {"due": "2026-11-23T09:00:01+08:00", "counted_minutes": 2 / 60, "counted_seconds": 2},
            id="seconds",
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:30", "minutes": 0},
            {"due": "2026-11-20T17:30:00+08:00", "counted_minutes": 0, "counted_seconds": 0},
            id="no length at all",
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:30", "minutes": 60, "unit": "elapsed"},
            {"due": "2026-11-20T18:30:00+08:00", "counted_minutes": 60, "counted_seconds": 3600},
            id="real time",
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:30", "days": 1, "unit": "working_days"},
            {"due": "2026-11-23T17:30:00+08:00", "counted_minutes": 450, "counted_seconds": 27000},
            id="working days",
        ),
        pytest.param(
            {"id": "a", "calendar": "office", "start": "2026-11-21T09:00", "end": "2026-11-22T09:00"},
            {"id": "a", "counted_minutes": 0, "counted_seconds": 0},
            id="nothing counts between",
        ),
    ],
)
def test_a_line_is_answered(line: dict[str, Any], answer: dict[str, Any]) -> None:
    assert ask(line) == [answer]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param("{", "EST-434", id="no JSON"),
        pytest.param("[1]", "EST-434", id="no object"),
        pytest.param(
            '{"calendar": "office", "start": "2026-11-20T17:30", "minutes": NaN}', "EST-434", id="a number that is none"
        ),
        pytest.param({"start": "2026-11-20T17:30", "minutes": 1}, "EST-434", id="no calendar"),
        pytest.param({"calendar": "office", "minutes": 1}, "EST-434", id="no start"),
        pytest.param({"calendar": "office", "start": "2026-11-20T17:30"}, "EST-434", id="no length and no end"),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:30", "minutes": 1, "seconds": 60},
            "EST-434",
            id="two lengths",
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:30", "minute": 1}, "EST-434", id="a key that there is not"
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:30", "minutes": 1, "unit": "hours"},
            "EST-434",
            id="a unit that there is not",
        ),
        pytest.param(
            {"calendar": "nowhere", "start": "2026-11-20T17:30", "minutes": 1}, "EST-433", id="an unknown calendar"
        ),
        pytest.param({"calendar": "office", "start": "yesterday", "minutes": 1}, "EST-430", id="no instant"),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:30", "minutes": -1}, "EST-431", id="a negative length"
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:30", "minutes": True}, "EST-431", id="a flag for a length"
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:30", "within": "1d"}, "EST-431", id="a day of open time"
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-11-20T17:30", "end": "2026-11-20T17:29"},
            "EST-432",
            id="an end before the start",
        ),
        pytest.param(
            {
                "calendar": "office",
                "start": "2026-11-20T17:30",
                "minutes": 1,
                "pauses": [{"start": "2026-11-20T17:30", "end": "2026-11-20T17:29"}],
            },
            "EST-436",
            id="a pause that runs backwards",
        ),
        pytest.param(
            {"calendar": "office", "start": "2026-12-31T17:30", "minutes": 60}, "EST-337", id="a year without holidays"
        ),
        pytest.param(
            {"calendar": {"zone": "Asia/Shanghai", "weekly": {"daily": []}}, "start": "2026-11-20T17:30", "minutes": 1},
            "EST-336",
            id="a calendar without hours",
        ),
        pytest.param(
            {"calendar": {"weekly": {"daily": "09:00-18:00"}}, "start": "2026-11-20T17:30", "minutes": 1},
            "EST-204",
            id="a calendar without a zone",
        ),
    ],
)
def test_a_line_that_cannot_be_answered_says_why_on_its_own_line(line: str | dict[str, Any], code: str) -> None:
    good = {"id": "after", "calendar": "office", "start": "2026-11-20T09:00", "minutes": 1}
    refused, answered = ask(line, "  ", good)
    assert code_of(refused) == code
    assert answered["id"] == "after"


def test_a_file_finds_its_holiday_table_beside_it_and_then_among_the_policies() -> None:
    office = (POLICIES / "calendars" / "office.yaml").read_text(encoding="utf-8")
    table = "kind: calendar\nid: holidays_cn\ntitle: {zh: 表, en: table}\n"
    table += "table:\n  - {year: 2026, holidays: [], workdays: []}\n"
    line = {"calendar": "a/b.yaml", "start": "2026-10-01T09:00", "minutes": 1}
    (beside,) = ask(line, files={"a/b.yaml": office, "a/holidays_cn.yaml": table})
    (shared,) = ask(line, files={"a/b.yaml": office})
    assert (beside["due"], shared["due"]) == ("2026-10-01T09:01:00+08:00", "2026-10-08T09:01:00+08:00")


def test_a_file_of_another_kind_is_no_calendar() -> None:
    path = (POLICIES / "escalations" / "urgent.yaml").read_text(encoding="utf-8")
    with pytest.raises(BadInput, match="EST-433"):
        shelf({"x.yaml": path}).find("x.yaml")


def test_all_problems_of_a_file_come_at_once() -> None:
    text = 'kind: calendar\nid: x\ntitle: {zh: 甲, en: a}\nzone: "Nowhere"\n'
    text += 'weekly: {daily: ["09:00-09:00", "25:00-26:00"]}\n'
    with pytest.raises(PolicyInvalid) as refused:
        shelf({"x.yaml": text}).find("x.yaml")
    assert sorted({problem.code for problem in refused.value.problems}) == ["EST-330", "EST-332", "EST-336"]


def test_what_is_typed_is_read_or_refused() -> None:
    office = shipped()["office"]
    assert read_pause("2026-11-20T09:00/", office).end is None
    with pytest.raises(BadInput, match="EST-436"):
        read_pause("2026-11-20T09:00", office)
    with pytest.raises(BadInput, match="EST-430"):
        read_instant("0001-01-01T00:00", office)
    with pytest.raises(BadInput, match="EST-431"):
        read_limit("4 hours")


def test_a_year_shows_the_days_that_are_out_of_the_ordinary() -> None:
    found = exceptional_days(shipped()["office"], 2026)
    holidays = [day for day in found if not day.hours]
    assert (len(found), len(holidays)) == (39, 33)
    assert found[-1].why.zh == "调休上班：国庆节"


def test_the_same_calendar_written_on_many_lines_is_read_once() -> None:
    reader, text = (
        shelf(),
        json.dumps({"kind": "calendar", "id": "x", "title": {"zh": "甲", "en": "a"}, "zone": "UTC", **OFFICE}),
    )
    assert reader.of(text, "inline") is reader.of(text, "inline")
