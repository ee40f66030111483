"""Texts in files that a spreadsheet opens: none of them may be taken for a formula. Domain floor."""

from __future__ import annotations

import re

_BEGINS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def guarded(text: str) -> str:
    """The text with a quote before it, where a spreadsheet would calculate it; plain numbers stay as they are."""
    risky = text.startswith(_BEGINS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if risky or (text.startswith("'") and text[1:].startswith((*_BEGINS, "'"))) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*_BEGINS, "'")) else text
