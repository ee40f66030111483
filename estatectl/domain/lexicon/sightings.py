"""Of the ground floor: which of the words seen in a text count: whole words, the longest, not hidden by look-alikes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from estatectl.domain.lexicon.concepts import Meaning, Reading, Shift
from estatectl.domain.lexicon.lexicon import Lexicon, Part


class Match(NamedTuple):
    """A word of the lexicon seen in a normalised text, at `text[start:end]`."""

    start: int
    end: int
    word: str


class Seen(NamedTuple):
    """A concept at a place of the normalised text; `broader` is itself and all that it is a kind of."""

    concept: str
    broader: frozenset[str]
    start: int
    end: int
    meaning: Meaning = Meaning.ASSERTED


def readable(lexicon: Lexicon, matches: Sequence[Match]) -> tuple[list[Seen], list[tuple[Shift, Match]]]:
    """The longest words win; look-alikes and words that mean nothing hide what they contain."""
    parts = lexicon.needles
    longest = _Cover(match for match in matches if any(role.part is not Part.LOOK_ALIKE for role in parts[match.word]))
    alike: dict[str, list[Match]] = {}
    for match in matches:
        for role in parts[match.word]:
            if role.part is Part.LOOK_ALIKE:
                alike.setdefault(role.owner, []).append(match)
    masks = {owner: _Cover(masking) for owner, masking in alike.items()}
    seen: list[Seen] = []
    markers: list[tuple[Shift, Match]] = []
    for match in matches:
        if longest.has_longer(match):
            continue
        for role in parts[match.word]:
            if role.owner in masks and masks[role.owner].has(match):
                continue
            if role.part is Part.CONCEPT:
                seen.append(Seen(role.owner, lexicon.broader[role.owner], match.start, match.end))
            elif role.part is Part.SHIFT:
                markers.append((lexicon.shifts[role.owner], match))
    return seen, markers


def stands_alone(match: Match, text: str, reading: Reading) -> bool:
    """An English word is not part of another word; a plain ending (leak, leaks, leaking) may follow it."""
    if joins(match.word[0]) and match.start and joins(text[match.start - 1]):
        return False
    if not joins(match.word[-1]):
        return True
    end = match.end
    while end < len(text) and (joins(text[end]) or text[end] == "'"):
        end += 1
    tail = text[match.end : end].removesuffix("'")
    return not tail or (tail in reading.endings and len(match.word) > 2 and match.word[-1].isalpha())


def joins(char: str) -> bool:
    return char.isascii() and char.isalnum()


class _Cover:
    """Stretches of text, asked whether one of them contains a match."""

    def __init__(self, matches: Iterable[Match]) -> None:
        ends: dict[int, int] = {}
        for match in matches:
            ends[match.start] = max(ends.get(match.start, 0), match.end)
        self._starts = sorted(ends)
        self._ends = list(accumulate((ends[start] for start in self._starts), max))

    def has(self, match: Match) -> bool:
        upto = bisect_right(self._starts, match.start)
        return upto > 0 and self._ends[upto - 1] >= match.end

    def has_longer(self, match: Match) -> bool:
        before = bisect_left(self._starts, match.start)
        upto = bisect_right(self._starts, match.start)
        return (before > 0 and self._ends[before - 1] >= match.end) or (upto > 0 and self._ends[upto - 1] > match.end)
