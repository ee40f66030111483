"""`estatectl request import` in a real process: what is shown, what is written where, how it ends."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.cli.driving import Outcome, estatectl
from tests.importing.files import HEADING, LEAK, csv_text, past, row, write_csv, write_map

NOW = "2026-05-06T09:00"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("estate") / "e"
    assert estatectl("init", str(folder), "--sample", "--now", "2026-04-30T08:00").status == 0
    return folder


@pytest.fixture
def estate(founded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(founded, tmp_path / "e"))


def run(estate: Path, *words: str, lang: str = "en") -> Outcome:
    return estatectl(
        "request", "import", *words, "--dir", str(estate), "--as", "su_xiaoman", "--now", NOW, "--lang", lang
    )


def test_good_rows_are_kept_and_bad_ones_shown_and_handed_back(estate: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path, LEAK, past("B-1"), row(number="A-2", 渠道="传真", 电话=""))
    done = run(estate, str(file), "--map", str(write_map(tmp_path)))
    assert done.status == 1, done.err
    assert "渠道    EST-490  the mapping does not know '传真'" in done.out
    assert "电话    EST-494" in done.out
    with (tmp_path / "rows.rejects.csv").open(encoding="utf-8-sig", newline="") as stream:
        [refused] = csv.DictReader(stream)
    assert (refused["单号"], refused["内容"]) == ("A-2", "厨房水管漏水")
    assert refused["_rejected"].startswith("EST-490 the mapping does not know '传真'; EST-494")


def test_mended_rows_go_in_and_the_whole_file_again_adds_nothing(estate: Path, tmp_path: Path) -> None:
    file, mapping = write_csv(tmp_path, LEAK, row(number="A-2", 渠道="传真")), write_map(tmp_path)
    assert run(estate, str(file), "--map", str(mapping)).status == 1
    back = tmp_path / "rows.rejects.csv"
    back.write_text(back.read_text(encoding="utf-8-sig").replace("传真", "电话", 1), encoding="gb18030")
    mended = run(estate, str(back), "--map", str(mapping), "--format", "json")
    assert (mended.status, mended.document["opened"], mended.document["unused_columns"]) == (0, 1, [])
    again = run(estate, str(file), "--map", str(mapping), "--format", "json")
    assert (again.document["opened"], again.document["known"]) == (0, 2)


def test_a_trial_run_writes_neither_cases_nor_files(estate: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path, LEAK, row(number="A-2", 电话=""))
    tried = run(estate, str(file), "--map", str(write_map(tmp_path)), "--dry-run", "--format", "json")
    assert (tried.status, tried.document["opened"], tried.document["dry_run"]) == (1, 1, True)
    [refused] = tried.document["refused"]
    assert (refused["row"], [each["column"] for each in refused["problems"]]) == (3, ["电话"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e", "map.yaml", "rows.csv"]
    assert estatectl("request", "list", "--dir", str(estate), "--format", "json").document["total"] == 0


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [("", 5, "EST-485"), (csv_text(), 5, "EST-485"), ('a,b\n"1,2\n', 2, "EST-480"), ("a,b\n1,2\n", 2, "EST-483")],
    ids=["an empty file", "a heading alone", "a quote never closed", "other columns"],
)
def test_a_file_that_cannot_be_used_says_why_and_writes_nothing(
    estate: Path, tmp_path: Path, text: str, status: int, code: str
) -> None:
    (tmp_path / "rows.csv").write_text(text, encoding="utf-8")
    done = run(estate, str(tmp_path / "rows.csv"), "--map", str(write_map(tmp_path)))
    assert (done.status, done.out) == (status, "")
    assert code in done.err


def test_a_mapping_with_faults_is_bad_input_and_told_with_its_places(estate: Path, tmp_path: Path) -> None:
    mapping = write_map(tmp_path, "kind: import_map\nid: x\nworkflow: request\nfields:\n  content: {colum: 内容}\n")
    done = run(estate, str(write_csv(tmp_path, LEAK)), "--map", str(mapping))
    assert done.status == 2
    assert f"{mapping}:5:13: EST-203" in done.err


def test_rejects_never_go_over_the_file_being_read(estate: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path, row(电话=""))
    before = file.read_bytes()
    done = run(estate, str(file), "--map", str(write_map(tmp_path)), "--rejects", str(file))
    assert done.status == 2
    assert "EST-496" in done.err
    assert file.read_bytes() == before


def test_where_rejects_cannot_be_written_nothing_is_imported(estate: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path, LEAK, row(number="A-2", 电话=""))
    done = run(estate, str(file), "--map", str(write_map(tmp_path)), "--rejects", str(tmp_path / "no" / "r.csv"))
    assert done.status == 2
    assert "EST-496" in done.err
    assert estatectl("request", "list", "--dir", str(estate), "--format", "json").document["total"] == 0


def test_the_chinese_words_do_it_too(estate: Path, tmp_path: Path) -> None:
    file, mapping = write_csv(tmp_path, LEAK, encoding="gb18030"), write_map(tmp_path)
    done = estatectl(
        "诉求", "导入", str(file), "--map", str(mapping), "--encoding", "gbk",
        "--dir", str(estate), "--as", "su_xiaoman", "--now", NOW, "--lang", "zh",
    )  # fmt: skip
    assert done.status == 0, done.err
    assert "已受理          1" in done.out


def test_an_imported_case_says_where_it_came_from(estate: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path, past("B-1"))
    run(estate, str(file), "--map", str(write_map(tmp_path)))
    shown = estatectl("request", "show", "R-1", "--dir", str(estate), "--now", NOW, "--lang", "zh", COLUMNS="200")
    assert f"从 {file} 第 2 行导入" in shown.out
    assert "作为历史记录导入" in shown.out


def test_the_heading_of_these_tests_is_the_one_of_the_mapping() -> None:
    assert len(HEADING) == len(LEAK)
