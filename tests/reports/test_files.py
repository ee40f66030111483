"""The report as Markdown, workbook, JSON and PDF: the same values, harmless, and the same bytes each time."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from estatectl.domain.problems import BadInput
from estatectl.domain.words import Lang
from estatectl.render.reports.excel import report_excel
from estatectl.render.reports.json import report_json
from estatectl.render.reports.markdown import plain, report_markdown
from estatectl.render.reports.pdf import report_pdf
from tests.reports.sample import NASTY, REPORT


def wall(*parts: int) -> datetime:
    """An instant as a workbook holds it: the wall clock, without a zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - as openpyxl reads it


SEEN = NASTY.replace("\x07", "\ufffd")


def book(lang: Lang) -> Any:
    return openpyxl.load_workbook(io.BytesIO(report_excel(REPORT, lang)))


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1))
def test_law_of_plain_text_markdown_shows_what_was_meant(text: str) -> None:
    meant = " ".join(text.split())
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(plain(text))
    shown = "".join(
        child.content
        for token in tokens
        if token.type == "inline"
        for child in token.children or []
        if child.type in ("text", "text_special")
    )
    assert [token.type for token in tokens] == (["paragraph_open", "inline", "paragraph_close"] if meant else [])
    assert shown == meant


def test_markdown_tables_have_the_same_number_of_cells_in_every_row() -> None:
    tables = 0
    for tokens in (
        MarkdownIt("commonmark").enable("table").parse(report_markdown(REPORT, lang)) for lang in ("zh", "en")
    ):
        tables += sum(token.type == "table_open" for token in tokens)
        assert not [token for token in tokens if token.type == "html_block" and "script" in token.content]
    assert tables == 2 * (1 + 2 + 4 + 2), "tiles, two tables with rows, four charts with figures, two stories"


def test_markdown_links_only_to_stories_that_are_told() -> None:
    text = report_markdown(REPORT, "en")
    assert "[W-26](#W-26)" in text
    assert '<a id="W-26"></a>' in text
    assert "(#R-99)" not in text


def test_markdown_says_what_is_left_out() -> None:
    assert "11 more are not shown: `estatectl request list --late`" in report_markdown(REPORT, "en")
    assert "另有 11 条未列出" in report_markdown(REPORT, "zh")


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("zh", ["总览", "现在超时", "漏做的巡查", "各部门", "走势", "逐件记录"]),
        (
            "en",
            [
                "Overview",
                "Late now",
                "Rounds missed",
                "Department by department",
                "The course of things",
                "The record of each",
            ],
        ),
    ],
)
def test_a_workbook_has_a_sheet_for_every_section(lang: Lang, names: list[str]) -> None:
    assert book(lang).sheetnames == names


def test_a_workbook_holds_values_not_texts_of_them() -> None:
    sheet = book("en")["Department by department"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("department", "opened", "closed", "on time", "missed", "since")
    assert rows[1] == ("Maintenance", 41, 38, pytest.approx(37 / 39), 1, wall(2026, 10, 1))
    assert rows[3][3] is None, "a share of none is empty, not a hundred percent"
    assert sheet["D2"].number_format == "0.0%"
    assert sheet.freeze_panes == "A2"
    late = list(book("en")["Late now"].iter_rows(values_only=True))
    assert late[3][4:] == (wall(2026, 10, 9, 17), timedelta(hours=7)), "the estate's wall clock"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_cell_of_a_workbook_is_a_formula(lang: Lang) -> None:
    texts = [cell for sheet in book(lang) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert [cell.value for cell in texts if cell.data_type == "f"] == []
    assert SEEN in [cell.value for cell in texts]
    assert "'-2+3" in [cell.value for cell in texts], "what would begin a formula is kept from it"


def test_long_and_equal_titles_of_sheets_are_told_apart() -> None:
    from dataclasses import replace

    from estatectl.domain.words import same

    section = replace(REPORT.sections[2], title=same("a [title] of *more* than thirty-one signs: this one"))
    twice = replace(REPORT, sections=(section, section), stories=())
    names = openpyxl.load_workbook(io.BytesIO(report_excel(twice, "en"))).sheetnames
    assert names == ["Overview", "a  title  of  more  than thirty", "a  title  of  more  than thir 2"]


def test_json_says_the_same_in_both_languages_under_the_same_keys() -> None:
    def keys(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: keys(inner) for key, inner in value.items()}
        return [keys(each) for each in value] if isinstance(value, list) else None

    zh, en = json.loads(report_json(REPORT, "zh")), json.loads(report_json(REPORT, "en"))
    assert keys(zh) == keys(en)
    assert (zh["title"], en["title"]) == ("日报", "Daily report")


def test_json_holds_values() -> None:
    document = json.loads(report_json(REPORT, "en"))
    assert document["at"] == "2026-10-10T00:00:00+08:00"
    assert document["tiles"][1]["value"] == {"part": 361, "whole": 369, "percent": "97.8"}
    assert document["tiles"][2]["value"] == {"part": 0, "whole": 0, "percent": None}
    late = document["sections"][0]["blocks"][1]
    assert late["total"] == 14
    assert late["rows"][0] == {
        "case": "W-26",
        "kind": "work order",
        "department": "Maintenance",
        "clock": "completion",
        "due": "2026-10-09T17:00:00+08:00",
        "late": 25200,
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_report_is_the_same_bytes_in_every_format(lang: Lang) -> None:
    assert report_markdown(REPORT, lang) == report_markdown(REPORT, lang)
    assert report_json(REPORT, lang) == report_json(REPORT, lang)
    assert report_excel(REPORT, lang) == report_excel(REPORT, lang)


@pytest.mark.parametrize(
    ("module", "make", "code"),
    [("openpyxl", report_excel, "EST-761"), ("typst", report_pdf, "EST-762")],
    ids=["a workbook", "a PDF"],
)
def test_what_is_not_installed_is_said(module: str, make: Any, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(BadInput) as refused:
        make(REPORT, "zh")
    assert [problem.code for problem in refused.value.problems] == [code]


PRINT = "import sys; from tests.reports.sample import REPORT; from estatectl.render.reports.pdf import report_pdf\n"


def printed(program: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """A PDF made by a process of its own: fonts are looked for once a process."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **env}
    return subprocess.run([sys.executable, "-c", PRINT + program], env=environ, capture_output=True, check=False)


def test_a_pdf_is_the_same_bytes_whoever_makes_it_when() -> None:
    pytest.importorskip("typst")
    first, second = (printed("sys.stdout.buffer.write(report_pdf(REPORT, 'zh'))") for _ in range(2))
    if b"EST-763" in first.stderr:
        pytest.skip("no font here has Chinese")
    assert first.stdout.startswith(b"%PDF-")
    assert first.stdout == second.stdout


def test_a_machine_without_chinese_fonts_makes_no_page_of_boxes(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(f'<?xml version="1.0"?><fontconfig><dir>{tmp_path}</dir></fontconfig>', encoding="utf-8")
    made = printed(
        "report_pdf(REPORT, 'en')", FONTCONFIG_FILE=str(fonts), HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path)
    )
    assert "EST-763" in made.stderr.decode()
