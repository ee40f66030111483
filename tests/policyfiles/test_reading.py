"""Reading: what goes in as YAML comes out as the same values, each with the line and column where it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from estatectl.adapters.policyfiles import reading
from estatectl.adapters.policyfiles.characters import decoded
from estatectl.adapters.policyfiles.reading import read_document
from estatectl.adapters.policyfiles.refusals import MOST_VALUES
from estatectl.domain.problems import Place, Problem
from estatectl.domain.tree import Node

_TEXTS = st.text(alphabet=st.sampled_from("abz 0:#-{}[],&*!|>'\"%@漏水：，。🔥"), max_size=8)
_SCALARS = st.one_of(_TEXTS, st.booleans(), st.integers(-(10**14), 10**14))
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4), max_leaves=12
)
_DOCUMENTS = st.dictionaries(_TEXTS, _VALUES, min_size=1, max_size=5)


def _quoted(value: Any) -> str:
    """A value as YAML that quotes every text: the JSON form is YAML too."""
    return json.dumps(value, ensure_ascii=False)


@given(_DOCUMENTS)
def test_quoted_texts_come_out_as_they_went_in(document: dict[str, Any]) -> None:
    read = read_document(_quoted(document), "x.yaml")
    assert read.problems == ()
    assert read.node is not None
    assert read.node.plain() == document


@given(_DOCUMENTS)
def test_every_text_stands_where_its_place_says(document: dict[str, Any]) -> None:
    text = _quoted(document)
    read = read_document(text, "x.yaml")
    assert read.node is not None
    waiting = [read.node]
    while waiting:
        node = waiting.pop()
        if node.is_mapping:
            waiting += [child for _, child in node.items()]
        elif node.is_sequence:
            waiting += list(node.each())
        elif isinstance(node.value, str):
            assert text[node.place.col - 1 :].startswith(_quoted(node.value))


@given(st.text(alphabet=st.sampled_from("ab1:-?{}[],&*!|>'\"%@ \n#~漏：，“”　\t\x00<.=_"), max_size=40))
def test_no_text_whatever_makes_reading_fail_without_a_problem(text: str) -> None:
    read = read_document(text, "x.yaml")
    assert read.node is not None or read.problems
    rows = text.split("\n")
    for problem in read.problems:
        assert problem.place is not None
        assert 1 <= problem.place.line <= len(rows)


@given(st.text(alphabet=st.sampled_from("ab1:-{}[],'\" \n#漏"), max_size=40))
def test_the_fast_and_the_pure_parser_read_alike(text: str) -> None:
    fast, kept = read_document(text, "x.yaml"), reading._FAST
    reading._FAST = yaml.SafeLoader
    try:
        pure = read_document(text, "x.yaml")
    finally:
        reading._FAST = kept
    if fast.node is not None and pure.node is not None:
        assert fast == pure


def test_columns_count_characters_not_bytes() -> None:
    read = read_document("标题: {中文: 漏水, 英文: no}\n", "x.yaml")
    assert [problem.place for problem in read.problems] == [Place("x.yaml", 1, 18)]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_lines_are_counted_alike_whatever_ends_them(ending: str) -> None:
    read = read_document(ending.join(["kind: a", "id: x", "open: no", ""]), "x.yaml")
    assert [problem.place for problem in read.problems] == [Place("x.yaml", 3, 7)]


def test_a_byte_order_mark_is_passed_over() -> None:
    text = decoded("\ufeffkind: no\n".encode(), "x.yaml")
    assert isinstance(text, str)
    assert [problem.place for problem in read_document(text, "x.yaml").problems] == [Place("x.yaml", 1, 7)]


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    refused = decoded(b"#" * 2_000_001, "x.yaml")
    assert isinstance(refused, Problem)
    assert refused.code == "EST-103"


def test_more_values_than_the_limit_are_refused() -> None:
    read = read_document("a: [" + "1," * (MOST_VALUES + 1) + "1]", "x.yaml")
    assert [problem.code for problem in read.problems] == ["EST-126"]
    assert not read.sound_shape


def test_a_laughing_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    codes = {problem.code for problem in read_document(bomb, "x.yaml").problems}
    assert codes == {"EST-120"}


def test_all_traps_of_a_file_are_told_at_once() -> None:
    read = read_document("a: no\nb: 18:30\nc: 010\nd: 2026-02-30\ne: ~\nf: 1_0\n", "x.yaml")
    assert [problem.code for problem in read.problems] == [
        "EST-111", "EST-112", "EST-113", "EST-117", "EST-118", "EST-115",
    ]  # fmt: skip


def test_text_in_a_block_may_say_anything() -> None:
    read = read_document("a: |\n  kind：x\n  no\n  18:30 “报修”\n", "x.yaml")
    assert read.problems == ()
    assert read.node == Node("x.yaml", [1, 1, {"a": [1, 4, "kind：x\nno\n18:30 “报修”\n", 1, 1]}])
