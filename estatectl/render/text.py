"""Floor 3: a page as text for a terminal or a pipe."""

from __future__ import annotations

from estatectl.render.look import Look
from estatectl.render.page import Block, Heading, Hint, Line, Page, Pairs, Rule, Table, Verbatim
from estatectl.render.widths import fold, pad, width


def page_text(page: Page, look: Look) -> str:
    """The blocks, top to bottom; ends with a newline unless there is nothing to show."""
    lines = [line for block in page.blocks for line in _block(block, look)]
    return "\n".join(lines) + "\n" if lines else ""


def _block(block: Block, look: Look) -> list[str]:
    match block:
        case Heading(words):
            return [look.tint(words.of(look.lang), "strong")]
        case Line(words, tone, indent):
            return [" " * indent + look.tint(part, tone) for part in _folded(words.of(look.lang), look, indent)]
        case Verbatim(text):
            return text.splitlines()
        case Hint(words):
            return [look.tint(part, "faint") for part in _folded(words.of(look.lang), look, 0)]
        case Rule():
            return [""]
        case Pairs():
            return _pairs(block, look)
        case Table():
            from estatectl.render.tables import table_text

            return table_text(block, look).splitlines()


def _folded(text: str, look: Look, indent: int) -> list[str]:
    return [part for line in text.splitlines() for part in fold(line, max(look.columns - indent, 10))] or [""]


def _pairs(block: Pairs, look: Look) -> list[str]:
    names = [name.of(look.lang) for name, _ in block.pairs]
    column = max(map(width, names), default=0) + 2
    lines = []
    for name, (_, cell) in zip(names, block.pairs, strict=True):
        first, *more = _folded(look.text(cell), look, column)
        lines.append((pad(name, column) + first).rstrip())
        lines.extend(" " * column + line for line in more)
    return lines
