"""Finding the thing that a text names. Domain floor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from estatectl.domain.place.addresses import plain
from estatectl.domain.words import Words

T = TypeVar("T")


def both(words: Words) -> tuple[str, str]:
    """A title as a name in either language."""
    return words.zh, words.en


def longest_named(text: str, named: Iterable[tuple[str, T]]) -> T | None:
    """The thing whose name stands in a text made `plain`; of several the one with the longest name."""
    found = [(len(name), thing) for name, thing in named if _stands_in(plain(name), text)]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _stands_in(name: str, text: str) -> bool:
    """Latin names count only as whole words: 'gym' is not in 'gymkhana'."""
    if name not in text:
        return False
    return not name.isascii() or re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) is not None
