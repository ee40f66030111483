"""Of the third floor: looks up every word of the lexicon in one pass (Aho-Corasick), behind `ConceptFinder`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ahocorasick

from estatectl.domain.lexicon import Lexicon
from estatectl.domain.understanding import Match


class AutomatonFinder:
    """Built once per process from the lexicon; the time for a text does not grow with the number of words."""

    def __init__(self, lexicon: Lexicon) -> None:
        automaton: Any = ahocorasick.Automaton()
        for word in lexicon.needles:
            automaton.add_word(word, word)
        if lexicon.needles:
            automaton.make_automaton()
        self._automaton = automaton

    def matches(self, text: str) -> Iterator[Match]:
        if len(self._automaton) == 0:
            return
        for last, word in self._automaton.iter(text):
            yield Match(last + 1 - len(word), last + 1, word)
