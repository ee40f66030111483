"""Addresses as people write them lead to the household, zone or asset that is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.place.addresses import numeral
from tests.content.documents import default_site

ONE_HOME = [
    "3-2-1201",
    "3-2-1201室",
    "B3-2-1201",
    "b3-2-1201",
    "3/2/1201",
    "3#2-1201",
    "3#-2-1201",
    "3#楼2单元1201",
    "3栋2单元1201",
    "3栋2单元1201室",
    "3栋2单元1201房",
    "3幢2单元1201",
    "3 幢 2 单元 1201 室",
    "3座2单元1201",
    "3号楼2单元1201",
    "3号楼二单元1201室",
    "三号楼二单元1201",
    "三栋二单元一二零一",
    "三幢二单元一二〇一室",
    "三栋二单元一千二百零一室",
    "第三栋第二单元1201",
    "３栋２单元１２０１室",
    "３－２－１２０１",
    "3—2—1201",
    "3–2–1201",
    "3棟2單元1201號",
    "3号楼2单元12楼01室",
    "3幢2单元12层1号",
    "3栋2单元十二楼01室",
    "3栋二单元1201号房",
    "澜庭华府3幢2单元1201",
    "一期3栋2单元1201",
    "杭州市澜庭路88号澜庭华府3幢2单元1201室",
    "我家是3栋2单元1201的，水管爆了",
    "3栋2梯1201",
    "3幢2-1201",
    "Building 3 Unit 2 Room 1201",
    "Building 3, Unit 2, Room 1201",
    "building 3 unit 2 1201",
    "Bldg 3, unit 2, apt 1201",
    "Bldg. 3 Unit 2 Flat 1201",
    "Block 3 Unit 2 #1201",
    "Tower 3, Unit 2, Rm. 1201",
    "Room 1201, Unit 2, Building 3",
    "Apt. 1201, Building 3, Unit 2",
    "B3 Unit 2 Room 1201",
    "Building No. 3, Unit No. 2, Room No. 1201",
]


@pytest.mark.parametrize("address", ONE_HOME)
def test_every_way_to_write_one_home_gives_its_key(address: str) -> None:
    found = default_site().resolve(address)

    assert found is not None
    assert (found.household, found.building, found.unit, found.key) == ("3-2-1201", "b3", 2, "3-2-1201")
    assert found.written == address


@pytest.mark.parametrize(
    ("address", "household"),
    [
        ("11栋5号", "11-5"),
        ("11幢5号", "11-5"),
        ("十一幢五号", "11-5"),
        ("11-5", "11-5"),
        ("Building 11, No. 5", "11-5"),
        ("Villa 8, Building 12", "12-8"),
        ("十二幢八号", "12-8"),
        ("十栋三单元1102", "10-3-1102"),
        ("10号楼3单元101室", "10-3-101"),
        ("二十五栋一单元101", None),
    ],
)
def test_villas_and_two_figure_buildings(address: str, household: str | None) -> None:
    found = default_site().resolve(address)

    assert (found.household if found else None) == household


@pytest.mark.parametrize(
    ("address", "location", "key"),
    [
        ("3栋", "b3", "b3"),
        ("3栋2单元", "b3", "b3/2"),
        ("Building 3", "b3", "b3"),
        ("3栋1201", "b3", "b3"),  # two units have a 1201: which one is not said
        ("3栋2单元9901", "b3", "b3/2"),  # no such room
        ("3栋7单元1201", "b3", "b3"),  # no such unit
        ("8栋2单元1401", "b8", "b8/2"),  # building 8 leaves out the 14th floor
        ("3栋2单元101", "b3", "b3/2"),  # the ground floor is a lobby
    ],
)
def test_what_is_not_a_home_is_still_a_building(address: str, location: str, key: str) -> None:
    found = default_site().resolve(address)

    assert found is not None
    assert (found.household, found.location, found.key) == (None, location, key)


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ("B1车库", "garage_b1"),
        ("地下一层车库", "garage_b1"),
        ("负一楼", "garage_b1"),
        ("地下车库负一东侧", "garage_b1"),
        ("地库B2东侧", "garage_b2"),
        ("地下車庫", "garage"),
        ("地下停车场", "garage"),
        ("Garage B1", "garage_b1"),
        ("basement 2", "garage_b2"),
        ("the underground car park", "garage"),
        ("中央花园", "central_garden"),
        ("小花园长椅旁", "central_garden"),
        ("Central Garden", "central_garden"),
        ("游泳池", "pool"),
        ("swimming pool", "pool"),
        ("健身房", "gym"),
        ("the GYM", "gym"),
        ("儿童游乐场", "playground"),
        ("南大门", "main_gate"),
        ("东门岗亭", "east_gate"),
        ("配电房", "power_room"),
        ("消防泵房", "fire_pump_room"),
        ("生活水泵房", "pump_room"),
        ("消控室", "fire_control_room"),
        ("監控室", "cctv_room"),
        ("垃圾房", "waste_room"),
    ],
)
def test_common_places_are_found_by_what_people_call_them(address: str, zone: str) -> None:
    found = default_site().resolve(address)

    assert found is not None
    assert (found.location, found.key) == (zone, zone)


@pytest.mark.parametrize(
    ("address", "asset"),
    [
        ("DT-03-02", "lift_b3_2"),
        ("dt-03-02 门关不上", "lift_b3_2"),
        ("3幢2单元电梯", "lift_b3_2"),
        ("3号楼二单元的电梯", "lift_b3_2"),
        ("lift, building 3 unit 2", "lift_b3_2"),
        ("Elevator in Building 3, Unit 2", "lift_b3_2"),
        ("柴油发电机组", "generator_1"),
        ("消火栓泵 1 号", "fire_pump_1"),
        ("SB-03", "water_pump_high_1"),
        ("泳池加药消毒装置", "pool_dosing"),
        ("fire alarm panel", "fire_panel"),
    ],
)
def test_equipment_is_found_by_code_by_name_and_by_class_and_place(address: str, asset: str) -> None:
    found = default_site().resolve(address)

    assert found is not None
    assert found.asset == asset
    assert found.key == asset


def test_a_class_of_which_the_building_has_two_names_no_single_asset() -> None:
    found = default_site().resolve("3幢电梯")

    assert found is not None
    assert (found.asset, found.building) == (None, "b3")


def test_a_zone_within_a_building_keeps_both() -> None:
    found = default_site().resolve("5栋大堂")

    assert found is not None
    assert (found.building, found.zone, found.key) == ("b5", "lobby", "b5/lobby")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "1201",
        "隔壁小区",
        "somewhere else",
        "gymkhana",
        "99栋3单元801",
        "2单元",
        "门口3-4米处",
        "3-5天",
        "12-25",
        "2026-03-02",
        "0571-88881201",
    ],
)
def test_what_is_not_on_the_estate_is_not_found(address: str) -> None:
    assert default_site().resolve(address) is None


@pytest.mark.parametrize(
    ("chars", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("二十五", 25), ("一百零三", 103), ("一二零一", 1201), ("两", 2)],
)
def test_chinese_numerals_have_their_value(chars: str, value: int) -> None:
    assert numeral(chars) == value


@given(st.data())
def test_every_household_is_found_by_its_own_key_and_by_both_long_forms(data: st.DataObject) -> None:
    site = default_site()
    building = data.draw(st.sampled_from(list(site.buildings.values())))
    key = data.draw(st.sampled_from(list(building.households())))
    number, unit, *room = key.split("-")
    zh = f"{number}幢{unit}单元{room[0]}室" if room else f"{number}幢{unit}号"
    en = f"Building {number}, Unit {unit}, Room {room[0]}" if room else f"Building {number}, No. {unit}"

    for written in (key, zh, en):
        found = site.resolve(written)
        assert found is not None
        assert (found.household, found.building) == (key, building.id)


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    found = default_site().resolve(text)

    assert found is None or found.written == text
