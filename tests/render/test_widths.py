"""Cutting and folding by terminal columns, as laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.render.widths import clip, fold, pad, width

TEXTS = st.text(
    st.sampled_from("ab (，。）诉求工单é1%") | st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))
)
COLUMNS = st.integers(2, 60)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("request", 7, id="ASCII takes one each"),
        pytest.param("诉求", 4, id="Chinese takes two each"),
        pytest.param("，", 2, id="so does its punctuation"),
        pytest.param("e\u0301", 1, id="a combining accent takes none"),
        pytest.param("\x1b[31m诉求\x1b[0m", 4, id="colour takes none"),
        pytest.param("", 0, id="nothing takes nothing"),
    ],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@given(TEXTS, COLUMNS)
def test_a_clipped_text_fits(text: str, columns: int) -> None:
    assert width(clip(text, columns)) <= columns


@given(TEXTS, COLUMNS)
def test_a_text_that_fits_is_left_alone(text: str, columns: int) -> None:
    if width(text) <= columns:
        assert clip(text, columns) == text


@given(TEXTS, COLUMNS)
def test_folded_lines_fit(text: str, columns: int) -> None:
    assert all(width(line) <= columns for line in fold(text, columns))


@given(TEXTS, COLUMNS)
def test_folding_loses_nothing_but_spaces(text: str, columns: int) -> None:
    assert "".join("".join(fold(text, columns)).split()) == "".join(text.split())


@given(TEXTS, COLUMNS)
def test_padding_reaches_the_column(text: str, columns: int) -> None:
    assert width(pad(text, columns)) == max(columns, width(text))


def test_closing_punctuation_stays_with_its_word() -> None:
    assert fold("请立即上报，谢谢", 10) == ["请立即上", "报，谢谢"]
