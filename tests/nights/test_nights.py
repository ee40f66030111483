"""Nights: judged as of their end, once, in order, under the policies of their day."""

from __future__ import annotations

from datetime import date

import pytest

from estatectl.domain.entries import Draft, Json
from estatectl.domain.problems import BadInput, DataBroken, NothingToCheck, PolicyInvalid
from estatectl.usecases.nights.record import NIGHTS, digest_of, key_of
from tests.nights.house import ARRIVAL, LIFTS, SCORES, WAIVED_LIFT, counted, found, look, policies
from tests.rounds.house import Estate, codes

TECHNICIAN, CLEANER = "zhao_qiang", "lu_xiuying"
LEVEL = (("level", "5"),)


@pytest.fixture
def estate() -> Estate:
    """6 May: 22 lifts are to be looked at from 07:00 on; the technician looks at all but one."""
    place = Estate.founded("05-06 00:00", policies(LIFTS, ARRIVAL, SCORES))
    place.at("05-06 07:30").tick()
    place.at("05-06 09:00")
    for row in place.rounds("lift_daily")[1:]:
        place.record(row.id, by=TECHNICIAN, given=LEVEL, all_in_order=True)
    place.at("05-07 00:01").tick()
    return place


def left_out(estate: Estate) -> str:
    return estate.rounds("lift_daily")[0].id


def test_what_nobody_did_is_found_on_its_night(estate: Estate) -> None:
    night = look(estate, "05-07 00:30").night
    assert night.day == date(2026, 5, 6)
    assert found(night) == {f"lifts@{left_out(estate)}": "violated"}
    assert counted(night, "lifts")["satisfied"] == len(estate.rounds("lift_daily", due_before=estate.now)) - 1


def test_a_control_that_had_nothing_to_judge_is_said_to_be_idle(estate: Estate) -> None:
    night = look(estate, "05-07 00:30").night
    assert [control.id for control in night.idle] == ["arrival", "scores"]


def test_looking_twice_or_late_says_the_same_and_is_journaled_once(estate: Estate) -> None:
    first = look(estate, "05-07 00:30").night
    estate.at("05-07 08:00")
    estate.record(left_out(estate), by=TECHNICIAN, given=LEVEL, all_in_order=True)  # made up the next morning
    second = look(estate, "05-20 11:00", "05-06").night
    assert second == first
    assert len(estate.entries(NIGHTS, "checked")) == 1


def test_what_is_put_right_is_resolved_the_next_night(estate: Estate) -> None:
    """The missed round stays on its night for good; the next night looks at what was open or touched then."""
    look(estate, "05-07 00:30")
    estate.at("05-07 09:00").tick()
    for row in estate.rounds("lift_daily", states=("due",)):
        estate.record(row.id, by=TECHNICIAN, given=LEVEL, all_in_order=True)
    estate.record(left_out(estate), by=TECHNICIAN, given=LEVEL, all_in_order=True)
    estate.at("05-08 00:01").tick()
    night = look(estate, "05-08 00:30").night
    assert night.before == date(2026, 5, 6)
    assert (night.new, night.continuing, night.resolved) == ((), (), (f"lifts@{left_out(estate)}",))


def test_nights_that_were_missed_are_judged_first_and_in_order(estate: Estate) -> None:
    look(estate, "05-07 00:30")
    run = look(estate, "05-10 00:30")
    assert run.caught_up == (date(2026, 5, 7), date(2026, 5, 8))
    assert run.never == ()
    days = [entry.data["date"] for entry in estate.entries(NIGHTS, "checked")]
    assert days == ["2026-05-06", "2026-05-07", "2026-05-08", "2026-05-09"]


def test_a_first_check_judges_its_day_and_names_those_before_it(estate: Estate) -> None:
    run = look(estate, "05-10 00:30")
    assert run.caught_up == ()
    assert run.never[-3:] == (date(2026, 5, 6), date(2026, 5, 7), date(2026, 5, 8))
    assert run.night.before is None


def test_more_than_a_month_of_missed_nights_is_said_aloud(estate: Estate) -> None:
    look(estate, "05-07 00:30")
    run = look(estate, "06-15 00:30")
    assert len(run.caught_up) == 31
    assert (run.never[0], run.never[-1]) == (date(2026, 5, 7), date(2026, 5, 13))


def test_a_day_that_is_not_over_is_refused(estate: Estate) -> None:
    with pytest.raises(BadInput) as refused:
        look(estate, "05-06 23:59", "05-06")
    assert codes(refused.value) == ["EST-731"]
    assert look(estate, "05-07 00:00", "05-06").night.day == date(2026, 5, 6)


def test_nothing_to_check_is_not_all_well(estate: Estate) -> None:
    with pytest.raises(NothingToCheck) as before:
        look(estate, "05-07 00:30", "03-01")
    assert codes(before.value) == ["EST-730"]
    bare = Estate.founded("05-06 00:00", policies())
    bare.at("05-07 00:01").tick()
    with pytest.raises(NothingToCheck):
        look(bare, "05-07 00:30")
    idle = Estate.founded("05-06 00:00", policies(ARRIVAL))
    idle.at("05-07 00:01").tick()
    with pytest.raises(NothingToCheck):
        look(idle, "05-07 00:30")


def test_a_missing_fact_is_unproven_and_never_satisfied(estate: Estate) -> None:
    """The pool's round asks for no score, so nobody can say whether it was good enough."""
    estate.at("05-07 09:00").tick()
    [row] = estate.rounds("pool_opening", states=("due",))
    given = (("free_chlorine", "0.6"), ("ph", "7.4"))
    estate.record(row.id, by=CLEANER, given=given, all_in_order=True)
    night = look(estate, "05-08 00:30").night
    assert found(night)[f"scores@{row.id}"] == "unproven"
    [verdict] = [each for each in night.findings if each.control.id == "scores"]
    assert verdict.missing == ("score",)


def test_a_night_that_comes_out_otherwise_than_journaled_is_refused(estate: Estate) -> None:
    night = look(estate.copy(), "05-07 00:30").night
    data: dict[str, Json] = {"date": "2026-05-06", "policy": night.policy, "digest": "0" * 64, "findings": {}}
    with estate.journal.unit(now=estate.now, policy=night.policy) as unit:
        unit.append(Draft(NIGHTS, "checked", estate.now, "system", data, key_of(night.day)))
    with pytest.raises(DataBroken) as refused:
        look(estate, "05-07 00:30")
    assert codes(refused.value) == ["EST-733"]


def test_a_dry_run_writes_nothing_and_finds_the_same(estate: Estate) -> None:
    head = estate.journal.head()
    dry = look(estate, "05-07 00:30", keep=False).night
    assert estate.journal.head() == head
    assert digest_of(dry) == digest_of(look(estate, "05-07 00:30").night)


class TestWaivers:
    """Exceptions: by whom and until when."""

    def test_one_that_stands_excuses_its_subject_alone(self, estate: Estate) -> None:
        night = self._night(estate, left_out(estate), "2026-05-06")
        assert found(night) == {}
        assert counted(night, "lifts")["waived"] == 1
        assert (night.unused, night.lapsed) == ((), ())

    def test_one_of_another_subject_excuses_nothing_and_is_unused(self, estate: Estate) -> None:
        night = self._night(estate, "RD-9999", "2026-05-06")
        assert found(night) == {f"lifts@{left_out(estate)}": "violated"}
        assert [waiver.id for waiver in night.unused] == ["lift_stopped"]

    def test_one_that_ended_the_day_before_excuses_nothing(self, estate: Estate) -> None:
        night = self._night(estate, left_out(estate), "2026-05-05")
        assert found(night) == {f"lifts@{left_out(estate)}": "violated"}
        assert [waiver.id for waiver in night.lapsed] == ["lift_stopped"]

    def _night(self, estate: Estate, subject: str, until: str):  # type: ignore[no-untyped-def]
        changed = policies(LIFTS, ARRIVAL, SCORES, WAIVED_LIFT % (subject, until))
        estate.at("05-06 23:00").under(changed).tick()
        return look(estate, "05-07 00:30").night


class TestChangedPolicies:
    """A change of rules that turns many verdicts stops and asks."""

    STRICT = LIFTS.replace("require: {missed: false}", "require: {timeliness: made_up}")

    def changed(self, estate: Estate) -> Estate:
        look(estate, "05-07 00:30")
        estate.at("05-07 07:30").tick()
        estate.at("05-07 09:00")
        for row in estate.rounds("lift_daily", states=("due",)):
            estate.record(row.id, by=TECHNICIAN, given=LEVEL, all_in_order=True)
        estate.at("05-07 12:00").under(policies(self.STRICT, ARRIVAL, SCORES)).tick()
        estate.at("05-08 00:01").tick()
        return estate

    def test_it_is_refused_and_nothing_is_journaled(self, estate: Estate) -> None:
        self.changed(estate)
        with pytest.raises(PolicyInvalid) as refused:
            look(estate, "05-08 00:30")
        assert codes(refused.value) == ["EST-734"]
        assert len(estate.entries(NIGHTS, "checked")) == 1

    def test_accepted_with_a_reason_it_goes_through_and_says_so(self, estate: Estate) -> None:
        night = look(self.changed(estate), "05-08 00:30", accept="新规矩").night
        assert night.accepted == "新规矩"
        assert len(night.new) >= 10
        again = look(estate, "05-09 00:20", "05-07").night
        assert again == night

    def test_the_day_before_is_still_judged_by_its_own_rules(self, estate: Estate) -> None:
        before = look(estate.copy(), "05-07 00:30").night
        assert look(self.changed(estate), "05-08 00:31", "05-06").night == before
