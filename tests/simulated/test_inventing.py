"""What a simulation makes up: numbers of the right form, instants within their hours, texts with names in braces."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.cases.formats import FORMATS
from estatectl.domain.problems import Place
from estatectl.domain.simulation.inventing import Names, invented
from estatectl.domain.simulation.often import Often
from estatectl.domain.simulation.texts import Said, paper
from estatectl.domain.tree import Node
from estatectl.domain.wall_clock import Hours
from estatectl.domain.words import same

_ZONE = ZoneInfo("Asia/Shanghai")
_NAMES = Names(("王", "李"), ("建华", "晓燕"))
_MONDAY = date(2026, 3, 2)


def test_every_number_made_up_passes_the_forms_that_workflows_demand() -> None:
    dice = Random(7)
    for _ in range(300):
        person = invented(dice, _NAMES, ["3-2-1201"])
        assert FORMATS["id_card"].tidy(person["card"]) == person["card"]
        assert FORMATS["phone"].tidy(person["phone"]) == person["phone"]
        assert FORMATS["plate"].tidy(person["plate"]) == person["plate"]


def test_the_same_dice_make_up_the_same_people() -> None:
    assert [invented(Random(3), _NAMES, ["1-1-101"]) for _ in range(2)] == [
        invented(Random(3), _NAMES, ["1-1-101"])
    ] * 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{day}", "2026-03-02"),
        ("{day+7d}", "2026-03-09"),
        ("{day-1d}T10:00", "2026-03-01T10:00"),
        ("{at+1h30m}", "2026-03-02T11:00+08:00"),
        ("到 {home} 找 {owner}", "到 3-2-1201 找 王先生"),
        ("{nobody} 不认得", "{nobody} 不认得"),
    ],
    ids=["the day", "a week later", "the day before", "an hour and a half later", "names", "an unknown name stays"],
)
def test_names_in_braces_are_filled_in(text: str, wanted: str) -> None:
    at = datetime(2026, 3, 2, 9, 30, tzinfo=_ZONE)
    assert Said(at, Random(1), {"home": "3-2-1201", "owner": "王先生"}).fill(text) == wanted


def test_a_paper_is_kept_as_its_digest() -> None:
    assert paper("a") == paper("a") != paper("b")
    assert len(paper("a")) == len("sha256:") + 64


def _often(**said: object) -> Often:
    raw = {
        name: [1, 1, [[1, 1, each] for each in value] if isinstance(value, list) else value]
        for name, value in said.items()
    }
    return Often.parse(Node("play.yaml", [1, 1, raw]))


def _count(often: Often, day: date, number: int = 1, pace: str = "1", calendar: Calendar | None = None) -> int:
    found = often.instants(day, number, pace=Decimal(pace), calendar=calendar, zone=_ZONE, dice=Random(str(day)))
    return len(list(found))


def test_instants_lie_within_their_hours_and_in_order() -> None:
    often = _often(times=50, per="day", between="22:00-06:00")
    found = list(often.instants(_MONDAY, 1, pace=Decimal(1), calendar=None, zone=_ZONE, dice=Random(5)))
    assert len(found) == 50
    assert found == sorted(found)
    first, last = (datetime(2026, 3, 2, 22, tzinfo=_ZONE), datetime(2026, 3, 3, 6, tzinfo=_ZONE))
    assert all(first <= at < last for at in found)


def test_a_whole_number_a_day_comes_every_day_and_a_share_now_and_then() -> None:
    days = [_MONDAY + timedelta(days=count) for count in range(700)]
    assert {_count(_often(times=3, per="day"), day) for day in days} == {3}
    weekly = sum(_count(_often(times=1, per="week"), day) for day in days)
    assert 70 <= weekly <= 130  # a hundred on average
    assert {_count(_often(times=1, per="week"), day) for day in days} == {0, 1}


def test_the_pace_multiplies_what_is_thrown_and_leaves_days_that_are_named() -> None:
    assert _count(_often(times=4, per="day"), _MONDAY, pace="2.5") == 10
    assert _count(_often(weekdays=["monday"]), _MONDAY, pace="2.5") == 1


@pytest.mark.parametrize(
    ("often", "day", "number", "wanted"),
    [
        ({"weekdays": ["monday"]}, _MONDAY, 1, 1),
        ({"weekdays": ["monday"]}, _MONDAY + timedelta(days=1), 1, 0),
        ({"monthdays": [2]}, _MONDAY, 1, 1),
        ({"monthdays": [3]}, _MONDAY, 1, 0),
        ({"days": [9]}, _MONDAY, 9, 1),
        ({"days": [9]}, _MONDAY, 10, 0),
    ],
    ids=["on its day of the week", "the day after", "on its day of the month", "on another", "on its day", "one over"],
)
def test_named_days_are_kept_to(often: dict[str, object], day: date, number: int, wanted: int) -> None:
    assert _count(_often(**often), day, number) == wanted


def test_nothing_happens_on_a_day_on_which_its_calendar_is_shut() -> None:
    week = tuple((Hours(0, 3600),) if day < 5 else () for day in range(7))
    office = Calendar(id="office", title=same("office"), zone=_ZONE, week=week, place=Place("x", 1, 1))
    often = _often(times=1, per="day", calendar="office")
    assert _count(often, _MONDAY, calendar=office) >= 1
    assert _count(often, date(2026, 3, 7), calendar=office) == 0
