"""Pages as people and programs read them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Lang, Words, same
from estatectl.render.json import page_json, refusal_json
from estatectl.render.look import Look, duration
from estatectl.render.page import Cell, Due, Heading, Hint, Line, Page, Pairs, Rule, Table, Toned, Verbatim
from estatectl.render.text import page_text
from estatectl.render.widths import width

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 17, 30, tzinfo=SHANGHAI)


def look(lang: Lang = "zh", columns: int = 80, colour: bool = False) -> Look:
    return Look(lang=lang, now=NOW, zone=SHANGHAI, columns=columns, colour=colour)


@pytest.mark.parametrize(
    ("cell", "zh", "en"),
    [
        pytest.param(NOW, "11-23 周一 17:30", "Mon 23 Nov 17:30", id="an instant of this year"),
        pytest.param(NOW.astimezone(UTC), "11-23 周一 17:30", "Mon 23 Nov 17:30", id="is shown in the estate's zone"),
        pytest.param(
            NOW.replace(year=2025), "2025-11-23 周日 17:30", "Sun 23 Nov 2025 17:30", id="another year is named"
        ),
        pytest.param(NOW.replace(second=5), "11-23 周一 17:30:05", "Mon 23 Nov 17:30:05", id="seconds are kept"),
        pytest.param(timedelta(hours=2, minutes=15), "2小时15分", "2 h 15 min", id="a length in two units"),
        pytest.param(timedelta(minutes=15), "15分钟", "15 min", id="a length in minutes"),
        pytest.param(timedelta(0), "0秒", "0 s", id="no length"),
        pytest.param(timedelta(days=3, hours=4, minutes=5), "3天4小时", "3 d 4 h", id="days and hours"),
        pytest.param(Due(NOW + timedelta(minutes=15)), "15分钟后", "in 15 min", id="due soon"),
        pytest.param(Due(NOW + timedelta(minutes=14, seconds=1)), "15分钟后", "in 15 min", id="not nearer than it is"),
        pytest.param(Due(NOW), "现在到期", "due now", id="due on the dot is not late"),
        pytest.param(Due(NOW - timedelta(seconds=1)), "已超时 1秒", "late 1 s", id="one second over is late"),
        pytest.param(Due(NOW - timedelta(hours=2)), "已超时 2小时", "late 2 h", id="late"),
        pytest.param(Due(NOW, paused=True), "已暂停", "paused", id="paused"),
        pytest.param(Words(zh="诉求", en="request"), "诉求", "request", id="words"),
        pytest.param(None, "-", "-", id="nothing"),
        pytest.param(Decimal("1e3"), "1E+3", "1E+3", id="a number as written"),
    ],
)
def test_a_cell_reads(cell: Cell, zh: str, en: str) -> None:
    assert look("zh").text(cell) == zh
    assert look("en").text(cell) == en


def test_colour_marks_late_and_soon_and_nothing_else() -> None:
    bright = look(colour=True)
    assert bright.text(Due(NOW - timedelta(hours=2))) == "\x1b[31m已超时 2小时\x1b[0m"
    assert bright.text(Due(NOW + timedelta(minutes=30))) == "\x1b[33m30分钟后\x1b[0m"
    assert bright.text(Due(NOW + timedelta(minutes=31))) == "31分钟后"


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_a_length_is_never_shown_as_longer_than_a_minute_off(length: timedelta) -> None:
    assert duration(length, "en")
    assert duration(length, "zh")
    assert " " not in duration(length, "zh")


BOARD = Page(
    (
        Heading(Words(zh="待办", en="Board")),
        Table(
            (Words(zh="编号", en="id"), Words(zh="内容", en="what"), Words(zh="时限", en="due")),
            (
                ("R-1", "厨房水管爆裂，水漫到楼道，电梯口也有水", Due(NOW - timedelta(hours=2))),
                ("R-12", Words(zh="噪声", en="noise"), Due(NOW + timedelta(minutes=15))),
            ),
        ),
        Rule(),
        Pairs(((Words(zh="值班", en="on duty"), "王芳"), (Words(zh="部门主管", en="supervisor"), None))),
        Hint(Words(zh="查看详情：request show", en="details: request show")),
    ),
)


def test_the_board_in_chinese() -> None:
    assert page_text(BOARD, look(columns=46)) == (
        "待办\n"
        "编号  内容                       时限\n"
        "----  -------------------------  ------------\n"
        "R-1   厨房水管爆裂，水漫到楼道…  已超时 2小时\n"
        "R-12  噪声                       15分钟后\n"
        "\n"
        "值班      王芳\n"
        "部门主管  -\n"
        "查看详情：request show\n"
    )


@pytest.mark.parametrize("columns", [20, 30, 46, 80, 200])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("colour", [False, True])
def test_no_line_is_wider_than_the_terminal(lang: Lang, columns: int, colour: bool) -> None:
    assert all(width(line) <= max(columns, 24) for line in page_text(BOARD, look(lang, columns, colour)).splitlines())


def test_an_empty_table_says_so() -> None:
    assert page_text(Page((Table((same("id"),), ()),)), look("en")) == "(none)\n"


def test_numbers_in_tables_are_not_reformatted() -> None:
    shown = page_text(Page((Table((same("phone"), same("code")), (("013800138000", "1e3"),)),)), look("en"))
    assert "013800138000" in shown
    assert "1e3" in shown


def test_verbatim_is_never_folded() -> None:
    long = "* * * * * " + "x" * 300
    assert page_text(Page((Verbatim(long),)), look(columns=20)) == long + "\n"


def test_long_sentences_fold_with_their_indent() -> None:
    shown = page_text(Page((Line(same("aaa bbb ccc ddd eee fff"), indent=2),)), look("en", columns=20))
    assert shown == "  aaa bbb ccc ddd\n  eee fff\n"


def test_a_page_as_json_is_sorted_and_plain() -> None:
    page = Page(
        data={
            "b": NOW.astimezone(UTC),
            "a": (Decimal("1.50"), timedelta(minutes=2), Words(zh="诉求", en="request"), frozenset("yx")),
        },
        status=1,
        problems=(Problem("EST-311", same("x"), Place("p.yaml", 3, 4), Words(zh="改", en="mend")),),
    )
    text = page_json(page, "zh", SHANGHAI)
    assert json.loads(text) == {
        "ok": False,
        "a": ["1.50", 120, "诉求", ["x", "y"]],
        "b": "2026-11-23T17:30:00+08:00",
        "problems": [
            {"code": "EST-311", "message": "x", "hint": "改", "place": {"file": "p.yaml", "line": 3, "col": 4}}
        ],
    }
    assert text.index('"a"') < text.index('"b"') < text.index('"ok"')
    assert page_json(page, "zh", SHANGHAI) == text


def test_toned_cells_in_tables_keep_their_colour_when_clipped() -> None:
    page = Page((Table((same("a"),), ((Toned("x" * 60, "bad"),),)),))
    line = page_text(page, look("en", columns=20, colour=True)).splitlines()[2]
    assert line == "\x1b[31m" + "x" * 19 + "…\x1b[0m"


def test_a_refusal_as_json_has_every_key() -> None:
    [problem] = json.loads(refusal_json([Problem("EST-400", same("x"))], "en"))["problems"]
    assert problem == {"code": "EST-400", "message": "x", "hint": None, "place": None}
