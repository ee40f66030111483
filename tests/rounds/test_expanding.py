"""A sheet for one subject: items are written out for each thing, limits are those of the asset, and names find them."""

from __future__ import annotations

import pytest

from estatectl.domain.checklists.item_names import ItemNames
from estatectl.domain.checklists.limits import Limits
from tests.rounds.sheet_build import POOL, codes, filled, round_sheet, short

CAMERAS = """
- {id: screen, text: {zh: 大屏, en: Video wall}, kind: yes_no, expect: true}
- {id: picture, text: {zh: 画面, en: Picture}, kind: yes_no, expect: true, aliases: [图像], each: {cameras: all}}
- {id: cause, text: {zh: 原因, en: Cause}, kind: text, when: {picture: false}, each: {cameras: all}}
"""
LEVELS = """
- id: levelling
  text: {zh: 平层偏差, en: Levelling}
  kind: number
  unit: mm
  limits: {lte: 10}
  limits_for: {lift: {lte: 15}, lift_1: {lte: 5}}
"""


def names(text: str, asset: str | None = None) -> list[str]:
    return [item.id for item in round_sheet(text, asset=asset).items]


@pytest.mark.parametrize(
    ("each", "things"),
    [
        ("cameras: all", ["cam_01", "cam_02"]),
        ("assets: lift", ["lift_1", "lift_2"]),
        ("zones: lobby", ["east_lobby", "west_lobby"]),
        ("checkpoints: night", ["cp_pool", "cp_east"]),
        ("zones: nowhere", []),
        ("checkpoints: nowhere", []),
    ],
)
def test_an_item_is_there_once_for_each_thing_in_the_order_of_the_site(each: str, things: list[str]) -> None:
    text = f"- {{id: seen, text: {{zh: 看过, en: Seen}}, kind: yes_no, each: {{{each}}}}}"

    assert names(text) == [f"seen@{thing}" for thing in things]


def test_an_expanded_item_names_its_thing_and_keeps_its_base() -> None:
    item = round_sheet(CAMERAS).items[1]

    assert (item.id, item.base, item.thing) == ("picture@cam_01", "picture", "cam_01")
    assert (item.text.zh, item.text.en) == ("画面（南门 1 号机）", "Picture (Gate camera)")


@pytest.mark.parametrize(
    ("asset", "most"), [("lift_1", "5"), ("lift_2", "15"), ("pump_1", "10"), ("main_pool", "10"), (None, "10")]
)
def test_limits_of_one_asset_go_before_those_of_its_class_and_of_all(asset: str | None, most: str) -> None:
    (item,) = round_sheet(LEVELS, asset=asset).items

    assert item.limits.shown("") == f"≤ {most}"


def test_limits_are_settled_for_each_thing_of_its_own() -> None:
    text = LEVELS.replace("kind: number", "kind: number\n  each: {assets: lift}")

    assert [item.limits for item in round_sheet(text).items] == [
        Limits(lte=item.limits.lte) for item in round_sheet(text).items
    ]
    assert [item.limits.shown("") for item in round_sheet(text).items] == ["≤ 5", "≤ 15"]


def test_limits_of_a_pool_hold_for_a_round_at_that_pool() -> None:
    text = LEVELS.replace("lift_1:", "main_pool:")
    (item,) = round_sheet(text, asset="main_pool").items

    assert item.limits.shown("") == "≤ 5"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("picture@cam_01", ["picture@cam_01"]),
        ("Picture@CAM-01", ["picture@cam_01"]),
        ("画面cam_01", ["picture@cam_01"]),
        ("cam-01 画面", ["picture@cam_01"]),
        ("画面 南门1号机", ["picture@cam_01"]),
        ("池边图像", ["picture@cam_02"]),
        ("画面（南门 1 号机）", ["picture@cam_01"]),
        ("cam_01", ["picture@cam_01", "cause@cam_01"]),
        ("池边", ["picture@cam_02", "cause@cam_02"]),
        ("画面", ["picture@cam_01", "picture@cam_02"]),
        ("video-wall", ["screen"]),
        ("wall", ["screen"]),
        ("cam_99", []),
        ("", []),
        ("@", []),
    ],
)
def test_a_thing_is_named_with_the_item_in_either_order(typed: str, found: list[str]) -> None:
    assert [item.id for item in ItemNames(round_sheet(CAMERAS)).find(typed).items] == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("free_chlorine", ["free_chlorine"]),
        ("free-chlorine", ["free_chlorine"]),
        ("Free Chlorine", ["free_chlorine"]),
        ("FREECHLORINE", ["free_chlorine"]),
        ("餘氯", ["free_chlorine"]),
        ("ＣＬ", ["free_chlorine"]),
        ("游离", ["free_chlorine"]),
        ("化合", ["combined_chlorine"]),
        ("chlorine", ["free_chlorine", "combined_chlorine"]),
        ("化", []),
        ("chlor", []),
        ("PH", ["ph"]),
        ("bottom", ["clear"]),
    ],
)
def test_names_are_forgiving_and_never_guess(typed: str, found: list[str]) -> None:
    assert [item.id for item in ItemNames(round_sheet(POOL)).find(typed).items] == found


def test_the_name_of_an_item_stands_for_all_things_that_are_not_named_themselves() -> None:
    found = filled(round_sheet(CAMERAS), {"画面": "是", "画面cam_02": "黑屏", "cause@cam_02": "断电", "screen": "是"})

    assert found.problems == ()
    assert dict(found.answers) == {
        "picture@cam_01": "yes",
        "picture@cam_02": "no",
        "cause@cam_02": "断电",
        "screen": "yes",
    }
    assert short(found) == [("picture@cam_02", "reading")]
    assert found.shortfalls[0].item == "picture"


def test_a_condition_looks_at_the_answer_for_the_same_thing() -> None:
    found = filled(round_sheet(CAMERAS), {"picture@cam_02": "黑屏"}, all_ok=True)

    assert [problem.words.en for problem in found.problems] == ["'Cause (Pool camera)' (cause@cam_02) must be answered"]


def test_one_figure_does_not_stand_for_all_things() -> None:
    text = LEVELS.replace("kind: number", "kind: number\n  each: {assets: lift}")

    assert codes(filled(round_sheet(text), {"levelling": "3"}).problems) == ["EST-855", "EST-372", "EST-372"]
    assert codes(filled(round_sheet(text), {"1号梯": "3", "DT-02": "4"}).problems) == []


def test_a_name_that_is_not_clear_lists_what_it_may_be() -> None:
    (problem, *_) = filled(round_sheet(CAMERAS), {"cam_01": "黑屏"}, all_ok=True).problems

    assert problem.code == "EST-852"
    assert problem.hint is not None
    assert problem.hint.zh == "写明是哪一项：picture@cam_01 画面（南门 1 号机）、cause@cam_01 原因（南门 1 号机）"
