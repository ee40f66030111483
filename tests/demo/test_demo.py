"""The sample day plays to its end as written, in both languages, and what it claims to show did happen."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.driving import Outcome, estatectl


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """The estate after the day, and what was shown while it was played in Chinese."""
    place = tmp_path_factory.mktemp("zh")
    return place / "demo", estatectl("demo", "--lang", "zh", cwd=place, COLUMNS="120")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    place = tmp_path_factory.mktemp("en")
    return place / "demo", estatectl("demo", "--lang", "en", cwd=place, COLUMNS="120")


def test_the_day_goes_as_the_scenario_says_in_chinese(chinese: tuple[Path, Outcome]) -> None:
    _, played = chinese
    assert (played.status, played.err) == (0, "")
    assert "凌晨爆管" in played.out
    assert "$ estatectl 诉求 受理 厨房水管爆了" in played.out


def test_the_day_goes_as_the_scenario_says_in_english(english: tuple[Path, Outcome]) -> None:
    _, played = english
    assert (played.status, played.err) == (0, "")
    assert "A pipe bursts at night" in played.out
    assert "$ estatectl request open 厨房水管爆了" in played.out


def test_the_journal_of_the_day_is_unbroken(chinese: tuple[Path, Outcome]) -> None:
    place, _ = chinese
    proved = estatectl("journal", "verify", "--format", "json", cwd=place)
    assert proved.status == 0
    assert proved.document["entries"] > 2000


def test_the_burst_pipe_climbs_to_the_general_manager_and_no_further_once_acknowledged(
    chinese: tuple[Path, Outcome],
) -> None:
    place, _ = chinese
    burst = next(case for case in _cases(place) if "爆了" in case["summary"])
    orders = [entry["stream"] for entry in _entries(place) if entry["data"].get("parent") == burst["id"]]
    assert len(orders) == 2
    acknowledged = _first(place, orders, "acknowledged")
    told = [
        (entry["at"], post)
        for entry in _entries(place)
        if entry["stream"] in orders and entry["kind"] == "escalated" and entry["data"]["fate"] == "send"
        for post in entry["data"]["posts"]
    ]
    assert [post for _, post in told][:1] == ["maintenance_supervisor"]
    assert any(post == "general_manager" and at < acknowledged for at, post in told)
    assert [each for each in told if each[0] > acknowledged] == []


def test_the_clock_of_a_repair_that_waits_for_a_part_stands_still_over_the_holiday(
    chinese: tuple[Path, Outcome],
) -> None:
    place, _ = chinese
    first = [entry for entry in _entries(place) if entry["stream"] == "W-1"]
    paused = next(entry for entry in first if entry["kind"] == "paused")
    assert paused["data"]["reason"] == "part_on_order"
    assert _local(paused) < datetime.fromisoformat("2026-10-01T00:00+08:00")
    resumed = next(entry for entry in first if entry["kind"] == "resumed")
    assert _local(resumed) > datetime.fromisoformat("2026-10-08T00:00+08:00")
    done = next(entry for entry in first if entry["kind"] == "stopped" and entry["data"]["clock"] == "complete")
    assert done["data"]["kept"] is True


def test_the_complaint_is_sent_back_and_followed_up_until_the_owner_is_satisfied(
    chinese: tuple[Path, Outcome],
) -> None:
    place, _ = chinese
    moves = [e["data"] for e in _entries(place) if e["stream"] == "R-2" and e["kind"] == "moved"]
    assert sum(move["move"] == "send_back" for move in moves) == 1
    asked = [move["values"]["satisfaction"] for move in moves if move["move"] == "follow_up"]
    assert asked == ["dissatisfied", "satisfied"]
    assert moves[-1]["to"] == "archived"


def test_the_day_shows_everything_that_it_promises(chinese: tuple[Path, Outcome]) -> None:
    place, _ = chinese
    made = {entry["data"]["move"] for entry in _entries(place) if entry["kind"] == "moved"}
    assert made >= {"merge", "classify", "propose", "consent", "assist", "transfer", "rule", "inspect", "supervise"}
    assert made >= {"answer", "archive", "file", "pause", "resume"}
    said = {(case["type"], case["urgency"]) for case in _cases(place)}
    assert said >= {("praise", "normal"), ("suggestion", "normal"), ("consultation", "normal")}
    assert {urgency for _, urgency in said} == {"normal", "urgent", "emergency"}
    assert len([case for case in _cases(place) if case["workflow"] == "request"]) >= 60


def test_a_clause_is_traced_to_the_policies_that_carry_it_and_to_what_was_done(chinese: tuple[Path, Outcome]) -> None:
    place, _ = chinese
    traced = estatectl("charter", "trace", "3.1.5.1", "--format", "json", cwd=place)
    assert traced.status == 0
    [clause] = traced.document["clauses"]
    found = {each["carrier"]: each for each in clause["carriers"]}
    calls = [e for e in _entries(place) if e["kind"] == "moved" and e["data"]["move"] == "follow_up"]
    assert found["workflow:request.follow_up"]["records"] == len(calls)
    assert found["workflow:request.follow_up"]["latest"]["stream"] == calls[-1]["stream"]
    assert set(found) == {"workflow:request.follow_up", "clock:request.follow_up", "checklist:follow_up_call"}


def test_a_section_stands_for_all_its_clauses_and_an_unknown_one_is_refused(chinese: tuple[Path, Outcome]) -> None:
    place, _ = chinese
    traced = estatectl("charter", "trace", "3.1", "--format", "json", cwd=place)
    assert [each["id"] for each in traced.document["clauses"]][:2] == ["3.1.1.1", "3.1.1.2"]
    assert all(each["id"].startswith("3.1.") for each in traced.document["clauses"])
    refused = estatectl("charter", "trace", "3.1.9", cwd=place)
    assert refused.status == 2
    assert "EST-995" in refused.err


def test_the_same_happens_in_both_languages_and_every_time(
    chinese: tuple[Path, Outcome], english: tuple[Path, Outcome]
) -> None:
    runs = [
        [(entry["seq"], entry["stream"], entry["at"], entry["kind"], entry["actor"]) for entry in _entries(place)]
        for place, _ in (chinese, english)
    ]
    assert runs[0] == runs[1]


def test_every_command_that_is_offered_at_the_end_works(english: tuple[Path, Outcome]) -> None:
    place, played = english
    offered = played.out.partition("what to try next")[2]
    commands = re.findall(r"^  estatectl (.*?)\s+#", offered, re.MULTILINE)
    assert len(commands) >= 5
    for line in commands:
        words = shlex.split(line)
        if words == ["request", "open"]:
            continue  # this one asks a person
        assert estatectl(*words, "--no-input", cwd=place).status == 0, line


def test_a_directory_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "demo" / "letter.txt"
    kept.parent.mkdir()
    kept.write_text("mine")
    refused = estatectl("demo", cwd=tmp_path)
    assert refused.status == 2
    assert "EST-702" in refused.err
    assert os.listdir(kept.parent) == ["letter.txt"]


def _cases(place: Path) -> list[Any]:
    cases: list[Any] = estatectl("request", "list", "--all", "--limit", "500", "--format", "json", cwd=place).document[
        "cases"
    ]
    return cases


_READ: dict[Path, list[Any]] = {}


def _entries(place: Path) -> Iterator[Any]:
    if place not in _READ:
        lines = estatectl("journal", "export", "--with-personal", cwd=place).out.splitlines()
        _READ[place] = [json.loads(line) for line in lines]
    return iter(_READ[place])


def _first(place: Path, streams: list[str], kind: str) -> str:
    return next(str(entry["at"]) for entry in _entries(place) if entry["stream"] in streams and entry["kind"] == kind)


def _local(entry: Any) -> datetime:
    return datetime.fromisoformat(entry["at"])
