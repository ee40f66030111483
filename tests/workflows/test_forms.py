"""What fields take: plates, telephones, identity cards, sums, days and bounds; everything else is told apart."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from estatectl.domain.cases.fields import LONGEST, Field, FieldKind, FieldValue, until_of
from estatectl.domain.cases.formats import FORMATS
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _field(kind: FieldKind, **more: object) -> Field:
    return Field(
        name="x", kind=kind, title=Words(zh="项", en="Item"), personal=False, inner=False, values=(), source=None,
        value_titles={}, aliases={}, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _read(kind: FieldKind, text: str, **more: object) -> FieldValue | str:
    """The value, or the code of what is wrong with it."""
    read = _field(kind, **more).read(text, SHANGHAI)
    return read.code if isinstance(read, Problem) else read


@pytest.mark.parametrize(
    ("form", "text", "tidied"),
    [
        ("plate", "京A12345", "京A12345"),
        ("plate", " 京a·1234 5 ", "京A12345"),
        ("plate", "京Ａ１２３４５", "京A12345"),
        ("plate", "粤BD12345", "粤BD12345"),  # new energy, small
        ("plate", "沪A12345F", "沪A12345F"),  # new energy, large
        ("plate", "粤Z1234港", "粤Z1234港"),
        ("plate", "京A1234警", "京A1234警"),
        ("plate", "使014578", "使014578"),
        ("plate", "京AI2345", None),  # I is never issued
        ("plate", "京A1234", None),
        ("plate", "京A123456", None),  # eight signs, and no letter of new energy among them
        ("plate", "甲A12345", None),
        ("plate", "12345", None),
        ("phone", "138 0013 8000", "13800138000"),
        ("phone", "+86 138-0013-8000", "13800138000"),
        ("phone", "010-62345678", "010-62345678"),
        ("phone", "110", "110"),
        ("phone", "95598", "95598"),
        ("phone", "123", None),
        ("phone", "+44 20 7946 0958", "+442079460958"),
        ("phone", "1380013800", None),
        ("phone", "电话", None),
        ("id_card", "11010519491231002x", "11010519491231002X"),
        ("id_card", "110105194912310021", None),  # the check digit is X
        ("id_card", "110105194913310025", None),  # no thirteenth month
        ("id_card", "330106195612250047", "330106195612250047"),  # born before the district was founded
        ("id_card", "810000199408230021", "810000199408230021"),  # a resident of Hong Kong
        ("id_card", "990105194912310023", "990105194912310023"),
        ("id_card", "160105194912310029", None),  # no such province
        ("credit_code", "91110000600037341L", "91110000600037341L"),
        ("credit_code", "91110000600037341A", None),
    ],
)
def test_a_text_of_a_form_is_tidied_or_refused(form: str, text: str, tidied: str | None) -> None:
    assert FORMATS[form].tidy(text) == tidied
    assert _read(FieldKind.TEXT, text, format=form) == (tidied or "EST-449")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1280.5", "1280.50"),
        ("￥1,280", "1280.00"),
        ("1280元", "1280.00"),
        ("0", "0.00"),
        ("-0.01", "EST-448"),
        ("1.005", "EST-454"),
        ("许多", "EST-454"),
        ("NaN", "EST-454"),
    ],
)
def test_money_is_yuan_and_fen_and_never_negative(text: str, kept: str) -> None:
    assert _read(FieldKind.MONEY, text) == kept


@pytest.mark.parametrize(("text", "kept"), [("0", "0"), ("-1", "EST-448"), ("20", "20"), ("20.1", "EST-448")])
def test_a_number_lies_within_its_bounds(text: str, kept: str) -> None:
    from decimal import Decimal

    assert _read(FieldKind.NUMBER, text, least=Decimal(0), most=Decimal(20)) == kept


@pytest.mark.parametrize(("text", "kept"), [("3", "3"), ("3.0", "3.0"), ("2.5", "EST-454")])
def test_a_whole_number_has_no_half(text: str, kept: str) -> None:
    assert _read(FieldKind.NUMBER, text, whole=True) == kept


def test_a_text_may_be_as_long_as_it_may_be_and_no_longer() -> None:
    assert _read(FieldKind.TEXT, "字" * LONGEST) == "字" * LONGEST
    assert _read(FieldKind.TEXT, "字" * (LONGEST + 1)) == "EST-459"


def test_a_long_slip_is_not_shown_whole() -> None:
    told = _field(FieldKind.NUMBER).read("9x" * 3000, SHANGHAI)
    assert isinstance(told, Problem)
    assert len(told.words.en) < 120


def test_a_day_leaves_time_to_its_end_and_an_instant_to_itself() -> None:
    assert _read(FieldKind.DATE, "2026-05-01") == "2026-05-01"
    assert _read(FieldKind.DATE, "2026-02-30") == "EST-455"
    assert until_of("2026-05-01", SHANGHAI).isoformat() == "2026-05-02T00:00:00+08:00"
    assert until_of("2026-05-01T14:30:00+08:00", SHANGHAI).isoformat() == "2026-05-01T14:30:00+08:00"
