"""Plantings: in season within a week, looked at again, replaced where they died, accepted by somebody else."""

from __future__ import annotations

import pytest

from estatectl.domain.cases.case import Case, Values
from estatectl.domain.cases.clocks import Verdict
from estatectl.domain.problems import Refused
from tests.cases.house import Estate, refusal, when
from tests.rounds.following import GARDENER, GREENING_HEAD, OTHER_GARDENER, PHOTO, found, opened

PLANTED = {"species": "香樟 胸径 12cm", "quantity": "20", "evidence": PHOTO}
DEAD: Values = {"finding": "reading", "round": "RD-30/1", "item": "dead_plants", "content": "主入口香樟死 2 株"}


@pytest.fixture
def estate() -> Estate:
    return Estate.founded("03-10 09:00")


def row_of_trees(estate: Estate) -> Case:
    return opened(estate, "planting", by=GREENING_HEAD, content="主入口补植香樟 20 株", location="主入口")


def test_a_planting_to_its_acceptance(estate: Estate) -> None:
    case = row_of_trees(estate)
    assert (case.stage, case.text("purpose"), case.text("department")) == ("planned", "new", "greening")
    assert estate.run(case.id, "plant").due_at == when("03-17 17:00")
    estate.do(case, "assign", by=GREENING_HEAD, handler=GARDENER)
    held = estate.at("03-17 17:00").do(case, "plant", by=GARDENER, **PLANTED)
    assert held.stage == "growing"
    assert estate.run(case.id, "plant").verdict is Verdict.KEPT  # on the dot
    # The survival checks count from here.
    assert [entry.data["programme"] for entry in estate.entries(case.id, "scheduled")] == ["planting_survival"]

    estate.at("06-18 10:00")
    with pytest.raises(Refused) as refused:
        estate.do(case, "accept", by=GARDENER, survived="20", evidence=PHOTO)
    assert sorted(refusal(refused.value)) == ["EST-421", "EST-422"]
    with pytest.raises(Refused) as refused:
        estate.do(case, "accept", by=GREENING_HEAD, evidence=PHOTO)
    assert refusal(refused.value) == ["EST-450"]
    assert estate.do(case, "accept", by=GREENING_HEAD, survived="20", evidence=PHOTO).stage == "accepted"
    assert estate.run(case.id, "accept").verdict is Verdict.KEPT


def test_planting_without_a_photo_or_the_number_does_not_count(estate: Estate) -> None:
    case = row_of_trees(estate)
    for left_out in PLANTED:
        given = {name: text for name, text in PLANTED.items() if name != left_out}
        with pytest.raises(Refused) as refused:
            estate.do(case, "plant", by=GARDENER, **given)
        assert refusal(refused.value) == ["EST-450"]


def test_a_head_who_planted_does_not_accept(estate: Estate) -> None:
    case = row_of_trees(estate)
    estate.do(case, "plant", by=GREENING_HEAD, **PLANTED)
    with pytest.raises(Refused) as refused:
        estate.do(case, "accept", by=GREENING_HEAD, survived="20", evidence=PHOTO, override="人手不足")
    assert "EST-422" in refusal(refused.value)


def test_dead_plants_are_removed_within_three_days_and_replaced_within_seven(estate: Estate) -> None:
    case = found(estate, DEAD, workflow="planting")
    assert (case.stage, case.text("purpose")) == ("clearing", "replacement")
    assert estate.run(case.id, "clear").due_at == when("03-13 09:00")
    assert estate.run(case.id, "plant").due_at == when("03-17 17:00")
    with pytest.raises(Refused) as refused:
        estate.do(case, "plant", by=GARDENER, **PLANTED)
    assert refusal(refused.value) == ["EST-425"]
    assert estate.at("03-13 09:00").do(case, "clear", by=GARDENER, evidence=PHOTO).stage == "planned"
    assert estate.run(case.id, "clear").verdict is Verdict.KEPT
    assert estate.at("03-16 09:00").do(case, "plant", by=GARDENER, **PLANTED).stage == "growing"


@pytest.mark.parametrize(
    ("died", "due"),
    [
        ("03-01 09:00", "03-08 17:00"),
        ("05-30 09:00", "09-20 17:00"),
        ("07-20 09:00", "09-22 17:00"),
        ("11-30 09:00", "2027-03-07 17:00"),
        ("12-20 09:00", "2027-03-08 17:00"),
    ],
    ids=[
        "on the first day of spring planting",
        "two days before the summer rest: the rest of the week in autumn",
        "in summer: seven days after the first of autumn planting",
        "on the last day of autumn: the rest of the week next spring",
        "in winter: seven days after the first of spring planting",
    ],
)
def test_out_of_season_it_waits_for_the_next(estate: Estate, died: str, due: str) -> None:
    case = found(estate.at(died), DEAD, workflow="planting")
    assert estate.run(case.id, "plant").due_at == when(due)


def test_what_dies_later_is_replaced_in_the_same_case(estate: Estate) -> None:
    case = row_of_trees(estate)
    estate.do(case, "plant", by=GARDENER, **PLANTED)
    held = estate.at("04-10 09:00").do(case, "replace", by=GREENING_HEAD, survived="17", reason="缺水死 3 株")
    assert (held.stage, held.text("purpose"), held.counters["returns"]) == ("clearing", "replacement", 1)
    assert estate.run(case.id, "clear").due_at == when("04-13 09:00")
    assert estate.run(case.id, "plant", 2).due_at == when("04-17 17:00")
    estate.later(hours=3).do(case, "clear", by=OTHER_GARDENER, evidence=PHOTO)
    estate.later(days=1).do(case, "plant", by=OTHER_GARDENER, **{**PLANTED, "quantity": "3"})
    assert len(estate.entries(case.id, "scheduled")) == 2
    assert estate.at("06-20 09:00").do(case, "accept", by=GREENING_HEAD, survived="20", evidence=PHOTO).stage == (
        "accepted"
    )


def test_a_planting_that_is_given_up_has_its_reason(estate: Estate) -> None:
    case = row_of_trees(estate)
    with pytest.raises(Refused) as refused:
        estate.do(case, "cancel", by=GREENING_HEAD)
    assert refusal(refused.value) == ["EST-450"]
    assert estate.do(case, "cancel", by=GREENING_HEAD, reason="该处改建停车位").stage == "cancelled"
