"""`--format` and `-o`: several files at once, each whole or none, and nothing done when one cannot be had."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path, PurePath

import pytest

from estatectl.adapters.whole_files import refuse_unwritable, write_whole
from estatectl.cli.main import run
from estatectl.domain.problems import BadInput
from estatectl.render.reports.formats import NIGHT_FORMATS, REPORT_FORMATS, format_of
from tests.terminal import Typing


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.html", "html"),
        ("A.HTM", "html"),
        ("报告.md", "markdown"),
        ("a.b.xlsx", "xlsx"),
        ("a.json", "json"),
        ("a.sarif.json", "sarif"),
        ("a.sarif", "sarif"),
        ("a.junit.xml", "junit"),
        ("a.xml", "junit"),
        ("estatectl.prom", "prometheus"),
        ("a.pdf", "pdf"),
    ],
)
def test_the_end_of_a_name_is_the_format(name: str, form: str) -> None:
    assert format_of(PurePath("x", name), NIGHT_FORMATS) == form


@pytest.mark.parametrize("name", ["a.txt", "a", "html", "a.junit.xml", "a.prom"])
def test_a_name_that_ends_in_no_format_of_a_report_is_refused(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        format_of(PurePath(name), REPORT_FORMATS)
    assert [problem.code for problem in refused.value.problems] == ["EST-764"]


def test_files_are_there_whole_with_the_rights_of_new_files(tmp_path: Path) -> None:
    fresh, old = tmp_path / "a.md", tmp_path / "b.xlsx"
    old.write_bytes(b"old")
    write_whole({fresh: "报告\n", old: b"\x00new"})
    assert fresh.read_bytes() == "报告\n".encode()
    assert old.read_bytes() == b"\x00new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.xlsx"]
    beside = tmp_path / "beside"
    beside.touch()
    assert stat.S_IMODE(fresh.stat().st_mode) == stat.S_IMODE(beside.stat().st_mode)


def test_where_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    first, second = tmp_path / "a.md", tmp_path / "gone" / "b.md"
    first.write_text("old", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        write_whole({first: "new", second: "new"})
    assert [problem.code for problem in refused.value.problems] == ["EST-765"]
    assert first.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["a.md"]


def test_everything_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    good = tmp_path / "a.md"
    with pytest.raises(BadInput) as refused:
        refuse_unwritable([good, good, tmp_path, tmp_path / "gone" / "x.md"])
    said = [problem.words.en.removeprefix(str(tmp_path)) for problem in refused.value.problems]
    assert said == [
        " is a directory",
        "/a.md is named twice",
        "/gone/x.md cannot be written: there is no such directory",
    ]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An estate on the morning after a day on which nobody did anything."""
    place = tmp_path_factory.mktemp("outputs") / "estate"
    assert run(["init", str(place), "--sample", "--now", "2026-10-09T08:00"]) == 0
    for now in ("2026-10-09T08:01", "2026-10-09T23:30"):
        assert run(["tick", "--dir", str(place), "--as", "system", "--now", now]) in (0, 1)
    return place


@pytest.fixture
def typed(place: Path, capsys: pytest.CaptureFixture[str]) -> Typing:
    return Typing(place, capsys, "2026-10-10T00:30", "system")


def test_one_run_prints_one_format_and_writes_others(typed: Typing, tmp_path: Path) -> None:
    page, machine = tmp_path / "night.html", tmp_path / "night.junit.xml"
    made = typed("comply", "run", "--format", "sarif", "-o", str(page), "-o", str(machine))
    assert made.status in (0, 1), made.err
    assert made.document["version"] == "2.1.0"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert machine.read_text(encoding="utf-8").startswith("<?xml")
    assert f"written: {page}" in made.err
    again = typed("comply", "run", "--format", "sarif", "-o", str(tmp_path / "again.html"))
    assert again.out == made.out
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()
    assert typed("comply", "run", "--format", "json").document["date"] == "2026-10-09"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["-o", "night.txt"], "EST-764"),
        (["-o", "gone/night.html"], "EST-765"),
        (["--format", "pdf"], "EST-766"),
        (["--format", "yaml"], "EST-404"),
    ],
)
def test_what_cannot_be_had_is_refused_before_the_night_is_journaled(
    typed: Typing, words: list[str], code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    typed.now = "2026-10-11T00:30"
    refused = typed("comply", "run", *words)
    assert (refused.status, refused.codes, refused.out) == (2, [code], "")
    entries = typed("journal", "show", "nights", "--format", "json").document["entries"]
    assert "2026-10-10" not in [entry["data"]["date"] for entry in entries if entry["kind"] == "checked"]
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_is_json_where_json_was_asked_for(typed: Typing) -> None:
    assert json.loads(typed("comply", "run", "-o", "night.txt", "--format", "json").out)["ok"] is False


def test_a_report_goes_into_a_directory_under_a_name_of_its_own(typed: Typing, tmp_path: Path) -> None:
    for kind, name in (("daily", "daily-2026-10-09"), ("weekly", "weekly-2026-W40"), ("monthly", "monthly-2026-09")):
        made = typed("report", kind, "-o", f"{tmp_path}/", "--format", "json")
        if kind == "daily":
            assert (made.status, made.document["report"]) == (0, "daily"), made.err
            assert (tmp_path / f"{name}.html").read_text(encoding="utf-8").startswith("<!doctype html>")
        else:
            assert (made.status, [problem["code"] for problem in made.document["problems"]]) == (5, ["EST-768"])
    assert [path.name for path in tmp_path.iterdir()] == ["daily-2026-10-09.html"]


def test_a_report_names_the_rounds_that_were_missed(typed: Typing) -> None:
    found = typed("report", "daily", "--format", "json").document
    [section] = [each for each in found["sections"] if each["id"] == "missed"]
    missed = typed("round", "list", "--missed", "--format", "json", "--limit", "500").document
    assert section["blocks"][0]["total"] == len(missed["rounds"]) > 0
    tiles = {tile["id"]: tile["value"] for tile in found["tiles"]}
    assert tiles["missed"] == len(missed["rounds"])


def test_the_night_goes_into_a_directory_too(typed: Typing, tmp_path: Path) -> None:
    assert typed("comply", "run", "-o", str(tmp_path)).status in (0, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["night-2026-10-09.html"]


def test_a_report_of_today_is_refused_and_says_what_to_look_at(typed: Typing) -> None:
    refused = typed("报告", "日报", "--date", "2026-10-10", lang="zh")
    assert (refused.status, refused.codes) == (2, ["EST-767"])
    assert "2026-10-09" in refused.err
    assert typed("report", "monthly", "--date", "2026-13").codes == ["EST-738"]
