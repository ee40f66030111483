"""Floor 5: a played scenario as a terminal session would look."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from estatectl.cli.context import Session
from estatectl.domain.words import Words
from estatectl.render.page import Block, Heading, Hint, Page, Rule, Verbatim

if TYPE_CHECKING:
    from estatectl.domain.cases.case import Case
    from estatectl.domain.problems import EstateError
    from estatectl.usecases.house import House

_PLAIN = re.compile(r"[\w@%+=:,./\-，。、！？；：（）]+")
_WIDE = 100


class Stage:
    """Shows a player's doings on stdout as a terminal session would look; silent when a program asked for JSON."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._after_command = False
        self._day: date | None = None

    def show(self, blocks: Sequence[Block], session: Session | None = None) -> None:
        from estatectl.cli.output import show

        if self._session.format == "table" and blocks:
            show(Page(tuple(blocks)), session or self._session)

    def _line(self, blocks: Sequence[Block], at: datetime) -> None:
        """One of the lines between commands: set off from a command's output by an empty one, and with its day where
        that is no longer the one of the last heading."""
        if blocks:
            day: list[Block] = [Rule(), Hint(_day(at))] if at.date() != self._day else []
            between: list[Block] = [Rule()] if self._after_command else []
            self.show((*(day or between), *blocks))
            self._after_command, self._day = False, at.date()

    def chapter(self, words: Words, at: datetime) -> None:
        titled = Words(zh=f"── {{day}} {at:%H:%M}　{{words}}", en=f"── {{day}}, {at:%H:%M}  {{words}}")
        self.show((Rule(), Heading(titled.fill(day=_day(at), words=words))))
        self._after_command, self._day = False, at.date()

    def command(self, argv: Sequence[str], session: Session, page: Page) -> None:
        self.show((Rule(), Verbatim(typed(argv)), *page.blocks), session)
        self._after_command = True

    def refusal(self, argv: Sequence[str], refused: EstateError) -> None:
        from estatectl.render.problems import problem_lines

        lines = problem_lines(refused.problems, self._session.lang, lambda _place: None)
        self.show((Rule(), Verbatim(typed(argv)), Verbatim("\n".join(lines))))
        self._after_command = True

    def opened(self, case: Case, house: House) -> None:
        from estatectl.render.scenes import opened_line

        self._line((opened_line(house.bundle, case),), house.now.astimezone(house.bundle.estate.zone))

    def ticked(self, after: int, house: House) -> None:
        from estatectl.render.scenes import escalation_lines

        lines = tuple(escalation_lines(house.bundle, house.journal.entries(after), house.journal.people()))
        self._line(lines, house.now.astimezone(house.bundle.estate.zone))


def _day(at: datetime) -> Words:
    return Words(zh=f"{at.month}月{at.day}日", en=f"{at.day} {_MONTHS[at.month - 1]}")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def typed(argv: Sequence[str]) -> str:
    """A command as typed after a prompt, folded where it grows long, never between an option and its value."""
    words = ["estatectl", *(word if _PLAIN.fullmatch(word) else shlex.quote(word) for word in argv)]
    lines, line = [], "$"
    for index, word in enumerate(words):
        bare = words[index + 1] if word.startswith("--") and index + 1 < len(words) else ""
        is_value = index > 0 and words[index - 1].startswith("--") and not word.startswith("--")
        if len(line) > 2 and not is_value and _columns(f"{line} {word} {bare}".rstrip()) > _WIDE - 2:
            lines.append(line)
            line = "     "
        line += f" {word}"
    return " \\\n".join([*lines, line])


def _columns(text: str) -> int:
    from estatectl.render.widths import width

    return width(text)
