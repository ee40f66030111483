"""Of the ground floor: from the places where words were seen to what a text means, by the lexicon alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from estatectl.domain.facts import FactValue
from estatectl.domain.lexicon import Lexicon, Meaning, Near, Part, Reach, Reading, Shift
from estatectl.domain.normalising import Normal, is_wide

_ENOUGH = 3  # a word said a hundred times makes its topic no more likely than one said three times
_RANK = {meaning: rank for rank, meaning in enumerate(Meaning)}


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the lexicon seen in a normalised text, at `text[start:end]`."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Found:
    """A concept in a text: the caller's own words for it, where they stand in the original, and how they are meant."""

    concept: str
    word: str
    start: int
    end: int
    meaning: Meaning = Meaning.ASSERTED


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text says: `mentions` is all not denied, `present` what is so now, `opening` what it opens with."""

    normal: Normal
    found: tuple[Found, ...]
    mentions: frozenset[str]
    present: frozenset[str]
    opening: frozenset[str]
    denied: frozenset[str]
    topic: str | None
    language: str

    def facts(self) -> Mapping[str, FactValue]:
        """The facts that the triage tables see. The topic is not known where no word speaks of one."""
        known: dict[str, FactValue] = {
            "mentions": self.mentions,
            "present": self.present,
            "opening": self.opening,
            "language": self.language,
            "length": Decimal(_length(self.normal.text)),
        }
        return known | {"topic": self.topic} if self.topic else known


@dataclass(frozen=True, slots=True)
class _Seen:
    """A concept at a place of the normalised text; `broader` is itself and all that it is a kind of."""

    concept: str
    broader: frozenset[str]
    start: int
    end: int
    meaning: Meaning = Meaning.ASSERTED


def understand(lexicon: Lexicon, normal: Normal, matches: Iterable[Match]) -> Understanding:
    """The meaning of a text in which `matches` were seen (any order, all of them, also inside other words)."""
    text = normal.text
    kept, markers = _readable(lexicon, [match for match in matches if _stands_alone(match, text, lexicon.reading)])
    cuts = _Cuts(text, lexicon.reading)
    around = _Markers(markers)
    singles = [_shifted(lexicon, seen, around, text, cuts) for seen in kept]
    singles.sort(key=lambda seen: (seen.start, seen.end))
    every = sorted([*singles, *_joined(lexicon, singles, cuts, text)], key=lambda seen: (seen.start, seen.end))
    end = _opening_end(text, lexicon.reading)
    said = [seen for seen in every if seen.meaning is not Meaning.DENIED]
    mentions = _union(said)
    return Understanding(
        normal=normal,
        found=tuple(_quoted(normal, seen) for seen in every),
        mentions=mentions,
        present=_union(seen for seen in said if seen.meaning is Meaning.ASSERTED),
        opening=_union(seen for seen in said if seen.start < end),
        denied=_union(seen for seen in every if seen.meaning is Meaning.DENIED) - mentions,
        topic=_topic(lexicon, said, end),
        language=_language(text),
    )


def _union(seen: Iterable[_Seen]) -> frozenset[str]:
    return frozenset().union(*(one.broader for one in seen))


def _quoted(normal: Normal, seen: _Seen) -> Found:
    start, end = normal.span(seen.start, seen.end)
    return Found(seen.concept, normal.original[start:end], start, end, seen.meaning)


def _stands_alone(match: Match, text: str, reading: Reading) -> bool:
    """An English word is not part of another word; a plain ending (leak, leaks, leaking) may follow it."""
    if _joins(match.word[0]) and match.start and _joins(text[match.start - 1]):
        return False
    if not _joins(match.word[-1]):
        return True
    end = match.end
    while end < len(text) and (_joins(text[end]) or text[end] == "'"):
        end += 1
    tail = text[match.end : end].removesuffix("'")
    return not tail or (tail in reading.endings and len(match.word) > 2 and match.word[-1].isalpha())


def _joins(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _readable(lexicon: Lexicon, matches: Sequence[Match]) -> tuple[list[_Seen], list[tuple[Shift, Match]]]:
    """The longest words win; look-alikes and words that mean nothing hide what they contain."""
    parts = lexicon.needles
    longest = _Cover(match for match in matches if any(role.part is not Part.LOOK_ALIKE for role in parts[match.word]))
    alike: dict[str, list[Match]] = {}
    for match in matches:
        for role in parts[match.word]:
            if role.part is Part.LOOK_ALIKE:
                alike.setdefault(role.owner, []).append(match)
    masks = {owner: _Cover(masking) for owner, masking in alike.items()}
    seen: list[_Seen] = []
    markers: list[tuple[Shift, Match]] = []
    for match in matches:
        if longest.has_longer(match):
            continue
        for role in parts[match.word]:
            if role.owner in masks and masks[role.owner].has(match):
                continue
            if role.part is Part.CONCEPT:
                seen.append(_Seen(role.owner, lexicon.broader[role.owner], match.start, match.end))
            elif role.part is Part.SHIFT:
                markers.append((lexicon.shifts[role.owner], match))
    return seen, markers


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


class _Cuts:
    """Where sentences and clauses end."""

    def __init__(self, text: str, reading: Reading) -> None:
        self.sentences = _places(text, reading.sentence_ends)
        self.clauses = sorted({*self.sentences, *_places(text, reading.clause_ends)})

    def sentence_between(self, start: int, end: int) -> bool:
        return _any_between(self.sentences, start, end)

    def clause_between(self, start: int, end: int) -> bool:
        return _any_between(self.clauses, start, end)


def _any_between(places: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _places(text: str, marks: Iterable[str]) -> list[int]:
    places: list[int] = []
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            places.append(at)
            at = text.find(mark, at + 1)
    return sorted(places)


class _Markers:
    """The words that change the meaning of others, found by where they stand."""

    def __init__(self, markers: Iterable[tuple[Shift, Match]]) -> None:
        self._markers = sorted(markers, key=lambda marker: marker[1].start)
        self._starts = [match.start for _, match in self._markers]
        self._far = max((max(s.reach.zh, s.reach.en) + m.end - m.start for s, m in self._markers), default=0)

    def around(self, start: int, end: int) -> Sequence[tuple[Shift, Match]]:
        first = bisect_left(self._starts, start - self._far)
        return self._markers[first : bisect_right(self._starts, end + self._far)]


def _shifted(lexicon: Lexicon, seen: _Seen, markers: _Markers, text: str, cuts: _Cuts) -> _Seen:
    sort = lexicon.concepts[seen.concept].sort
    meaning = seen.meaning
    for shift, match in markers.around(seen.start, seen.end):
        if sort in shift.sorts and _RANK[shift.meaning] > _RANK[meaning] and _reaches(shift, match, seen, text, cuts):
            meaning = shift.meaning
    return seen if meaning is seen.meaning else _Seen(seen.concept, seen.broader, seen.start, seen.end, meaning)


def _reaches(shift: Shift, match: Match, seen: _Seen, text: str, cuts: _Cuts) -> bool:
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


def _joined(lexicon: Lexicon, singles: Sequence[_Seen], cuts: _Cuts, text: str) -> list[_Seen]:
    """The concepts that others make by standing together: one for every first part that has the others close by."""
    places: dict[str, list[_Seen]] = {}
    for seen in singles:
        for name in seen.broader:
            places.setdefault(name, []).append(seen)
    made: list[_Seen] = []
    for concept in lexicon.concepts.values():
        for near in concept.near:
            if all(name in places for name in near.of):
                parts = [_Part(places[name]) for name in near.of]
                for first in parts[0].seen:
                    chain = _chain(first, parts[1:], near, cuts, text)
                    if chain:
                        made.append(_together(concept.id, lexicon.broader[concept.id], chain))
    return list(dict.fromkeys(made))


class _Part:
    """The places of one part of a combination, in order."""

    def __init__(self, seen: Sequence[_Seen]) -> None:
        self.seen = seen
        self._starts = [one.start for one in seen]
        self._longest = max(one.end - one.start for one in seen)

    def around(self, one: _Seen, within: int) -> Sequence[_Seen]:
        first = bisect_left(self._starts, one.start - within - self._longest)
        return self.seen[first : bisect_right(self._starts, one.end + within)]


def _chain(first: _Seen, others: Sequence[_Part], near: Near, cuts: _Cuts, text: str) -> list[_Seen]:
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


def _gap(last: _Seen, other: _Seen, near: Near, cuts: _Cuts, text: str) -> int | None:
    """How many characters stand between two parts; None when they do not belong together."""
    if near.ordered and other.start < last.end:
        return None
    start, end = min(last.end, other.end), max(last.start, other.start)
    wide = is_wide(text[other.start]) or is_wide(text[last.start])
    if end - start > (near.within.zh if wide else near.within.en) or cuts.sentence_between(start, end):
        return None
    return max(0, end - start)


def _together(concept: str, broader: frozenset[str], chain: Sequence[_Seen]) -> _Seen:
    meaning = max((seen.meaning for seen in chain), key=_RANK.__getitem__)
    return _Seen(concept, broader, min(one.start for one in chain), max(one.end for one in chain), meaning)


def _opening_end(text: str, reading: Reading) -> int:
    """The opening ends with the first sentence that is long enough to say something."""
    for at in _places(text, reading.sentence_ends):
        if at >= reading.opening_least:
            return min(at, reading.opening_most)
    return reading.opening_most


def _topic(lexicon: Lexicon, said: Iterable[_Seen], opening_end: int) -> str | None:
    """The field of work most spoken of, the opening weighing more; the earliest wins a tie."""
    score: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for seen in said:
        times[seen.concept] += 1
        concept = lexicon.concepts[seen.concept]
        if concept.topic and times[seen.concept] <= _ENOUGH:
            score[concept.topic] += concept.weight * (lexicon.reading.opening_weight if seen.start < opening_end else 1)
    best = [topic for topic, points in score.most_common(1) if points > 0]
    return best[0] if best else None


def _length(text: str) -> int:
    """Chinese characters and words of other scripts: as long to say, whatever the language."""
    return sum(map(is_wide, text)) + sum(1 for before, char in pairwise(f" {text}") if _joins(char) > _joins(before))


def _language(text: str) -> str:
    wide = sum(map(is_wide, text))
    letters = sum(char.isascii() and char.isalpha() for char in text)
    if not wide and not letters:
        return "other"
    return "zh" if wide * 3 >= letters else "en"
