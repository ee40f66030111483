"""The people of the sample estate fill the staff plan, and the posts that never close are held at every hour."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import estatectl
from estatectl.domain.handed_in.sheets import Cell, SheetRow
from estatectl.domain.problems import Place, Problem
from estatectl.domain.staff.people import Person
from estatectl.domain.staff.rostering import Duty, read_duty
from estatectl.domain.staff.staffing import read_person
from tests.content.documents import default_bundle, default_organisation

SAMPLE = Path(estatectl.__file__).parent / "sample"
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC) - timedelta(hours=8)
"""Midnight in Hangzhou."""


def rows(name: str) -> list[SheetRow]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return [
            SheetRow(Place(name, line), {key: Cell(text, Place(name, line)) for key, text in row.items()})
            for line, row in enumerate(csv.DictReader(file), start=2)
        ]


def people() -> dict[str, Person]:
    organisation, problems = default_organisation(), list[Problem]()
    read = [
        read_person(row, tuple(organisation.posts), tuple(organisation.skills), problems) for row in rows("staff.csv")
    ]
    assert problems == []
    return {person.id: person for person in read if person}


def duties() -> list[Duty]:
    posts, problems = tuple(default_organisation().posts), list[Problem]()
    zone = default_bundle().estate.zone
    read = [read_duty(row, people(), posts, zone, problems) for row in rows("roster.csv")]
    assert problems == []
    return [duty for duty in read if duty]


def test_every_post_has_as_many_people_as_the_staff_plan_says() -> None:
    held = [post for person in people().values() for post in person.posts]

    assert {post: held.count(post) for post in default_organisation().posts} == {
        post.id: post.headcount for post in default_organisation().posts.values()
    }


def test_everybody_has_skills_of_their_post_and_is_on_the_roster() -> None:
    organisation = default_organisation()
    for person in people().values():
        usual = {skill for post in person.posts for skill in organisation.posts[post].skills}
        assert set(person.skills) <= usual
        assert person.skills
    assert {duty.person for duty in duties()} == set(people())


@pytest.mark.parametrize(
    ("post", "least"),
    [("cs_officer", 1), ("maintenance_technician", 1), ("security_guard", 3), ("cctv_operator", 2)],
)
def test_posts_that_never_close_are_held_at_every_minute_of_the_year(post: str, least: int) -> None:
    """Shifts change on the hour, so every half hour is looked at. The control room has two at any time (standard)."""
    count = [0] * (365 * 48)
    for duty in duties():
        if duty.post == post:
            for start, end in duty.spans:
                first, last = ((at - NEW_YEAR) // timedelta(minutes=30) for at in (start, end))
                for slot in range(max(first, 0), min(last, len(count))):
                    count[slot] += 1

    assert min(count) >= least


def test_the_posts_tested_are_all_whose_calendar_is_always() -> None:
    always = {post.id for post in default_organisation().posts.values() if post.calendar == "always"}

    assert always == {"cs_officer", "maintenance_technician", "security_guard", "cctv_operator"}


def test_nobody_works_two_shifts_at_once_or_more_than_eight_hours_in_the_control_room() -> None:
    by_person: dict[str, list[tuple[datetime, datetime]]] = {}
    for duty in duties():
        by_person.setdefault(duty.person, []).extend(duty.spans)
        if duty.post == "cctv_operator":
            assert all(end - start <= timedelta(hours=8) for start, end in duty.spans)
    for spans in by_person.values():
        ordered = sorted(spans)
        assert all(before[1] <= after[0] for before, after in pairwise(ordered))


def test_at_every_hour_somebody_can_mend_water_and_power() -> None:
    staff = people()
    for skill in ("plumbing", "electrical"):
        covered = [
            duty for duty in duties() if skill in staff[duty.person].skills and duty.post.startswith("maintenance_t")
        ]
        hours = {
            int((start - NEW_YEAR) / timedelta(hours=1)) + step
            for duty in covered
            for start, end in duty.spans
            for step in range((end - start) // timedelta(hours=1))
        }
        assert set(range(365 * 24)) <= hours
