"""Floor 5: the session: what one invocation was asked, and the house it works in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from estatectl.cli.early import Format
from estatectl.domain.words import Lang, Words
from estatectl.wiring.premises import Settings

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from estatectl.domain.bundle import Bundle
    from estatectl.domain.problems import Problem
    from estatectl.usecases.delivery.outcomes import Sent
    from estatectl.usecases.house import House
    from estatectl.wiring.premises import Premises


@dataclass(kw_only=True)
class Session:
    """One invocation. Global options write here while the line is parsed; verbs read from here.

    `house` opens the estate on first use: a command that never asks for it pays for nothing. `command` are the words
    of the command that is carried out, whatever aliases were typed; `ended`, `figures` and `problems` are what became
    of it, for the log of runs by the clock (`cron`).
    """

    lang: Lang = "en"
    format: Format = "table"
    debug: bool = False
    no_input: bool = False
    quiet: bool = False
    cron: bool = False
    command: str = ""
    ended: bool = False
    figures: Mapping[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)

    @classmethod
    def from_environment(cls, env: Mapping[str, str], **early: object) -> Session:
        """A session before its options are read."""
        directory = env.get("ESTATECTL_DIR")
        settings = Settings(
            directory=Path(directory) if directory else None,
            now=env.get("ESTATECTL_NOW") or None,
            actor=env.get("ESTATECTL_AS") or None,
        )
        return cls(settings=settings, **early)  # type: ignore[arg-type]

    def set(self, **settings: object) -> None:
        """Change settings before the house is opened. The policies may be open already: their nouns came first."""
        self.settings = replace(self.settings, **settings)  # type: ignore[arg-type]
        if "premises" in self.__dict__:
            self.premises.settings = self.settings

    def by_clock(self) -> None:
        """Nobody is there: as the system unless somebody is named, without questions or remarks, and logged."""
        self.cron = self.no_input = self.quiet = True
        if self.settings.actor is None:
            self.set(actor="system")

    @cached_property
    def premises(self) -> Premises:
        """The estate directory at hand and what is in it, opened piece by piece."""
        from estatectl.wiring.premises import Premises

        return Premises(self.settings)

    @property
    def house(self) -> House:
        """Everything a use case needs. Refuses, with a hint, outside an estate or under invalid policies."""
        return self.premises.house

    @property
    def bundle(self) -> Bundle:
        """The policies in force: the estate's, or outside an estate those that came with the program."""
        return self.premises.bundle

    def clock_if_known(self) -> tuple[tzinfo | None, datetime | None]:
        """The estate's zone and the instant of this command, where policies are at hand; never refuses."""
        return self.premises.clock_if_known()

    def text(self, words: Words) -> str:
        return words.of(self.lang)

    def say(self, words: Words) -> None:
        """A remark beside the result: to stderr, silenced by -q."""
        if not self.quiet:
            print(words.of(self.lang), file=sys.stderr)  # noqa: T201 - the one place for remarks

    def answer(self, text: str) -> str:
        """An answer to a checklist as it is kept: `@FILE`, or several with commas, becomes the digests of the files."""
        if not text.startswith(("@", "＠")):
            return text
        paths = [part.strip().lstrip("@＠") for part in text.replace("，", ",").split(",")]
        return ",".join(self.premises.digest(path) for path in paths)

    def deliver(self, *, far: bool = False) -> Sent:
        """Carry waiting notices out of the house (`far`: over the network too); a person at a terminal sees them go."""
        delivery = self.premises.deliver(far=far)
        if delivery.sent and not self.quiet and _is_terminal(2):
            from estatectl.wiring.ports import screen

            for notice in delivery.sent:
                screen(sys.stderr, self.lang).deliver(notice)
        return delivery

    @property
    def may_ask(self) -> bool:
        """Whether a question can reach a person: terminal at both ends, and not told to keep quiet."""
        return not self.no_input and _is_terminal(0) and _is_terminal(1)


def _is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except OSError:
        return False
