"""Lines handed in and out by file: what goes out comes in again, bad rows come back, nothing comes twice."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.handed_in.neutral import meant, neutral
from tests.registers.terminal import GUARD, OFFICER, Terminal

HEAD = ["plate", "kind", "owner", "household", "valid_until"]
GOOD = ["京A12345", "owner", "王先生", "3-2-1201", "2027-05-01"]
OTHER = ["京AD12345", "租户", "李女士", "5-1-301", "2027-05-01"]


def written(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8", head: Sequence[str] = HEAD) -> str:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return str(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_usual_encodings(desk: Terminal, tmp_path: Path, encoding: str) -> None:
    file = written(tmp_path / "passes.csv", [GOOD, OTHER], encoding)
    document = desk.json("register", "import", "车证", file)
    assert (document["added"], document["ids"]) == (2, ["PASS-1", "PASS-2"])
    assert desk.json("register", "show", "PASS-1")["line"]["values"]["owner"] == "王先生"


def test_columns_go_by_title_in_either_language(desk: Terminal, tmp_path: Path) -> None:
    head = ["车牌", "Kind of pass", "车主", "household", "有效期至", "颜色"]
    document = desk.json("register", "import", "车证", written(tmp_path / "p.csv", [[*GOOD, "红"]], head=head))
    assert document["added"] == 1
    assert document["unused_columns"] == ["颜色"]


def test_a_file_without_a_needed_column_is_refused_whole(desk: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path / "p.csv", [GOOD[:3]], head=HEAD[:3])
    assert desk("register", "import", "车证", file).codes == ["EST-959", "EST-959"]
    twice = written(tmp_path / "q.csv", [[*GOOD, "x"]], head=[*HEAD, "车主"])
    assert desk("register", "import", "车证", twice).codes == ["EST-959"]
    assert desk.lines("vehicle_passes", "--all") == []


def test_bad_rows_come_back_and_good_ones_are_kept(desk: Terminal, tmp_path: Path) -> None:
    bad = ["京A1", "king", "", "5-1", "soon"]
    file = written(tmp_path / "p.csv", [GOOD, bad, OTHER])
    answer = desk("register", "import", "车证", file, "--format", "json")
    assert answer.status == 1
    assert (answer.document["added"], len(answer.document["refused"])) == (2, 1)
    [refused] = answer.document["refused"]
    assert refused["row"] == 3
    assert {(each["code"], each["column"]) for each in refused["problems"]} == {
        ("EST-449", "plate"),
        ("EST-451", "kind"),
        ("EST-450", "owner"),
        ("EST-455", "valid_until"),
    }
    rejects = tmp_path / "p.rejects.csv"
    mended = rejects.read_text(encoding="utf-8-sig").replace("京A1,king,,5-1,soon", "京A99999,owner,赵,5-1,2027-01-01")
    rejects.write_text(mended, encoding="utf-8")
    assert desk.json("register", "import", "车证", str(rejects))["added"] == 1


def test_importing_again_adds_nothing_even_after_a_correction(desk: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path / "p.csv", [GOOD, OTHER, GOOD])
    first = desk.json("register", "import", "车证", file)
    assert (first["added"], first["repeated"]) == (2, 1)
    desk("register", "correct", "PASS-1", "--owner", "王太太")
    desk("register", "void", "PASS-2", "--reason", "搬走")
    again = desk.json("register", "import", "车证", file)
    assert (again["added"], again["known"]) == (0, 2)
    assert desk.lines("vehicle_passes", "--all") == ["PASS-2", "PASS-1"]


def test_two_rows_with_one_plate_are_told_apart(desk: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path / "p.csv", [GOOD, [GOOD[0], *OTHER[1:]]])
    answer = desk("register", "import", "车证", file, "--dry-run", "--format", "json")
    assert answer.status == 1
    assert [each["code"] for each in answer.document["refused"][0]["problems"]] == ["EST-954"]
    assert desk.lines("vehicle_passes") == []


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_goes_out_comes_in_again(
    desk: Terminal, founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str, lang: str
) -> None:
    import shutil

    desk.give_pass("京A12345", owner="=cmd|' /C calc'!A0", note="'=一撇")
    desk.give_pass("京A12346", owner="@李女士", note="-1+2", kind="tenant")
    voided = desk.give_pass("京A12347")
    desk("register", "void", voided, "--reason", "错")
    out = tmp_path / f"passes.{suffix}"
    assert desk("register", "export", "车证", "-o", str(out), "--all", lang=lang).status == 0
    same = desk.json("register", "import", "车证", str(out))
    assert (same["added"], same["known"], same["skipped"]) == (0, 2, 1)
    elsewhere = Terminal(Path(shutil.copytree(founded, tmp_path / "elsewhere")), capsys)
    assert elsewhere.json("register", "import", "车证", str(out))["added"] == 2
    values = [
        [each["values"] for each in place.json("register", "list", "车证")["lines"]] for place in (desk, elsewhere)
    ]
    assert sorted(values[0], key=str) == sorted(values[1], key=str)


def test_no_cell_begins_a_formula(desk: Terminal, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    for number, owner in enumerate(("=1+1", "+861380000", "-x", "@SUM(A1)", "＝1")):
        desk.give_pass(f"京A1234{number}", owner=owner)
    for suffix in ("csv", "xlsx"):
        out = tmp_path / f"p.{suffix}"
        desk("register", "export", "车证", "-o", str(out))
        if suffix == "csv":
            cells = [cell for row in csv.reader(out.read_text(encoding="utf-8-sig").splitlines()) for cell in row]
        else:
            sheet = load_workbook(out).active
            cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
            assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr"}
        assert [cell for cell in cells if cell[:1] in "=+-@＝" and cell] == []


@given(st.text())
def test_what_is_made_harmless_is_read_as_it_was_meant(text: str) -> None:
    assert meant(neutral(text)) == text
    assert neutral(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_a_cell_of_ten_megabytes_is_refused_with_its_row(desk: Terminal, tmp_path: Path) -> None:
    huge = ["京A88888", "owner", "长" * 3_500_000, "5-1", "2027-01-01"]
    answer = desk("register", "import", "车证", written(tmp_path / "p.csv", [GOOD, huge]), "--format", "json")
    assert answer.status == 1
    assert answer.document["added"] == 1
    [refused] = answer.document["refused"]
    assert (refused["row"], [each["column"] for each in refused["problems"]]) == (3, ["owner"])
    assert len(answer.out) < 5_000


def test_an_edited_export_changes_nothing_and_says_so(desk: Terminal, tmp_path: Path) -> None:
    desk.give_pass(owner="王先生")
    out = tmp_path / "p.jsonl"
    desk("register", "export", "车证", "-o", str(out))
    row = json.loads(out.read_text(encoding="utf-8"))
    out.write_text(json.dumps({**row, "owner": "改了"}, ensure_ascii=False), encoding="utf-8")
    answer = desk("register", "import", "车证", str(out), "--format", "json")
    assert answer.status == 1
    assert [each["code"] for each in answer.document["refused"][0]["problems"]] == ["EST-960"]
    assert desk.json("register", "show", "PASS-1")["line"]["values"]["owner"] == "王先生"


def test_what_is_imported_tells_nobody_and_opens_nothing(desk: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(
        '{"kind": "fire", "location": "3栋", "content": "冒烟", "_at": "2026-10-01T08:00"}', encoding="utf-8"
    )
    assert desk.json("register", "import", "监控日志", str(file), by="jiang_li")["ids"] == ["CCTV-1"]
    line = desk.json("register", "show", "CCTV-1")["line"]
    assert (line["cases"], line["at"]) == ([], "2026-10-01T08:00:00+08:00")
    assert "冒烟" not in desk.outbox()


def test_what_was_given_back_stays_so(desk: Terminal, tmp_path: Path) -> None:
    key = desk.add("keys", key="机房", holder="张三", why="检修", due_back="2026-11-09", by=GUARD)
    desk("register", "return", key, "--state-back", "完好", by=GUARD)
    out = tmp_path / "keys.csv"
    desk("register", "export", "keys", "-o", str(out))
    text = out.read_text(encoding="utf-8-sig").replace("KEY-1", "").replace("张三", "李四")
    out.write_text(text, encoding="utf-8")
    assert desk.json("register", "import", "keys", str(out), by=GUARD)["ids"] == ["KEY-2"]
    line = desk.json("register", "show", "KEY-2")["line"]
    assert (line["state"], line["values"]["state_back"]) == ("returned", "完好")


def test_the_wrong_post_imports_nothing(desk: Terminal, tmp_path: Path) -> None:
    assert desk("register", "import", "车证", written(tmp_path / "p.csv", [GOOD]), by=OFFICER).codes == ["EST-421"]
