"""Of the ground floor: how words near a concept change what it means: denied, supposed, or past."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from estatectl.domain.lexicon.concepts import Meaning, Reach, Shift
from estatectl.domain.lexicon.lexicon import Lexicon
from estatectl.domain.lexicon.normalising import is_wide
from estatectl.domain.lexicon.sentences import Cuts
from estatectl.domain.lexicon.sightings import Match, Seen

RANK = {meaning: rank for rank, meaning in enumerate(Meaning)}
"""Where several words near a concept disagree, the later meaning wins."""


class Markers:
    """The words that change the meaning of others, found by where they stand."""

    def __init__(self, markers: Iterable[tuple[Shift, Match]]) -> None:
        self._markers = sorted(markers, key=lambda marker: marker[1].start)
        self._starts = [match.start for _, match in self._markers]
        self._far = max((max(s.reach.zh, s.reach.en) + m.end - m.start for s, m in self._markers), default=0)

    def around(self, start: int, end: int) -> Sequence[tuple[Shift, Match]]:
        first = bisect_left(self._starts, start - self._far)
        return self._markers[first : bisect_right(self._starts, end + self._far)]


def shifted(lexicon: Lexicon, seen: Seen, markers: Markers, text: str, cuts: Cuts) -> Seen:
    sort = lexicon.concepts[seen.concept].sort
    meaning = seen.meaning
    for shift, match in markers.around(seen.start, seen.end):
        if sort in shift.sorts and RANK[shift.meaning] > RANK[meaning] and _reaches(shift, match, seen, text, cuts):
            meaning = shift.meaning
    return seen if meaning is seen.meaning else Seen(seen.concept, seen.broader, seen.start, seen.end, meaning)


def _reaches(shift: Shift, match: Match, seen: Seen, text: str, cuts: Cuts) -> bool:
    if shift.before and match.end <= seen.start:
        start, end = match.end, seen.start
    elif shift.after and seen.end <= match.start:
        start, end = seen.end, match.start
    else:
        return False
    if end - start > _span(shift.reach, match.word) or cuts.clause_between(start, end):
        return False
    gap = text[start:end]
    return not any(word in gap for word in shift.unless)


def _span(reach: Reach, word: str) -> int:
    return reach.zh if is_wide(word[0]) else reach.en
