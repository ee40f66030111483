"""Of the third floor: finds every word of the lexicon in a text, behind `ConceptFinder`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from estatectl.domain.lexicon.lexicon import Lexicon
from estatectl.domain.lexicon.sightings import Match

_WORTH_BUILDING = 3000
"""Characters after which an automaton (Aho-Corasick) has paid for its building: a desk reads one request at a time."""


class AutomatonFinder:
    """Sees the same words by either way; the time for a text does not grow with the number of words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._needles = lexicon.needles
        self._lengths = sorted(set(map(len, lexicon.needles)))
        self._read = 0
        self._automaton: Any = None

    def matches(self, text: str) -> Iterator[Match]:
        self._read += len(text)
        if self._automaton is None and self._read > _WORTH_BUILDING:
            self._automaton = self._built()
        if self._automaton is None:
            yield from self._tried(text)
        elif len(self._automaton):
            for last, word in self._automaton.iter(text):
                yield Match(last + 1 - len(word), last + 1, word)

    def _built(self) -> Any:
        import ahocorasick  # noqa: PLC0415 a command that reads one request does without

        automaton = ahocorasick.Automaton()
        for word in self._needles:
            automaton.add_word(word, word)
        if self._needles:
            automaton.make_automaton()
        return automaton

    def _tried(self, text: str) -> Iterator[Match]:
        """Every stretch of the text that is as long as some word."""
        for start in range(len(text)):
            for length in self._lengths:
                if start + length > len(text):
                    break
                if (word := text[start : start + length]) in self._needles:
                    yield Match(start, start + length, word)
