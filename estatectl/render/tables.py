"""Floor 3: tables for terminals, aligned with Chinese text and cut to the width there is."""

from __future__ import annotations

from estatectl.render.look import Look
from estatectl.render.page import Table
from estatectl.render.widths import clip, fold, width

_GAP = 2
_LEAST = 6


def table_text(table: Table, look: Look) -> str:
    """The table as text without a trailing newline."""
    if not table.rows:
        return table.empty.of(look.lang)
    heads = [words.of(look.lang) for words in table.columns]
    rows = [[" ".join(look.text(cell).split("\n")) for cell in row] for row in table.rows]
    limits = _limits(heads, rows, look.columns)
    shown = [
        [
            _fitted(cell, limit, column in table.wrap)
            for column, (cell, limit) in enumerate(zip(row, limits, strict=True))
        ]
        for row in rows
    ]
    return _laid_out([clip(head, limit) for head, limit in zip(heads, limits, strict=True)], shown)


def _limits(heads: list[str], rows: list[list[str]], columns: int) -> list[int]:
    """Widths per column: what each wants, the widest giving way first until the line fits."""
    wanted = [max(width(line[column]) for line in (heads, *rows)) for column in range(len(heads))]
    over = sum(wanted) + _GAP * (len(wanted) - 1) - columns
    while over > 0 and max(wanted) > _LEAST:
        widest = wanted.index(max(wanted))
        runner_up = max((size for index, size in enumerate(wanted) if index != widest), default=_LEAST)
        cut = min(over, max(1, wanted[widest] - max(runner_up, _LEAST)))
        wanted[widest] -= cut
        over -= cut
    return wanted


def _fitted(cell: str, limit: int, wrap: bool) -> str:
    if width(cell) <= limit:
        return cell
    if wrap:
        return "\n".join(fold(cell, limit))
    if cell.startswith("\x1b[") and cell.endswith("\x1b[0m"):
        start, _, rest = cell.partition("m")
        return f"{start}m{clip(rest.removesuffix(chr(27) + '[0m'), limit)}\x1b[0m"
    return clip(cell, limit)


def _laid_out(heads: list[str], rows: list[list[str]]) -> str:
    import tabulate

    tabulate.MIN_PADDING = 0  # else every column is two wider than its title, whatever the terminal has
    text = tabulate.tabulate(rows, heads, tablefmt="simple", disable_numparse=True, preserve_whitespace=True)
    return "\n".join(line.rstrip() for line in text.splitlines())
