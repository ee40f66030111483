"""Floor 5: results that can be had in more formats than a table and JSON: `--format`, and `-o FILE`, repeatable."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import click

from estatectl.cli.commands import Act, option
from estatectl.cli.context import Session
from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words, same
from estatectl.render.page import Page
from estatectl.render.reports.formats import BINARY, format_of

Content = str | bytes
Render = Callable[[str], Content]


def format_options(formats: Sequence[str]) -> Callable[[Act], Act]:
    """Declare `--format` and `-o` of a verb, handed to it as `form` and `outputs`."""

    def decorate(act: Act) -> Act:
        shown = option(
            "--format",
            "form",
            type=click.Choice(["table", *formats]),
            words=Words(zh="在屏幕上用哪种格式（默认表格）", en="what to print (default: a table)"),
        )
        files = option(
            "-o",
            "--output",
            "outputs",
            multiple=True,
            type=str,  # a path would lose the slash that makes it a directory
            words=Words(
                zh="写入文件，格式看文件名结尾；写目录则用 HTML、自动起名；可写多次",
                en="write a file, in the format that its name ends in; into a directory, HTML under a name of its own; "
                "repeatable",
            ),
            shown=Words(zh="文件", en="FILE"),
        )
        return shown(files(act))

    return decorate


@dataclass(frozen=True)
class Wanted:
    """What one command was asked to print and to write."""

    session: Session
    form: str
    files: Mapping[Path, str]

    @classmethod
    def read(
        cls, session: Session, form: str | None, outputs: Sequence[str], known: Mapping[str, object], name: str
    ) -> Wanted:
        """What was asked for; a file in a directory is called by `name`. Refuses what cannot be had, before anything
        is done: an unknown ending, no directory, PDF on a screen."""
        form = form or session.format
        session.format = "json" if form == "json" else "table"
        if form in BINARY:
            words = Words(zh="{form} 不是文本，不能显示在屏幕上", en="{form} is no text and cannot be printed")
            hint = Words(zh="写入文件：-o 报告.{form}", en="write it to a file: -o report.{form}").fill(form=same(form))
            raise BadInput.one("EST-766", words.fill(form=same(form)), hint=hint)
        paths = [_inside(text, name) for text in outputs]
        files = {path: format_of(path, known) for path in paths}
        from estatectl.wiring.documents import refuse_unwritable

        refuse_unwritable(paths)
        return cls(session, form, files)

    def answer(self, page: Page, render: Render) -> Page:
        """Write the files, all or none, and print what was asked for: the page itself as a table or as JSON."""
        contents = {path: render(form) for path, form in self.files.items()}
        printed = None if self.form in ("table", "json") else render(self.form)
        if contents:
            from estatectl.wiring.documents import write_whole

            write_whole(contents)
            for path in contents:
                self.session.say(Words(zh="已写入 {file}", en="written: {file}").fill(file=same(str(path))))
        if not isinstance(printed, str):
            return page
        sys.stdout.write(printed)
        return Page(status=page.status, problems=page.problems)


def _inside(text: str, name: str) -> Path:
    """The file that is meant: itself, or one in the directory; there in HTML, or in Markdown where no HTML can be
    made, so that a job of the night never goes without."""
    path = Path(text).expanduser()
    if not text.endswith(("/", os.sep)) and not path.is_dir():
        return path
    return path / f"{name}.{'html' if find_spec('jinja2') else 'md'}"
