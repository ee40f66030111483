"""The verbs of plans as people type them: plan, measure, log, timeline, in both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from estatectl.cli.main import run
from tests.rounds.test_round_command import Terminal
from tests.terminal import Answer

GUARD, CCTV = "wang_zhipeng", "jiang_li"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("plans") / "estate"
    assert run(["init", str(place), "--sample", "-q", "--now", "2026-10-09T06:00"]) == 0
    return place


@pytest.fixture
def desk(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    monkeypatch.setenv("COLUMNS", "100")
    terminal = Terminal(Path(shutil.copytree(founded, tmp_path / "estate")), capsys)
    terminal.now = "2026-10-09T09:00"
    opened = terminal("incident", "open", "会所局部停电", "--kind", "停电", "--location", "会所", by=CCTV, lang="zh")
    assert opened.status == 0
    assert "登记措施：estatectl 突发 措施 I-1 序号或名称" in opened.out
    return terminal


def later(desk: Terminal, now: str) -> Terminal:
    desk.now = f"2026-10-09T{now}"
    return desk


def test_a_plan_on_the_page_with_what_is_done_late_and_open(desk: Terminal) -> None:
    note = ("--note", "six lifts, nobody inside")
    assert later(desk, "09:04")("incident", "measure", "1", "1", *note, by=CCTV).status == 0
    shown = later(desk, "09:12")("incident", "plan", "I-1", by=CCTV)
    assert shown.status == 0
    lines = [line.split() for line in shown.out.splitlines()]
    assert [line[0] for line in lines if line and line[0].isdecimal()][:-1] == ["1", "2", "3", "4", "5", "6", "7"]
    assert "late 2 min" in shown.out
    assert shown.out.endswith("6 open, 1 late\n")


def test_the_same_in_chinese_by_its_other_names(desk: Terminal) -> None:
    told = later(desk, "09:04")("突发", "措施", "1", "电梯", "--note", "六台电梯无人被困", by=CCTV, lang="zh")
    assert told.out.startswith("突发事件 I-1 · 已报告\n✓ 措施“逐台确认电梯有无困人”已做　六台电梯无人被困\n")
    assert "预案“停电”：1/7 已做" in told.out
    assert later(desk, "09:06")("突发", "预案", "1", by=CCTV, lang="zh").out.endswith("待做 6 项，超时 0 项\n")


def test_the_data_says_how_each_measure_stands(desk: Terminal) -> None:
    later(desk, "09:06")
    document = desk("incident", "plan", "1", "--format", "json", by=CCTV).document
    assert document["plan"]["id"] == "power_cut"
    assert document["plan"]["measures"][0]["state"] == "late"
    assert document["plan"]["measures"][1]["due"] == "2026-10-09T09:10:00+08:00"


def test_the_timeline_tells_everything_in_the_order_in_which_it_happened(desk: Terminal) -> None:
    later(desk, "09:10")("incident", "log", "1", "--what", "call", "--who", "95598", "back", "by", "ten", by=CCTV)
    later(desk, "09:12")("incident", "arrive", "1", "--at", "2026-10-09T09:05", by=GUARD)
    shown = desk("incident", "timeline", "1", "--format", "json", by=CCTV).document["timeline"]
    kinds = [line["kind"] for line in shown]
    assert kinds.index("planned") < kinds.index("moved") < kinds.index("logged")
    assert [line["at"] for line in shown] == sorted(line["at"] for line in shown)
    out = desk("incident", "timeline", "1", by=CCTV).out
    assert "[call] back by ten (95598)" in out
    assert "09:12" in next(line for line in out.splitlines() if "Arrive on the scene" in line)  # written later


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (("incident", "measure", "1", "generater"), ["EST-986"]),
        (("incident", "measure", "1", "generator"), ["EST-421"]),
        (("incident", "log", "1", "--what", "call"), ["EST-988"]),
        (("incident", "plan", "99"), ["EST-420"]),
    ],
    ids=["misspelt", "not a guard's", "nothing said", "no such case"],
)
def test_a_refusal_says_what_is_wrong_and_leaves_everything_as_it_was(
    desk: Terminal, words: tuple[str, ...], codes: list[str]
) -> None:
    before = _entries(desk)
    told = desk(*words, by=GUARD)
    assert (told.status, told.codes, told.out) == (2, codes, "")
    assert _entries(desk) == before


def test_the_plans_of_the_estate_with_their_drills(desk: Terminal) -> None:
    listed = desk("预案", "列表", "--format", "json", by=CCTV, lang="zh").document["plans"]
    assert len(listed) == 14
    [fire] = [each for each in listed if each["id"] == "fire"]
    assert (fire["drills"], fire["drilled_at"], fire["measures"]) == (["drill_fire"], None, 14)
    assert "从未" in desk("预案", "列表", by=CCTV, lang="zh").out


@pytest.mark.parametrize("name", ["power_cut", "停电", "Power cut"])
def test_a_plan_as_it_is_written(desk: Terminal, name: str) -> None:
    out = desk("plan", "show", name, by=CCTV).out
    assert out.startswith("Power cut\n")
    assert "Ask the power company why" in out
    assert "95598" in out


def test_an_unknown_plan_is_refused(desk: Terminal) -> None:
    told = desk("plan", "show", "fier", by=CCTV)
    assert (told.status, told.codes) == (2, ["EST-989"])


def _entries(desk: Terminal) -> int:
    told: Answer = desk("journal", "verify", "--format", "json", by="system")
    return int(told.document["entries"])
