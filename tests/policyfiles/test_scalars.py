"""What unquoted words mean: plain values are taken, everything that readers of YAML disagree about is refused."""

from __future__ import annotations

import pytest

from estatectl.adapters.policyfiles.scalars import plain_scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("0", 0),
        ("-7", -7),
        ("+7", 7),
        ("0.5", 0.5),
        ("-.5", -0.5),
        ("999999999999999", 999999999999999),
        ("1.3.1", "1.3.1"),
        ("nothing", "nothing"),
        ("yesterday", "yesterday"),
        ("no_reply", "no_reply"),
        ("2h", "2h"),
        ("08", None),
        ("90%", "90%"),
        ("b1:2", "b1:2"),
        ("13:aa", "13:aa"),
        ("2026-05", "2026-05"),
        ("1,000", "1,000"),
        ("漏水", "漏水"),
        ("-", "-"),
        ("e5", "e5"),
    ],
)
def test_a_plain_scalar_means_one_thing(text: str, value: object) -> None:
    got, fault = plain_scalar(text)
    if value is None:
        assert fault is not None
    else:
        assert fault is None
        assert (got, type(got)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((word, "EST-111") for word in ("yes", "No", "ON", "off", "y", "N")),
        *((text, "EST-112") for text in ("18:30", "1:30", "08:30", "190:20:30", "-1:30", "1:30.5")),
        *((text, "EST-113") for text in ("010", "08", "-007", "00", "01.5")),
        *((text, "EST-114") for text in ("0o17", "0x1F", "0b101", "-0xff")),
        *((text, "EST-115") for text in ("1_000", "1_000.5", "0_1")),
        *((text, "EST-116") for text in ("12e03", "1.5E-3", "1e5", ".5e1")),
        *((text, "EST-117") for text in ("2026-05-01", "2026-02-30", "2026-5-1", "2026-05-01T08:30:00Z")),
        *((text, "EST-118") for text in ("", "~", "null", "NULL")),
        *((text, "EST-119") for text in (".inf", "-.INF", ".nan", ".NaN")),
        *((text, "EST-127") for text in ("1234567890123456", "0.1234567890123456", "12345678.12345678")),
    ],
)
def test_a_trap_is_refused_with_its_own_code(text: str, code: str) -> None:
    _, fault = plain_scalar(text)
    assert fault is not None
    assert fault.code == code


def test_the_hint_for_an_impossible_day_differs_from_that_for_a_real_one() -> None:
    real, impossible = plain_scalar("2026-02-28")[1], plain_scalar("2026-02-30")[1]
    assert real is not None
    assert impossible is not None
    assert "no day" in impossible.words.en
    assert "no day" not in real.words.en
