"""The Saturday at the gate and its fire play to their end in both languages, and what they claim to show did happen."""

from __future__ import annotations

import re
import shlex

import pytest

from estatectl.wiring.places import sample
from tests.cli.driving import estatectl
from tests.demo.played import Played, clauses_of, play, wall_clock


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play("gate", tmp_path_factory.mktemp("zh"), "zh")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play("gate", tmp_path_factory.mktemp("en"), "en")


def test_it_goes_as_the_scenario_says_in_chinese(chinese: Played) -> None:
    assert (chinese.told.status, chinese.told.err) == (0, "")
    assert "$ estatectl 访客 登记来访 张建民" in chinese.told.out
    assert "【禁入】不得放行" in chinese.told.out


def test_it_goes_as_the_scenario_says_in_english(english: Played) -> None:
    assert (english.told.status, english.told.err) == (0, "")
    assert "$ estatectl visitor open 张建民" in english.told.out
    assert "BARRED, not to be let in" in english.told.out


def test_the_same_happens_in_both_languages(chinese: Played, english: Played) -> None:
    runs = [
        [(each["seq"], each["stream"], each["at"], each["kind"], each["actor"]) for each in played.entries]
        for played in (chinese, english)
    ]
    assert runs[0] == runs[1]


def test_nobody_came_in_without_a_word_from_the_host_a_pass_or_an_emergency(chinese: Played) -> None:
    letting_in = [
        entry for entry in chinese.entries
        if entry["kind"] in ("opened", "moved") and re.match(r"VH?-", entry["stream"])
        and (entry["data"].get("stage") or entry["data"].get("to")) == "inside"
    ]  # fmt: skip
    assert len(letting_in) >= 8
    for entry in letting_in:
        held = {**chinese.of(entry["stream"], "opened")[0]["data"]["values"], **entry["data"]["values"]}
        assert held.get("confirmed") or held.get("has_pass") or held.get("emergency"), entry["stream"]


def test_the_barred_stay_outside_though_a_host_confirmed_and_the_supervisor_hears(chinese: Played) -> None:
    [barred] = chinese.of("V-4", "opened")
    assert (barred["data"]["stage"], barred["data"]["values"]["confirmed"]) == ("refused", "phone")
    told = [entry["data"]["to_person"] for entry in chinese.of("V-4", "notified")]
    assert told == ["lei_zhengang"]


def test_what_was_suspicious_went_to_the_police_and_not_out_of_the_gate(chinese: Played) -> None:
    assert chinese.moves("G-1") == ["confirm", "release"]
    assert chinese.moves("G-2") == ["suspect", "police"]


def test_whoever_did_not_come_is_closed_by_the_clock_at_the_end_of_the_day(chinese: Played) -> None:
    [gone] = chinese.of("V-6", "moved")
    assert (gone["data"]["move"], gone["actor"], wall_clock(gone)) == ("no_show", "system", "10-18 00:00")


def test_who_stays_too_long_is_told_to_the_guards_then_to_their_supervisor(chinese: Played) -> None:
    steps = [(wall_clock(each), *each["data"]["posts"]) for each in chinese.of("V-2", "escalated")]
    assert steps == [("10-17 17:30", "security_guard"), ("10-17 18:00", "security_supervisor")]


def test_the_camera_log_starts_the_plan_and_everybody_named_hears_in_the_same_minute(chinese: Played) -> None:
    [planned] = chinese.of("I-1", "planned")
    assert (planned["data"]["plan"], wall_clock(planned)) == ("fire", "10-17 15:12")
    told = {each["data"]["to_post"] for each in chinese.of("I-1", "notified") if wall_clock(each) == "10-17 15:12"}
    assert told >= {"security_guard", "cctv_operator", "maintenance_technician", "cs_officer", "security_supervisor"}
    assert told >= {"maintenance_supervisor", "deputy_general_manager", "general_manager"}


def test_every_measure_was_done_and_the_late_one_climbed_until_the_deputy_took_it_up(chinese: Played) -> None:
    plan = chinese.document("incident", "plan", "I-1", "--now", "2026-10-24T18:00")["plan"]
    states = {each["id"]: each["state"] for each in plan["measures"]}
    assert states == {name: "done_late" if name == "cut_off" else "done" for name in states}
    late = [entry["data"]["clock"] for entry in chinese.of("I-1", "breached")]
    assert late == ["measure.cut_off"]
    steps = [each for each in chinese.of("I-1", "escalated") if each["data"]["clock"] == "measure.cut_off"]
    assert [(wall_clock(each), *each["data"]["posts"]) for each in steps] == [
        ("10-17 15:22", "security_supervisor"),
        ("10-17 15:32", "deputy_general_manager"),
    ]
    assert [each["actor"] for each in chinese.of("I-1", "acknowledged")] == ["lei_zhengang", "gu_wenxi"]


def test_those_above_and_the_street_office_knew_within_the_hour(chinese: Played) -> None:
    stopped = [each["data"] for each in chinese.of("I-1", "stopped") if each["data"]["clock"] == "report"]
    assert [each["kept"] for each in stopped] == [True]
    [report] = [each["data"] for each in chinese.of("I-1", "moved") if each["data"]["move"] == "report"]
    assert set(report["values"]["reported_to"]) == {"management", "fire_service", "street_office"}


def test_evidence_has_digests_and_hand_overs_and_viewing_recordings_needed_a_second_person(chinese: Played) -> None:
    kept = [each["data"] for each in chinese.of("I-1", "moved") if each["data"]["move"] == "add_evidence"]
    assert len({each["values"]["evidence"] for each in kept}) == 2
    [handed] = chinese.of("EV-2", "entered")
    assert (handed["data"]["values"]["earlier"], handed["data"]["values"]["handed_to"]) == ("EV-1", "程站长")
    writers = [each["actor"] for each in chinese.of("VIEW-1", "entered", "confirmed")]
    assert writers == ["dong_jie", "lei_zhengang"]


def test_the_incident_is_closed_after_its_review_while_an_action_goes_on(chinese: Played) -> None:
    assert chinese.moves("I-1")[-5:] == ["hand_in", "review", "improve", "improve", "close"]
    assert [chinese.moves(each) for each in ("IA-1", "IA-2", "IA-3")] == [
        ["finish", "verify"],
        ["finish", "verify"],
        [],
    ]
    [done] = [each["data"]["values"] for each in chinese.of("IA-1", "moved") if each["data"]["move"] == "finish"]
    assert (done["before"], done["after"]) == ("22", "1.5")
    assert chinese.of("IA-3", "escalated") == []  # it has its person and its day


def test_a_dry_run_names_what_has_had_its_time_and_erases_nothing(chinese: Played) -> None:
    assert "V-1     访客" in chinese.told.out
    assert [each for each in chinese.entries if each["kind"] == "erased"] == []


def test_every_clause_that_it_shows_has_an_example_in_its_journal(chinese: Played) -> None:
    clauses = list(clauses_of(sample("gate.yaml")))
    traced = chinese.document("charter", "trace", *clauses, "--now", "2026-10-24T18:00")["clauses"]
    assert [each["id"] for each in traced] == sorted(clauses)
    assert [each["id"] for each in traced if not any(by["records"] for by in each["carriers"])] == []


def test_the_journal_is_unbroken(chinese: Played) -> None:
    assert estatectl("journal", "verify", cwd=chinese.place).status == 0


def test_every_command_that_is_offered_at_the_end_works(english: Played) -> None:
    offered = english.told.out.partition("what to try next")[2]
    commands = re.findall(r"^  estatectl (.*?)\s+#", offered, re.MULTILINE)
    assert len(commands) >= 5
    for line in commands:
        assert estatectl(*shlex.split(line), "--no-input", cwd=english.place).status == 0, line
