"""Floor 5: completion for bash, zsh and fish, with help in the reader's language."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from estatectl.cli.commands import Argument, Verb
from estatectl.cli.context import Session
from estatectl.domain.words import Words
from estatectl.render.page import Page, Verbatim

VARIABLE = "_ESTATECTL_COMPLETE"


def complete(instruction: str, session: Session) -> int:
    """Answer a shell that asks for completions (`zsh_complete`) or for the script (`zsh_source`)."""
    from click.shell_completion import shell_complete

    from estatectl.cli.root import ROOT

    return shell_complete(ROOT, {"obj": session}, "estatectl", VARIABLE, instruction)


def _completion(session: Session, *, shell: str) -> Page:
    from estatectl.cli.root import ROOT

    found = get_completion_class(shell)
    assert found is not None
    script = found(ROOT, {"obj": session}, "estatectl", VARIABLE).source()
    return Page((Verbatim(script.strip("\n")),), {"shell": shell, "script": script})


completion = Verb(
    "completion",
    Words(
        zh='打印补全脚本。例如在 ~/.bashrc 中写：\n  eval "$(estatectl completion bash)"',
        en='Print the completion script. In ~/.bashrc, for example:\n  eval "$(estatectl completion bash)"',
    ),
    _completion,
    params=[Argument(("shell",), Words(zh="哪种命令行", en="which shell"), type=click.Choice(["bash", "zsh", "fish"]))],
    aliases=("补全",),
)
