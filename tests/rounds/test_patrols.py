"""A patrol is judged by its scans: the edges of time and speed, the order of the walk, and the laws of judging."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.rounds.patrols import Visit, checkpoint_named, walk
from estatectl.domain.rounds.routes import Route
from tests.content.documents import default_site
from tests.rounds.patrol_build import (
    NIGHT,
    STARTED,
    ZONE,
    as_planned,
    judged,
    length,
    route,
    routes,
    scanned,
    starts,
    told,
    zones,
)

GOOD = (("gate", "0:00"), ("garage", "6:00"), ("lobby", "12:00"), ("roof", "18:00"), ("gate", "25:00"))


def walked(**changed: str | None) -> list[Visit]:
    """The night walk as planned, but for some points at another time, or (None) never."""
    times = {name: at for name, at in GOOD if name != "gate"} | {"start": "0:00", "end": "25:00"} | changed
    order = ("start", "garage", "lobby", "roof", "end")
    return scanned(*(("gate" if name in ("start", "end") else name, at) for name in order if (at := times[name])))


@pytest.mark.parametrize(
    ("visits", "found"),
    [
        pytest.param(walked(), [], id="a walk as planned"),
        pytest.param(walked(lobby="17:00"), [], id="late by the tolerance on the dot"),
        pytest.param(walked(lobby="17:01"), [("too_late", "lobby")], id="late by one second more than the tolerance"),
        pytest.param(walked(lobby="7:40"), [], id="early within the tolerance, at exactly the fastest speed"),
        pytest.param(walked(lobby="7:39"), [("too_fast", "lobby")], id="one second faster than the fastest"),
        pytest.param(walked(roof="13:00", lobby="9:00"), [], id="early by the tolerance on the dot"),
        pytest.param(
            walked(roof="12:59", lobby="9:00"), [("too_early", "roof")], id="early by one second more"
        ),
        pytest.param(walked(start="5:00", garage="8:00"), [], id="the first point late by the tolerance on the dot"),
        pytest.param(
            walked(start="5:01", garage="8:00"), [("too_late", "gate")], id="the first point late by one second more"
        ),
        pytest.param(walked(start="-5:00"), [], id="the first point before the start, on the dot of the tolerance"),
        pytest.param(walked(start="-5:01"), [("too_early", "gate")], id="the first point before the start by more"),
        pytest.param(walked(end="30:01"), [("too_late", "gate")], id="the last point late"),
        pytest.param(walked(lobby=None), [("skipped", "lobby")], id="a point left out"),
        pytest.param(walked(start=None), [("skipped", "gate")], id="the first point left out"),
        pytest.param(walked(end=None), [("skipped", "gate")], id="the last point left out, which is the first too"),
        pytest.param(walked(garage=None, roof=None), [("skipped", "garage"), ("skipped", "roof")], id="two left out"),
        pytest.param([], [("skipped", name) for name, _ in GOOD], id="nobody walked"),
        pytest.param(
            scanned(("garage", "6:00"), ("gate", "25:00")),
            [("skipped", "gate"), ("skipped", "lobby"), ("skipped", "roof")],
            id="the gate once at the end leaves the start out, not the end",
        ),
        pytest.param(
            scanned(("gate", "0:00"), ("gate", "0:20"), *GOOD[1:4]),
            [("skipped", "gate")],
            id="a second scan on the spot does not stand in for coming back",
        ),
        pytest.param(
            scanned(*GOOD, ("lobby", "12:05"), ("lobby", "13:00")), [], id="a point scanned three times on the spot"
        ),
        pytest.param(
            scanned(*GOOD, ("garage", "22:00")), [], id="a point passed again on the way back counts as it came first"
        ),
        pytest.param(
            scanned(*GOOD[:2], ("roof", "12:00"), ("lobby", "18:00"), GOOD[4]),
            [("wrong_order", "lobby"), ("too_early", "roof")],
            id="two neighbours changed over: one is out of turn, the other off its time",
        ),
        pytest.param(
            scanned(*GOOD[:2], ("roof", "14:00"), ("lobby", "16:00"), GOOD[4]),
            [("wrong_order", "lobby")],
            id="two neighbours changed over within the tolerance: one is out of turn",
        ),
        pytest.param(
            scanned(*GOOD[:2], ("roof", "15:00"), ("lobby", "15:39"), GOOD[4]),
            [("wrong_order", "lobby"), ("too_fast", "lobby")],
            id="a distance is as long the other way",
        ),
        pytest.param(scanned(*GOOD, ("tennis", "7:00")), [], id="a place off the route"),
        pytest.param(scanned(*reversed(GOOD)), [], id="scans handed in from last to first"),
        pytest.param(
            scanned(GOOD[0], ("garage", "0:01"), ("garage", "6:00"), *GOOD[2:]),
            [("too_fast", "garage")],
            id="a scan where nobody can have been, though a good one follows",
        ),
        pytest.param(walked(end="18:00"), [("too_early", "gate")], id="no distance is given: two places in one second"),
        pytest.param(
            scanned(GOOD[0], ("garage", "12:00"), ("lobby", "12:00"), *GOOD[3:]),
            [("too_late", "garage"), ("too_fast", "lobby")],
            id="two places of known distance in one second",
        ),
    ],
)  # fmt: skip
def test_a_walk_is_judged(visits: list[Visit], found: list[tuple[str, str]]) -> None:
    assert told(judged(NIGHT, visits)) == found


@pytest.mark.parametrize(
    ("visits", "zh", "en"),
    [
        pytest.param(
            walked(lobby=None), "应于 00:02 到达，没有到", "planned for 00:02; never reached", id="past midnight"
        ),
        pytest.param(
            walked(garage="11:01", lobby="14:00"),
            "应于 23:56 到达，允许前后 5分钟；实际 00:01:01 到达，晚了 5分钟1秒",
            "planned for 23:56, give or take 5 min; reached at 00:01:01, 5 min 1 s late",
            id="planned before midnight, reached after it",
        ),
        pytest.param(
            walked(start="-5:01"),
            "应于 23:50 到达，允许前后 5分钟；实际 23:44:59 到达，早了 5分钟1秒",
            "planned for 23:50, give or take 5 min; reached at 23:44:59, 5 min 1 s early",
            id="early",
        ),
        pytest.param(
            scanned(*GOOD[:2], ("roof", "14:00"), ("lobby", "16:00"), GOOD[4]),
            "应为第 3 点，00:02 到达；实际 00:06 到达，顺序不对",
            "planned as point 3 at 00:02; reached at 00:06, out of turn",
            id="out of turn",
        ),
        pytest.param(
            walked(garage="1:26"),
            "与上一点相距 260 米，步行至少要 1分钟27秒；实际只隔 1分钟26秒",
            "260 m from the point before take at least 1 min 27 s on foot; reached after 1 min 26 s",
            id="too fast, where the least time is no whole second",
        ),
    ],
)
def test_what_was_expected_and_what_was_is_said_in_both_languages(visits: list[Visit], zh: str, en: str) -> None:
    (found, *_) = judged(NIGHT, visits)

    assert (found.said.zh, found.said.en) == (zh, en)


def test_a_speed_with_a_fraction_is_exact() -> None:
    slow = route(("a", "0:00", None), ("b", "4:00", 1), tolerance="9:00", fastest="0.1")

    assert told(judged(slow, scanned(("a", "0:00"), ("b", "0:10")))) == []
    assert told(judged(slow, scanned(("a", "0:00"), ("b", "0:09")))) == [("too_fast", "b")]


@pytest.mark.parametrize(
    "typed", ["cp_main_gate", "CP_MAIN_GATE", "xg-01", "ＸＧ－０１", " 南大门岗 ", "南大門崗", "South Gate Post"]
)
def test_a_guard_may_name_a_checkpoint_by_id_code_title_or_name(typed: str) -> None:
    site = default_site()

    assert checkpoint_named(site, site.routes["night_perimeter"], typed) == "cp_main_gate"


@pytest.mark.parametrize("typed", ["", "nowhere", "XG-", "cp_garage_b2"])
def test_a_checkpoint_that_is_not_on_the_route_is_not_named(typed: str) -> None:
    site = default_site()

    assert checkpoint_named(site, site.routes["night_perimeter"], typed) is None


@given(routes(), starts, zones)
def test_a_walk_as_planned_is_never_irregular(plan: Route, started: datetime, zone: ZoneInfo) -> None:
    assert walk(plan, started, as_planned(plan, started), zone) == ()


@given(routes(), st.data())
def test_leaving_out_one_point_is_exactly_one_skipped(plan: Route, data: st.DataObject) -> None:
    left_out = data.draw(st.integers(0, len(plan.legs) - 1))
    visits = as_planned(plan)
    del visits[left_out]

    assert told(judged(plan, visits)) == [("skipped", plan.legs[left_out].checkpoint)]


@st.composite
def walks(draw: st.DrawFn) -> tuple[Route, list[Visit]]:
    """A route and any scans on it, good or bad."""
    plan = draw(routes())
    names = [*plan.checkpoints, "elsewhere"]
    seconds = st.integers(-600, int(plan.lasts.total_seconds()) + 600)
    scan = st.builds(
        lambda name, after: Visit(name, STARTED + timedelta(seconds=after)), st.sampled_from(names), seconds
    )
    kept = [visit for visit in as_planned(plan) if draw(st.booleans())]
    return plan, [*kept, *draw(st.lists(scan, max_size=8))]


@given(walks(), st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_shifting_start_and_scans_alike_changes_nothing(given: tuple[Route, list[Visit]], by: timedelta) -> None:
    plan, visits = given
    moved = [Visit(visit.checkpoint, visit.at + by) for visit in visits]

    assert told(walk(plan, STARTED + by, moved, ZONE)) == told(judged(plan, visits))


@given(walks(), st.randoms())
def test_the_order_in_which_scans_are_handed_in_changes_nothing(given: tuple[Route, list[Visit]], luck: Random) -> None:
    plan, visits = given
    mixed = list(visits)
    luck.shuffle(mixed)

    assert judged(plan, mixed) == judged(plan, visits)


@given(walks(), st.data())
def test_the_same_scan_handed_in_twice_changes_nothing(given: tuple[Route, list[Visit]], data: st.DataObject) -> None:
    plan, visits = given
    again = data.draw(st.lists(st.sampled_from(visits), max_size=3)) if visits else []

    assert judged(plan, [*visits, *again]) == judged(plan, visits)


@given(walks())
def test_places_off_the_route_change_nothing(given: tuple[Route, list[Visit]]) -> None:
    plan, visits = given
    on_route = [visit for visit in visits if visit.checkpoint in plan.checkpoints]

    assert judged(plan, on_route) == judged(plan, visits)


@given(walks())
def test_no_point_has_more_than_one_fault_of_turn_or_time(given: tuple[Route, list[Visit]]) -> None:
    plan, visits = given
    faults = Counter(each.checkpoint for each in judged(plan, visits) if each.kind != "too_fast")

    assert faults <= Counter(leg.checkpoint for leg in plan.legs)


@given(walks())
def test_a_point_never_scanned_is_skipped_and_one_that_was_scanned_is_not(given: tuple[Route, list[Visit]]) -> None:
    plan, visits = given
    once = {name for name, times in Counter(leg.checkpoint for leg in plan.legs).items() if times == 1}
    skipped = {each.checkpoint for each in judged(plan, visits) if each.kind == "skipped"}

    assert skipped & once == once - {visit.checkpoint for visit in visits}


@given(routes(), st.integers(-900, 900))
def test_a_whole_walk_begun_late_is_late_everywhere_or_nowhere(plan: Route, seconds: int) -> None:
    by = timedelta(seconds=seconds)
    found = told(judged(plan, [Visit(visit.checkpoint, visit.at + by) for visit in as_planned(plan)]))

    late = "too_late" if seconds > 0 else "too_early"
    assert found == ([(late, leg.checkpoint) for leg in plan.legs] if abs(by) > plan.tolerance else [])


@given(walks(), st.integers(0, 3600))
def test_more_tolerance_never_makes_a_walk_later_or_earlier(given: tuple[Route, list[Visit]], more: int) -> None:
    plan, visits = given
    wider = route(
        *((leg.checkpoint, leg.at, leg.metres) for leg in plan.legs),
        tolerance=f"0:{int(plan.tolerance.total_seconds()) + more}",
        fastest=str(plan.fastest),
    )

    def off_time(of: Route) -> int:
        return sum(1 for kind, _ in told(judged(of, visits)) if kind in ("too_late", "too_early"))

    assert off_time(wider) <= off_time(plan)


def test_lengths_in_these_tests_are_minutes_and_seconds() -> None:
    assert length("-5:01") == -timedelta(minutes=5, seconds=1)
