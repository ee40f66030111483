"""Suggestions: every one answered with a reason; adopted ones measured, their effect confirmed by somebody else."""

from __future__ import annotations

import pytest

from tests.office.house import ADMIN_HEAD, CLEANER, CS_HEAD, DEPUTY, DESK, PAPER, Office

PRINTER = {"content": "前台加一台自助打印机", "department": "customer_service", "expected": "少排队"}
ADOPTED = {"answer": "同意试行", "handler": DESK, "due": "2026-12-01", "metric": "平均排队分钟", "before": "12"}


@pytest.fixture
def adopted(office: Office) -> Office:
    assert office.done("improvement open", by=CLEANER, **PRINTER) == "suggested"
    assert office.done("improvement adopt IM-1", by=CS_HEAD, **ADOPTED) == "adopted"
    return office


def test_a_suggestion_to_its_measured_effect(adopted: Office) -> None:
    assert adopted.told("IM-1") == [CS_HEAD, CLEANER, DESK]
    assert adopted.done("improvement implement IM-1", by=DESK, work="已装") == "to_measure"
    assert adopted.refused("improvement measure IM-1", by=DESK, after="4") == ["EST-450"]  # figures need evidence
    assert adopted.done("improvement measure IM-1", by=DESK, after="4", evidence=PAPER) == "to_confirm"
    assert "EST-422" in adopted.refused("improvement conclude IM-1", by=DESK, effect="reached")
    assert adopted.done("improvement conclude IM-1", by=CS_HEAD, effect="有效") == "closed"
    values = adopted.case("IM-1").values
    assert (values["before"], values["after"]) == ("12", "4")


def test_what_had_no_effect_goes_round_again(adopted: Office) -> None:
    adopted.done("improvement implement IM-1", by=DESK, work="已装")
    adopted.done("improvement measure IM-1", by=DESK, after="12", evidence=PAPER)
    assert adopted.refused("improvement conclude IM-1", by=CS_HEAD, effect="none") == ["EST-450"]  # by when?
    assert adopted.done("improvement conclude IM-1", by=CS_HEAD, effect="none", due="2026-12-31") == "adopted"
    assert adopted.case("IM-1").counters == {"rounds": 1}
    clock = adopted.clock("IM-1", "carry_out")
    assert (clock["run"], clock["due"]) == (2, "01-01 00:00")


@pytest.mark.parametrize("left_out", ["answer", "handler", "due", "metric", "before"])
def test_it_is_adopted_with_all_that_its_effect_is_measured_by(office: Office, left_out: str) -> None:
    office.done("improvement open", by=CLEANER, **PRINTER)
    given = {name: text for name, text in ADOPTED.items() if name != left_out}
    assert office.refused("improvement adopt IM-1", by=CS_HEAD, **given) == ["EST-450"]


def test_a_refusal_needs_a_reason_and_reaches_whoever_suggested_it(office: Office) -> None:
    office.done("improvement open", by=CLEANER, **PRINTER)
    assert office.refused("improvement decline IM-1", by=CS_HEAD) == ["EST-450"]
    assert office.done("improvement decline IM-1", by=CS_HEAD, answer="已有共享打印点") == "declined"
    assert office.told("IM-1")[-1] == CLEANER


def test_nobody_answers_their_own_suggestion(office: Office) -> None:
    office.done("improvement open", by=CS_HEAD, **PRINTER)
    assert office.refused("improvement decline IM-1", by=CS_HEAD, answer="不行") == ["EST-422"]
    assert office.done("improvement adopt IM-1", by=DEPUTY, **ADOPTED) == "adopted"


def test_an_answer_is_due_within_seven_days(office: Office) -> None:
    office.done("improvement open", by=CLEANER, **PRINTER)
    office.at("11-17 09:00")
    assert office.clock("IM-1", "answer")["verdict"] == "running"
    office.at("11-17 09:00:01")
    assert office.clock("IM-1", "answer")["verdict"] == "breached"
    assert ADMIN_HEAD in office.told("IM-1")


def test_whoever_suggested_it_may_take_it_back_and_nobody_else(office: Office) -> None:
    office.done("improvement open", by=CLEANER, **PRINTER)
    assert office.refused("improvement take_back IM-1", by=DESK, reason="不用了") == ["EST-421"]
    assert office.done("improvement take_back IM-1", by=CLEANER, reason="不用了") == "declined"
