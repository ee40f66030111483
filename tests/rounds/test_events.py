"""Rounds that an event sets going: so many days after a planting, for that planting, once each."""

from __future__ import annotations

import pytest

from estatectl.domain.rounds.round import RoundState
from estatectl.usecases.journal import cases_projection, rebuild
from estatectl.usecases.moving import make_move
from estatectl.usecases.opening import open_case
from estatectl.usecases.weighing import Wish
from tests.rounds.house import Estate, bundle

PHOTO = "sha256:0f343b0931126a20f133d67c2b018a3b4e2f1f0c6d7a8b9c0d1e2f3a4b5c6d7e 照片.jpg"


@pytest.fixture
def planted() -> tuple[Estate, str]:
    """A row of trees planted at ten in the morning of 7 April."""
    estate = Estate.founded("04-06 00:00").at("04-07 10:00")
    given = {"content": "东门外补种香樟五株", "location": "东门", "purpose": "new"}
    case = open_case(estate.house("bai_songtao"), "planting", given).case
    sheet = bundle().checklists["planting_steps"]
    answers = {item.id: "1" for item in sheet.items if item.id not in sheet.in_order()}
    wish = Wish(
        case=case.id,
        move="plant",
        given={"species": "香樟", "quantity": "5", "evidence": PHOTO},
        answers=answers,
        all_in_order=True,
    )
    make_move(estate.house("miao_qing"), wish)
    return estate, case.id


def test_survival_is_looked_at_seven_thirty_and_ninety_days_after(planted: tuple[Estate, str]) -> None:
    estate, case = planted
    estate.at("04-13 08:59").tick()
    assert estate.times("planting_survival") == []
    estate.at("04-13 09:00").tick()
    assert estate.times("planting_survival", case) == ["04-15 09:00"]
    estate.at("06-20 00:00").tick()
    assert estate.times("planting_survival", case) == ["04-15 09:00", "05-08 09:00"]


def test_nobody_looking_is_told_and_does_not_stop_the_next_look(planted: tuple[Estate, str]) -> None:
    estate, case = planted
    estate.at("05-07 12:00").tick()
    states = [row.state for row in estate.rounds("planting_survival", subject=case)]
    assert states == [RoundState.MISSED.value, RoundState.DUE.value]


def test_what_an_event_has_begun_outlives_a_rebuild(planted: tuple[Estate, str]) -> None:
    estate, case = planted
    estate.at("04-14 12:00").tick()
    held = estate.journal.plan_marks()
    rebuild(estate.house(), cases_projection(estate.house()))
    assert estate.journal.plan_marks() == held
    estate.at("05-07 12:00").tick()
    assert estate.times("planting_survival", case) == ["04-15 09:00", "05-08 09:00"]


def test_a_dead_plant_found_is_a_finding_of_that_planting(planted: tuple[Estate, str]) -> None:
    estate, case = planted
    estate.at("04-14 10:00").tick()
    [row] = estate.rounds("planting_survival")
    recorded = estate.record(row.id, by="miao_qing", given=(("alive", "否 死了一株"),))
    [finding] = recorded.round.findings
    assert (finding.item, finding.note, recorded.round.subject) == ("alive", "死了一株", case)
