"""Cells that a spreadsheet would take for a formula: written so that it does not, read as meant. Domain floor."""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_MARKED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def neutral(text: str) -> str:
    """A text as it is written into a sheet: an apostrophe before what would begin a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def meant(text: str) -> str:
    """A cell as it was meant: `meant(neutral(text))` is `text`, whatever the text."""
    return text[1:] if _MARKED.match(text) else text
