"""The default programmes and their sheets cover the rulebook, fall due at the sample estate and can be filled in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from estatectl.adapters.policyfiles.loading import load_bundle
from estatectl.domain.bundle import Bundle
from estatectl.domain.checklists.checklist import Checklist
from estatectl.domain.checklists.expanding import sheet_for
from estatectl.domain.checklists.items import ItemKind
from estatectl.domain.checklists.readings import Answered, examine
from estatectl.domain.programmes.occurrences import (
    Frame,
    Occurrence,
    after_event,
    all_scheduled,
    first_of,
    following,
    is_event,
    is_rolling,
    subjects_of,
)
from estatectl.domain.programmes.programme import Programme
from tests.content.documents import POLICIES

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=SHANGHAI)
LAST_DAY = datetime(2026, 12, 31, tzinfo=SHANGHAI)

WHOLE = (
    "2.3.2.4",
    "2.4.1.2",
    "2.4.2.2",
    "2.4.2.3",
    "2.4.2.4",
    "2.5.1.4",
    "2.5.2.1",
    "2.5.2.2",
    "2.5.2.3",
    "2.5.2.4",
    "2.6.1.2",
    "2.6.2.1",
    "2.6.2.2",
    "2.6.2.3",
    "2.6.2.4",
    "3.2.1.1",
    "3.2.1.2",
    "3.3.2.1",
    "3.3.2.2",
    "3.3.2.3",
    "3.3.3.1",
    "3.3.3.2",
    "3.3.3.3",
    "3.4.1.1",
    "3.4.1.2",
    "3.4.1.3",
    "3.4.2.1",
    "3.4.2.2",
    "3.4.3.1",
    "ext.cleaning.rectification",
    "ext.greening.care",
    "ext.greening.planting",
)
"""Clauses that rounds carry, or carry most of."""

CADENCE = (
    "2.1.1.1",
    "2.1.1.2",
    "2.1.1.3",
    "2.1.2.1",
    "2.2.1.2",
    "2.2.1.3",
    "2.2.2.4",
    "2.3.1.2",
    "2.3.1.3",
    "2.4.1.1",
    "2.4.1.3",
    "2.5.1.2",
    "2.6.1.4",
    "2.7.1.1",
    "2.7.1.2",
    "2.7.1.3",
    "2.7.1.4",
    "2.7.1.5",
    "2.7.2.1",
    "2.7.2.2",
    "2.7.2.3",
    "2.7.2.4",
)
"""Clauses of which rounds carry what falls due again and again; ledgers and workflows carry the rest."""

EVIDENCE = re.compile(r"^(standard|practice|assumption): \S")


@cache
def bundle() -> Bundle:
    return load_bundle(POLICIES)


@cache
def frame() -> Frame:
    return Frame.of(bundle())


def programmes() -> tuple[Programme, ...]:
    return tuple(bundle().programmes.values())


def sheets() -> tuple[Checklist, ...]:
    return tuple(each for each in bundle().checklists.values() if each.purpose == "round")


def of_a_year(programme: Programme) -> Iterable[Occurrence]:
    """What falls due in 2026 for one subject, done each time as it falls due."""
    subjects = subjects_of(programme, frame().site)
    if is_event(programme):
        return after_event(programme, frame(), "P-1", NEW_YEAR)
    if not is_rolling(programme):
        return (each for each in all_scheduled(programme, frame(), NEW_YEAR, LAST_DAY) if each.subject == subjects[0])
    found = [first_of(programme, frame(), subjects[0]) or following(programme, frame(), subjects[0], NEW_YEAR)]
    while found[-1].opens <= LAST_DAY:
        found.append(following(programme, frame(), subjects[0], found[-1].nominal))
    return found[:-1]


def names(pairs: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(pairs).items() if count > 1]


def by_id(each: Programme | Checklist) -> str:
    return each.id


@pytest.mark.parametrize("programme", programmes(), ids=by_id)
def test_every_programme_falls_due_within_a_year(programme: Programme) -> None:
    assert any(True for _ in of_a_year(programme))


@pytest.mark.parametrize("clause", [*WHOLE, *CADENCE])
def test_every_clause_that_asks_for_rounds_is_cited_by_a_programme_or_by_its_sheet(clause: str) -> None:
    cited = {name for each in programmes() for name in each.clauses}
    on_sheets = {name for sheet in sheets() for name in (*sheet.clauses, *(c for i in sheet.items for c in i.clauses))}

    assert clause in cited | on_sheets


@pytest.mark.parametrize("clause", WHOLE)
def test_a_clause_that_rounds_carry_is_cited_by_a_programme_itself(clause: str) -> None:
    assert any(clause in each.clauses for each in programmes())


def test_what_the_law_asks_for_names_the_law_and_is_corrected_when_missed() -> None:
    statutory = {each.id: each for each in programmes() if each.statutory}

    assert statutory.keys() >= {
        "lift_daily",
        "lift_weekly",
        "lift_monthly",
        "lift_self_check",
        "lift_service",
        "lift_inspection",
        "fire_patrol",
        "fire_monthly",
        "fire_full_test",
        "fire_log",
        "tank_cleaning",
        "water_test",
        "pool_gate",
    }
    for each in statutory.values():
        assert each.law is not None
        assert "《" in each.law.zh or "规定" in each.law.zh or "条例" in each.law.zh, each.id
        assert (each.on_miss, each.excused_by) == ("correct", ("deputy_general_manager",)), each.id


def test_the_yearly_lift_inspection_can_be_applied_for_a_month_before_it_expires() -> None:
    inspection = bundle().programmes["lift_inspection"]
    (occurrence, *_) = of_a_year(inspection)

    assert is_rolling(inspection)
    assert occurrence.due - occurrence.opens >= timedelta(days=31)


def test_rubbish_is_gone_before_the_day_is_over() -> None:
    for each in of_a_year(bundle().programmes["rubbish"]):
        assert each.closes.astimezone(SHANGHAI).date() == each.nominal.astimezone(SHANGHAI).date()


def test_the_pool_is_tested_before_it_opens_every_day_and_left_alone_while_it_is_closed() -> None:
    gate = [each.closes.astimezone(SHANGHAI) for each in of_a_year(bundle().programmes["pool_gate"])]
    on = {at.date().isoformat(): f"{at:%H:%M}" for at in gate}

    assert on["2026-03-04"] == "10:00"  # a Wednesday
    assert on["2026-07-06"] == "07:00"  # a Monday of the summer season
    assert "2026-03-09" not in on  # a Monday: deep cleaning
    assert "2026-12-15" not in on  # the yearly overhaul


def test_every_sheet_of_a_round_is_used_by_a_programme_and_for_rounds_only() -> None:
    used = {each.checklist for each in programmes() if each.checklist}

    assert {sheet.id for sheet in sheets()} == used


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_programmes_and_no_two_sheets_are_called_alike(language: str) -> None:
    titles = [getattr(each.title, language) for each in programmes()]

    assert names(titles) == []
    assert names(getattr(each.title, language) for each in sheets()) == []


def test_what_staff_may_type_for_a_programme_means_one_programme() -> None:
    typed = [(each.id, name) for each in programmes() for name in {each.id, each.title.zh, *each.aliases}]

    assert names(name for _, name in typed) == []


@pytest.mark.parametrize("sheet", sheets(), ids=by_id)
def test_a_sheet_is_short_and_its_items_can_be_typed(sheet: Checklist) -> None:
    assert 3 <= len(sheet.items) <= 10
    for item in sheet.items:
        assert re.fullmatch(r"[a-z][a-z0-9_]{1,17}", item.id), item.id
        assert all(len(alias) <= 6 and " " not in alias for alias in item.aliases), item.id
        if item.kind in (ItemKind.NUMBER, ItemKind.COUNT):
            assert min(map(len, (item.id, item.text.zh, *item.aliases))) <= 8, item.id


@pytest.mark.parametrize("document", [*programmes(), *sheets()], ids=by_id)
def test_figures_say_where_they_come_from(document: Programme | Checklist) -> None:
    text = Path(document.place.file).read_text("utf-8").split("\n")
    (source,) = [line.removeprefix('source: "').removesuffix('"') for line in text if line.startswith("source: ")]

    assert EVIDENCE.match(source)
    assert "http" not in source


@pytest.mark.parametrize("sheet", sheets(), ids=by_id)
def test_a_sheet_with_everything_in_order_has_no_findings(sheet: Checklist) -> None:
    expanded = sheet_for(sheet, bundle().site, None)
    given: dict[str, str] = {}
    for item in expanded.items:
        limits = item.limits.both(item.warning)
        low = limits.gte if limits.gte is not None else item.plausible.gte
        text = {
            ItemKind.NUMBER: f"{low or 0:f}",
            ItemKind.COUNT: f"{low or 0:f}",
            ItemKind.SCORE: f"{item.points or 0:f}",
            ItemKind.TEXT: "无",
            ItemKind.CHOICE: next((each.id for each in item.choices if not each.falls_short), ""),
            ItemKind.YES_NO: "no",
        }[item.kind]
        given[item.id] = item.sound or text
    examined = examine(expanded, Answered(answers={name: text for name, text in given.items() if text}))

    assert [*examined.problems, *examined.doubtful, *examined.shortfalls] == []


def test_35_for_0_35_mg_of_chlorine_is_asked_about_before_it_is_believed() -> None:
    for name in ("round_pool_gate", "round_pool_water", "round_pool_closing_water"):
        sheet = sheet_for(bundle().checklists[name], bundle().site, None)

        assert examine(sheet, Answered(answers={"余氯": "0.35"}, all_in_order=True)).doubtful == ()
        (doubt,) = examine(sheet, Answered(answers={"余氯": "35"}, all_in_order=True)).doubtful
        assert "35" in doubt.words.zh


def test_every_camera_is_answered_for() -> None:
    sheet = sheet_for(bundle().checklists["round_cameras"], bundle().site, None)

    assert {item.thing for item in sheet.items if item.thing} == set(bundle().site.cameras)


def test_a_cleaner_who_wipes_before_sweeping_has_not_kept_the_order() -> None:
    sheet = sheet_for(bundle().checklists["round_clean_indoor"], bundle().site, None)
    upside_down = {item.id: "yes" for item in reversed(sheet.items)}

    assert [each.kind for each in examine(sheet, Answered(answers=upside_down)).shortfalls] == ["out_of_order"]


def test_a_danger_met_on_patrol_opens_an_incident_at_once() -> None:
    danger = next(item for item in bundle().checklists["round_patrol"].items if item.id == "danger")

    assert danger.gravity == "critical"
    assert {each.category for each in programmes() if each.checklist == "round_patrol"} == {"patrol"}


def test_whoever_does_a_round_is_of_one_department() -> None:
    posts = bundle().organisation.posts
    for each in programmes():
        assert len({posts[post].department for post in each.by}) == 1, each.id
