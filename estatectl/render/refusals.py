"""Floor 3: problems as text for people: place, problem, code, hint."""

from __future__ import annotations

from collections.abc import Iterable

from estatectl.domain.problems import Problem
from estatectl.domain.words import Lang, Words
from estatectl.render.look import Look


def refusals_text(problems: Iterable[Problem], lang: Lang, *, colour: bool = False) -> str:
    """One block per problem, each ending with a newline."""
    look = Look(lang=lang, colour=colour)
    return "".join(_block(problem, look) for problem in problems)


def _block(problem: Problem, look: Look) -> str:
    where = f"{problem.place}: " if problem.place else ""
    text = f"{where}{look.tint(problem.code, 'bad')} {problem.words.of(look.lang)}\n"
    if problem.hint is not None:
        text += Words(zh="  提示：{hint}\n", en="  hint: {hint}\n").fill(hint=problem.hint).of(look.lang)
    return text
