"""Scenarios: what is wrong with one is told with its place, and reality that differs from it is a failure."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from estatectl.cli.main import run

HEAD = """\
kind: scenario
id: short
title: {zh: 一小段, en: A short one}
clauses: ["1.1"]
courses:
  repair:
    - {after: "5m", do: request dispatch}
days:
  - date: "2026-10-09"
    events:
      - at: "09:00"
        open: tap
        say: 厨房水龙头一直滴水
        address: 5幢1单元802
        owner: 周女士
        contact: "13700010001"
        channel: phone
"""


def play(scenario: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.chdir(place)
    (place / "mine.yaml").write_text(scenario, encoding="utf-8")
    return run(["demo", "estate", "--file", "mine.yaml", "--lang", "en"])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("        course: repairs\n", "mine.yaml:18:17: EST-306 there is no course 'repairs'"),
        ("        course: repair\n        until: order file\n", "mine.yaml:19:16: EST-306 the course 'repair' has no"),
        ("      - {at: \"09:05\", do: request show, case: tab}\n", "mine.yaml:18:47: EST-306 no request before this"),
        ("      - {at: \"09:05\"}\n", "mine.yaml:18:9: EST-307 write one of chapter, open and do"),
        ("        chanel: phone\n", "mine.yaml:18:9: EST-203 events[1]: there is no key 'chanel' here"),
        ("      - {at: \"9:05\", do: tick}\n", "mine.yaml:18:14: EST-"),
    ],
    ids=["an unknown course", "a step that the course has not", "an unknown label", "an event that is nothing",
         "a misspelt key", "a time that is none"],
)  # fmt: skip
def test_a_faulty_scenario_is_refused_at_its_line_and_nothing_is_founded(
    more: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(HEAD + more, tmp_path, monkeypatch) == 3
    assert said in capsys.readouterr().err
    assert not (tmp_path / "estate").exists()


def test_a_day_as_written_ends_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "        expect: {type: repair, urgency: normal, department: maintenance}\n        course: repair\n"
    assert play(HEAD + more, tmp_path, monkeypatch) == 0
    assert "09:00  R-1" in capsys.readouterr().out


def test_a_demo_is_replaced_by_the_next_one_which_shows_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = """\
        course: repair
      - {at: "09:30", do: request list, show: true}
      - {at: "09:30", do: journal verify, show: true}
"""
    shown = []
    for _ in range(2):
        assert play(HEAD + more, tmp_path, monkeypatch) == 0
        # The chain is salted anew for every estate, so that erased personal data cannot be guessed from it.
        shown.append(re.sub(r"\b[0-9a-f]{64}\b", "…", capsys.readouterr().out))
    assert "R-1" in shown[0]
    assert shown[0] == shown[1]


def test_a_request_understood_otherwise_than_expected_is_a_failure_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(HEAD + "        expect: {type: complaint}\n", tmp_path, monkeypatch) == 1
    assert "mine.yaml:11:9: EST-720 type of R-1 should be complaint, it is repair" in capsys.readouterr().err


def test_a_refusal_that_is_expected_and_does_not_come_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = '      - {at: "09:05", do: request dispatch, case: tap, refused: EST-421}\n'
    assert play(HEAD + more, tmp_path, monkeypatch) == 1
    assert "should have been refused with EST-421, and was not" in capsys.readouterr().err


def test_a_refusal_that_is_not_expected_is_a_failure_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = '      - {at: "09:05", do: request archive, case: tap, as: lin_ruoqing}\n'
    assert play(HEAD + more, tmp_path, monkeypatch) == 1
    told = capsys.readouterr().err
    assert "mine.yaml:18:9: EST-720" in told
    assert "EST-425" in told


def test_another_exit_status_than_expected_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = '      - {at: "09:05", do: request list, status: 1}\n'
    assert play(HEAD + more, tmp_path, monkeypatch) == 1
    assert "mine.yaml:18:9: EST-720 the exit status should be 1, it is 0" in capsys.readouterr().err


def test_files_are_there_for_the_command_that_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = """\
      - at: "09:05"
        do: staff import
        words: [new.csv]
        as: shao_jing
        lay: {new.csv: "id,name,posts,skills\\nwu_fang,吴芳,cleaner,cleaning\\n"}
      - {at: "09:06", do: staff list, show: true}
"""
    assert play(HEAD + more, tmp_path, monkeypatch) == 0
    assert "wu_fang" in capsys.readouterr().out


@pytest.mark.parametrize(("rounds", "some"), [("rounds: none\n", False), ("", True)], ids=["none", "nothing said"])
def test_a_scenario_that_is_not_about_rounds_leaves_them_for_the_first_tick_afterwards(
    rounds: str, some: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = '      - {at: "23:00", do: request show, case: tap}\n'
    assert play(rounds + HEAD + more, tmp_path, monkeypatch) == 0
    capsys.readouterr()
    monkeypatch.chdir(tmp_path / "estate")
    assert run(["journal", "export", "--lang", "en"]) == 0
    entries = capsys.readouterr().out
    assert '"escalated"' in entries  # its cases were looked after all the same
    assert ('"RD-1"' in entries) is some


def test_a_scenario_of_some_programmes_has_their_rounds_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = '      - {at: "23:00", do: request show, case: tap}\n'
    assert play("rounds: [patrol_night, bins_wash]\n" + HEAD + more, tmp_path, monkeypatch) == 0
    capsys.readouterr()
    monkeypatch.chdir(tmp_path / "estate")
    assert run(["journal", "export"]) == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    due = {entry["data"]["programme"] for entry in entries if entry["kind"] == "due"}
    assert "patrol_night" in due
    assert due <= {"patrol_night", "bins_wash"}


def test_a_programme_that_is_not_there_is_refused_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play("rounds: [patrol_nihgt]\n" + HEAD, tmp_path, monkeypatch) == 3
    told = capsys.readouterr().err
    assert "mine.yaml:1:9: EST-306 there is no programme 'patrol_nihgt'" in told
    assert "patrol_night" in told
    assert not (tmp_path / "estate").exists()


def test_an_option_that_is_not_there_is_a_failure_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    more = '      - {at: "09:05", do: request list, with: {lated: "1"}}\n'
    assert play(HEAD + more, tmp_path, monkeypatch) == 1
    told = capsys.readouterr().err
    assert "mine.yaml:18:9: EST-720" in told
    assert "EST-402" in told


def test_a_scenario_offers_its_own_commands_as_of_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tries = """\
tries:
  - {do: request show R-1, why: {zh: 这一件, en: this one}}
  - {do: request show R-2, why: {zh: 没有的, en: not there}}
"""
    assert play(tries + HEAD, tmp_path, monkeypatch) == 0
    offered = capsys.readouterr().out.partition("what to try next")[2]
    assert "estatectl request show R-1 --now 2026-10-09T09:00  # this one" in offered
    assert "R-2" not in offered
    assert "request list --late" not in offered


def test_what_happens_on_another_day_than_the_heading_says_its_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = HEAD[HEAD.index("        open:") :].replace("open: tap", "open: {label}")
    days = "".join(
        f'  - date: "2026-10-{day}"\n    events:\n      - at: "{at}"\n'
        + opened.replace("{label}", label)
        + "        expect: {repeat: true}\n"
        for day, at, label in (("10", "09:00", "second"), ("10", "09:30", "third"))
    )
    chapter = '      - {at: "08:00", chapter: {zh: 早上, en: Morning}}\n'
    assert play("rounds: none\n" + HEAD + chapter + days, tmp_path, monkeypatch) == 0
    told = [
        line[:10].strip() for line in capsys.readouterr().out.splitlines() if re.match(r"(──|\d+ Oct|09:\d\d +R)", line)
    ]
    assert told == ["── 9 Oct,", "09:00  R-1", "10 Oct", "09:00  R-2", "09:30  R-3"]


def test_another_document_is_no_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calendar = 'kind: calendar\nid: c\ntitle: {zh: 日历, en: c}\nclauses: ["1.1"]\nzone: Asia/Shanghai\nalways: true\n'
    assert play(calendar, tmp_path, monkeypatch) == 3
    assert "this is no scenario but a calendar" in capsys.readouterr().err


def test_a_scenario_that_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["demo", "estate", "--file", "nowhere.yaml", "--lang", "en"]) == 2
    assert "EST-721" in capsys.readouterr().err
