"""Texts are written one way before words are looked up, and the caller's own words can always be quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.lexicon.normalising import normalise, plain

texts = st.text(alphabet=st.sampled_from("漏水電梯著火了名 ａＢ３!！,，　\n\t abc'’é✨👩‍🔧﷽ﬃ裏"), max_size=40)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ＷＩＦＩ壞了！", "wifi坏了!"),
        ("廚房著火了", "厨房着火了"),
        ("著名的顯著", "著名的显著"),
        ("3 栋 12 层", "3栋12层"),
        ("  No   Heat \n today ", "no heat today"),
        ("漏　水", "漏水"),
        ("It’s", "it's"),
        ("", ""),
        ("\u200b\ufe0f", ""),
    ],
)
def test_a_text_is_written_one_way(written: str, read: str) -> None:
    assert normalise(written).text == read


def test_the_callers_own_words_are_quoted() -> None:
    normal = normalise("請來：廚房 著 火 了")
    start = normal.text.index("着火")
    assert normal.quote(start, start + 2) == "著 火"


@given(texts)
def test_every_character_leads_back_into_the_text_in_order(text: str) -> None:
    normal = normalise(text)
    assert len(normal.origin) == len(normal.text)
    assert list(normal.origin) == sorted(normal.origin)
    assert all(0 <= at < len(text) for at in normal.origin)


@given(texts)
def test_writing_again_changes_nothing(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@given(st.lists(texts.map(lambda text: text.replace("\n", "")), max_size=6))
def test_words_of_the_lexicon_are_written_as_texts_are(words: list[str]) -> None:
    assert plain(words) == [normalise(word).text for word in words]
