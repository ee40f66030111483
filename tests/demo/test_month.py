"""The sample month plays to its end as written, in both languages, and what it claims to show did happen."""

from __future__ import annotations

import json
import re
import shlex
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from estatectl.wiring.places import sample
from tests.cli.driving import Outcome, estatectl

AT_THE_END = ("--now", "2026-11-30T17:00")


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """The estate after the month, and what was shown while it was played in Chinese."""
    place = tmp_path_factory.mktemp("zh")
    return place / "demo", estatectl("demo", "--play", "office", "--lang", "zh", cwd=place, COLUMNS="120")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    place = tmp_path_factory.mktemp("en")
    return place / "demo", estatectl("demo", "--play", "office", "--lang", "en", cwd=place, COLUMNS="120")


@pytest.fixture(scope="module")
def place(chinese: tuple[Path, Outcome]) -> Path:
    return chinese[0]


def test_the_month_goes_as_the_scenario_says_in_chinese(chinese: tuple[Path, Outcome]) -> None:
    _, played = chinese
    assert (played.status, played.err) == (0, "")
    assert "$ estatectl 采购 总经理批准 PU-2" in played.out
    assert "EST-969 “吡虫啉 10%”是危险品，要有人见证" in played.out


def test_the_month_goes_as_the_scenario_says_in_english(english: tuple[Path, Outcome]) -> None:
    _, played = english
    assert (played.status, played.err) == (0, "")
    assert "$ estatectl purchase sign PU-2" in played.out
    assert (
        "Office store: a count differs from the book: 5 → 3 个 (Toner cartridge: book 5 个, found 3 个)" in played.out
    )


def test_the_same_happens_in_both_languages(chinese: tuple[Path, Outcome], english: tuple[Path, Outcome]) -> None:
    runs = [
        [(entry["seq"], entry["stream"], entry["at"], entry["kind"], entry["actor"]) for entry in _entries(estate)]
        for estate, _ in (chinese, english)
    ]
    assert runs[0] == runs[1]
    assert estatectl("journal", "verify", cwd=chinese[0]).status == 0


def test_a_large_purchase_has_three_quotations_and_three_approvals_by_three_people(place: Path) -> None:
    moves = _moves(place, "PU-2")
    assert [name for name, _ in moves][:5] == ["endorse", "quote", "quote", "choose", "go_on"]
    assert moves.count(("quote", "kong_yue")) == 3
    assert _stage_after(place, "PU-2", "go_on") == ["quoting", "with_admin"]
    approvals = [(name, who) for name, who in moves if name in ("approve", "authorise", "sign")]
    assert approvals == [("approve", "shao_jing"), ("authorise", "gu_wenxi"), ("sign", "shen_yichuan")]
    assert moves[-1][0] == "settle"


def test_nobody_approves_confirms_or_accepts_their_own(place: Path) -> None:
    opened = {entry["stream"]: entry["actor"] for entry in _entries(place) if entry["kind"] == "opened"}
    for stream, name in (
        ("PU-1", "endorse"),
        ("RC-1", "sign"),
        ("RU-1", "approve"),
        ("D-1", "approve"),
        ("E-1", "approve"),
    ):
        assert dict(_moves(place, stream))[name] != opened[stream]
    for stream, by, after in (
        ("PU-1", "choose", "accept"),
        ("C-1", "state_cause", "confirm"),
        ("T-1", "finish", "confirm"),
        ("RS-1", "report", "close"),
        ("IM-1", "measure", "conclude"),
        ("PB-1", "assess", "decide"),
    ):
        moves = dict(_moves(place, stream))
        assert moves[by] != moves[after], stream


def test_no_store_ever_holds_less_than_nothing(place: Path) -> None:
    held: defaultdict[str, Decimal] = defaultdict(Decimal)
    for entry in _entries(place):
        if entry["stream"].startswith("stock:") and "change" in entry["data"]:
            held[entry["stream"]] += Decimal(entry["data"]["change"])
            assert held[entry["stream"]] >= 0, entry
    assert held["stock:maintenance:ball_valve_20"] == 29  # 11, and 20 delivered, less 2 on the order
    assert held["stock:maintenance:waterproofing"] == Decimal("24.5")
    assert held["stock:maintenance:hammer_drill"] == 3  # it came back
    assert estatectl("stock", "list", "--out", "--format", "json", *AT_THE_END, cwd=place).document["out"] == []


def test_pesticide_left_its_locker_before_somebody_else_and_its_use_was_confirmed_by_two(place: Path) -> None:
    [issued] = [e for e in _stream(place, "stock:pesticide:imidacloprid") if e["kind"] == "issued"]
    assert issued["data"]["witness"] not in (None, issued["actor"])
    used = _stream(place, "PEST-1")
    confirmed = [entry["actor"] for entry in used if entry["kind"] == "confirmed"]
    assert len({used[0]["actor"], *confirmed}) == 3


def test_the_keepers_are_told_once_that_paper_runs_short(place: Path) -> None:
    told = [e["data"] for e in _stream(place, "stock:office:paper_a4") if e["kind"] == "notified"]
    assert {each["to_post"] for each in told} == {"admin_officer"}
    assert {each["template"] for each in told} == {"low"}
    assert len(told) == len({each["to_person"] for each in told}) == 2


def test_the_count_sets_the_book_and_its_difference_is_a_correction_that_is_explained(place: Path) -> None:
    [counted] = [e for e in _stream(place, "stock:office:toner") if e["kind"] == "counted"]
    assert (counted["data"]["book"], counted["data"]["change"]) == ("5", "-2")
    assert _stream(place, counted["data"]["round"])[0]["data"]["programme"] == "stock_office"
    correction = _stream(place, "C-1")
    assert correction[0]["data"]["because_of"] == f"{counted['data']['round']}/1"
    assert [name for name, _ in _moves(place, "C-1")] == ["state_cause", "confirm"]
    due = [entry["data"]["programme"] for entry in _entries(place) if entry["kind"] == "due"]
    assert due.count("stock_office") == 2  # the counts of two months


def test_no_rounds_are_played_but_those_named_and_none_of_them_is_missed(place: Path) -> None:
    rounds = [entry for entry in _entries(place) if entry["kind"] in ("due", "recorded", "missed")]
    named = {"stock_office", "satisfaction_calls", "green_plan_season", "operating_plan"}
    named |= {f"training_{name}" for name in ("customer_service", "maintenance", "greening")}
    assert {entry["data"]["programme"] for entry in rounds if entry["kind"] == "due"} == named
    assert [entry["stream"] for entry in rounds if entry["kind"] == "missed"] == []
    assert sum(entry["kind"] == "recorded" for entry in rounds) == 11


def test_whoever_was_recruited_joins_is_rostered_and_confirmed(place: Path) -> None:
    assert [name for name, _ in _moves(place, "RC-1")] == ["approve", "interview", "offer", "sign"]
    joined = [name for name, _ in _moves(place, "J-1")]
    assert joined[:5] == ["arrive", "sign_contract", "enrol", "induct", "complete"]
    assert _stage_after(place, "PB-1", "decide") == ["confirmed"]
    rota = [e for e in _entries(place) if e["kind"] == "rostered" and e["data"].get("person") == "chu_zhiyuan"]
    assert sum(len(entry["data"]["spans"]) for entry in rota) == 21
    staff = estatectl("staff", "list", "--format", "json", cwd=place).document
    here = {person["id"] for person in staff["people"]}
    assert "chu_zhiyuan" in here
    assert "wan_yuzhen" not in here  # who left in the same month


def test_leave_was_covered_and_the_swap_approved_by_the_head(place: Path) -> None:
    day = ("--from", "2026-11-05", "--to", "2026-11-05", "--post", "cctv_operator")
    assert estatectl("roster", "gaps", *day, "--now", "2026-11-03T12:00", cwd=place).status == 0
    assert [(e["kind"], e["actor"]) for e in _stream(place, "SW-1") if e["kind"] != "notified"] == [
        ("swap_asked", "jiang_li"), ("swap_approved", "lei_zhengang"),
    ]  # fmt: skip


def test_an_overdue_resolution_climbs_and_the_meeting_ends_when_all_are_done(place: Path) -> None:
    doors = _stream(place, "RS-1")
    late = next(e for e in doors if e["kind"] == "breached")
    redated = next(e for e in doors if e["kind"] == "moved" and e["data"]["move"] == "redate")
    assert late["seq"] < redated["seq"]
    done = [_stage_of(place, stream) for stream in ("RS-1", "RS-2")]
    assert done == ["done", "done"]
    last = max(entry["seq"] for stream in ("RS-1", "RS-2") for entry in _stream(place, stream))
    closed = next(e for e in _stream(place, "M-1") if e["kind"] == "moved" and e["data"]["move"] == "close")
    assert closed["seq"] > last


def test_the_deposit_of_the_renovation_is_accounted_for(place: Path) -> None:
    values: dict[str, Any] = {}
    for entry in _stream(place, "RN-1"):
        values |= entry["data"].get("values", {})
    assert Decimal(values["refunded"]) + Decimal(values["deducted"]) == Decimal(values["deposit"]) == 3000
    assert "stop_violation" in dict(_moves(place, "RN-1"))
    missed = [e["data"]["clock"] for e in _stream(place, "RN-1") if e["kind"] == "breached"]
    assert missed == ["visit"]  # one day without anybody looking, and it was noticed


def test_the_improvement_has_a_figure_before_and_after(place: Path) -> None:
    values: dict[str, Any] = {}
    for entry in _stream(place, "IM-1"):
        values |= entry["data"].get("values", {})
    assert (values["before"], values["after"], values["effect"]) == ("2.5", "0.4", "reached")


def test_what_was_lent_came_back_late_and_what_was_sealed_was_approved(place: Path) -> None:
    assert [entry["kind"] for entry in _stream(place, "LOAN-1")] == ["entered", "returned"]
    assert _stream(place, "LOAN-1")[1]["at"] > "2026-11-14"
    for seal in ("SEAL-1", "SEAL-2"):
        entered, confirmed = _stream(place, seal)
        assert (entered["kind"], confirmed["kind"]) == ("entered", "confirmed")
        assert confirmed["actor"] == entered["data"]["values"]["approved_by"] != entered["actor"]


def test_every_clause_that_the_month_names_has_an_example_in_its_journal(place: Path) -> None:
    named = yaml.safe_load(sample("office.yaml").read_text(encoding="utf-8"))["clauses"]
    assert len(named) >= 18
    without = [clause for clause in named if not _examples(place, clause)]
    assert without == []


def test_every_command_that_is_offered_at_the_end_works(english: tuple[Path, Outcome]) -> None:
    estate, played = english
    offered = played.out.partition("what to try next")[2]
    commands = re.findall(r"^  estatectl (.*?)\s+#", offered, re.MULTILINE)
    assert len(commands) >= 8
    for line in commands:
        assert estatectl(*shlex.split(line), "--no-input", cwd=estate).status == 0, line


@cache
def _read(place: Path) -> tuple[Any, ...]:
    lines = estatectl("journal", "export", "--with-personal", cwd=place).out.splitlines()
    return tuple(json.loads(line) for line in lines)


def _entries(place: Path) -> tuple[Any, ...]:
    return _read(place)


def _stream(place: Path, stream: str) -> list[Any]:
    return [entry for entry in _entries(place) if entry["stream"] == stream]


def _moves(place: Path, stream: str) -> list[tuple[str, str]]:
    """What was done with a case and by whom, in order."""
    return [(e["data"]["move"], e["actor"]) for e in _stream(place, stream) if e["kind"] == "moved"]


def _stage_after(place: Path, stream: str, move: str) -> list[str]:
    return [e["data"]["to"] for e in _stream(place, stream) if e["kind"] == "moved" and e["data"]["move"] == move]


def _stage_of(place: Path, stream: str) -> str:
    return str([e["data"]["to"] for e in _stream(place, stream) if e["kind"] == "moved"][-1])


def _examples(place: Path, clause: str) -> int:
    traced = estatectl("charter", "trace", clause, "--format", "json", *AT_THE_END, cwd=place)
    return sum(carrier["records"] for each in traced.document["clauses"] for carrier in each["carriers"])
