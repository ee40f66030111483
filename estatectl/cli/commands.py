"""Floor 5: click's classes with bilingual words: nouns, verbs, options and arguments, and the global options."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from estatectl.cli.clocked import alone
from estatectl.cli.context import Session
from estatectl.cli.helping import EstateContext
from estatectl.domain.problems import BadInput, did_you_mean
from estatectl.domain.words import Words, same

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from estatectl.render.page import Page

Act = Callable[..., "Page | None"]

_OPTIONS = Words(zh="选项", en="Options")
_ARGUMENTS = Words(zh="参数", en="Arguments")


def session_of(ctx: click.Context) -> Session:
    """The session of an invocation; completion and tests make contexts without one."""
    found = ctx.find_object(Session)
    return found if found is not None else Session()


class Option(click.Option):
    """An option whose help is Words. `shown` as metavar may be Words too."""

    def __init__(self, decls: Sequence[str], words: Words, *, shown: Words | str | None = None, **attrs: Any) -> None:
        self.words = words
        self.shown = same(shown) if isinstance(shown, str) else shown
        super().__init__(decls, **attrs)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = self.words.of(session_of(ctx).lang)
        return super().get_help_record(ctx)

    def make_metavar(self, ctx: click.Context) -> str:
        return self.shown.of(session_of(ctx).lang) if self.shown else super().make_metavar(ctx)


class Argument(click.Argument):
    """An argument whose help is Words."""

    def __init__(self, decls: Sequence[str], words: Words, *, shown: Words | str | None = None, **attrs: Any) -> None:
        self.words = words
        self.shown = same(shown) if isinstance(shown, str) else shown
        super().__init__(decls, **attrs)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        return self.make_metavar(ctx), self.words.of(session_of(ctx).lang)

    def make_metavar(self, ctx: click.Context) -> str:
        if self.shown is None:
            return super().make_metavar(ctx)
        name = self.shown.of(session_of(ctx).lang) + ("..." if self.nargs != 1 else "")
        return name if self.required else f"[{name}]"


def option(*decls: str, words: Words, **attrs: Any) -> Callable[[Act], Act]:
    """Declare an option of a verb, as `click.option`, with `words` for help."""
    return _declare(Option(decls, words, **attrs))


def argument(name: str, words: Words, **attrs: Any) -> Callable[[Act], Act]:
    """Declare an argument of a verb, as `click.argument`, with `words` for help."""
    return _declare(Argument((name,), words, **attrs))


def _declare(param: click.Parameter) -> Callable[[Act], Act]:
    def decorate(act: Act) -> Act:
        waiting: list[click.Parameter] = act.__dict__.setdefault("__estatectl_params__", [])
        waiting.append(param)
        return act

    return decorate


class _Spoken(click.Command):
    """What nouns and verbs share: words, aliases, and the global options, accepted everywhere, explained once."""

    context_class = EstateContext
    words: Words
    aliases: tuple[str, ...]

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        own = {name for param in self.params for name in param.opts}
        return [*self.params, *(each for each in global_options() if not own & set(each.opts)), _HELP]

    def get_help_option(self, ctx: click.Context) -> click.Option:
        return _HELP

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lang = session_of(ctx).lang
        self.help = self.words.of(lang)
        if self.aliases:
            self.help += (
                Words(zh="\n\n也可写作：{names}", en="\n\nAlso: {names}").fill(names=" ".join(self.aliases)).of(lang)
            )
        super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = [param for param in (*self.params, _HELP) if isinstance(param, click.Option)]
        with formatter.section(_OPTIONS.of(session_of(ctx).lang)):
            formatter.write_dl([record for param in shown if (record := param.get_help_record(ctx))])

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = [param for param in self.params if isinstance(param, Argument)]
        if shown:
            with formatter.section(_ARGUMENTS.of(session_of(ctx).lang)):
                formatter.write_dl([param.get_help_record(ctx) for param in shown])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        lang = session_of(ctx).lang
        pieces = [Words(zh="[选项]", en="[OPTIONS]").of(lang)]
        pieces += [piece for param in self.params for piece in param.get_usage_pieces(ctx)]
        return [*pieces, Words(zh="命令 …", en="COMMAND …").of(lang)] if isinstance(self, click.Group) else pieces

    def short(self, ctx: click.Context) -> str:
        return self.words.of(session_of(ctx).lang).partition("\n")[0]


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    # Not by click.echo, which writes UTF-8 to terminals that said they are ASCII.
    if value and not ctx.resilient_parsing:
        sys.stdout.write(ctx.get_help() + "\n")
        ctx.exit()


_HELP = Option(
    ("--help",),
    Words(zh="显示本帮助", en="show this help"),
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
)


class Verb(_Spoken):
    """A command that does something: `act(session, **params)` answers with a Page (None: nothing to show)."""

    def __init__(
        self,
        name: str,
        words: Words,
        act: Act,
        *,
        params: Iterable[click.Parameter] = (),
        aliases: Iterable[str] = (),
        hidden: bool = False,
    ) -> None:
        declared = list(reversed(act.__dict__.get("__estatectl_params__", [])))
        super().__init__(name, params=[*params, *declared], hidden=hidden, callback=act)
        self.words = words
        self.aliases = tuple(aliases)
        self.act = act

    def invoke(self, ctx: click.Context) -> Page | None:
        session = session_of(ctx)
        session.command = _path(ctx)
        with alone(session):
            return self.act(session, **ctx.params)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write_text(GLOBAL_FOOT.of(session_of(ctx).lang))


def _path(ctx: click.Context) -> str:
    """The words of a command by their own names, whatever aliases were typed."""
    names: list[str] = []
    here: click.Context | None = ctx
    while here is not None and here.parent is not None:
        names.append(here.command.name or "")
        here = here.parent
    return " ".join(reversed(names))


@dataclass(frozen=True, slots=True)
class Offer:
    """A command as help and completion show it."""

    name: str
    aliases: tuple[str, ...]
    text: str

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


class Noun(_Spoken, click.Group):
    """A group of verbs. Give the verbs by the `verb` decorator, or `verbs`, a function called once when needed."""

    def __init__(
        self,
        name: str,
        words: Words,
        *,
        aliases: Iterable[str] = (),
        verbs: Callable[[], Iterable[click.Command]] | None = None,
    ) -> None:
        super().__init__(name)
        self.words = words
        self.aliases = tuple(aliases)
        self._verbs = verbs

    def verb(self, name: str, words: Words, *, aliases: Iterable[str] = ()) -> Callable[[Act], Verb]:
        """Make a function `act(session, **params) -> Page | None` a verb of this noun."""

        def decorate(act: Act) -> Verb:
            made = Verb(name, words, act, aliases=aliases)
            self.add_command(made)
            return made

        return decorate

    def _filled(self) -> Mapping[str, click.Command]:
        if self._verbs is not None:
            source, self._verbs = self._verbs, None
            for made in source():
                self.add_command(made)
        return self.commands

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._filled())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        verbs = self._filled()
        # Policy writes names with underscores; whoever types send-back means send_back.
        return (
            verbs.get(cmd_name)
            or verbs.get(cmd_name.replace("-", "_"))
            or next((verb for verb in verbs.values() if cmd_name in getattr(verb, "aliases", ())), None)
        )

    def offers(self, ctx: click.Context) -> list[Offer]:
        """What stands below this noun, for help, suggestions and completion."""
        return [
            Offer(name, verb.aliases, verb.short(ctx))
            for name, verb in self._filled().items()
            if isinstance(verb, _Spoken) and not verb.hidden
        ]

    def known_names(self, ctx: click.Context) -> list[str]:
        """Every name and alias, for suggestions."""
        return [word for offer in self.offers(ctx) for word in offer.names]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Names, or aliases once one has been begun, then options."""
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(word, help=offer.text)
            for offer in self.offers(ctx)
            for word in (offer.names if incomplete else (offer.name,))
            if word.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        found = self.get_command(ctx, args[0])
        if found is None and not ctx.resilient_parsing:
            raise unknown_command(args[0], self.known_names(ctx), ctx)
        return (found.name if found else None), found, args[1:]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(" ".join(offer.names), offer.text) for offer in self.offers(ctx)]
        with formatter.section(Words(zh="命令", en="Commands").of(session_of(ctx).lang)):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write_text(GLOBAL_FOOT.of(session_of(ctx).lang))


def unknown_command(word: str, known: Iterable[str], ctx: click.Context) -> BadInput:
    path = " ".join(ctx.command_path.split())
    hint = did_you_mean(word, known) or Words(zh="运行 {path} --help 查看全部命令", en="see {path} --help").fill(
        path=path
    )
    return BadInput.one(
        "EST-401",
        Words(zh="{path} 没有“{word}”这个命令", en="{path} has no command '{word}'").fill(path=path, word=word),
        hint=hint,
    )


def command(name: str, words: Words, *, aliases: Iterable[str] = ()) -> Callable[[Act], Verb]:
    """Make a function a command of its own, without a noun: `tick`, `doctor`."""

    def decorate(act: Act) -> Verb:
        return Verb(name, words, act, aliases=aliases)

    return decorate


GLOBAL_FOOT = Words(
    zh="--lang --format --now --as --dir --no-input -q --debug 等全局选项可写在任何位置，见 estatectl --help。",
    en="Global options (--lang --format --now --as --dir --no-input -q --debug) go anywhere; see estatectl --help.",
)

_GLOBALS: list[click.Parameter] = []


def global_options() -> list[click.Parameter]:
    """The options every command accepts; the innermost one given wins."""
    if not _GLOBALS:
        from estatectl.cli.globals import GLOBAL_OPTIONS

        _GLOBALS.extend(GLOBAL_OPTIONS)
    return _GLOBALS
