"""Each mechanism of the lexicon, shown on a lexicon of a few words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from estatectl.adapters.policyfiles.reading import read_document
from estatectl.domain.lexicon.concepts import Meaning
from estatectl.domain.lexicon.lexicon import Lexicon
from estatectl.domain.lexicon.understanding import Understanding
from estatectl.domain.problems import Problem

Reader = Callable[[str, str], Understanding]

WORDS = """
kind: lexicon
id: small
title: {zh: 小词库, en: Small}
clauses: ["3.1.1.2"]
reading: {opening_least: 4, opening_most: 10}
concepts:
  leak: {title: {zh: 漏水, en: leak}, topic: water, is: [trouble], words: {zh: [漏水], en: [leak]}}
  trouble: {title: {zh: 故障, en: trouble}}
  hot_water: {title: {zh: 热水, en: hot water}, sort: thing, words: {zh: [热水], en: [hot water]}}
  no_hot_water: {title: {zh: 没热水, en: no hot water}, topic: heat, words: {zh: [没有热水], en: [no hot water]}}
  fight: {title: {zh: 打架, en: fight}, topic: order, words: {zh: [打架], en: [fight]}, not_in: {zh: [打架子鼓]}}
  drums: {title: {zh: 架子鼓, en: drums}, topic: noise, words: {zh: [架子鼓], en: [drums]}}
  pipe: {title: {zh: 水管, en: pipe}, sort: thing, words: {zh: [水管], en: [pipe]}}
  burst: {title: {zh: 爆, en: burst}, words: {zh: [爆], en: [burst]}}
  burst_pipe: {title: {zh: 爆管, en: burst pipe}, topic: water, near: [{of: [pipe, burst], within: {zh: 3, en: 12}}]}
  after: {title: {zh: 先后, en: in order}, near: [{of: [pipe, leak], within: 5, ordered: true}]}
shifts:
  negation:
    as: denied
    sorts: [trouble]
    reach: {zh: 2, en: 8}
    words: {zh: [没有, 没], en: ["no", not]}
    not_in: {zh: [有没有]}
    unless: {zh: [修]}
  fixed: {as: past, sorts: [trouble], side: after, reach: 3, words: {zh: [修好了], en: [is fixed]}}
  if: {as: supposed, sorts: [trouble], reach: 6, words: {zh: [如果], en: [if]}}
nothing: {zh: [漏水保护], en: [leak test]}
"""


def meanings(understanding: Understanding, concept: str) -> list[Meaning]:
    return [found.meaning for found in understanding.found if found.concept == concept]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("没有漏水", True),
        ("没有在漏水", True),
        ("没有一直在漏水", False),  # beyond the reach
        ("没有,漏水", False),  # a clause ends between
        ("没有修漏水", False),  # a word that stops it
        ("有没有漏水", False),  # a look-alike of the marker
        ("漏水", False),
        ("not a leak", True),
        ("nothing leaks", False),  # not the word `not`
    ],
)
def test_negation_reaches_as_far_as_it_says(reading: Reader, text: str, denied: bool) -> None:
    understood = reading(WORDS, text)
    assert ("leak" in understood.denied) is denied
    assert ("leak" in understood.mentions) is not denied


def test_what_is_supposed_or_past_is_mentioned_but_not_present(reading: Reader) -> None:
    for text in ("如果漏水", "漏水修好了"):
        understood = reading(WORDS, text)
        assert "leak" in understood.mentions
        assert "leak" not in understood.present


def test_the_longest_word_wins(reading: Reader) -> None:
    assert reading(WORDS, "没有热水").mentions == {"no_hot_water"}
    assert reading(WORDS, "no hot water").mentions == {"no_hot_water"}
    assert reading(WORDS, "有热水").mentions == {"hot_water"}


def test_a_look_alike_hides_only_its_own_concept(reading: Reader) -> None:
    assert reading(WORDS, "打架子鼓").mentions == {"drums"}
    assert reading(WORDS, "有人打架").mentions == {"fight"}
    assert reading(WORDS, "打架子鼓的和打架的").mentions == {"drums", "fight"}


def test_a_phrase_that_means_nothing_hides_all_words_in_it(reading: Reader) -> None:
    assert not reading(WORDS, "漏水保护器").mentions


def test_broader_concepts_hold_with_narrower_ones(reading: Reader) -> None:
    assert reading(WORDS, "漏水").mentions == {"leak", "trouble"}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("水管爆", True),
        ("水管一二三爆", True),
        ("水管一二三四爆", False),
        ("爆了根水管", True),
        ("水管。爆", False),
        ("the pipe has burst", True),
    ],
)
def test_a_combination_needs_its_parts_close_by_in_one_sentence(reading: Reader, text: str, made: bool) -> None:
    assert ("burst_pipe" in reading(WORDS, text).mentions) is made


def test_an_ordered_combination_minds_the_order(reading: Reader) -> None:
    assert "after" in reading(WORDS, "水管漏水").mentions
    assert "after" not in reading(WORDS, "漏水的水管").mentions


def test_a_combination_is_denied_with_its_part(reading: Reader) -> None:
    assert "burst_pipe" in reading(WORDS, "水管没爆").denied


@pytest.mark.parametrize(
    ("text", "seen"),
    [("leaks", True), ("leaking", True), ("leaked!", True), ("bleak", False), ("leaky", False), ("wifi漏水", True)],
)
def test_english_words_stand_alone_but_may_carry_an_ending(reading: Reader, text: str, seen: bool) -> None:
    assert ("leak" in reading(WORDS, text).mentions) is seen


def test_what_was_found_is_quoted_from_the_original(reading: Reader) -> None:
    (found,) = reading(WORDS, "廚房 Ｌｅａｋ 了").found
    assert (found.concept, found.word, found.start, found.end) == ("leak", "Ｌｅａｋ", 3, 7)


def test_the_opening_decides_the_topic(reading: Reader) -> None:
    assert reading(WORDS, "这里漏水。打架。打架。").topic == "water"
    assert reading(WORDS, "一二三四。漏水。打架。打架。").topic == "order"
    assert reading(WORDS, "你好").topic is None


def test_a_topic_that_is_not_known_is_not_a_fact(reading: Reader) -> None:
    assert "topic" not in reading(WORDS, "你好").facts()


@pytest.mark.parametrize(
    ("text", "language"), [("漏水了", "zh"), ("a leak", "en"), ("WiFi坏了", "zh"), ("😀 123", "other"), ("", "other")]
)
def test_the_language_is_told(reading: Reader, text: str, language: str) -> None:
    assert reading(WORDS, text).language == language


def test_a_concept_defined_twice_is_refused() -> None:
    node = read_document(WORDS, "small.yaml").node
    assert node is not None
    problems: list[Problem] = []
    Lexicon.parse([node], {}, problems)
    assert not problems
    Lexicon.parse([node, node], {}, problems)
    assert {problem.code for problem in problems} == {"EST-350"}
