"""Floor 3: how many columns a text takes on a terminal, and cutting and folding by columns.

Written on `unicodedata` alone: help must not pay for the import of a width library.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_NO_LINE_START = frozenset("，。；：、！？）》”’」』】〕…—·,.;:!?)]}%")
_NO_LINE_END = frozenset("（《“‘「『【〔([{")


def char_width(char: str) -> int:
    """Columns of one character: 2 for wide East Asian ones, 0 for combining and control characters."""
    if " " <= char <= "~":
        return 1
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc") else 1


def width(text: str) -> int:
    """Columns of a line; colour codes take none."""
    return sum(map(char_width, _ANSI.sub("", text) if "\x1b" in text else text))


def pad(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def clip(text: str, columns: int) -> str:
    """The text cut to at most so many columns; a cut ends in `…`."""
    if width(text) <= columns:
        return text
    kept, used = [], 0
    for char in text:
        used += char_width(char)
        if used > columns - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…" if columns > 0 else ""


def fold(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns. Breaks at spaces and between wide characters, and keeps
    closing punctuation off the start of a line and opening punctuation off its end where the width allows."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if width(line) + width(piece.rstrip()) <= columns:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip() if lines else piece
        while width(line.rstrip()) > columns:
            head = _head(line, columns)
            lines.append(head)
            line = line[len(head) :]
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> Iterator[str]:
    """The smallest parts that stay together: words with the space after them, wide characters with punctuation."""
    piece = ""
    for char in text:
        if piece and _may_break(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if before == " ":
        return after != " "
    if after in _NO_LINE_START or before in _NO_LINE_END or after == " ":
        return False
    return char_width(before) == 2 or char_width(after) == 2


def _head(text: str, columns: int) -> str:
    used = 0
    for count, char in enumerate(text):
        used += char_width(char)
        if used > columns:
            return text[: max(count, 1)]
    return text
