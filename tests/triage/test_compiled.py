"""A lexicon taken up from its compiled form is the lexicon that was compiled; and both ways of looking up agree."""

from __future__ import annotations

import json

from estatectl.adapters.concepts import AutomatonFinder
from estatectl.domain.lexicon.compiled import compiled, restored
from tests.triage.conftest import Desk


def test_a_compiled_lexicon_is_the_same_lexicon(desk: Desk) -> None:
    held = json.loads(json.dumps(compiled(desk.lexicon)))
    assert restored(held) == desk.lexicon


def test_the_phrases_that_mean_nothing_are_kept(desk: Desk) -> None:
    held = json.loads(json.dumps(compiled(desk.lexicon)))
    assert restored(held).nothing == desk.lexicon.nothing != ()


def test_many_texts_are_looked_up_as_few_are(desk: Desk) -> None:
    text = "厨房水管爆了，water everywhere，快来人"
    finder = AutomatonFinder(desk.lexicon)
    few = sorted(finder.matches(text))
    list(finder.matches("很长的来信" * 2000))
    assert few == sorted(finder.matches(text)) != []
