"""What patrols go by, as the default site has it: routes that can be walked, and names that guards can type."""

from __future__ import annotations

import re

import pytest

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.rounds.patrols import checkpoint_named, walk
from tests.content.documents import default_site, document
from tests.rounds.patrol_build import STARTED, ZONE, as_planned, routes_by_id


@pytest.mark.parametrize("route", routes_by_id())
def test_a_route_walked_as_planned_is_in_order(route: str) -> None:
    plan = default_site().routes[route]

    assert walk(plan, STARTED, as_planned(plan), ZONE) == ()


@pytest.mark.parametrize("route", routes_by_id())
def test_every_point_of_a_route_answers_to_everything_it_is_called(route: str) -> None:
    site = default_site()
    plan = site.routes[route]

    for name in plan.checkpoints:
        for typed in site.checkpoints[name].called:
            assert checkpoint_named(site, plan, typed) == name


def test_every_checkpoint_is_on_some_route() -> None:
    site = default_site()

    assert {name for route in site.routes.values() for name in route.checkpoints} == set(site.checkpoints)


def test_cameras_have_ids_that_are_quick_to_type() -> None:
    cameras = default_site().cameras

    assert len(cameras) >= 30
    assert [name for name in cameras if not re.fullmatch(r"cam_\d\d", name)] == []


def test_gates_garage_lifts_and_pool_are_in_sight() -> None:
    site = default_site()
    seen = {camera.zone for camera in site.cameras.values()}

    gates = {name for name, zone in site.zones.items() if "gate" in zone.tags}
    assert gates | {"garage_b1", "garage_b2", "lobby", "pool", "playground"} <= seen


def test_the_pool_opens_by_a_calendar_with_hours() -> None:
    pool = default_site().pools["main_pool"]
    calendar = Calendar.parse(document(f"calendars/{pool.calendar}"), {"calendars": ("holidays_cn",)}, [])

    assert not calendar.table_only


@pytest.mark.parametrize(
    ("thing", "title"),
    [
        ("lift_b3_2", "3 幢 2 单元电梯"),
        ("pool", "恒温泳池"),
        ("night_perimeter", "夜间围墙周界巡逻"),
        ("main_pool", "会所恒温泳池"),
        ("cam_16", "3 幢大堂"),
        ("cp_ramp", "地库坡道口"),
    ],
    ids=["an asset", "a zone", "a route", "a pool", "a camera", "a checkpoint"],
)
def test_a_thing_of_the_site_has_a_title(thing: str, title: str) -> None:
    found = default_site().thing_title(thing)

    assert found is not None
    assert found.zh == title


def test_what_is_not_on_the_site_has_no_title() -> None:
    assert default_site().thing_title("cam_99") is None
