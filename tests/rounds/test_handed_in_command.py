"""`round record --from FILE` and `round import` as they are typed: what is shown, where it goes, how it ends."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from estatectl.cli.main import run
from tests.rounds.house import laid_out, take_away
from tests.rounds.test_round_import import HEADING, MAP, old, row, write
from tests.terminal import Typing

CLEANER = "lu_xiuying"
NOW = "2026-10-09T18:00"
POOL = {"programme": "池水", "at": "2026-10-09T09:10", "all_ok": True, "answers": {"余氯": 0.5, "pH": 7.4}}


class Terminal(Typing):
    """Somebody who types commands in an estate of their own."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(place, capsys, NOW, CLEANER)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An estate at six in the evening of a day on which the pool was not tested."""
    place = tmp_path_factory.mktemp("handed") / "estate"
    assert run(["init", str(place), "--sample", "-q", "--now", "2026-10-09T06:00"]) == 0
    shutil.rmtree(place / "policies")
    laid_out(place / "policies")
    take_away(place / "policies", "programmes/lift_daily.yaml")
    assert run(["tick", "--as", "system", "--dir", str(place), "--now", "2026-10-09T06:30"]) == 0
    assert run(["tick", "--as", "system", "--dir", str(place), "--now", NOW]) == 0
    return place


@pytest.fixture
def desk(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.chdir(tmp_path)
    return Terminal(Path(shutil.copytree(founded, tmp_path / "estate")), capsys)


def file_of(*records: dict[str, object]) -> str:
    document = {"kind": "round_record", "id": "pool", "rounds": records}
    Path("pool.json").write_text(json.dumps(document, ensure_ascii=False, indent="\t"), encoding="utf-8")
    return "pool.json"


def test_each_round_of_a_file_is_shown_as_if_it_had_been_typed(desk: Terminal) -> None:
    done = desk("round", "record", "--from", file_of(POOL))
    assert (done.status, done.err) == (0, "")
    assert done.out == dedent("""
        ✓ RD-1 Pool before opening (Heated pool of the clubhouse) recorded: 09:10, on time; 陆秀英 (lu_xiuying)
        ✓ RD-1/1 (missed) is closed by it, Correction C-1
        everything in order

        recorded  1
        refused   0
        """).lstrip("\n")


def test_bad_records_are_told_by_their_places_and_good_ones_kept(desk: Terminal) -> None:
    bad = {**POOL, "at": "2026-10-09T13:00"}
    done = desk("round", "record", "--from", file_of(POOL, bad), "--format", "json")
    assert done.status == 1
    assert [each["round"]["state"] for each in done.document["recorded"]] == ["done"]
    [refused] = done.document["refused"]
    assert refused["codes"] == ["EST-876"]
    again = desk("round", "record", "--from", "pool.json", lang="zh")
    assert again.status == 1
    assert "pool.json:16:10: EST-876 “泳池开放前检测”" in again.err
    assert "以前已记录  1" in again.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["RD-1", "--from", "pool.json"], "EST-881"),
        (["--from", "pool.json", "--all-ok"], "EST-881"),
        ([], "EST-403"),
        (["--from", "no.json"], "EST-404"),
    ],
    ids=["a number beside it", "an option beside it", "neither number nor file", "a file that is not there"],
)
def test_what_cannot_be_is_refused(desk: Terminal, words: list[str], code: str) -> None:
    file_of(POOL)
    done = desk("round", "record", *words)
    assert done.status == 2
    assert code in done.err


def test_rows_are_imported_and_the_bad_ones_handed_back(desk: Terminal, tmp_path: Path) -> None:
    day = "2026-10-09"
    rows = (row(日期=day), row("P-2", 日期="2026-10-08"), old("A", "2025-11-03"))
    Path("map.yaml").write_text(MAP, encoding="utf-8")
    file = write(tmp_path, *rows, encoding="gb18030")
    tried = desk("round", "import", str(file), "--map", "map.yaml", "--dry-run", "--format", "json")
    assert (tried.document["dry_run"], tried.document["recorded"], tried.document["history"]) == (True, 1, 1)
    done = desk("巡查", "导入", str(file), "--map", "map.yaml", "--encoding", "gbk", lang="zh")
    assert done.status == 1
    assert "已记到计划内          1" in done.out
    assert "已记到计划外（历史）  1" in done.out
    assert "日期  EST-876" in done.out
    with (tmp_path / "rows.rejects.csv").open(encoding="utf-8-sig", newline="") as stream:
        [refused] = csv.DictReader(stream)
    assert refused["编号"] == "P-2"
    assert refused["_rejected"].startswith("EST-876")
    again = desk("round", "import", str(file), "--map", "map.yaml", "--format", "json")
    assert (again.document["recorded"], again.document["history"], again.document["known"]) == (0, 0, 2)


def test_a_round_that_was_imported_says_from_where(desk: Terminal, tmp_path: Path) -> None:
    Path("map.yaml").write_text(MAP, encoding="utf-8")
    write(tmp_path, row(日期="2026-10-09"), heading=HEADING)
    assert desk("round", "import", "rows.csv", "--map", "map.yaml").status == 0
    assert "recorded: on time, from rows.csv, row 2" in desk("round", "show", "RD-1").out


@pytest.mark.parametrize("kind", ["round_record", "round_map"])
def test_the_forms_of_both_files_are_published(desk: Terminal, kind: str) -> None:
    shown = desk("policy", "schema", kind)
    assert shown.status == 0
    assert f"/schemas/{kind}.schema.json" in shown.out
