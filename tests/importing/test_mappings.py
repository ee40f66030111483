"""Mappings: what is wrong with one is told at once, where it is written."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from estatectl.domain.handed_in.mapped_columns import Named
from estatectl.domain.handed_in.mapped_instants import InstantOf
from estatectl.domain.problems import BadInput, Place
from estatectl.wiring.documents import import_map
from tests.cases.house import DESK, Estate
from tests.importing.files import LEAK, MAP, maps_for_cases, planned, row, write_csv, write_map

SHANGHAI = ZoneInfo("Asia/Shanghai")


def wrong(folder: Path, old: str, new: str) -> list[tuple[str, int]]:
    """The codes and lines of what is wrong once a part of the mapping says something else."""
    assert old in MAP
    path = write_map(folder, MAP.replace(old, new))
    with pytest.raises(BadInput) as caught:
        planned(Estate.founded().house(DESK), write_csv(folder, row()), path)
    return [(problem.code, problem.place.line if problem.place else 0) for problem in caught.value.problems]


def test_the_mapping_of_these_tests_is_sound(tmp_path: Path) -> None:
    plan, _ = planned(Estate.founded().house(DESK), write_csv(tmp_path, LEAK), write_map(tmp_path))
    assert len(plan.judged.ready) == 1


@pytest.mark.parametrize("path", maps_for_cases(), ids=lambda path: path.stem)
def test_the_mappings_of_the_manual_are_sound(path: Path) -> None:
    assert import_map(path).id == path.stem


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{column: 内容}", "{column: 内荣}", ("EST-483", 16)),
        ("key: [单号]", "key: [单好]", ("EST-483", 5)),
        ("{column: 状态, is: [作废]}", "{column: 状太, is: [作废]}", ("EST-483", 8)),
        ("workflow: request", "workflow: order", ("EST-484", 1)),
        ("  owner: {column: 业主}\n", "", ("EST-484", 15)),
        ("reference:", "refrence:", ("EST-484", 21)),
        ("result:", "opinion:", ("EST-484", 14)),
        ("公众号: wechat", "公众号: weechat", ("EST-484", 20)),
        ("{column: 渠道, map", "{column: 渠道, default: fax, map", ("EST-484", 20)),
        ("at: {column: 时间}", 'at: {column: 时间, formats: ["dd.mm.yyyy"]}', ("EST-484", 6)),
        ("at: {column: 时间}", "at: {column: 时间, zone: Asia/Shangai}", ("EST-484", 6)),
        ("column: 电话", "colum: 电话", ("EST-203", 19)),
        ("kind: import_map", "kind: import_mpa", ("EST-202", 1)),
    ],
    ids=[
        "a field's column that the file lacks",
        "a key column that the file lacks",
        "a tested column that the file lacks",
        "made for another workflow",
        "a required field left out",
        "a field that opening does not take",
        "a field that the move of history does not take",
        "a value that the field does not have",
        "a default that the field does not have",
        "a form of times that there is not",
        "a zone that there is not",
        "a misspelt key",
        "another kind of document",
    ],
)
def test_what_is_wrong_is_told_where_it_is_written(
    tmp_path: Path, old: str, new: str, expected: tuple[str, int]
) -> None:
    assert expected in wrong(tmp_path, old, new)


def test_a_misspelt_column_comes_with_the_one_that_was_meant(tmp_path: Path) -> None:
    path = write_map(tmp_path, MAP.replace("{column: 办结时间}", "{column: 办结时}"))
    with pytest.raises(BadInput) as caught:
        planned(Estate.founded().house(DESK), write_csv(tmp_path, row()), path)
    [problem] = caught.value.problems
    assert problem.hint is not None
    assert problem.hint.zh == "是不是“办结时间”？"


def test_a_policy_of_another_kind_is_no_mapping(tmp_path: Path) -> None:
    estate = Path(__file__).parents[2] / "policies" / "estate.yaml"
    with pytest.raises(BadInput) as caught:
        import_map(estate)
    assert [problem.code for problem in caught.value.problems] == ["EST-484"]


def instant(*formats: str, zone: str | None = None) -> InstantOf:
    return InstantOf(column=Named("t", Place("m", 1)), formats=formats, zone=ZoneInfo(zone) if zone else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-01T14:30", datetime(2026, 5, 1, 14, 30, tzinfo=SHANGHAI)),
        ("2026-05-01 14:30:05", datetime(2026, 5, 1, 14, 30, 5, tzinfo=SHANGHAI)),
        ("2026/5/1 9:05", datetime(2026, 5, 1, 9, 5, tzinfo=SHANGHAI)),
        ("2026年5月1日 9:05", datetime(2026, 5, 1, 9, 5, tzinfo=SHANGHAI)),
        ("2026-05-01", datetime(2026, 5, 1, tzinfo=SHANGHAI)),
        ("2026-05-01T06:30:00Z", datetime(2026, 5, 1, 14, 30, tzinfo=SHANGHAI)),
        ("01/05/2026", None),
        ("2026-02-30", None),
        ("昨天", None),
    ],
)
def test_year_first_times_are_understood_and_doubtful_ones_are_not(text: str, expected: datetime | None) -> None:
    assert instant().read(text, SHANGHAI) == expected


def test_other_forms_and_zones_are_the_mappings_to_say() -> None:
    source = instant("%d/%m/%Y %H:%M", zone="America/New_York")
    assert source.read("01/05/2026 08:00", SHANGHAI) == datetime(2026, 5, 1, 20, 0, tzinfo=SHANGHAI)
