"""Of the ground floor: from the places where words were seen to what a text means, by the lexicon alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from estatectl.domain.lexicon.combining import joined
from estatectl.domain.lexicon.concepts import Meaning
from estatectl.domain.lexicon.lexicon import Lexicon
from estatectl.domain.lexicon.normalising import Normal, is_wide
from estatectl.domain.lexicon.sentences import Cuts, opening_end
from estatectl.domain.lexicon.shifting import Markers, shifted
from estatectl.domain.lexicon.sightings import Match, Seen, joins, readable, stands_alone
from estatectl.domain.rules.facts import FactValue

__all__ = ["Found", "Match", "Understanding", "understand"]

_ENOUGH = 3  # a word said a hundred times makes its topic no more likely than one said three times


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


def understand(lexicon: Lexicon, normal: Normal, matches: Iterable[Match]) -> Understanding:
    """The meaning of a text in which `matches` were seen (any order, all of them, also inside other words)."""
    text = normal.text
    kept, markers = readable(lexicon, [match for match in matches if stands_alone(match, text, lexicon.reading)])
    cuts = Cuts(text, lexicon.reading)
    around = Markers(markers)
    singles = [shifted(lexicon, seen, around, text, cuts) for seen in kept]
    singles.sort(key=lambda seen: (seen.start, seen.end))
    every = sorted([*singles, *joined(lexicon, singles, cuts, text)], key=lambda seen: (seen.start, seen.end))
    end = opening_end(text, lexicon.reading)
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


def _union(seen: Iterable[Seen]) -> frozenset[str]:
    return frozenset().union(*(one.broader for one in seen))


def _quoted(normal: Normal, seen: Seen) -> Found:
    start, end = normal.span(seen.start, seen.end)
    return Found(seen.concept, normal.original[start:end], start, end, seen.meaning)


def _topic(lexicon: Lexicon, said: Iterable[Seen], opening_end: int) -> str | None:
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
    return sum(map(is_wide, text)) + sum(1 for before, char in pairwise(f" {text}") if joins(char) > joins(before))


def _language(text: str) -> str:
    wide = sum(map(is_wide, text))
    letters = sum(char.isascii() and char.isalpha() for char in text)
    if not wide and not letters:
        return "other"
    return "zh" if wide * 3 >= letters else "en"
