"""What went wrong, where, and how to mend it. Problems are values: they are collected, sorted and shown together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar, Self

from estatectl.domain.words import Words, same


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A character in a file. Lines and columns count from 1, columns in characters, not bytes."""

    file: str
    line: int
    col: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. `code` is an `EST-nnn` listed in `schemas/codes/`; `hint` says how to mend it."""

    code: str
    words: Words
    place: Place | None = None
    hint: Words | None = None

    @property
    def rank(self) -> tuple[str, int, int, str, str]:
        """Order of showing: by place, then code, then text."""
        at = self.place or Place("", 0, 0)
        return (at.file, at.line, at.col, self.code, self.words.en)


class EstateError(Exception):
    """The base of all refusals; carries every problem found, and the exit status the command ends with."""

    exit_status: ClassVar[int] = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.rank))
        super().__init__("; ".join(f"{p.code} {p.words.en}" for p in self.problems))

    @classmethod
    def one(cls, code: str, words: Words, *, hint: Words | None = None, place: Place | None = None) -> Self:
        return cls([Problem(code=code, words=words, place=place, hint=hint)])


class BadInput(EstateError):
    """What was typed or handed in cannot be used; nothing was written."""

    exit_status = 2


class Refused(EstateError):
    """Understood, but the rulebook does not allow it: wrong post, wrong stage, missing evidence."""

    exit_status = 2


class AlreadyDoing(EstateError):
    """Another process is doing exactly this at this moment; nothing more is needed."""

    exit_status = 0


class PolicyInvalid(EstateError):
    """The policies do not hold together; nothing was done under them."""

    exit_status = 3


class DataBroken(EstateError):
    """The journal or stored data contradicts itself."""

    exit_status = 4


class NothingToCheck(EstateError):
    """There was nothing to judge, and saying 'all well' would be a lie."""

    exit_status = 5


def did_you_mean(wrong: str, known: Iterable[str]) -> Words | None:
    """A hint naming the closest known word, or the whole list when it is short, or nothing."""
    options = sorted(set(known))
    close = get_close_matches(wrong, options, n=1, cutoff=0.6)
    if close:
        return Words(zh="是不是“{word}”？", en="did you mean '{word}'?").fill(word=same(close[0]))
    if 0 < len(options) <= 12:
        return Words(zh="可用的有：{list}", en="known: {list}").fill(list=same(", ".join(options)))
    return None
