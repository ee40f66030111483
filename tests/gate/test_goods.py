"""Goods going out: asked about, registered, of lawful source, photographed; what looks wrong is held."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gate.house import CARD, CHIEF, Gate

FRIDGE = ("goods", "open", "冰箱一台", "--host", "3-1-902")


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "冰箱.jpg"
    path.write_bytes(b"a fridge")
    return str(path)


def test_goods_go_with_the_owners_word_source_carrier_and_photo(gate: Gate, photo: str) -> None:
    assert "may go" in gate(*FRIDGE, "--confirmed", "phone", "--source", "own").out
    answer = gate("goods", "release", "冰箱一台", "--photo", photo, "--carrier", "李师傅", "--plate", "京A12345")
    assert answer.status == 0
    assert gate.stage("G-1") == "released"
    assert "sha256:" in str(gate.case("G-1")["values"]["photo"])


def test_a_release_without_any_of_them_is_refused_with_all_that_is_missing(gate: Gate) -> None:
    gate(*FRIDGE)
    answer = gate("goods", "release", "G-1")
    assert (answer.status, answer.codes) == (2, ["EST-426"] * 4)
    for word in ("confirm", "--source", "--photo", "--carrier"):
        assert word in answer.err


@pytest.mark.parametrize(("value", "goes"), [("4999.99", True), ("5000", False)], ids=["below", "on the limit"])
def test_valuables_need_the_carriers_card_and_a_proof(gate: Gate, photo: str, value: str, goes: bool) -> None:
    gate(*FRIDGE, "--confirmed", "phone", "--source", "own", "--value", value)
    out = ("goods", "release", "G-1", "--photo", photo, "--carrier", "李师傅")
    assert (gate(*out).status == 0) is goes
    if not goes:
        assert gate(*out, "--id-card", CARD).codes == ["EST-426"]
        assert gate(*out, "--id-card", CARD, "--source-proof", "购货发票").status == 0


def test_suspicious_goods_are_held_and_only_somebody_else_clears_them(gate: Gate, photo: str) -> None:
    gate(*FRIDGE, "--confirmed", "phone", "--source", "own")
    assert gate("goods", "suspect", "G-1", "--reason", "说不清品牌").status == 0
    assert gate.stage("G-1") == "held"
    assert {"security_supervisor", "cctv_operator"} <= set(gate.told("G-1"))
    assert gate("goods", "release", "G-1", "--photo", photo, "--carrier", "李").codes == ["EST-425"]
    cleared = ("--reason", "业主到场", "--confirmed", "in_person", "--source", "own", "--source-proof", "发票")
    assert gate("goods", "clear", "G-1", *cleared).codes == ["EST-421", "EST-422"]
    assert gate("goods", "clear", "G-1", *cleared, by=CHIEF).status == 0
    assert gate("goods", "release", "G-1", "--photo", photo, "--carrier", "李").status == 0


def test_the_supervisor_does_not_clear_their_own_suspicion(gate: Gate) -> None:
    gate(*FRIDGE, "--confirmed", "phone", "--source", "own")
    gate("goods", "suspect", "G-1", "--reason", "可疑", by=CHIEF)
    cleared = ("--reason", "-", "--confirmed", "phone", "--source", "own", "--source-proof", "-")
    assert gate("goods", "clear", "G-1", *cleared, by=CHIEF).codes == ["EST-422"]


def test_stolen_goods_are_handed_to_the_police_with_a_reference(gate: Gate, photo: str) -> None:
    gate(*FRIDGE)
    gate("goods", "suspect", "G-1", "--reason", "业主说没有这回事")
    assert gate("goods", "police", "G-1", "--photo", photo).codes == ["EST-450"]
    assert gate("goods", "police", "G-1", "--photo", photo, "--police-report", "警号 012345").status == 0
    assert "deputy_general_manager" in gate.told("G-1")


def test_held_goods_that_nobody_clears_within_the_hour_reach_the_supervisor(gate: Gate) -> None:
    gate(*FRIDGE)
    gate("goods", "suspect", "G-1", "--reason", "可疑")
    before = gate.told("G-1").count("security_supervisor")
    gate.at("09T10:31")
    assert gate.told("G-1").count("security_supervisor") == before + 1
