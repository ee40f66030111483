"""Floor 5: verbs that differ by register: one below the verb for each register, or for the line whose id was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import Noun, Offer, Verb, session_of
from estatectl.domain.problems import EstateError
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from estatectl.domain.bundle import Bundle
    from estatectl.domain.registers.register import Register


class OfRegister(Noun):
    """`register add REGISTER …`: the options of each register come from the policies in force."""

    def __init__(
        self, name: str, words: Words, make: Callable[[Register], Verb], *, aliases: Iterable[str] = ()
    ) -> None:
        super().__init__(name, words, aliases=aliases)
        self._make = make

    def registers(self, ctx: click.Context) -> tuple[Register, ...]:
        """Those of the policies in force; none under broken policies, where help must still work."""
        bundle = _bundle(ctx)
        return () if bundle is None else tuple(bundle.registers.values())

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [each.id for each in self.registers(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for each in self.registers(ctx):
            if cmd_name in (each.id, *each.aliases, each.title.zh, each.title.en):
                return self._make(each)
        return None

    def offers(self, ctx: click.Context) -> list[Offer]:
        lang = session_of(ctx).lang
        return [Offer(each.id, each.aliases, each.title.of(lang)) for each in self.registers(ctx)]


class OfLine(OfRegister):
    """`register correct PASS-12 …`: the line says which register, and so which options there are."""

    def __init__(
        self,
        name: str,
        words: Words,
        make: Callable[[Register, str], Verb],
        *,
        aliases: Iterable[str] = (),
        only: Callable[[Register], bool] = lambda _register: True,
    ) -> None:
        super().__init__(name, words, lambda register: make(register, ""), aliases=aliases)
        self._make_for, self._only = make, only

    def list_commands(self, ctx: click.Context) -> list[str]:
        return []  # lines, not commands

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        series, dash, number = cmd_name.strip().upper().rpartition("-")
        if not (dash and number.isascii() and number.isdigit()):
            return None
        for each in self.registers(ctx):
            if each.series == series:
                return self._make_for(each, f"{series}-{int(number)}")
        return None

    def offers(self, ctx: click.Context) -> list[Offer]:
        lang = session_of(ctx).lang
        return [Offer(f"{each.series}-…", (), each.title.of(lang)) for each in self.registers(ctx) if self._only(each)]


def _bundle(ctx: click.Context) -> Bundle | None:
    try:
        return session_of(ctx).bundle
    except (EstateError, OSError):
        return None
