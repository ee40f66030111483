"""Every clause of the default rulebook is carried and checked, and nothing counts by a mere mention."""

from __future__ import annotations

from pathlib import Path

import pytest

from estatectl.adapters.policyfiles.loading import load_bundle
from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import Control, bind
from estatectl.domain.controls.looked_at import in_common, looked_at
from estatectl.usecases.covering import checks_of
from estatectl.wiring.places import packaged
from tests.cli.driving import estatectl


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(packaged("policies"))


def test_every_clause_is_carried_and_has_a_control(bundle: Bundle) -> None:
    checking = checks_of(bundle)
    assert len(bundle.charter.clauses) == 112
    assert [clause.id for clause in bundle.charter.clauses.values() if clause.pending] == []
    assert [name for name in bundle.charter.clauses if not checking.get(name)] == []


def test_every_citation_of_a_control_counts(bundle: Bundle) -> None:
    checking = checks_of(bundle)
    for control in bundle.controls.values():
        assert [name for name in control.clauses if control not in checking[name]] == [], control.id


def test_every_control_says_where_its_figures_come_from(bundle: Bundle) -> None:
    for control in bundle.controls.values():
        assert control.source.startswith(("standard:", "practice:", "assumption:")), control.id


@pytest.mark.parametrize(
    ("control", "carrier", "seen"),
    [
        pytest.param("arrive_in_time", "clock:order.arrive", True, id="a clock"),
        pytest.param("arrive_in_time", "workflow:order.arrive", True, id="the move that stops it"),
        pytest.param("arrive_in_time", "workflow:order.accept", False, id="not a move that has no part in it"),
        pytest.param("major_complaints_settled", "decision:complaint_grade", True, id="what brings about a named fact"),
        pytest.param("orders_done_in_time", "decision:complaint_grade", False, id="not what no fact is named of"),
        pytest.param("plan_measures_in_time", "plan:fire", True, id="plans by the clocks of their measures"),
        pytest.param("plan_measures_in_time", "clock:incident.arrive", False, id="not a clock that is ruled out"),
        pytest.param("statutory_rounds_done", "programme:lift_daily", True, id="a programme of the kind wanted"),
        pytest.param("statutory_rounds_done", "programme:weekly_report", False, id="not one that is ruled out"),
        pytest.param("findings_acted_on", "decision:findings", True, id="what judges findings"),
        pytest.param("everybody_trained_lately", "register:training", True, id="the register behind a fact"),
        pytest.param("everybody_trained_lately", "register:personnel", False, id="not another one"),
        pytest.param("control_room_and_gates_manned", "shifts:security", True, id="the plan of a cover"),
        pytest.param("control_room_and_gates_manned", "shifts:cleaning", False, id="not another plan"),
        pytest.param("holiday_tables_there", "calendar:office", True, id="calendars where years are asked about"),
        pytest.param("holiday_tables_there", "workflow:rule_change", False, id="and nothing about changes then"),
    ],
)
def test_what_a_control_looks_at(bundle: Bundle, control: str, carrier: str, seen: bool) -> None:
    bound = next(each for each in bundle.bound_controls if each.control.id == control)
    assert (carrier in looked_at(bound, bundle)) is seen


def test_a_fact_that_may_be_there_rules_nothing_out(bundle: Bundle) -> None:
    """`known: true` of a field says nothing about which workflows are looked at."""
    control: Control = bundle.controls["extra_work_agreed"]
    seen = looked_at(bind(control, bundle, []), bundle)
    assert in_common(bundle.charter.clauses["3.1.3.2"], seen)


def test_the_command_says_112_of_112_and_names_what_lacks(tmp_path: Path) -> None:
    assert estatectl("init", "here", "--sample", "-q", cwd=tmp_path).status == 0
    place = tmp_path / "here"
    whole = estatectl("charter", "coverage", "--format", "json", cwd=place)
    told = whole.document
    assert (whole.status, told["total"], told["carried"], told["controlled"]) == (0, 112, 112, 112)
    assert told["rehearsed"] > 50
    assert "112/112 checked" in estatectl("charter", "coverage", "--lang", "en", cwd=place).out
    (place / "policies" / "controls" / "tasks_done_in_time.yaml").unlink()
    lacking = estatectl("charter", "coverage", "--format", "json", cwd=place)
    assert (lacking.status, lacking.document["lacking"]) == (1, ["2.7.2.5"])
    named = estatectl("charter", "coverage", "2.7.2.5", "--lang", "en", cwd=place)
    assert named.status == 1
    assert "EST-997" in named.err + named.out
