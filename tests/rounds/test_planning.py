"""Rounds appear once, whatever clock, policies and ticks do; what nobody did is written as missed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.adapters.sqlite.unit import SqliteUnit
from estatectl.domain.rounds.round import RoundState
from estatectl.usecases.journal import cases_projection, rebuild
from estatectl.usecases.ports import FindingQuery
from estatectl.usecases.rounds.ticking import tick_rounds
from estatectl.usecases.rounds.views import due_board
from tests.rounds.house import Estate, bundle, edited, when

LIFTS = sum(asset.kind == "lift" for asset in bundle().site.assets.values())
CHECKED_AT_NINE = edited({"programmes/lift_daily.yaml": {'daily: ["08:30"]': 'daily: ["21:00"]'}})
POOL_LATER = edited({"programmes/pool_opening.yaml": {'lead: "1h"': 'lead: "30m"'}})
TWO_OF_ONE_LIFT = edited(
    {
        "programmes/lift_daily.yaml": {"{each_asset: lift}": "{asset: lift_b3_1}"},
        "programmes/lift_service.yaml": {
            '{every: "15d", at: "10:00", recurs: after_completion}': '{daily: ["09:00"]}',
            '{opens: "3d", due: "2h", grace: "0m"}': '{opens: "1h", due: "2h", grace: "0m"}',
            "findings: findings": "findings: findings\ncorrelates: [returning_findings]",
        },
    }
)
FEW = edited({"programmes/lift_daily.yaml": {"{each_asset: lift}": "{asset: lift_b3_1}"}})
ONLY_SERVICE = edited(
    {}, gone=tuple(f"programmes/{name}.yaml" for name in ("lift_daily", "pool_opening", "night_patrol"))
)
RENAMED = edited(
    {
        "programmes/lift_daily.yaml": {"{each_asset: lift}": "{asset: lift_b3_1}"},
        "programmes/night_patrol.yaml": {"夜间巡逻": "夜间巡更"},
    }
)
WITHOUT_LIFTS = edited({}, gone=("programmes/lift_daily.yaml",))


def quiet(now: str) -> Estate:
    """An estate where nothing falls due but what follows completion."""
    return Estate.founded(now, ONLY_SERVICE)


def standing(estate: Estate) -> list[tuple[str, str, str, str]]:
    """Every round with its due instant and what became of it."""
    return sorted((row.programme, row.subject, row.due.isoformat(), row.state) for row in estate.rounds())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(min_value=1, max_value=60 * 40), min_size=0, max_size=6))
def test_law_however_often_it_ticks_the_same_rounds_appear_and_are_missed(minutes: list[int]) -> None:
    end = when("05-07 20:00")
    once = Estate.founded("05-06 04:00", FEW)
    once.now = end
    once.tick()
    often = Estate.founded("05-06 04:00", FEW)
    for minute in sorted(minutes):
        often.now = when("05-06 04:00") + timedelta(minutes=minute)
        often.tick()
    often.now = end
    often.tick()
    assert standing(often) == standing(once)
    assert standing(once) != []


class PowerCut(Exception):
    """The machine stops."""


class Failing(SqliteJournal):
    """A journal whose machine stops inside its n-th transaction; what that one wrote is rolled back."""

    left = 0

    @contextmanager
    def unit(self, *, now: datetime, policy: str) -> Iterator[SqliteUnit]:
        with super().unit(now=now, policy=policy) as unit:
            yield unit
            self.left -= 1
            if self.left == 0:
                raise PowerCut


def test_a_tick_that_dies_in_any_transaction_is_made_good_by_the_next() -> None:
    whole = Estate.founded("05-06 04:00", FEW).at("05-06 20:00")
    whole.tick()
    findings = [row.case is None for row in whole.journal.findings(FindingQuery())]
    died = 0
    for transaction in count(1):
        cut = Estate.founded("05-06 04:00", FEW).at("05-06 20:00")
        failing = Failing(cut.journal._database)
        failing.left = transaction
        try:
            tick_rounds(replace(cut.house(), journal=failing))
        except PowerCut:
            died += 1
        cut.tick()
        assert standing(cut) == standing(whole), transaction
        assert [row.case is None for row in cut.journal.findings(FindingQuery())] == findings, transaction
        assert cut.journal.verify().bad_seq is None
        if died < transaction:
            break
    assert died >= 5


def test_a_second_tick_at_the_same_instant_does_nothing() -> None:
    estate = Estate.founded("05-06 04:00").at("05-06 20:00")
    assert estate.tick().appeared > 0
    before = estate.journal.head()
    again = estate.tick()
    assert (again.appeared, again.alerts, again.missed) == (0, 0, ())
    assert estate.journal.head() == before


def test_after_an_outage_of_days_every_round_is_there_and_every_miss_too() -> None:
    estate = Estate.founded("05-06 00:00").at("05-09 12:00")
    estate.tick()
    lifts = estate.rounds("lift_daily")
    assert len(lifts) == LIFTS * 4
    assert {row.state for row in lifts} == {RoundState.MISSED.value}
    # The night was under way when the estate was founded: its patrols are owed from the first that could still be done.
    assert estate.times("night_patrol")[:5] == [
        "05-06 01:30",
        "05-06 03:30",
        "05-06 05:30",
        "05-06 23:30",
        "05-07 01:30",
    ]


def test_a_pool_that_is_closed_asks_for_nothing() -> None:
    estate = Estate.founded("05-10 00:00").at("05-13 00:00")  # Monday is for deep cleaning
    estate.tick()
    assert estate.times("pool_opening") == ["05-10 09:45", "05-12 09:45"]


def test_a_programme_seen_first_brings_what_can_still_be_done_in_time() -> None:
    estate = Estate.founded("05-06 09:00")
    estate.tick()
    assert estate.times("pool_opening") == ["05-06 09:45"]
    late = Estate.founded("05-06 09:45:01")
    late.tick()
    assert late.times("pool_opening") == []


def test_policies_changed_in_mid_period_leave_what_has_opened_and_rule_what_opens_after() -> None:
    estate = Estate.founded("05-06 00:00").at("05-06 08:15")
    estate.tick()
    estate.under(POOL_LATER).at("05-06 08:20").tick()
    [held] = estate.rounds("pool_opening")
    assert (held.opens, held.due) == (when("05-06 08:00"), when("05-06 09:45"))
    assert estate.round(held.id).policy == bundle().digest, "it is judged by what it fell due under"
    estate.at("05-07 12:00").tick()
    assert estate.times("pool_opening") == ["05-06 09:45", "05-07 10:15"], "one opening is not tested twice"


def test_what_opened_before_a_change_that_is_noticed_late_is_written_under_the_old_policies() -> None:
    estate = Estate.founded("05-06 00:00").at("05-06 07:00")
    estate.tick()
    # Cron is down from here on. At 08:10 somebody works under the new policies, which takes them up; nobody ticks.
    estate.under(POOL_LATER).at("05-06 08:10")
    estate.record(estate.rounds("night_patrol")[-1].id, by="wang_zhipeng", given=walked("05-06"), all_in_order=True,
                  at=when("05-06 05:00"))  # fmt: skip
    estate.at("05-06 20:00").tick()
    assert estate.times("pool_opening") == ["05-06 09:45"]
    [row] = estate.rounds("pool_opening")
    assert estate.round(row.id).policy == bundle().digest


def walked(day: str, start: str = "04:00") -> tuple[tuple[str, str], ...]:
    """A walk along the wall as planned."""
    at = when(f"{day} {start}")
    route = bundle().site.routes["night_perimeter"]
    return tuple((leg.checkpoint, (at + leg.at).isoformat()) for leg in route.legs)


def test_a_cadence_changed_under_way_neither_loses_nor_doubles_a_day() -> None:
    estate = Estate.founded("05-06 00:00").at("05-06 12:00")
    estate.tick()
    estate.under(CHECKED_AT_NINE).tick()
    estate.at("05-08 23:59").tick()
    assert estate.times("lift_daily", "lift_b3_1") == ["05-06 10:30", "05-06 23:00", "05-07 23:00", "05-08 23:00"]


@pytest.mark.parametrize("hour", [0, 3, 8, 9, 22])
def test_law_a_change_that_leaves_cadence_and_window_alone_changes_no_round(hour: int) -> None:
    left, changed = Estate.founded("05-06 00:00", FEW), Estate.founded("05-06 00:00", FEW)
    left.tick()
    changed.tick()
    changed.under(RENAMED).at(f"05-06 {hour:02}:30").tick()
    for estate in (left, changed):
        estate.at("05-07 06:00").tick()
    assert standing(changed) == standing(left)


def test_a_programme_taken_away_asks_for_nothing_more_and_what_was_due_stays() -> None:
    estate = Estate.founded("05-06 00:00").at("05-06 08:00")
    estate.tick()
    estate.under(WITHOUT_LIFTS).at("05-06 08:30").tick()
    estate.at("05-09 08:30").tick()
    assert {row.due for row in estate.rounds("lift_daily")} == {when("05-06 10:30")}
    assert {row.state for row in estate.rounds("lift_daily")} == {RoundState.MISSED.value}


def test_what_follows_completion_counts_from_when_it_was_done() -> None:
    estate = quiet("05-06 00:00").at("05-18 10:00")
    estate.tick()
    assert estate.times("lift_service") == ["05-21 12:00"]
    estate.at("05-19 16:00").record(estate.only("lift_service"), by="zhao_qiang", files=("sha256:" + "0" * 64,))
    estate.at("06-03 09:00").tick()
    assert estate.times("lift_service") == ["05-21 12:00", "06-03 12:00"]


def test_what_follows_completion_goes_on_after_a_miss() -> None:
    estate = quiet("05-06 00:00").at("06-10 00:00")
    estate.tick()
    assert [(row.state, row.due) for row in estate.rounds("lift_service")] == [
        (RoundState.MISSED.value, when("05-21 12:00")),
        (RoundState.MISSED.value, when("06-05 12:00")),
    ]


def test_only_one_round_of_what_follows_completion_is_open_at_a_time() -> None:
    estate = quiet("05-06 00:00")
    for day in range(6, 30):
        estate.at(f"05-{day:02} 10:00").tick()
        open_ones = estate.rounds("lift_service", states=(RoundState.DUE.value,))
        assert len(open_ones) <= 1


def test_rows_and_marks_written_anew_from_the_entries_are_the_same() -> None:
    estate = Estate.founded("05-06 00:00").at("05-07 12:00")
    estate.tick()
    estate.under(POOL_LATER).at("05-08 09:00").tick()
    held = (estate.rounds(), estate.journal.findings(FindingQuery()), estate.journal.plan_marks())
    rebuild(estate.house(), cases_projection(estate.house()))
    assert (estate.rounds(), estate.journal.findings(FindingQuery()), estate.journal.plan_marks()) == held
    estate.at("05-12 09:00").tick()
    rebuilt = standing(estate)
    assert len(rebuilt) == len(set(rebuilt))


@pytest.mark.parametrize("ticks", [(), ("05-06 08:05",), ("05-06 08:05", "05-06 09:31", "05-06 09:46")])
def test_an_alert_goes_out_once_and_not_after_it_is_too_late(ticks: tuple[str, ...]) -> None:
    estate = Estate.founded("05-06 00:00")
    for text in ticks:
        estate.at(text).tick()
    estate.at("05-06 11:00").tick()
    alerts = estate.entries(estate.only("pool_opening"), "alerted")
    assert len(alerts) == max(0, len(ticks) - 1)


def test_statutory_checks_that_were_missed_together_make_one_case_and_climb_to_the_general_manager() -> None:
    estate = Estate.founded("05-06 00:00").at("05-06 11:00:01")
    estate.tick()
    rows = estate.rounds("lift_daily")
    found = [estate.round(row.id).findings for row in rows]
    assert {(each.kind, each.severity) for findings in found for each in findings} == {("missed", "critical")}
    [case] = {each.case for findings in found for each in findings}
    assert case is not None
    told = [name for row in rows for name in estate.told(row.id)]
    assert told.count("shen_yichuan") == 1, "the general manager hears once, not for each lift"

    estate.at("05-06 11:30")
    for row in rows[:-1]:
        estate.record(row.id, by="zhao_qiang", given=(("level", "5"),), all_in_order=True)
    assert estate.case(case).stage == "open", "one is still to be made up"
    estate.record(rows[-1].id, by="zhao_qiang", given=(("level", "5"),), all_in_order=True)
    assert estate.case(case).stage == "closed"


def test_missed_rounds_of_one_thing_are_counted_in_a_row() -> None:
    estate = Estate.founded("05-06 00:00").at("05-08 12:00")
    estate.tick()
    rows = [row for row in estate.rounds("lift_daily") if row.subject == "lift_b3_1"]
    assert [estate.entries(row.id, "missed")[0].data["in_a_row"] for row in rows] == [1, 2, 3]


def test_a_miss_comes_back_only_with_a_miss_of_the_same_programme() -> None:
    estate = Estate.founded("05-06 00:00", TWO_OF_ONE_LIFT).at("05-07 20:00")
    estate.tick()
    came_back = {
        programme: [
            entry.data["proof"]["facts"]["returning"]  # type: ignore[index]
            for row in estate.rounds(programme)
            for entry in estate.entries(row.id, "found")
        ]
        for programme in ("lift_daily", "lift_service")
    }
    assert came_back == {"lift_daily": [False, True], "lift_service": [False, True]}


def test_looking_ahead_shows_what_a_tick_will_write() -> None:
    estate = Estate.founded("05-06 04:00").at("05-06 08:10")
    estate.tick()
    before = {row.id for row in estate.rounds()}
    board = due_board(estate.house(), {"at": when("05-06 21:58")}, limit=500)
    ahead = sorted((row.programme, row.subject, row.due) for row in board.rows if not row.id)
    assert (board.coming, board.problems) == (len(ahead), ())
    assert {row.id for row in board.rows if row.id} <= before
    assert estate.journal.plan_marks(due=when("05-06 21:58")), "looking writes nothing"
    estate.at("05-06 21:58").tick()
    appeared = sorted((row.programme, row.subject, row.due) for row in estate.rounds() if row.id not in before)
    assert ahead == appeared != []


def test_looking_ahead_into_an_unknown_year_says_so() -> None:
    estate = Estate.founded("05-06 04:00").at("05-06 08:10")
    estate.tick()
    board = due_board(estate.house(), {"at": when("2027-05-06 08:00")}, limit=5)
    assert {each.code for each in board.problems} == {"EST-337"}
