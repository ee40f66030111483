"""`estatectl gate`: who is inside, who waits, who came, left or was turned away, on eighty columns."""

from __future__ import annotations

from textwrap import dedent

import pytest

from estatectl.render.widths import width
from tests.gate.house import CARD, Gate

TO = ("--errand", "visit", "--host", "3-1-902")


@pytest.fixture
def busy(gate: Gate) -> Gate:
    """A morning: one left, one inside for long, a car, one turned away, one waiting."""
    gate("visitor", "open", "张三", "--id-card", CARD, *TO, "--confirmed", "phone", "--leave-by", "2026-10-09T10:00")
    gate("visitor", "open", "赵一", "--paper", "工牌 1", *TO, "--confirmed", "phone")
    gate("visitor", "open", "王五", "--paper", "护照 1", "--errand", "visit", "--host", "5-1-302")
    gate("visitor", "open", "李四", "--paper", "护照 2", *TO)
    gate("vehicle", "open", "京AD12345", "--host", "5-1-302", "--confirmed", "intercom")
    gate.now = "2026-10-09T09:30"
    gate("visitor", "leave", "V-2")
    gate("visitor", "refuse", "V-3", "--reason", "业主不认识")
    gate.now = "2026-10-09T10:30"
    return gate


def test_today_reads_well_in_chinese(busy: Gate) -> None:
    assert busy("门岗", "今日", lang="zh").out == dedent("""\
        在内：访客 1、车辆 1；超时 1
        今日进 3、出 1、未进入 1，等候或预约 1

        在内
        编号  人、车、物  去处     进入   到期
        ----  ----------  -------  -----  -------------
        V-1   张三        3-1-902  09:00  已超时 30分钟
        VH-1  京AD12345   5-1-302  09:00  10小时30分后

        等候或预约
        编号  人、车、物  去处     环节          到期
        ----  ----------  -------  ------------  ----------------
        V-4   李四        3-1-902  待被访人确认  已超时 1小时20分

        今日离开
        编号  人、车、物  去处     进入   离开
        ----  ----------  -------  -----  -----
        V-2   赵一        3-1-902  09:00  09:30

        今日未进入
        编号  人、车、物  去处     时间   结果
        ----  ----------  -------  -----  ------
        V-3   王五        5-1-302  09:30  未放行
        """)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_wider_than_a_terminal(busy: Gate, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    busy("visitor", "open", "很长的名字" * 8, "--paper", "护照 3", *TO, "--confirmed", "phone")
    assert max(width(line) for line in busy("gate", "today", lang=lang).out.splitlines()) <= 80


def test_programs_get_everything(busy: Gate) -> None:
    document = busy("gate", "today", "--format", "json").document
    ids = {name: [each["id"] for each in document[name]] for name in ("inside", "waiting", "left", "turned_away")}
    assert ids == {"inside": ["V-1", "VH-1"], "waiting": ["V-4"], "left": ["V-2"], "turned_away": ["V-3"]}
    assert sorted(each["id"] for each in document["came"]) == ["V-1", "V-2", "VH-1"]
    assert document["late"] == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [("张", ["V-1"]), ("ad12", ["VH-1"]), (CARD[-6:], ["V-1"]), ("5-1-302", ["VH-1"]), ("赵一", [])],
    ids=["a name", "part of a plate", "part of an identity card", "a home", "somebody who has left"],
)
def test_whoever_is_inside_is_found(busy: Gate, text: str, found: list[str]) -> None:
    document = busy("gate", "inside", "--text", text, "--format", "json").document
    assert [each["id"] for each in document["inside"]] == found


def test_late_ones_alone(busy: Gate) -> None:
    document = busy("gate", "inside", "--late", "--format", "json").document
    assert [each["id"] for each in document["inside"]] == ["V-1"]


def test_who_stays_over_night_is_still_inside_with_the_day_of_coming(busy: Gate) -> None:
    busy.now = "2026-10-10T00:00"
    document = busy("gate", "today", "--format", "json").document
    assert [each["id"] for each in document["inside"]] == ["V-1", "VH-1"]
    assert (document["came"], document["left"], document["turned_away"]) == ([], [], [])
    assert "10-09 09:00" in busy("gate", "inside").out


def test_an_empty_gate_says_so(gate: Gate) -> None:
    assert "（没有）" in gate("gate", "inside", lang="zh").out
    assert gate("gate", "today").status == 0


def test_a_rebuild_changes_nothing(busy: Gate) -> None:
    busy.at("09T10:30")
    before = busy("gate", "today", "--format", "json").out
    assert busy("journal", "rebuild", by="system").status == 0
    assert busy("gate", "today", "--format", "json").out == before
