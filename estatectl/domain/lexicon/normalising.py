"""Of the ground floor: how a text is written before words are looked up, and the way back to what was written."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category, is_normalized, normalize

from estatectl.domain.lexicon import simplified


@dataclass(frozen=True, slots=True)
class Normal:
    """A text as the lexicon reads it. `origin[i]` is where the i-th character of `text` stands in `original`."""

    original: str
    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that `text[start:end]` came from."""
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else len(self.original)
            return at, at
        return self.origin[start], self.origin[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """The caller's own words for `text[start:end]`."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def place(self, at: int) -> int:
        """Where a position of the original lies in `text`."""
        return bisect_left(self.origin, at)


def is_wide(char: str) -> bool:
    """A Chinese character or mark: no space stands between it and its neighbour."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


def normalise(text: str) -> Normal:
    """Full-width to half-width, traditional to simplified, lower case, one space between words and none beside 汉字."""
    chars: list[str] = []
    origin: list[int] = []
    gap: int | None = None
    for at, raw in enumerate(text):
        for char in raw if raw.isascii() else normalize("NFKC", raw):
            if char.isspace():
                gap = at if chars and gap is None else gap
                continue
            if category(char) in ("Cc", "Cf", "Mn"):
                continue
            if gap is not None and not (is_wide(char) or is_wide(chars[-1])):
                chars.append(" ")
                origin.append(gap)
            gap = None
            chars.append(_lower(char))
            origin.append(at)
    written = simplified.mend("".join(chars).translate(simplified.table()))
    return Normal(text, written, tuple(origin))


def plain(words: Sequence[str]) -> list[str]:
    """The words of the lexicon, written as texts are: thousands at a time, at the start of every command."""
    together = "\n".join(words)
    if not words or re.search(_ODD, together) or re.search(_SPACED, together) or not is_normalized("NFKC", together):
        return [normalise(word).text for word in words]
    together = together.lower()
    if not simplified.table().keys().isdisjoint(map(ord, set(together))):
        together = together.translate(simplified.table())
    return simplified.mend(together).split("\n")


# What only a full reading writes as texts are written.
_ODD = "[\x00-\x09\x0b-\x1f\xa0‘’`“”–—\u0300-\u036f\u2000-\u200f\ufe00-\ufe0f]"
_SPACED = r" (?:[ \n\u2e80-\U0010ffff]|$|(?<=[\n\u2e80-\U0010ffff] ))|^ "

_ALIKE = {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "—": "-", "–": "-"}


def _lower(char: str) -> str:
    low = char.lower()
    return _ALIKE.get(low, low if len(low) == 1 else char)
