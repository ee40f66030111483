"""The default lexicon: every word can be found, and neither script, width nor size changes what is understood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estatectl.domain.checks.lexicon import (
    empty_concepts,
    hidden_words,
    idle_look_alikes,
    repeated_words,
    shared_words,
)
from estatectl.domain.lexicon import simplified
from estatectl.domain.lexicon.concepts import Concept, Shift
from estatectl.domain.lexicon.lexicon import Part
from estatectl.domain.lexicon.normalising import normalise
from estatectl.domain.lexicon.understanding import Match, understand
from tests.triage.conftest import Desk

SAID = [
    "厨房水管爆了",
    "电梯困人了快来",
    "楼上漏水",
    "没有热水",
    "不用急修",
    "垃圾没人清",
    "gas leak in block 3",
    "no heat",
]


def test_the_lexicon_holds_thousands_of_words(desk: Desk) -> None:
    assert len(desk.lexicon.needles) > 5000


def test_every_word_of_a_concept_is_found_when_said_alone(desk: Desk) -> None:
    lost = []
    for word, roles in desk.lexicon.needles.items():
        owners = {role.owner for role in roles if role.part is Part.CONCEPT}
        if owners:
            understood = desk.understand(word)
            if not owners <= understood.mentions | understood.denied:
                lost.append((word, owners))
    assert lost == []


def test_the_lexicon_keeps_its_own_rules(desk: Desk) -> None:
    lexicon = desk.lexicon
    problems = [*shared_words(lexicon), *empty_concepts(lexicon), *hidden_words(lexicon)]
    owners: list[Concept | Shift] = [*lexicon.concepts.values(), *lexicon.shifts.values()]
    for owner in owners:
        problems += [*idle_look_alikes(owner), *repeated_words(owner)]
    assert [problem.words.en for problem in problems] == []


TRADITIONAL = {new: old for old, new in simplified.table().items()}
WIDE = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}


@settings(max_examples=60)
@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=3), st.booleans(), st.booleans(), st.booleans())
def test_script_width_and_capitals_do_not_change_the_concepts(
    desk: Desk, parts: list[str], traditional: bool, wide: bool, capital: bool
) -> None:
    plain = "。".join(parts)
    text = plain.upper() if capital else plain
    text = text.translate(TRADITIONAL) if traditional else text
    text = text.translate(WIDE) if wide else text
    assert desk.understand(text).mentions == desk.understand(plain).mentions


@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_triage(desk: Desk, text: str) -> None:
    result = desk.triage(text)
    assert result.type
    for found in result.understanding.found:
        assert text[found.start : found.end] == found.word


@pytest.mark.parametrize(
    "text",
    ["", " ", "😀😀", "漏水" * 5000, "没有" * 5000, "打架子鼓" * 2500, "no leak " * 1500, "a" * 10000, "水管爆" * 3000],
)
def test_empty_odd_and_very_long_texts_are_triaged(desk: Desk, text: str) -> None:
    assert desk.triage(text).department


def test_a_text_without_meaning_is_left_to_the_desk(desk: Desk) -> None:
    result = desk.triage("嗯嗯好的")
    assert not result.sure
    assert result.department == "customer_service"


def test_the_finder_and_a_plain_search_see_the_same(desk: Desk) -> None:
    for said in SAID:
        normal = normalise(said)
        slow = [
            Match(at, at + len(word), word)
            for word in desk.lexicon.needles
            for at in range(len(normal.text))
            if normal.text.startswith(word, at)
        ]
        assert understand(desk.lexicon, normal, slow).mentions == desk.understand(said).mentions
