"""Floor 5: help pages that align with Chinese text."""

from __future__ import annotations

from collections.abc import Iterable

import click

from estatectl.render.widths import fold, pad, width


class WideFormatter(click.HelpFormatter):
    """click's formatter, measuring in terminal columns and folding text that has no spaces."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max((width(term) for term, _ in rows), default=0), col_max) + col_spacing
        lead = " " * self.current_indent
        for term, text in rows:
            lines = fold(text, max(self.width - first - self.current_indent, 10))
            fits = width(term) <= first - col_spacing
            head = lead + pad(term, first) + lines.pop(0) if fits else lead + term
            self.write(head.rstrip() + "\n")
            for line in lines:
                if line:
                    self.write(" " * (self.current_indent + first) + line + "\n")

    def write_text(self, text: str) -> None:
        lead = " " * self.current_indent
        for line in text.splitlines():
            for part in fold(line, self.width - self.current_indent):
                self.write((lead + part).rstrip() + "\n")


class EstateContext(click.Context):
    """A context whose help is written by `WideFormatter`."""

    formatter_class = WideFormatter
