"""Rounds in a scenario: played by name, the rest kept as a routine, and a day that stays short to tell."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.cli.main import run
from estatectl.domain.checklists.items import ItemKind
from estatectl.domain.checklists.limits import Limits, Verdict
from estatectl.domain.checklists.sound_answers import sound_answer
from estatectl.wiring import founding, places
from tests.rounds.house import bundle, laid_out

DAY = """\
kind: scenario
id: rounds_day
title: {zh: 巡查的一天, en: A day of rounds}
clauses: ["3.2.1.1"]
rounds: kept
days:
  - date: "2026-10-09"
    events:
      - {at: "07:20", chapter: {zh: 早班, en: Early shift}}
      - at: "08:30"
        do: round record
        round: pool_opening
        as: doer
        all_ok: true
        check: {free_chlorine: "0.1；加药泵停了", ph: "7.4"}
        opens: chlorine
        expect: {stage: open, department: cleaning}
        show: true
      - at: "08:50"
        do: correction rectify
        case: chlorine
        as: lu_xiuying
        with: {measure: 重启加药泵, evidence: 加药泵照片}
      - at: "09:05"
        do: round retest
        round: pool_opening
        as: yin_guilan
        with: {answer: "0.5"}
        show: true
      - at: "11:30"
        do: round record
        round: "lift_daily:lift_b3_2"
        as: doer
        all_ok: true
        check: {level: "3"}
        show: true
      - {at: "21:55", do: round start, round: night_patrol, as: doer}
      - at: "22:35"
        do: round record
        round: night_patrol
        as: doer
        all_ok: true
        check: {cp_main_gate: "21:55, 22:28", cp_wall_sw: "22:00", cp_wall_nw: "22:05", cp_gas_station: "22:09",
                cp_north_gate: "22:13", cp_wall_ne: "22:17", cp_east_gate: "22:22"}
        with: {helped: 帮业主推车, except: fire_door_3=用木块顶着}
        show: true
      - {at: "23:00", do: journal verify, as: system}
"""


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place to play in, where estates are founded with the policies of these tests."""
    laid_out(tmp_path / "policies")
    packaged = places.packaged
    monkeypatch.setattr(
        founding, "packaged", lambda name: tmp_path / "policies" if name == "policies" else packaged(name)
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


def play(stage: Path, scenario: str, *more: str) -> int:
    (stage / "mine.yaml").write_text(scenario, encoding="utf-8")
    return run(["demo", "estate", "--file", "mine.yaml", *more])


def test_a_day_of_rounds_goes_as_it_is_written(stage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert play(stage, DAY, "--lang", "zh") == 0
    told = capsys.readouterr().out
    assert "$ estatectl 巡查 记录 RD-23 余氯=0.1；加药泵停了 ph=7.4 --all-ok --as" in told
    assert "✓ RD-23/1 复测合格，异常关闭" in told
    assert "✓ RD-6/1 漏做随之关闭" in told, "the lift was left to the scenario, missed, and made up"
    assert "XG-01=21:55 XG-01=22:28" in told
    assert "没有到" not in told
    assert told.count("电梯每日巡查") == 1, "what is routine is not told"


def test_what_nobody_speaks_of_is_done_in_time_and_in_order(stage: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert play(stage, DAY, "--format", "json") == 0
    capsys.readouterr()
    assert (
        run(["round", "list", "--limit", "99", "--dir", "estate", "--now", "2026-10-09T23:00", "--format", "json"]) == 0
    )
    rounds = json.loads(capsys.readouterr().out)["rounds"]
    lifts = {each["subject"]: each for each in rounds if each["programme"] == "lift_daily"}
    assert lifts.pop("lift_b3_2")["timeliness"] == "made_up"
    assert len(lifts) == 21
    assert {each["timeliness"] for each in lifts.values()} == {"on_time"}
    assert sum(each["findings"] for each in lifts.values()) == 0


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param("round: pool_opening", "round: pol_opening", "EST-872", id="an unknown programme"),
        pytest.param('"lift_daily:lift_b3_2"', "planting_survival", "EST-720", id="nothing of it is open"),
        pytest.param("opens: chlorine", "opens: chlorine\n        refused: EST-851", "EST-720", id="not refused"),
        pytest.param('"0.1；加药泵停了"', '"0.5"', "opened nothing to be called 'chlorine'", id="it opens nothing"),
    ],
)
def test_what_goes_otherwise_is_told(
    stage: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, said: str
) -> None:
    assert play(stage, DAY.replace(before, after), "--lang", "en") == 1
    assert said in capsys.readouterr().err


# Answers of a calm day.


def test_every_item_of_every_sheet_has_an_answer_in_order() -> None:
    for checklist in bundle().checklists.values():
        for item in checklist.items:
            answer = sound_answer(item, remark="正常", evidence="sha256:" + "0" * 64, clock="08:30")
            assert answer is not None, (checklist.id, item.id)
            value = item.read(answer)
            assert value is not None, (checklist.id, item.id, answer)
            assert item.in_order(value), (checklist.id, item.id, answer)


CHLORINE = next(item for item in bundle().checklists["round_pool"].items if item.kind is ItemKind.NUMBER)
_BOUNDS = st.decimals(min_value=-1000, max_value=1000, places=2)


@given(low=_BOUNDS, width=st.decimals(min_value=0, max_value=50, places=2), shut=st.booleans())
def test_between_two_limits_there_is_always_a_number_in_order(low: Decimal, width: Decimal, shut: bool) -> None:
    """Law: where limits can be met, the number answered meets them."""
    limits = Limits(gte=low, lte=low + width) if shut else Limits(gt=low, lt=low + width + Decimal("0.01"))
    item = replace(CHLORINE, limits=limits, warning=Limits(), plausible=Limits())
    answer = sound_answer(item, remark="", evidence="", clock="")
    assert answer is not None
    assert limits.judge(Decimal(answer)) is Verdict.WITHIN
