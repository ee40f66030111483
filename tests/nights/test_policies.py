"""The policies in force and their adoptions, as they stood at the end of a day."""

from __future__ import annotations

import re
from datetime import date

import pytest

from estatectl.domain.controls.scopes import ScopeKind
from estatectl.usecases.moving import make_move
from estatectl.usecases.opening import open_case
from estatectl.usecases.weighing import Wish
from estatectl.wiring.premises import Premises, Settings
from tests.nights.looking import ADMIN_HEAD, DAY, DAY_AFTER, OFFICER, TECHNICIAN, Onlooker

PAPER = "sha256:0f343b0931126a20f133d67c2b018a3b4e2f1f0c6d7a8b9c0d1e2f3a4b5c6d7e 稿.pdf"
DEPUTY = "gu_wenxi"


def standing(desk: Onlooker, day: date = DAY) -> dict[str, object]:
    return desk.facts(ScopeKind.POLICIES, "policies", day=day)


def adoptions(desk: Onlooker, day: date = DAY) -> dict[str, dict[str, object]]:
    subjects = desk.subjects(ScopeKind.POLICIES, day=day)
    return {name: dict(each.facts) for name, each in subjects.items() if each.facts["what"] == "adoption"}


def edit(desk: Onlooker, version: str = "2027.1", effective: str = "2026-11-11") -> str:
    """Another version of the policies; its digest."""
    path = desk.place / "policies" / "estate.yaml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^version: .*$", f'version: "{version}"', text, flags=re.MULTILINE)
    text = re.sub(r"^effective_from: .*$", f'effective_from: "{effective}"', text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    return str(desk.done("policy", "check")["digest"])


def something(desk: Onlooker) -> None:
    """Anything that is recorded, so that the policies at hand are adopted."""
    desk.add("keys", key="配电房", holder="王师傅", why="检修", due_back="2026-12-10")


def change_of_a_rule(desk: Onlooker, digest: str | None = None) -> None:
    """A change that goes all its way; published with a digest, or only approved."""

    def move(name: str, by: str, **given: str) -> None:
        house = Premises(Settings(directory=desk.place, now=desk.now, actor=by)).house
        make_move(house, Wish(case="RU-1", move=name, given=given, answers={}, all_in_order=True))

    if digest is None:
        house = Premises(Settings(directory=desk.place, now=desk.now, actor=TECHNICIAN)).house
        open_case(house, "rule_change", {"content": "改", "rule": "decisions/targets.yaml", "why": "实测"})
        move("review", ADMIN_HEAD, opinion="同意", text=PAPER)
        move("approve", DEPUTY)
    else:
        move("publish", OFFICER, version="2027.1", digest=digest, effective="2026-11-11")


@pytest.fixture(autouse=True)
def adopted(desk: Onlooker) -> None:
    """The policies are adopted with the first thing that is recorded under them."""
    something(desk)


def test_the_first_adoption_is_seen_on_its_day_alone(desk: Onlooker) -> None:
    [first] = adoptions(desk).values()
    assert (first["first"], first["rule_change"], first["effective"]) == (True, False, True)
    assert "version_raised" not in first
    assert adoptions(desk, DAY_AFTER) == {}
    assert standing(desk)["adopted"] is True
    assert standing(desk, date(2026, 11, 9))["adopted"] is False
    assert "adopted_days" not in standing(desk, date(2026, 11, 9))


def test_policies_that_were_changed_and_not_adopted_say_so(desk: Onlooker) -> None:
    edit(desk)
    assert standing(desk)["adopted"] is False


def test_policies_adopted_without_a_change_of_a_rule(desk: Onlooker) -> None:
    digest = edit(desk.at("2026-11-11T09:00"))
    something(desk)
    [adopted] = adoptions(desk, DAY_AFTER).values()
    assert (adopted["rule_change"], adopted["version_raised"], adopted["effective"]) == (False, True, True)
    assert list(adoptions(desk, DAY_AFTER)) == [f"adoption:{digest[:12]}"]
    assert standing(desk)["adopted"] is False  # they are the ones at hand, and the journal did not know them yet
    assert standing(desk, DAY_AFTER)["adopted"] is True


@pytest.mark.parametrize(("length", "named"), [(64, True), (8, True), (7, False)])
def test_a_change_of_a_rule_names_them_by_their_digest(desk: Onlooker, length: int, named: bool) -> None:
    change_of_a_rule(desk)
    digest = edit(desk.at("2026-11-11T09:00"))
    change_of_a_rule(desk, digest[:length])
    [adopted] = adoptions(desk, DAY_AFTER).values()
    assert adopted["rule_change"] is named


def test_a_change_published_later_does_not_count_for_the_day_before(desk: Onlooker) -> None:
    change_of_a_rule(desk)
    digest = edit(desk.at("2026-11-11T09:00"))
    something(desk)
    desk.at("2026-11-12T09:00")
    change_of_a_rule(desk, digest)
    [adopted] = adoptions(desk, DAY_AFTER).values()
    assert adopted["rule_change"] is False


def test_policies_adopted_before_their_day_and_under_the_same_version(desk: Onlooker) -> None:
    version = desk.known().bundle.estate.version
    edit(desk.at("2026-11-11T09:00"), version, effective="2026-11-12")
    something(desk)
    [adopted] = adoptions(desk, DAY_AFTER).values()
    assert (adopted["version_raised"], adopted["effective"], adopted["effective_days"]) == (False, False, -1)
    assert standing(desk, DAY_AFTER)["effective"] is False
    assert standing(desk, date(2026, 11, 12))["effective"] is True


def test_the_year_its_days_and_whether_the_holidays_of_the_next_are_known(desk: Onlooker) -> None:
    facts = standing(desk, date(2026, 12, 31))
    assert (facts["days_into_year"], facts["days_left_in_year"]) == ("365", "0")
    assert facts["year_known"] is True
    years = [each.years for each in desk.known().bundle.calendars.values() if each.years is not None]
    assert facts["next_year_known"] is all(2027 in each for each in years)
    assert standing(desk, date(2029, 1, 1))["year_known"] is all(2029 in each for each in years)


def test_clauses_are_counted_with_what_carries_and_controls_them(desk: Onlooker) -> None:
    facts, charter = standing(desk), desk.known().bundle.charter
    assert facts["clauses"] == str(len(charter.clauses))
    cited = {clause for control in desk.known().bundle.controls.values() for clause in control.clauses}
    assert int(str(facts["clauses_uncontrolled"])) == len(set(charter.clauses) - cited)
