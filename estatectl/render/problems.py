"""Floor 3: problems as people see them: the place, the words, the line with a caret, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Lang, Words
from estatectl.render.widths import width

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
        before = row[: problem.place.col - 1]
        lines += [f"    {row.rstrip()}", "    " + " " * width(before) + "^"]
    if problem.hint is not None:
        lines.append(Words(zh="    提示：{hint}", en="    hint: {hint}").fill(hint=problem.hint).of(lang))
    return lines


def _count(problems: int, files: int) -> Words:
    en = f"{problems} problem{'' if problems == 1 else 's'} in {files} file{'' if files == 1 else 's'}"
    return Words(zh=f"{files} 个文件，{problems} 处问题", en=en)
