"""Bulk files as they come: encodings, delimiters, quotes, workbooks, lines of JSON."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from estatectl.adapters.tables.csv_rows import read_csv
from estatectl.domain.handed_in.mapped_columns import FileForm
from estatectl.domain.handed_in.sheets import Sheet
from estatectl.domain.problems import BadInput, EstateError, NothingToCheck, Place
from estatectl.wiring.documents import read_sheet, write_rejects


def sheet(folder: Path, data: bytes | str, name: str = "a.csv", form: FileForm | None = None) -> Sheet:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_sheet(path, form or FileForm())


def texts(found: Sheet) -> list[list[str]]:
    return [[each.row.text(name) for name in found.columns if name] for each in found.rows]


def refused(folder: Path, data: bytes | str, name: str = "a.csv", form: FileForm | None = None) -> EstateError:
    with pytest.raises(EstateError) as caught:
        sheet(folder, data, name, form)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_is_read_in_the_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    found = sheet(tmp_path, "单号,内容\r\nA-1,漏水了，㐀𠮷\r\n".encode(encoding))
    assert found.columns == ("单号", "内容")
    assert texts(found) == [["A-1", "漏水了，㐀𠮷"]]


def test_an_encoding_that_is_told_is_the_one_used(tmp_path: Path) -> None:
    found = sheet(tmp_path, "a\r\né\r\n".encode("latin-1"), form=FileForm(encoding="latin-1"))
    assert texts(found) == [["é"]]


def test_bytes_that_are_not_the_encoding_told_are_refused_at_their_line(tmp_path: Path) -> None:
    error = refused(tmp_path, "a\n1\n水管漏水\n".encode("gb18030"), form=FileForm(encoding="utf-8"))
    assert [(p.code, p.place and p.place.line) for p in error.problems] == [("EST-480", 3)]


def test_an_encoding_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "a\n1\n", form=FileForm(encoding="klingon")).problems[0].code == "EST-480"


@pytest.mark.parametrize(("delimiter", "told"), [(",", None), (";", None), ("\t", None), (";", "semicolon")])
def test_the_heading_tells_the_delimiter(tmp_path: Path, delimiter: str, told: str | None) -> None:
    text = f"a{delimiter}b\n1{delimiter}2\n"
    assert texts(sheet(tmp_path, text, form=FileForm(delimiter=told))) == [["1", "2"]]


def test_quoted_cells_hold_delimiters_quotes_and_lines_and_rows_keep_their_line(tmp_path: Path) -> None:
    found = sheet(tmp_path, 'a,b\n"x,1","he said ""no""\nand left"\n\ny,z\n')
    assert texts(found) == [["x,1", 'he said "no"\nand left'], ["y", "z"]]
    assert [each.row.place and each.row.place.line for each in found.rows] == [2, 5]


def test_a_cell_stands_at_its_row_and_column(tmp_path: Path) -> None:
    assert sheet(tmp_path, "a,b\n1,2\n").rows[0].row.at("b") == Place(str(tmp_path / "a.csv"), 2, 2)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    assert texts(sheet(tmp_path, "a\n=cmd|'/c calc'!A1\n+1\n@x\n")) == [["=cmd|'/c calc'!A1"], ["+1"], ["@x"]]


def test_a_short_row_is_blank_at_its_end_and_a_wide_one_is_faulty(tmp_path: Path) -> None:
    short, wide = sheet(tmp_path, "a,b\n1\n1,2,3\n").rows
    assert (short.faults, short.row.text("b")) == ((), "")
    assert [fault.code for fault in wide.faults] == ["EST-486"]


def test_control_characters_are_a_fault_of_their_row_alone(tmp_path: Path) -> None:
    bad, good = sheet(tmp_path, "a\nx\0y\nz\n").rows
    assert [fault.code for fault in bad.faults] == ["EST-487"]
    assert good.faults == ()


def test_a_quote_that_never_closes_is_refused_where_its_row_begins(tmp_path: Path) -> None:
    error = refused(tmp_path, 'a,b\n1,2\n3,"oh\n4,5\n')
    assert [(p.code, p.place and p.place.line) for p in error.problems] == [("EST-480", 3)]


@pytest.mark.parametrize("text", ["", "a,b\n", "a,b\n,\n\n"], ids=["nothing", "a heading", "blank rows"])
def test_a_file_without_rows_is_nothing_to_import(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path, text)
    assert isinstance(error, NothingToCheck)
    assert error.exit_status == 5


@pytest.mark.parametrize("text", ["a,b,a\n1,2,3\n", ",\n1,2\n"], ids=["a name twice", "no names"])
def test_a_heading_in_doubt_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text).problems[0].code == "EST-482"


def test_the_heading_may_stand_further_down(tmp_path: Path) -> None:
    found = sheet(tmp_path, "三月台账,\n,\n单号,内容\nA,漏\n", form=FileForm(heading=3))
    assert texts(found) == [["A", "漏"]]


def test_what_a_file_is_must_be_told_somehow(tmp_path: Path) -> None:
    assert refused(tmp_path, "a\n1\n", "export.dat").problems[0].code == "EST-480"
    assert texts(sheet(tmp_path, "a\n1\n", "export.dat", FileForm(format="csv"))) == [["1"]]


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1), min_size=2, max_size=2
        ),
        min_size=1,
    )
)
def test_law_what_is_written_as_csv_is_read_as_it_was(rows: list[list[str]]) -> None:
    quoted = "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in each) + "\r\n" for each in (["甲", "乙"], *rows)
    )
    found = read_csv(quoted, "x.csv", FileForm())
    kept = [[cell.strip() for cell in each] for each in rows if any(cell.strip() for cell in each)]
    assert texts(found) == kept


def test_lines_of_json_keep_numbers_as_written(tmp_path: Path) -> None:
    text = '{"id": 13800138000, "on": true, "tags": ["a", 1.50], "none": null}\n\n{"id": "x", "more": {"k": 1}}\n'
    found = sheet(tmp_path, text, "a.jsonl")
    assert found.columns == ("id", "on", "tags", "none", "more")
    assert texts(found) == [["13800138000", "true", "a, 1.50", "", ""], ["x", "", "", "", '{"k": "1"}']]


@pytest.mark.parametrize(
    "line", ["{oops", "[1, 2]", '{"a": 1, "a": 2}', "[" * 100_000], ids=["broken", "a list", "a key twice", "deep"]
)
def test_a_line_that_is_no_object_is_a_faulty_row(tmp_path: Path, line: str) -> None:
    bad, good = sheet(tmp_path, f'{line}\n{{"a": 1}}\n', "a.jsonl").rows
    assert [fault.code for fault in bad.faults] == ["EST-493"]
    assert good.faults == ()


def workbook(folder: Path, *rows: list[object], name: str = "a.xlsx") -> Path:
    book = Workbook()
    assert book.active is not None
    for each in rows:
        book.active.append(each)
    book.save(folder / name)
    return folder / name


def test_numbers_and_dates_of_a_workbook_are_what_people_meant(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["电话", "时间", "日期", "价"],
        [13800138000.0, datetime.fromisoformat("2026-03-01 09:30"), date(2026, 3, 2), 12.5],
    )
    assert texts(read_sheet(path, FileForm())) == [["13800138000", "2026-03-01T09:30:00", "2026-03-02", "12.5"]]


def test_a_formula_without_value_an_error_and_a_cut_number_are_told(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["a", "b", "c", "d"])
    page.append(["=1+1", "#REF!", 123456789012345678, "=text"])
    page["D2"].data_type = "s"
    page["B2"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    [found] = read_sheet(tmp_path / "a.xlsx", FileForm()).rows
    assert [(fault.code, fault.place and fault.place.col) for fault in found.faults] == [
        ("EST-487", 1),
        ("EST-487", 2),
        ("EST-487", 3),
    ]
    assert found.row.text("d") == "=text"


def test_a_sheet_is_named_or_the_first(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["a"])
    book.create_sheet("旧").append(["b"])
    book["旧"].append(["1"])
    book.save(tmp_path / "a.xlsx")
    assert texts(read_sheet(tmp_path / "a.xlsx", FileForm(sheet="旧"))) == [["1"]]
    with pytest.raises(NothingToCheck):
        read_sheet(tmp_path / "a.xlsx", FileForm())
    with pytest.raises(BadInput) as caught:
        read_sheet(tmp_path / "a.xlsx", FileForm(sheet="新"))
    assert caught.value.problems[0].code == "EST-482"


def test_what_only_calls_itself_a_workbook_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, b"PK\x03\x04 no", "a.xlsx").problems[0].code == "EST-480"


def test_a_missing_package_is_one_line_with_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path, ["a"], ["1"])
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(BadInput) as caught:
        read_sheet(path, FileForm())
    [problem] = caught.value.problems
    assert problem.code == "EST-481"
    assert problem.hint is not None
    assert problem.hint.en == "pip install 'estatectl[xlsx]'"


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.xlsx"])
def test_what_is_handed_back_can_be_handed_in_again(tmp_path: Path, name: str) -> None:
    content = {"a.csv": 'n,t\n1,"=x, ""y""\nz"\n', "a.jsonl": '{"n": "1", "t": "=x, \\"y\\"\\nz"}\n'}
    path = tmp_path / name
    if name == "a.xlsx":
        workbook(tmp_path, ["n", "t"], ["1", 'x, "y"\nz'])
    else:
        path.write_text(content[name], encoding="utf-8")
    first = read_sheet(path, FileForm())
    back = tmp_path / f"back-{name}"
    write_rejects(back, path, FileForm(), first, [(each, "EST-450 why") for each in first.rows])
    again = read_sheet(back, FileForm())
    assert [each.row.text("t") for each in again.rows] == [each.row.text("t") for each in first.rows]
    assert again.rows[0].faults == ()


def test_nothing_of_a_wide_row_is_lost_when_it_is_handed_back(tmp_path: Path) -> None:
    first = sheet(tmp_path, "a,,b\n1,2,3,4,5\n")
    back = tmp_path / "back.csv"
    write_rejects(back, tmp_path / "a.csv", FileForm(), first, [(first.rows[0], "why")])
    assert back.read_text(encoding="utf-8-sig") == "a,,b,_rejected\n1,2,3,why,4,5\n"


def test_a_text_that_starts_like_a_formula_is_handed_back_as_text(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["a"])
    page.append(["=1+1"])
    page["A2"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    first = read_sheet(tmp_path / "a.xlsx", FileForm())
    write_rejects(tmp_path / "b.xlsx", tmp_path / "a.xlsx", FileForm(), first, [(first.rows[0], "why")])
    [row] = read_sheet(tmp_path / "b.xlsx", FileForm()).rows
    assert (row.faults, row.row.text("a")) == ((), "=1+1")
