"""Floor 5: the top command: static nouns from the table, case nouns from the workflow policies, all on demand."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import cast

import click

from estatectl.cli.commands import Noun, global_options, session_of, unknown_command
from estatectl.cli.context import Session
from estatectl.cli.nouns import NOUNS, SECTIONS
from estatectl.domain.problems import EstateError
from estatectl.domain.words import Words


class Root(Noun):
    """`estatectl`: knows every noun by name; imports one only when it is used."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for name, entry in NOUNS.items():
            if cmd_name == name or cmd_name in entry.aliases:
                module, _, attribute = entry.target.partition(":")
                return cast("click.Command", getattr(importlib.import_module(module), attribute))
        groups = case_groups(session_of(ctx))
        return groups.get(cmd_name) or next((g for g in groups.values() if cmd_name in g.aliases), None)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_groups_or_none(session_of(ctx)), *NOUNS]

    def known_names(self, ctx: click.Context) -> list[str]:
        static = [word for name, entry in NOUNS.items() for word in (name, *entry.aliases)]
        cases = [word for name, group in _groups_or_none(session_of(ctx)).items() for word in (name, *group.aliases)]
        return static + cases

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        found = self.get_command(ctx, args[0])
        if found is None and not ctx.resilient_parsing:
            raise unknown_command(args[0], self.known_names(ctx), ctx)
        return (found.name if found else None), found, args[1:]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(ctx, formatter)
        lang = session_of(ctx).lang
        with formatter.section(
            Words(zh="全局选项（可写在任何位置）", en="Global options (anywhere on the line)").of(lang)
        ):
            records = [param.get_help_record(ctx) for param in global_options()]
            formatter.write_dl([record for record in records if record])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lang = session_of(ctx).lang
        groups = _groups_or_none(session_of(ctx))
        for section, title in SECTIONS.items():
            rows = [(_names(name, g.aliases), g.short(ctx)) for name, g in groups.items()] if section == "desk" else []
            rows += [(_names(n, e.aliases), e.words.of(lang)) for n, e in NOUNS.items() if e.section == section]
            if rows:
                with formatter.section(title.of(lang)):
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        words = Words(
            zh="每个命令都有自己的 --help，例如：estatectl init --help",
            en="Every command has its own --help: estatectl init --help",
        )
        formatter.write_paragraph()
        formatter.write_text(words.of(session_of(ctx).lang))


def _names(name: str, aliases: tuple[str, ...]) -> str:
    return " ".join((name, *aliases))


def case_groups(session: Session) -> Mapping[str, Noun]:
    """The nouns that the workflow policies define."""
    return {}


def _groups_or_none(session: Session) -> Mapping[str, Noun]:
    """The same for help and suggestions, which must work under broken policies too."""
    try:
        return case_groups(session)
    except EstateError:
        return {}


ROOT = Root(
    "estatectl",
    Words(
        zh="按小区自己的制度管理小区：诉求、工单、时限、升级、台账。",
        en="Runs a residential estate by its own rulebook: requests, orders, time limits, escalation, journal.",
    ),
)
