"""Equipment, as it stood at the end of a day."""

from __future__ import annotations

from datetime import date

import pytest

from estatectl.domain.controls.scopes import ScopeKind
from tests.nights.looking import DAY, DAY_AFTER, Onlooker

LIFT = "lift_b1_1"
CLASSES = ("lift", "generator")


def facts(desk: Onlooker, asset: str = LIFT, day: date = DAY) -> dict[str, object]:
    return desk.facts(ScopeKind.ASSETS, asset, day=day)


@pytest.fixture
def ticked(desk: Onlooker) -> Onlooker:
    """A day on which the clock ticked in the morning and at night."""
    for now in ("2026-11-10T06:30", "2026-11-10T23:30"):
        assert desk.at(now)("tick", by="system").status == 0
    return desk


def test_every_piece_of_equipment_says_what_looks_after_it(desk: Onlooker) -> None:
    subjects = desk.subjects(ScopeKind.ASSETS)
    site = desk.known().bundle.site
    assert set(subjects) == set(site.assets)
    lift = subjects[LIFT].facts
    assert (lift["class"], lift["covered"], lift["statutory"], lift["contracted"]) == ("lift", True, True, True)
    assert lift["importance"] == site.assets[LIFT].importance
    assert subjects[LIFT].department == "maintenance"


def test_only_the_classes_named_are_there(desk: Onlooker) -> None:
    lifts = desk.subjects(ScopeKind.ASSETS, "lift")
    assert lifts
    assert {each.facts["class"] for each in lifts.values()} == {"lift"}


def test_what_was_never_done_is_left_out(desk: Onlooker) -> None:
    assert not {"done_days", "statutory_done_days"} & facts(desk).keys()


def test_a_round_that_was_missed_counts_and_one_done_says_when(ticked: Onlooker) -> None:
    rows = ticked.done("round", "list", "--programme", "lift_daily")["rounds"]
    assert LIFT in {row["subject"] for row in rows}
    missed = facts(ticked)
    assert int(str(missed["missed_30d"])) >= 1
    assert missed["done_30d"] == "0"
    findings = int(str(missed["open_findings"]))
    assert findings >= 1
    ticked.at("2026-11-11T06:30")
    assert ticked("tick", by="system").status == 0
    again = facts(ticked)
    assert {name: again[name] for name in ("missed_30d", "open_findings", "open_cases")} == {
        name: missed[name] for name in ("missed_30d", "open_findings", "open_cases")
    }


def report(desk: Onlooker) -> None:
    desk.done(
        "request", "open", "--content", "1栋1单元电梯异响", "--address", "1栋1单元电梯", "--owner", "王先生",
        "--contact", "13800000000", "--channel", "phone",
    )  # fmt: skip


def test_a_case_about_it_is_open_from_the_day_it_was_told(desk: Onlooker) -> None:
    desk.at("2026-11-11T09:00")
    report(desk)
    before, after = facts(desk), facts(desk, day=DAY_AFTER)
    assert (before["open_cases"], before["cases_90d"]) == ("0", "0")
    assert int(str(after["open_cases"])) >= 1
    assert int(str(after["cases_90d"])) >= 1
