"""Of the ground floor: concepts that others make by standing together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from estatectl.domain.lexicon.concepts import Near
from estatectl.domain.lexicon.lexicon import Lexicon
from estatectl.domain.lexicon.normalising import is_wide
from estatectl.domain.lexicon.sentences import Cuts
from estatectl.domain.lexicon.shifting import RANK
from estatectl.domain.lexicon.sightings import Seen


def joined(lexicon: Lexicon, singles: Sequence[Seen], cuts: Cuts, text: str) -> list[Seen]:
    """The concepts that others make by standing together: one for every first part that has the others close by."""
    places: dict[str, list[Seen]] = {}
    for seen in singles:
        for name in seen.broader:
            places.setdefault(name, []).append(seen)
    made: list[Seen] = []
    for concept in lexicon.concepts.values():
        for near in concept.near:
            if all(name in places for name in near.of):
                parts = [_Places(places[name]) for name in near.of]
                for first in parts[0].seen:
                    chain = _chain(first, parts[1:], near, cuts, text)
                    if chain:
                        made.append(_together(concept.id, lexicon.broader[concept.id], chain))
    return list(dict.fromkeys(made))


class _Places:
    """The places of one part of a combination, in order."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        self.seen = seen
        self._starts = [one.start for one in seen]
        self._longest = max(one.end - one.start for one in seen)

    def around(self, one: Seen, within: int) -> Sequence[Seen]:
        first = bisect_left(self._starts, one.start - within - self._longest)
        return self.seen[first : bisect_right(self._starts, one.end + within)]


def _chain(first: Seen, others: Sequence[_Places], near: Near, cuts: Cuts, text: str) -> list[Seen]:
    chain = [first]
    for part in others:
        last = chain[-1]
        options = [
            (gap, one.start, one)
            for one in part.around(last, max(near.within.zh, near.within.en))
            if one not in chain and (gap := _gap(last, one, near, cuts, text)) is not None
        ]
        if not options:
            return []
        chain.append(min(options, key=lambda option: option[:2])[2])
    return chain


def _gap(last: Seen, other: Seen, near: Near, cuts: Cuts, text: str) -> int | None:
    """How many characters stand between two parts; None when they do not belong together."""
    if near.ordered and other.start < last.end:
        return None
    start, end = min(last.end, other.end), max(last.start, other.start)
    wide = is_wide(text[other.start]) or is_wide(text[last.start])
    if end - start > (near.within.zh if wide else near.within.en) or cuts.sentence_between(start, end):
        return None
    return max(0, end - start)


def _together(concept: str, broader: frozenset[str], chain: Sequence[Seen]) -> Seen:
    meaning = max((seen.meaning for seen in chain), key=RANK.__getitem__)
    return Seen(concept, broader, min(one.start for one in chain), max(one.end for one in chain), meaning)
