"""Recording a round: on the dot of its window, with what was not in order, by those who may, and all faults at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from estatectl.domain.problems import Refused
from estatectl.domain.rounds.round import RoundState, Timeliness
from estatectl.usecases.ports import CaseQuery
from tests.rounds.house import Estate, bundle, codes, when

CLEANER = "lu_xiuying"
POOL_OK = (("余氯", "0.5"), ("pH", "7.4"))
# Wednesday 6 May: the pool opens at 10:00, so it is to be tested between 08:00 and 09:45, late until 10:00.


@pytest.fixture
def estate() -> Estate:
    estate = Estate.founded("05-06 07:00").at("05-06 08:00")
    estate.tick()
    return estate


def test_a_round_appears_when_its_window_opens_and_not_before() -> None:
    estate = Estate.founded("05-06 07:00").at("05-06 07:59:59")
    estate.tick()
    assert estate.rounds("pool_opening") == ()
    estate.at("05-06 08:00").tick()
    assert estate.times("pool_opening") == ["05-06 09:45"]


@pytest.mark.parametrize(
    ("done", "counts_as"),
    [
        pytest.param("05-06 08:00", Timeliness.ON_TIME, id="as soon as it may be done"),
        pytest.param("05-06 09:45", Timeliness.ON_TIME, id="on the dot of due"),
        pytest.param("05-06 09:45:01", Timeliness.LATE, id="a second after due"),
        pytest.param("05-06 10:00", Timeliness.LATE, id="on the dot of closing"),
    ],
)
def test_when_it_was_done_decides_what_it_counts_as(estate: Estate, done: str, counts_as: Timeliness) -> None:
    estate.at(done).tick()
    recorded = estate.record(estate.only("pool_opening"), by=CLEANER, given=POOL_OK, all_in_order=True).round
    assert (recorded.state, recorded.timeliness, recorded.done_at) == (RoundState.DONE, counts_as, when(done))
    assert recorded.answers == {"free_chlorine": "0.5", "ph": "7.4", "clear": "yes"}
    assert recorded.findings == ()


def test_a_second_after_closing_it_is_missed_and_can_only_be_made_up(estate: Estate) -> None:
    estate.at("05-06 10:00").tick()
    round_id = estate.only("pool_opening")
    assert estate.round(round_id).state is RoundState.DUE
    estate.at("05-06 10:00:01").tick()
    missed = estate.round(round_id)
    assert (missed.state, missed.missed_at) == (RoundState.MISSED, when("05-06 10:00"))
    [finding] = missed.findings
    assert finding.kind == "missed"
    [correction] = estate.cases("correction")
    assert finding.case == correction.id
    estate.at("05-06 11:00")
    made_up = estate.record(round_id, by=CLEANER, given=POOL_OK, all_in_order=True).round
    assert made_up.timeliness is Timeliness.MADE_UP
    assert made_up.open_findings == ()
    assert not estate.cases("correction")[0].open


def test_a_record_that_comes_in_later_keeps_its_own_time_and_overturns_the_miss(estate: Estate) -> None:
    estate.at("05-06 12:00").tick()
    round_id = estate.only("pool_opening")
    assert estate.round(round_id).state is RoundState.MISSED
    recorded = estate.record(round_id, by=CLEANER, at=when("05-06 09:10"), given=POOL_OK, all_in_order=True).round
    assert (recorded.timeliness, recorded.done_at) == (Timeliness.ON_TIME, when("05-06 09:10"))
    assert recorded.handed_in_at == when("05-06 12:00")
    assert recorded.missed_at == when("05-06 10:00"), "the journal still tells that it was taken for missed"
    assert recorded.open_findings == ()
    assert [entry.kind for entry in estate.journal.stream(round_id)][:3] == ["due", "missed", "found"]


def test_a_reading_out_of_its_limits_becomes_a_finding_that_only_a_passing_test_closes(estate: Estate) -> None:
    estate.at("05-06 08:30")
    recorded = estate.record(
        estate.only("pool_opening"), by=CLEANER, given=(("余氯", "0.1 加药泵停了"), ("pH", "7.4")), all_in_order=True
    )
    [finding] = recorded.round.findings
    assert (finding.kind, finding.item, finding.reading, finding.note) == (
        "reading", "free_chlorine", "0.1", "加药泵停了",
    )  # fmt: skip
    assert finding.closed_at is None
    [case] = recorded.cases
    correction = estate.case(case)
    assert correction.values["round"] == f"{recorded.round.id}/1"
    assert "余氯 0.1" in (correction.text("content") or "")
    assert "yin_guilan" in [*estate.told(case), *estate.told(recorded.round.id)], "the supervisor hears at once"

    estate.at("05-06 08:50").move(case, "rectify", by=CLEANER, measure="重启加药泵", evidence="sha256:" + "0" * 64)
    estate.at("05-06 09:00").move(case, "retest", by="yin_guilan", reading="0.2")
    failed = estate.round(recorded.round.id).findings[0]
    assert (failed.retests, failed.closed_at) == (1, None)
    assert estate.case(case).stage == "open"
    estate.at("05-06 09:10").move(case, "rectify", by=CLEANER, measure="补投药剂", evidence="sha256:" + "1" * 64)
    estate.at("05-06 09:20").move(case, "retest", by="yin_guilan", reading="0.4")
    passed = estate.round(recorded.round.id).findings[0]
    assert (passed.retests, passed.closed_at) == (2, when("05-06 09:20"))
    assert estate.case(case).stage == "closed"


def test_a_warning_is_written_down_and_does_not_stand_open(estate: Estate) -> None:
    recorded = estate.record(
        estate.only("pool_opening"), by=CLEANER, given=(("余氯", "0.35"), ("pH", "7.4")), all_in_order=True
    )
    [finding] = recorded.round.findings
    assert (finding.kind, finding.closed_at is None) == ("warning", bool(recorded.cases))


def test_everything_that_stands_against_a_record_is_told_at_once(estate: Estate) -> None:
    with pytest.raises(Refused) as caught:
        estate.record(
            estate.only("pool_opening"),
            by="wang_zhipeng",
            at=when("05-06 07:30"),
            given=(("余氯", "0.1"), ("pH", "74"), ("水温", "28")),
            all_in_order=True,
        )
    assert sorted(codes(caught.value)) == ["EST-371", "EST-851", "EST-854", "EST-864", "EST-868"]
    assert estate.round(estate.only("pool_opening")).state is RoundState.DUE, "nothing was written"


def test_an_unlikely_number_is_taken_when_it_is_confirmed(estate: Estate) -> None:
    given = (("余氯", "35 读数重测过"), ("pH", "7.4"))
    with pytest.raises(Refused) as caught:
        estate.record(estate.only("pool_opening"), by=CLEANER, given=given, all_in_order=True)
    assert codes(caught.value) == ["EST-854"]
    recorded = estate.record(
        estate.only("pool_opening"), by=CLEANER, given=given, all_in_order=True, confirmed=frozenset({"余氯"})
    )
    assert recorded.round.answers["free_chlorine"] == "35"


def test_what_is_recorded_is_not_recorded_again(estate: Estate) -> None:
    round_id = estate.only("pool_opening")
    estate.record(round_id, by=CLEANER, given=POOL_OK, all_in_order=True)
    with pytest.raises(Refused) as caught:
        estate.record(round_id, by=CLEANER, given=POOL_OK, all_in_order=True)
    assert codes(caught.value) == ["EST-863"]


def test_limits_depend_on_the_asset() -> None:
    estate = Estate.founded("05-06 07:00").at("05-06 07:30")
    estate.tick()
    found = {}
    for row in estate.rounds("lift_daily"):
        if row.subject in ("lift_b3_1", "lift_b3_2"):
            given = (("level", "10 偏差"),)
            found[row.subject] = estate.record(row.id, by="zhao_qiang", given=given, all_in_order=True).round.findings
    assert [len(found[name]) for name in ("lift_b3_1", "lift_b3_2")] == [0, 1]


def test_a_round_with_evidence_asks_for_it() -> None:
    estate = Estate.founded("05-06 07:00").at("05-20 09:00")
    estate.tick()
    round_id = estate.only("lift_service")
    with pytest.raises(Refused) as caught:
        estate.record(round_id, by="zhao_qiang")
    assert codes(caught.value) == ["EST-867"]
    recorded = estate.record(round_id, by="zhao_qiang", files=("sha256:" + "0" * 64,))
    assert recorded.round.state is RoundState.DONE


def test_the_same_fault_within_a_month_counts_as_returning(estate: Estate) -> None:
    estate.at("05-06 08:30")
    first = estate.record(
        estate.only("pool_opening"), by=CLEANER, given=(("余氯", "0.1 低"), ("pH", "7.4")), all_in_order=True
    ).round
    estate.at("05-07 08:00").tick()
    second = estate.record(
        estate.rounds("pool_opening")[-1].id, by=CLEANER, given=(("余氯", "0.1 又低"), ("pH", "7.4")), all_in_order=True
    ).round
    proofs = [estate.entries(each.id, "found")[0].data["proof"] for each in (first, second)]
    assert [proof["facts"]["returning"] for proof in proofs] == [False, True]  # type: ignore[index]
    severities = ["minor", "major", "critical"]
    assert severities.index(second.findings[0].severity) > severities.index(first.findings[0].severity)


def test_a_correction_says_in_people_s_words_where_it_is(estate: Estate) -> None:
    estate.at("05-06 08:30")
    estate.record(estate.only("pool_opening"), by=CLEANER, given=(("余氯", "0.1 低"), ("pH", "7.4")), all_in_order=True)
    estate.at("05-06 20:00").tick()
    site = bundle().site
    wanted = {"pool_opening": site.pools["main_pool"].title.zh, "lift_daily": site.zones["lobby"].title.zh}
    cases = [estate.case(row.id) for row in estate.journal.cases(CaseQuery())]
    assert {str(case.values["programme"]): case.values["location"] for case in cases} == wanted


def test_a_round_that_has_not_come_due_before_its_window_cannot_be_done(estate: Estate) -> None:
    with pytest.raises(Refused) as caught:
        estate.record(
            estate.only("pool_opening"), by=CLEANER, at=when("05-06 08:00") - timedelta(seconds=1), given=POOL_OK,
            all_in_order=True,
        )  # fmt: skip
    assert codes(caught.value) == ["EST-864"]
