"""`estatectl calendar` as a process: what people see, what programs read, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.driving import estatectl
from tests.time.time_build import POLICIES

OFFICE = str(POLICIES / "calendars" / "office.yaml")
GOOD = {"calendar": OFFICE, "start": "2026-11-20T17:30", "minutes": 240}


def test_due_tells_which_stretches_counted_and_why() -> None:
    ended = estatectl("calendar", "due", OFFICE, "--start", "2026-11-20T17:30", "--within", "1h", "--lang", "zh")
    assert ended.status == 0
    assert ended.out.splitlines()[0] == "到期：2026-11-23 09:30 周一"
    told = [line.split()[-2:] for line in ended.out.splitlines()[3:]]
    assert told == [
        ["计入", "服务时间"],
        ["不计", "服务时间外"],
        ["不计", "休息日：周六"],
        ["不计", "休息日：周日"],
        ["不计", "服务时间外"],
        ["计入", "服务时间"],
    ]


def test_due_as_json_is_in_the_calendars_zone() -> None:
    ended = estatectl("calendar", "due", OFFICE, "--start", "2026-11-20T17:30", "--within", "1h", "--format", "json")
    assert (ended.document["due"], ended.document["counted_seconds"]) == ("2026-11-23T09:30:00+08:00", 3600)


def test_between_and_open_answer() -> None:
    between = estatectl("calendar", "between", OFFICE, "2026-11-20T17:30", "2026-11-23T09:30", "--lang", "en")
    assert between.out.splitlines()[0] == "counted: 1 h"
    ended = estatectl("calendar", "open", OFFICE, "2026-11-20T18:00", "--format", "json").document
    assert (ended["open"], ended["opens"]) == (False, "2026-11-23T09:00:00+08:00")


def test_open_asks_the_clock_that_was_given() -> None:
    ended = estatectl("calendar", "open", OFFICE, "--now", "2026-11-20T10:00:00+08:00", "--format", "json").document
    assert (ended["open"], ended["closes"]) == (True, "2026-11-20T12:00:00+08:00")


@pytest.mark.parametrize("words", [("batch",), ("--batch",)], ids=["calendar batch FILE", "calendar --batch FILE"])
def test_a_batch_answers_every_line_in_order_and_ends_with_2_where_one_was_bad(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join([json.dumps(GOOD), "nonsense", json.dumps({**GOOD, "id": 3})]) + "\n", encoding="utf-8")
    ended = estatectl("calendar", *words, str(file))
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.status == 2
    assert [answer.get("due") for answer in answers] == ["2026-11-23T14:00:00+08:00", None, "2026-11-23T14:00:00+08:00"]
    assert answers[1]["error"]["code"] == "EST-434"


def test_a_clean_batch_ends_with_0(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n")
    assert estatectl("calendar", "batch", str(file)).status == 0


def test_a_year_without_holidays_ends_with_3() -> None:
    ended = estatectl("calendar", "due", OFFICE, "--start", "2026-12-31T17:30", "--within", "4h")
    assert ended.status == 3
    assert "EST-337" in ended.err


def test_an_unknown_file_ends_with_2() -> None:
    assert estatectl("calendar", "open", "nowhere.yaml").status == 2
