"""Patrols: checkpoints in order with their times, help given and things seen, and what a walk tells about itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from estatectl.domain.problems import Refused
from estatectl.domain.rounds.round import RoundState
from tests.rounds.house import Estate, bundle, codes, when

GUARD = "wang_zhipeng"
ROUTE = bundle().site.routes["night_perimeter"]


def walk(
    start: str, *, without: tuple[int, ...] = (), late: dict[int, int] | None = None
) -> tuple[tuple[str, str], ...]:
    """The times of a walk as planned, less some legs, with minutes added at others."""
    begun = when(start)
    return tuple(
        (leg.checkpoint, f"{begun + leg.at + timedelta(minutes=(late or {}).get(number, 0)):%H:%M}")
        for number, leg in enumerate(ROUTE.legs)
        if number not in without
    )


@pytest.fixture
def estate() -> Estate:
    estate = Estate.founded("05-06 12:00").at("05-06 22:00")
    estate.tick()
    return estate.at("05-06 22:50")


def test_a_walk_as_planned_leaves_nothing_to_say(estate: Estate) -> None:
    recorded = estate.record(estate.only("night_patrol"), by=GUARD, given=walk("05-06 22:00"), all_in_order=True).round
    assert (recorded.state, recorded.findings) == (RoundState.DONE, ())
    assert recorded.done_at == when("05-06 22:00") + ROUTE.legs[-1].at, "it was done when the last point was reached"
    assert [visit.checkpoint for visit in recorded.visits] == [leg.checkpoint for leg in ROUTE.legs]


def test_a_point_left_out_and_a_door_that_stands_open_are_two_findings(estate: Estate) -> None:
    recorded = estate.record(
        estate.only("night_patrol"),
        by=GUARD,
        given=(*walk("05-06 22:00", without=(3,)), ("fire-door-3", "用砖头顶住")),
        all_in_order=True,
    )
    found = {(each.kind, each.name): each for each in recorded.round.findings}
    assert set(found) == {("reading", "fire_door_3"), ("skipped", ROUTE.legs[3].checkpoint)}
    assert found["reading", "fire_door_3"].note == "用砖头顶住"
    assert "lei_zhengang" in estate.told(recorded.round.id)


def test_help_and_sights_are_lines_of_the_log_beside_the_chain(estate: Estate) -> None:
    recorded = estate.record(
        estate.only("night_patrol"),
        by=GUARD,
        given=walk("05-06 22:00"),
        all_in_order=True,
        log=(("helped", "帮 3 幢刘阿姨提行李"), ("seen", "东门外有车逗留")),
    ).round
    assert [(line.kind, line.text) for line in recorded.log] == [
        ("helped", "帮 3 幢刘阿姨提行李"),
        ("seen", "东门外有车逗留"),
    ]
    chained = [line.data for line in estate.journal.lines() if line.stream == recorded.id]
    assert not any("刘阿姨" in data for data in chained)


def test_times_past_midnight_belong_to_the_day_after() -> None:
    estate = Estate.founded("05-06 12:00").at("05-07 00:40")
    estate.tick()
    row = estate.rounds("night_patrol")[-1]
    recorded = estate.record(row.id, by=GUARD, given=walk("05-06 23:58"), all_in_order=True).round
    assert recorded.visits[0].at == when("05-06 23:58")
    assert recorded.visits[-1].at == when("05-06 23:58") + ROUTE.legs[-1].at


def test_a_walk_without_times_is_not_taken(estate: Estate) -> None:
    with pytest.raises(Refused) as caught:
        estate.record(estate.only("night_patrol"), by=GUARD, all_in_order=True)
    assert codes(caught.value) == ["EST-865"]


def test_times_that_are_none_are_all_told(estate: Estate) -> None:
    given = ((ROUTE.legs[0].checkpoint, "2205"), (ROUTE.legs[1].checkpoint, "25:00"))
    with pytest.raises(Refused) as caught:
        estate.record(estate.only("night_patrol"), by=GUARD, given=given, all_in_order=True)
    assert codes(caught.value) == ["EST-862", "EST-862"]


def test_checkpoints_may_be_named_by_the_code_on_the_tag_or_in_chinese(estate: Estate) -> None:
    site = bundle().site
    given = tuple(
        (site.checkpoints[name].code if number % 2 else site.checkpoints[name].title.zh, at)
        for number, (name, at) in enumerate(walk("05-06 22:00"))
    )
    recorded = estate.record(estate.only("night_patrol"), by=GUARD, given=given, all_in_order=True).round
    assert recorded.findings == ()
