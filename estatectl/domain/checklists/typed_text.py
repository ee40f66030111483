"""Of the ground floor: text as people type it: full-width signs, and the remark behind an answer."""

from __future__ import annotations

import re
from unicodedata import normalize

from estatectl.domain.lexicon.normalising import is_wide


def half_width(text: str) -> str:
    """The text with half-width letters, digits and signs; `。` between digits is a point."""
    narrow = "".join(map(_narrow, text))
    return re.sub(r"(?<=\d)。(?=\d)", ".", narrow)


def behind(text: str, length: int) -> str:
    """What stands behind the first `length` half-width characters of a text, in the writer's own characters."""
    taken = 0
    for at, char in enumerate(text):
        if taken >= length:
            return text[at:]
        taken += len(_narrow(char))
    return ""


def remark_of(text: str) -> str:
    """A remark without the marks and brackets that part it from the answer before it."""
    bare = text.strip(_MARKS)
    inner = re.fullmatch(r"[(（]([^()（）]*)[)）]", bare)
    return inner[1].strip() if inner else bare


def says_something(text: str) -> bool:
    """Whether a text has a letter or a Chinese character in it: digits and marks alone are no remark."""
    return any(char.isalpha() for char in text)


def has_han(text: str) -> bool:
    """Whether there is Chinese in a text."""
    return any(char.isalpha() and is_wide(char) for char in text)


def _narrow(char: str) -> str:
    return char if char.isascii() else _ALIKE.get(char) or normalize("NFKC", char)


_ALIKE = {"−": "-", "–": "-", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥"}
_MARKS = " \t\r\n\u3000,，;；:：、。.-—–"
