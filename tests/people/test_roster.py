"""The roster: single shifts, weekly patterns, vacant posts, and everything that can be wrong with a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from estatectl.domain.problems import BadInput
from estatectl.domain.staff.people import Shift
from estatectl.domain.staff.rostering import read_weekdays
from estatectl.usecases.house import House
from estatectl.usecases.people import add_person, leave
from estatectl.usecases.roster import roster, strike, watches

from .estate import ROSTER_COLUMNS, at, house, row, rows

DAY = row(person="zhang", post="maintenance_technician", start="2026-03-02T08:00", end="2026-03-02T20:00")


@pytest.fixture
def staffed() -> House:
    h = house()
    add_person(h, row(id="zhang", name="张伟", posts="maintenance_technician"))
    add_person(h, row(id="li", name="李娜", posts="security_guard cleaner"))
    return h


def shifts(h: House) -> list[tuple[str, ...]]:
    """Everything on the roster, in the estate's own time."""
    held = h.journal.shifts(at("2000-01-01"), at("2100-01-01"))
    zone = h.bundle.estate.zone
    return [(s.person, *(f"{each.astimezone(zone):%a %d %H:%M}" for each in (s.start, s.end))) for s in held]


def on_duty(h: House, instant: str) -> Mapping[str, list[str]]:
    return {watch.post: [person.id for person, _ in watch.on_duty] for watch in watches(h, at(instant))}


def test_a_shift_counts_from_its_start_to_before_its_end(staffed: House) -> None:
    roster(staffed, [DAY])
    found = [
        on_duty(staffed, f"2026-03-02T{time}")["maintenance_technician"]
        for time in ("07:59:59", "08:00", "19:59:59", "20:00")
    ]
    assert found == [[], ["zhang"], ["zhang"], []]


def test_the_same_shift_again_adds_nothing(staffed: House) -> None:
    assert len(roster(staffed, [DAY]).added) == 1
    again = roster(staffed, [DAY])
    assert (again.added, again.known) == ((), 1)
    assert len(staffed.journal.stream("roster")) == 1


def test_a_weekly_pattern_becomes_shifts_that_may_span_midnight(staffed: House) -> None:
    nights = row(
        person="li",
        post="security_guard",
        weekdays="fri-sun",
        from_="22:00",
        to="06:00",
        since="2026-03-05",
        until="2026-03-08",
    )
    roster(staffed, [nights])
    assert shifts(staffed) == [
        ("li", "Fri 06 22:00", "Sat 07 06:00"),
        ("li", "Sat 07 22:00", "Sun 08 06:00"),
        ("li", "Sun 08 22:00", "Mon 09 06:00"),
    ]
    longer = row(
        person="li",
        post="security_guard",
        weekdays="周五至周日",
        from_="22:00",
        to="06:00",
        since="2026-03-05",
        until="2026-03-13",
    )
    assert [shift.start for shift in roster(staffed, [longer]).added] == [at("2026-03-13T22:00")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon", {0}),
        ("mon wed", {0, 2}),
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("周一至周三", {0, 1, 2}),
        ("周五至周一", {4, 5, 6, 0}),
        ("1-5", {0, 1, 2, 3, 4}),
        ("星期天", {6}),
        ("每天", set(range(7))),
        ("weekend", {5, 6}),
        ("funday", None),
        ("mon-funday", None),
        ("", None),
    ],
)
def test_days_of_the_week_are_read(text: str, days: set[int] | None) -> None:
    assert read_weekdays(text.split()) == days


def test_vacant_posts_are_told_apart_from_those_nobody_was_appointed_to(staffed: House) -> None:
    add_person(staffed, row(id="wang", name="王芳", posts="maintenance_technician"))
    roster(staffed, [DAY])
    told = [(w.post, [p.id for p, _ in w.on_duty], w.appointed) for w in watches(staffed, at("2026-03-02T09:00"))]
    assert told == [("maintenance_technician", ["zhang"], 2), ("security_guard", [], 1), ("cleaner", [], 1)]


def test_who_has_left_is_on_no_roster(staffed: House) -> None:
    roster(staffed, [DAY])
    leave(staffed, "zhang")
    assert on_duty(staffed, "2026-03-02T09:00")["maintenance_technician"] == []


def test_a_shift_is_struck_and_the_journal_keeps_both(staffed: House) -> None:
    roster(staffed, [DAY])
    assert strike(staffed, DAY) == (
        Shift("zhang", "maintenance_technician", at("2026-03-02T08:00"), at("2026-03-02T20:00")),
    )
    assert shifts(staffed) == []
    assert [entry.kind for entry in staffed.journal.stream("roster")] == ["rostered", "struck"]
    with pytest.raises(BadInput) as error:
        strike(staffed, DAY)
    assert [problem.code for problem in error.value.problems] == ["EST-474"]


def test_all_faults_of_a_file_are_told_at_once_and_nothing_is_written(staffed: House, tmp_path: Path) -> None:
    leave(staffed, "li")
    text = (
        "person,post,start,end,weekdays,from,to,since,until\n"
        "zhang,maintenance_technician,2026-03-02T08:00,2026-03-02T20:00,,,,,\n"
        "zhagn,maintenance_technician,2026-03-02T08:00,2026-03-02T20:00,,,,,\n"
        "zhang,cleaner,8 o'clock,2026-03-02,,,,,\n"
        "li,cleanr,2026-03-02T20:00,2026-03-02T08:00,,,,,\n"
        "zhang,maintenance_technician,,,funday,8,17,2026-3-1,2026-03-02\n"
        "zhang,maintenance_technician,,,mon,08:00,17:00,2026-03-03,2026-03-04\n"
        "zhang,maintenance_technician,,,mon,08:00,17:00,2026-03-03,2028-03-04\n"
    )
    before = staffed.journal.verify().entries
    with pytest.raises(BadInput) as error:
        roster(staffed, rows(tmp_path, text, ROSTER_COLUMNS))
    assert [(p.place.line, p.place.col, p.code) for p in error.value.problems if p.place] == [
        (3, 1, "EST-464"),
        (4, 2, "EST-466"),
        (4, 3, "EST-467"),
        (4, 4, "EST-467"),
        (5, 1, "EST-465"),
        (5, 2, "EST-462"),
        (5, 4, "EST-468"),
        (6, 5, "EST-469"),
        (6, 6, "EST-470"),
        (6, 8, "EST-471"),
        (7, 5, "EST-472"),
        (8, 9, "EST-472"),
    ]
    assert staffed.journal.verify().entries == before
    assert shifts(staffed) == []


def test_an_unknown_post_is_refused_with_a_hint(staffed: House) -> None:
    with pytest.raises(BadInput) as error:
        watches(staffed, at("2026-03-02T09:00"), ["cleanr"])
    [problem] = error.value.problems
    assert (problem.code, problem.hint and problem.hint.en) == ("EST-462", "did you mean 'cleaner'?")
