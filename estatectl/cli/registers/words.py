"""Floor 5: how registers and lines are named on the command line, and completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import session_of
from estatectl.domain.problems import EstateError
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

REGISTER = Words(zh="登记簿", en="REGISTER")
REGISTER_ID = Words(zh="哪本登记簿（标识、别名或名称）", en="which register (id, alias or title)")
LINE = Words(zh="登记编号", en="LINE")
LINE_ID = Words(zh="登记编号，如 CCTV-12", en="number of the line, such as CCTV-12")


def complete_register(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The registers of the policies in force, by id, or by alias once one has been begun."""
    from click.shell_completion import CompletionItem

    session = session_of(ctx)
    try:
        registers = session.bundle.registers.values()
    except (EstateError, OSError):
        return []
    return [
        CompletionItem(word, help=each.title.of(session.lang))
        for each in registers
        for word in ((each.id, *each.aliases) if incomplete else (each.id,))
        if word.startswith(incomplete)
    ]
