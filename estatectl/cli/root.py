"""Floor 5: the top command: static nouns from the table, case nouns from the workflow policies, all on demand."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from difflib import get_close_matches
from typing import cast

import click

from estatectl.cli.commands import Noun, Offer, global_options, session_of
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
        return self._case_group(ctx, cmd_name)

    def _case_group(self, ctx: click.Context, word: str) -> click.Command | None:
        session = session_of(ctx)
        wanted = {word, word.replace("-", "_")}
        named = next((noun.name for noun in case_nouns(session) if wanted & {noun.name, *noun.aliases}), None)
        if named is None:
            if not ctx.resilient_parsing and not get_close_matches(word, _static_names()):
                session.bundle  # noqa: B018 - broken policies may be why the noun is not known: say that instead
            return None
        from estatectl.cli.cases import case_group

        return case_group(session.bundle, named)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*(noun.name for noun in case_nouns(session_of(ctx))), *NOUNS]

    def offers(self, ctx: click.Context) -> list[Offer]:
        return [offer for offers in self._offers_by_section(ctx).values() for offer in offers]

    def _offers_by_section(self, ctx: click.Context) -> dict[str, list[Offer]]:
        session = session_of(ctx)
        found: dict[str, list[Offer]] = {section: [] for section in SECTIONS}
        for noun in case_nouns(session):
            found[noun.section].append(Offer(noun.name, noun.aliases, noun.words.of(session.lang)))
        for name, entry in NOUNS.items():
            found[entry.section].append(Offer(name, entry.aliases, entry.words.of(session.lang)))
        return found

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
        for section, offers in self._offers_by_section(ctx).items():
            if offers:
                with formatter.section(SECTIONS[section].of(lang)):
                    formatter.write_dl([(" ".join(offer.names), offer.text) for offer in offers])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        words = Words(
            zh="每个命令都有自己的 --help，例如：estatectl init --help",
            en="Every command has its own --help: estatectl init --help",
        )
        formatter.write_paragraph()
        formatter.write_text(words.of(session_of(ctx).lang))


def _static_names() -> list[str]:
    return [word for name, entry in NOUNS.items() for word in (name, *entry.aliases)]


@dataclass(frozen=True, slots=True)
class CaseNoun:
    """A noun that a workflow policy defines, as help shows it: read from the document alone, without its model."""

    name: str
    words: Words
    aliases: tuple[str, ...]
    section: str


def case_nouns(session: Session) -> tuple[CaseNoun, ...]:
    """The nouns of the workflows in force; none under broken policies, where help must still work."""
    said = Words(zh="{title}：登记、流转、查询", en="{title}: open, move along, look up")
    try:
        documents = session.bundle.documents.get("workflow", ())
    except (EstateError, OSError):
        return ()
    return tuple(
        CaseNoun(
            node.text("noun"), said.fill(title=node.words("title")), node.texts("aliases"), node.text("section", "desk")
        )
        for node in documents
    )


ROOT = Root(
    "estatectl",
    Words(
        zh="按小区自己的制度管理小区：诉求、工单、时限、升级、台账。",
        en="Runs a residential estate by its own rulebook: requests, orders, time limits, escalation, journal.",
    ),
)
