"""Floor 3: problems as people see them: the place, the words, the line with a caret, and how to mend it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Lang, Words
from estatectl.render.widths import width

_LONGEST = 160

SourceLine = Callable[[Place], str | None]


def problem_lines(problems: Sequence[Problem], lang: Lang, source_line: SourceLine) -> list[str]:
    """The lines to show for problems, in the order given. `source_line` gives the text of a place's line, if any.

    Ends with a count where problems stand in files: `3 problems in 2 files`.
    """
    lines: list[str] = []
    for problem in problems:
        lines += _one(problem, lang, source_line)
    files = {problem.place.file for problem in problems if problem.place is not None}
    if files:
        lines.append(_count(len(problems), len(files)).of(lang))
    return lines


def _one(problem: Problem, lang: Lang, source_line: SourceLine) -> list[str]:
    text = f"{problem.code} {problem.words.of(lang)}"
    lines = [text if problem.place is None else f"{problem.place}: {text}"]
    row = None if problem.place is None else source_line(problem.place)
    if problem.place is not None and row is not None and row.strip():
        lines += _pointed(row, problem.place.col)
    if problem.hint is not None:
        lines.append(Words(zh="    提示：{hint}", en="    hint: {hint}").fill(hint=problem.hint).of(lang))
    return lines


def _pointed(row: str, col: int) -> list[str]:
    """The line, or the part of a long one around the column, with a caret below the column."""
    row = "".join(map(_visible, row.rstrip()))
    start = max(0, col - _LONGEST // 2) if len(row) > _LONGEST else 0
    cut = "…" if start else ""
    before = cut + row[start : col - 1]
    tail = "…" if len(row) > start + _LONGEST else ""
    return [f"    {cut}{row[start : start + _LONGEST]}{tail}", "    " + " " * width(before) + "^"]


def _visible(char: str) -> str:
    """A character as it may be shown: tabs and invisible ones get a stand-in, so that no file drives a terminal."""
    if char == "\t":
        return "→"
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp") else char


def _count(problems: int, files: int) -> Words:
    en = f"{problems} problem{'' if problems == 1 else 's'} in {files} file{'' if files == 1 else 's'}"
    return Words(zh=f"{files} 个文件，{problems} 处问题", en=en)
