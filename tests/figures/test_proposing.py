"""Rewards and penalties are proposed where a figure crosses its bound, once; others than those concerned decide."""

from __future__ import annotations

from decimal import Decimal

import pytest

from estatectl.domain.figures.appraisal import Appraisal
from estatectl.domain.figures.kpi import By
from estatectl.domain.problems import BadInput, DataBroken, Refused
from estatectl.usecases.figures.appraising import appraise_posts
from estatectl.usecases.figures.keeping import FIGURES, keep
from estatectl.usecases.figures.proposing import Proposed, look, propose
from estatectl.usecases.opening import open_case
from tests.cases.house import DEPUTY, GENERAL, MAINTENANCE_HEAD, PLUMBER, Estate, refusal
from tests.figures.working import period, to_site

LATE = "arrival_in_time"


@pytest.fixture(scope="module")
def april() -> Estate:
    """Five repairs in April, one of them reached two days late: four of five in time, below the bound of 90 %."""
    estate = Estate.founded("04-20 09:00")
    for day in ("04-20", "04-21", "04-22", "04-23"):
        to_site(estate, day)
    to_site(estate, "04-26", late=True)
    estate.at("05-06 09:00").tick()
    return estate


@pytest.fixture
def estate(april: Estate) -> Estate:
    return april.copy()


def of(found: tuple[Proposed, ...], figure: str) -> Proposed:
    [one] = [each for each in found if each.crossing.figure.id == figure]
    return one


def test_looking_writes_nothing_and_says_what_would_be_proposed(estate: Estate) -> None:
    before = estate.journal.head()
    taken, found = look(estate.house(), period("2026-04"))
    assert estate.journal.head() == before
    late = of(found, LATE)
    assert (late.crossing.sort, late.crossing.post, late.case) == ("penalty", "maintenance_supervisor", None)
    assert str(late.crossing.reckoned.value) == "80.0"
    assert of(found, "contact_in_time").crossing.sort == "reward"
    assert taken.figure(LATE).met is False


def test_a_proposal_is_opened_once_and_says_what_it_stands_on(estate: Estate) -> None:
    _, found = propose(estate.house(), period("2026-04"))
    case = of(found, LATE).case
    assert case is not None
    held = estate.case(case)
    assert {name: held.text(name) for name in ("sort", "post", "handler", "figure", "period", "reached", "bound")} == {
        "sort": "penalty",
        "post": "maintenance_supervisor",
        "handler": MAINTENANCE_HEAD,
        "figure": LATE,
        "period": "2026-04",
        "reached": "80.0",
        "bound": "90",
    }
    assert {DEPUTY, MAINTENANCE_HEAD} <= set(estate.told(case))
    head = estate.journal.head()
    _, again = propose(estate.later(days=1).house(), period("2026-04"))
    assert estate.journal.head() == head
    assert [(each.case, each.before) for each in again] == [(each.case, True) for each in found]


def test_nobody_decides_what_concerns_themselves_and_a_refusal_stays_on_record(estate: Estate) -> None:
    _, found = propose(estate.house(), period("2026-04"))
    case = str(of(found, LATE).case)
    for somebody in (MAINTENANCE_HEAD, PLUMBER):
        with pytest.raises(Refused):
            estate.move(case, "approve", by=somebody, measure="口头提醒", reason="情况属实")
    estate.move(case, "state", by=MAINTENANCE_HEAD, statement="台风天停工两天")
    with pytest.raises(Refused):  # without a reason
        estate.move(case, "refuse", by=DEPUTY)
    estate.move(case, "refuse", by=DEPUTY, reason="台风属实，不追究")
    assert (estate.case(case).stage, estate.case(case).text("reason")) == ("refused", "台风属实，不追究")


def test_what_concerns_the_deputy_is_for_the_general_manager(estate: Estate) -> None:
    case = _concerning(estate, DEPUTY, "deputy_general_manager", by=MAINTENANCE_HEAD)
    with pytest.raises(Refused) as refused:
        estate.move(case, "approve", by=DEPUTY, measure="表扬", reason="全年无事故")
    assert refusal(refused.value) == ["EST-422"]
    estate.move(case, "approve", by=GENERAL, measure="表扬", reason="全年无事故")
    assert estate.case(case).stage == "approved"


def test_who_proposes_does_not_approve(estate: Estate) -> None:
    case = _concerning(estate, MAINTENANCE_HEAD, "maintenance_supervisor", by=DEPUTY)
    with pytest.raises(Refused) as refused:
        estate.move(case, "approve", by=DEPUTY, measure="表扬", reason="抢修得力")
    assert refusal(refused.value) == ["EST-422"]


def _concerning(estate: Estate, person: str, post: str, *, by: str) -> str:
    given = {"content": "抢修得力", "sort": "奖励", "post": post, "department": "management", "handler": person}
    return open_case(estate.house(by), "proposal", given).case.id


def test_a_proposal_that_nobody_decides_climbs(estate: Estate) -> None:
    _, found = propose(estate.house(), period("2026-04"))
    case = str(of(found, LATE).case)
    estate.at("05-20 09:00").tick()
    assert any("deputy_general_manager" in tell for _, _, tell in estate.escalated(case, "decide_proposal"))


def test_nothing_is_proposed_of_a_month_that_is_not_over(estate: Estate) -> None:
    to_site(estate, "05-06")
    estate.at("05-08 09:00")
    with pytest.raises(BadInput) as refused:
        propose(estate.house(), period("2026-05"))
    assert refusal(refused.value) == ["EST-755"]


def test_too_few_cross_nothing() -> None:
    estate = Estate.founded("04-20 09:00")
    to_site(estate, "04-26", late=True)
    estate.at("05-06 09:00").tick()
    taken, found = look(estate.house(), period("2026-04"))
    assert taken.figure(LATE).small
    assert found == ()


def test_figures_are_kept_once_and_must_come_out_the_same(estate: Estate) -> None:
    first = keep(estate.house(), period("2026-04"))
    to_site(estate, "05-07")
    again = keep(estate.at("06-02 09:00").house(), period("2026-04"))
    assert (first.before, again.before, again.entry.seq) == (False, True, first.entry.seq)
    assert len(estate.journal.stream(FIGURES)) == 1


def test_figures_that_come_out_otherwise_are_refused(estate: Estate) -> None:
    """Somebody takes an arrival out of the journal behind its back."""
    keep(estate.house(), period("2026-04"))
    connection = estate.journal._database._connection
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    order = next(row.id for row in estate.cases(workflow="order", by_id=True))
    assert connection.execute("DELETE FROM entries WHERE stream = ? AND kind = 'moved'", (order,)).rowcount > 0
    with pytest.raises(DataBroken) as refused:
        keep(estate.house(), period("2026-04"))
    assert refusal(refused.value) == ["EST-756"]


def _appraised(estate: Estate, post: str) -> Appraisal:
    [found] = appraise_posts(estate.house(), period("2026-04"), post)[1]
    return found


def test_a_head_is_appraised_by_what_the_post_answers_for(estate: Estate) -> None:
    found = _appraised(estate, "maintenance_supervisor")
    lines = {line.figure.id: line for line in found.lines}
    assert lines[LATE].by is None
    assert [each.subject.id for each in lines[LATE].members if each.good is False]
    assert lines["contact_in_time"].by is By.DEPARTMENT
    assert "satisfaction" not in lines
    told = [(line.figure.kpi.weight, line.reckoned) for line in found.lines if line.says]
    weights = [weight for weight, _ in told if weight is not None]
    met = [weight for weight, reckoned in told if weight is not None and reckoned is not None and reckoned.met]
    assert len(weights) == len(told)
    assert found.score == Decimal(sum(met) * 1000 // sum(weights)) / 10
    assert 0 < sum(met) < sum(weights)


def test_who_has_a_hand_in_it_is_appraised_by_that_part(estate: Estate) -> None:
    lines = {line.figure.id: line for line in _appraised(estate, "maintenance_technician").lines}
    own = lines[LATE]
    assert (own.by, len(own.members)) == (By.POST, 5)


def test_of_an_unknown_post_there_is_no_appraisal(estate: Estate) -> None:
    with pytest.raises(BadInput) as refused:
        appraise_posts(estate.house(), period("2026-04"), "plumber")
    assert refusal(refused.value) == ["EST-758"]
