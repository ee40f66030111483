"""The organisation stands upright, covers chapter 2 of the rulebook, and its checks notice when it does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from estatectl.domain.bundle import Bundle
from estatectl.domain.charter import ROLES
from estatectl.domain.checks.checklists import check_checklists
from estatectl.domain.checks.organisation import check_carriers, check_duties, check_organisation
from estatectl.domain.checks.site import check_site
from estatectl.domain.problems import Problem
from estatectl.domain.tree import Node
from tests.content.documents import (
    POLICIES,
    checklists,
    default_bundle,
    default_charter,
    default_organisation,
    default_site,
    document,
    tree,
)

SINGLES = ("estate", "charter", "organisation", "site")
CHAPTER_2 = {
    "2.1.1": ("general_manager", 3),
    "2.1.2": ("deputy_general_manager", 3),
    "2.2.1": ("cs_supervisor", 4),
    "2.2.2": ("cs_officer", 4),
    "2.3.1": ("maintenance_supervisor", 4),
    "2.3.2": ("maintenance_technician", 4),
    "2.4.1": ("security_supervisor", 4),
    "2.4.2": ("security_guard", 4),
    "2.5.1": ("cleaning_supervisor", 4),
    "2.5.2": ("cleaner", 4),
    "2.6.1": ("greening_supervisor", 4),
    "2.6.2": ("gardener", 4),
    "2.7.1": ("admin_manager", 5),
    "2.7.2": ("admin_officer", 5),
}
"""The items of chapter 2: which post each belongs to, and how many duties it has."""

ITEMS = {
    "1": 2,
    "1.3": 4,
    **{item: count for item, (_, count) in CHAPTER_2.items()},
    "3.1.1": 2,
    "3.1.2": 2,
    "3.1.3": 3,
    "3.1.4": 2,
    "3.1.5": 2,
    "3.2.1": 2,
    "3.2.2": 2,
    "3.2.3": 2,
    "3.2.4": 2,
    "3.2.5": 2,
    "3.2.6": 2,
    "3.3.1": 3,
    "3.3.2": 3,
    "3.3.3": 3,
    "3.3.4": 3,
    "3.4.1": 3,
    "3.4.2": 2,
    "3.4.3": 1,
}
"""How many clauses each item of the rulebook has."""

BEYOND = (
    "ext.cleaning.rectification",
    "ext.greening.care",
    "ext.greening.planting",
    "ext.admin.documents",
    "ext.admin.purchase",
    "ext.admin.personnel",
    "ext.quality.kpi",
    "ext.quality.supervision",
    "ext.quality.improvement",
)
"""What goes beyond the rulebook's last page."""


def changed(kind: str, old: str, new: str) -> Bundle:
    """The default documents with one text replaced in one of them."""
    text = (POLICIES / f"{kind}.yaml").read_text("utf-8")
    assert old in text
    documents: dict[str, tuple[Node, ...]] = {name: (document(name),) for name in SINGLES}
    return Bundle.of("changed", {**documents, kind: (tree(text.replace(old, new, 1)),), "checklist": checklists()})


def found(problems: Iterator[Problem]) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize(("item", "post", "count"), [(item, *rest) for item, rest in CHAPTER_2.items()])
def test_every_duty_of_chapter_2_stands_under_its_post(item: str, post: str, count: int) -> None:
    duties = [duty.clause for duty in default_organisation().posts[post].duties]

    assert duties == [f"{item}.{number}" for number in range(1, count + 1)]


def test_the_charter_has_all_clauses_of_the_rulebook_and_no_other() -> None:
    numbered = [f"{item}.{number}" for item, count in ITEMS.items() for number in range(1, count + 1)]

    assert list(default_charter().clauses) == [*numbered, *BEYOND]
    assert len(default_charter().clauses) == 112


def test_whoever_answers_for_a_clause_exists() -> None:
    posts = set(default_organisation().posts)

    assert {clause.who for clause in default_charter().clauses.values()} <= posts | set(ROLES)


def test_a_duty_and_its_clause_say_the_same_about_who_carries_it() -> None:
    charter = default_charter()
    for _, duty in default_organisation().duties():
        clause = charter.clauses[duty.clause]
        assert (duty.title, [str(each) for each in duty.carried_by]) == (
            clause.title,
            [str(each) for each in clause.carried_by],
        )


@pytest.mark.parametrize("check", [check_organisation, check_duties, check_site, check_checklists])
def test_the_default_documents_hold_together(check: object) -> None:
    assert callable(check)
    assert list(check(default_bundle())) == []


def test_every_line_of_reporting_ends_at_the_general_manager() -> None:
    organisation = default_organisation()

    assert organisation.reports_up("general_manager") == ()
    assert organisation.reports_up("cctv_operator") == (
        "security_supervisor",
        "deputy_general_manager",
        "general_manager",
    )
    assert all(
        organisation.reports_up(post)[-1:] == ("general_manager",)
        for post in organisation.posts
        if post != "general_manager"
    )


@pytest.mark.parametrize(
    ("department", "head"),
    [
        ("management", "general_manager"),
        ("customer_service", "cs_supervisor"),
        ("maintenance", "maintenance_supervisor"),
        ("security", "security_supervisor"),
        ("cleaning", "cleaning_supervisor"),
        ("greening", "greening_supervisor"),
        ("administration", "admin_manager"),
    ],
)
def test_each_department_has_its_head(department: str, head: str) -> None:
    assert default_organisation().head_of(department).id == head


def test_a_second_post_without_a_superior_is_refused() -> None:
    bundle = changed("organisation", "    reports_to: general_manager\n", "")

    assert "EST-365" in found(check_organisation(bundle))


def test_a_circle_of_superiors_is_refused_and_going_up_it_ends() -> None:
    bundle = changed("organisation", "    reports_to: general_manager\n", "    reports_to: cs_supervisor\n")

    assert set(found(check_organisation(bundle))) == {"EST-366"}
    assert bundle.organisation.reports_up("cs_supervisor") == ("deputy_general_manager",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    reports_to: deputy_general_manager\n    head: true\n", "    reports_to: deputy_general_manager\n"),
        ("    reports_to: cs_supervisor\n", "    reports_to: cs_supervisor\n    head: true\n"),
    ],
    ids=["none", "two"],
)
def test_a_department_has_exactly_one_head(old: str, new: str) -> None:
    assert found(check_organisation(changed("organisation", old, new))) == ["EST-367"]


def test_a_duty_under_the_wrong_post_is_refused() -> None:
    bundle = changed("organisation", 'clause: "2.3.2.1"', 'clause: "2.2.2.1"')

    assert found(check_duties(bundle)) == ["EST-368"]


def test_a_carrier_that_does_not_exist_is_named_with_the_nearest_one() -> None:
    bundle = changed("charter", '"checklist:site_protection"', '"checklist:site_protecton"')
    said = [problem for problem in check_carriers(bundle) if "site_protecton" in problem.words.en]

    assert [problem.code for problem in said] == ["EST-369"]
    assert said[0].hint is not None
    assert "site_protection" in said[0].hint.en


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("number: 2, units", "number: 1, units", "EST-376"),
        ('code: "SB-02"', 'code: "SB-01"', "EST-377"),
        ("floors: 26, lowest_home: 2", "floors: 26, lowest_home: 27", "EST-378"),
        ("    unit: 2\n", "    unit: 9\n", "EST-375"),
    ],
)
def test_a_site_that_does_not_fit_together_is_refused(old: str, new: str, code: str) -> None:
    assert found(check_site(changed("site", old, new))) == [code]


def test_important_equipment_is_what_the_supervisor_accepts() -> None:
    site = default_site()

    assert site.is_important("lift_b3_2")
    assert site.is_important("cctv_gates")
    assert not site.is_important("lighting_1")
    assert not site.is_important("nothing")
    assert site.assets["fire_tank"].importance == "critical"  # more than its class


def test_the_estate_has_its_households_equipment_and_zones() -> None:
    site = default_site()
    keys = list(site.households())

    assert len(keys) == len(set(keys)) == 906
    assert len(site.buildings) == 12
    assert len(site.assets) == 79
    assert "8-1-401" not in keys
    assert all(asset.importance in ("critical", "important", "ordinary") for asset in site.assets.values())


def test_the_skills_of_asset_classes_are_held_by_some_post() -> None:
    held = {skill for post in default_organisation().posts.values() for skill in post.skills}

    assert {each.skill for each in default_site().asset_classes.values()} <= held
