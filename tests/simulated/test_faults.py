"""Faults that are sown: the night check finds each on its night, and nothing else; judged twice, it says the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from estatectl.cli.main import run
from tests.cli.driving import estatectl

_FIRST, _DAYS = date(2026, 3, 2), 17
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seventeen days of the sample estate in which all of the file goes wrong, with its night checks."""
    here = tmp_path_factory.mktemp("faults")
    told = estatectl(
        "simulate", "there", "--from", _FIRST.isoformat(), "--days", str(_DAYS), "--faults", "all",
        "--nights", "--format", "json", cwd=here,
    )  # fmt: skip
    assert told.document["refused"] == [], told.document["refused"]
    return here / "there"


def _night(place: Path, day: date, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    now = f"{_FIRST + timedelta(days=_DAYS)}T08:00"
    status = run(["comply", "run", "--date", day.isoformat(), "--dir", str(place), "--as", "system", "--now", now,
         "--format", "json", "--no-input"])  # fmt: skip
    assert status in (0, 1)  # 4 would say that it came out otherwise than on the night itself
    return capsys.readouterr().out


def _wanted(place: Path) -> Iterator[tuple[date, str, str]]:
    for each in json.loads((place / "faults.json").read_text(encoding="utf-8")):
        for find in each["finds"]:
            yield date.fromisoformat(find["night"]), find["finding"], each["fault"]


def test_each_fault_is_found_on_its_night_and_nothing_else_is(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted: dict[date, set[str]] = {}
    for night, finding, _ in _wanted(place):
        wanted.setdefault(night, set()).add(finding)
    days = [_FIRST + timedelta(days=count) for count in range(_DAYS)]
    assert set(wanted) <= set(days)
    first = {day: _night(place, day, capsys) for day in days}
    found = {day: {each["id"] for each in json.loads(text)["findings"] if each["new"]} for day, text in first.items()}
    assert {day: sorted(found[day] ^ wanted.get(day, set())) for day in days} == {day: [] for day in days}
    # Each night once more: not a byte is different.
    again = {day: _night(place, day, capsys) for day in days}
    assert [day for day in days if first[day] != again[day]] == []


def test_every_fault_of_the_file_was_sown_and_names_what_is_to_be_found(place: Path) -> None:
    told = list(_wanted(place))
    assert len({fault for _, _, fault in told}) >= 40
    assert [finding for _, finding, _ in told if "{" in finding] == []


def test_what_was_sown_is_told_beside_the_night_on_which_it_is_found(place: Path) -> None:
    document: list[Any] = json.loads((place / "faults.json").read_text(encoding="utf-8"))
    late = next(each for each in document if each["fault"] == "arrived_late")
    assert late["sown"] == "2026-03-03T09:00:00+08:00"
    [find] = late["finds"]
    assert find["night"] == "2026-03-03"
    assert find["finding"].startswith("arrive_in_time@W-")
