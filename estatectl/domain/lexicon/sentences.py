"""Of the ground floor: where sentences and clauses of a text end, and where its opening does."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from estatectl.domain.lexicon.concepts import Reading


class Cuts:
    """Where sentences and clauses end."""

    def __init__(self, text: str, reading: Reading) -> None:
        self.sentences = _places(text, reading.sentence_ends)
        self.clauses = sorted({*self.sentences, *_places(text, reading.clause_ends)})

    def sentence_between(self, start: int, end: int) -> bool:
        return _any_between(self.sentences, start, end)

    def clause_between(self, start: int, end: int) -> bool:
        return _any_between(self.clauses, start, end)


def opening_end(text: str, reading: Reading) -> int:
    """The opening ends with the first sentence that is long enough to say something."""
    for at in _places(text, reading.sentence_ends):
        if at >= reading.opening_least:
            return min(at, reading.opening_most)
    return reading.opening_most


def _any_between(_places: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(_places, start)
    return at < len(_places) and _places[at] < end


def _places(text: str, marks: Iterable[str]) -> list[int]:
    _places: list[int] = []
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            _places.append(at)
            at = text.find(mark, at + 1)
    return sorted(_places)
