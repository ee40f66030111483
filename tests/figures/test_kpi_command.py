"""`estatectl kpi` as people and programs see it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.driving import estatectl
from tests.terminal import Typing

NOW = "2026-12-01T09:00"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("kpi") / "estate"
    made = estatectl("init", str(place), "--sample", "--now", "2026-11-02T08:00", cwd=place.parent)
    assert made.status == 0, made.err
    return place


@pytest.fixture
def typed(founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typing:
    place = tmp_path / "estate"
    shutil.copytree(founded, place)
    return Typing(place, capsys, "2026-11-10T09:00", "su_xiaoman")


def dripping_tap(typed: Typing) -> None:
    """A repair that is dispatched at once, and to which nobody goes."""
    owner = ("--address", "3栋2单元1201", "--owner", "王先生", "--contact", "13800001111", "--channel", "phone")
    what = ("--type", "repair", "--urgency", "normal", "--department", "maintenance")
    assert typed("request", "open", "卫生间水龙头滴水", *owner, *what).status == 0
    assert typed("request", "dispatch", "R-1").status == 0


def test_a_month_with_one_repair(typed: Typing) -> None:
    dripping_tap(typed)
    typed.now = NOW
    listed = typed("kpi", "list", "--format", "json").document
    assert (listed["period"], listed["partial"]) == ("2026-11", False)
    found = {each["id"]: each for each in listed["figures"]}
    one = found["dispatch_in_time"]
    assert {key: one[key] for key in ("value", "numerator", "denominator", "unproven", "too_few", "met")} == {
        "value": "100.0",
        "numerator": 1,
        "denominator": 1,
        "unproven": 0,
        "too_few": True,
        "met": None,
    }
    late = found["arrival_in_time"]
    assert (late["value"], late["denominator"]) == ("0.0", 1)
    assert typed("kpi", "list", "--format", "json").out == typed("kpi", "list", "--format", "json").out
    shown = typed("kpi", "show", "arrival_in_time", lang="zh")
    assert shown.status == 0
    for said in ("维修按时到场率", "0.0%", "不低于 98%", "样本太少", "W-1/arrive/1", "clocks: order.arrive"):
        assert said in shown.out
    assert "王先生" not in shown.out
    document = typed("kpi", "show", "arrival_in_time", "--format", "json").document
    assert [(each["id"], each["good"]) for each in document["members"]] == [("W-1/arrive/1", False)]


def test_all_that_is_behind_a_figure(typed: Typing) -> None:
    dripping_tap(typed)
    typed.now = NOW
    assert "R-1/dispatch/1" not in typed("kpi", "show", "dispatch_in_time").out
    assert "1 more: --all names them all" in typed("kpi", "show", "dispatch_in_time").out
    assert "R-1/dispatch/1" in typed("kpi", "show", "dispatch_in_time", "--all").out


@pytest.mark.parametrize(
    ("line", "status", "code"),
    [
        pytest.param("list --month 2026-13", 2, "EST-750", id="a month that there is none of"),
        pytest.param("list --month 2026-W41", 2, "EST-750", id="a week where a month is asked for"),
        pytest.param("list --month 2026-11 --date 2026-11-09", 2, "EST-750", id="two periods"),
        pytest.param("list --month 2027-01", 2, "EST-751", id="a month to come"),
        pytest.param("show arival_in_time --week 2026-W45", 2, "EST-752", id="a figure that there is none of"),
        pytest.param("list --month 2026-10", 5, "EST-753", id="before anything was journaled"),
        pytest.param("list --week 2026-W45 --department plumbing", 2, "EST-754", id="no such department"),
        pytest.param("list --week 2026-W45 --department 维修部 --post cleaner", 2, "EST-754", id="two parts"),
        pytest.param("keep --month 2026-11", 2, "EST-755", id="a month that is not over"),
        pytest.param("propose --open --month 2026-11", 2, "EST-755", id="proposals of half a month"),
    ],
)
def test_what_is_refused_says_why(typed: Typing, line: str, status: int, code: str) -> None:
    answer = typed("kpi", *line.split())
    assert (answer.status, answer.codes) == (status, [code])
    assert answer.out == ""


def test_a_department_and_a_post_by_their_names(typed: Typing) -> None:
    answer = typed("kpi", "list", "--week", "2026-W45", "--department", "维修部", lang="zh")
    assert answer.status == 0
    assert answer.out.startswith("2026 年第 45 周·维修部")
    assert typed("kpi", "list", "--week", "2026-W45", "--post", "Cleaner").status == 0


def test_figures_are_kept_proposed_and_appraised(typed: Typing) -> None:
    typed.now = NOW
    kept = typed("kpi", "keep", "--month", "2026-11")
    assert kept.status == 0
    assert "are kept" in kept.out
    assert "had been kept" in typed("kpi", "keep", "--month", "2026-11").out
    looked = typed("kpi", "propose", "--month", "2026-11", "--format", "json").document
    assert looked["opened"] is False
    appraised = typed("kpi", "appraisal", "--post", "维修主管", "--month", "2026-11", "--format", "json").document
    [post] = appraised["posts"]
    assert post["post"] == "maintenance_supervisor"
    assert "arrival_in_time" in [each["id"] for each in post["figures"]]
    traced = typed("charter", "trace", "ext.quality.kpi", "--format", "json").document
    assert traced["clauses"][0]["id"] == "ext.quality.kpi"
