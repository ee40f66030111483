"""Writes the reference pages under `docs/reference`: commands, policy kinds and error codes, in both languages.

python docs/generate.py           write them
python docs/generate.py --check   say which are stale, and end with 1
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from estatectl.cli.commands import Noun
from estatectl.cli.context import Session
from estatectl.cli.helping import EstateContext
from estatectl.cli.root import ROOT
from estatectl.domain.problems import EstateError
from estatectl.domain.words import Lang, Words
from estatectl.wiring import error_codes, policy_schemas

REFERENCE = Path(__file__).resolve().parent / "reference"
SUFFIX: Mapping[Lang, str] = {"en": "md", "zh": "zh-CN.md"}
_PROPERTY_DEPTH = 6


def pages() -> Iterator[tuple[str, str]]:
    """Every page by its file name."""
    for lang, suffix in SUFFIX.items():
        yield f"commands.{suffix}", commands_page(lang)
        yield f"kinds.{suffix}", kinds_page(lang)
        yield f"codes.{suffix}", codes_page(lang)


def commands_page(lang: Lang) -> str:
    """Every command with its help, under the policies that come with the program."""
    title = Words(zh="命令", en="Commands").of(lang)
    os.environ["COLUMNS"] = "100"
    session = Session(lang=lang)
    parts = [f"# {title}\n"]
    for path, text in _help_texts(session):
        parts.append(f"## {path}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def _help_texts(session: Session) -> Iterator[tuple[str, str]]:
    top = EstateContext(ROOT, info_name="estatectl", obj=session)
    yield "estatectl", ROOT.get_help(top)
    yield from _below(ROOT, top)


def _below(noun: Noun, ctx: click.Context) -> Iterator[tuple[str, str]]:
    for name in noun.list_commands(ctx):
        command = noun.get_command(ctx, name)
        assert command is not None
        inner = EstateContext(command, info_name=name, parent=ctx)
        yield inner.command_path, command.get_help(inner)
        if isinstance(command, Noun):
            yield from _below(command, inner)


def kinds_page(lang: Lang) -> str:
    """Every kind of policy: what it says, and each of its keys."""
    parts = [f"# {Words(zh='细则种类', en='Policy kinds').of(lang)}\n"]
    for kind, text in sorted(policy_schemas().items()):
        schema = json.loads(text)
        parts.append(f"## {kind}\n\n{_said(schema, lang)}\n")
        parts.extend(_keys(schema, lang, 0))
        parts.append("")
    return "\n".join(parts)


def _keys(schema: Mapping[str, Any], lang: Lang, depth: int) -> Iterator[str]:
    required = set(schema.get("required", ()))
    needed = Words(zh="（必填）", en=" (required)").of(lang)
    for name, child in schema.get("properties", {}).items():
        if isinstance(child, dict):
            mark = needed if name in required else ""
            yield f"{'  ' * depth}- `{name}`{mark}: {_said(child, lang)}"
            if depth < _PROPERTY_DEPTH:
                yield from _keys(child, lang, depth + 1)
                yield from _keys(
                    child.get("items", {}) if isinstance(child.get("items"), dict) else {}, lang, depth + 1
                )


def _said(schema: Mapping[str, Any], lang: Lang) -> str:
    return str(schema.get("x-zh" if lang == "zh" else "description", "")).strip()


def codes_page(lang: Lang) -> str:
    """Every error code: what it means and what to write instead."""
    mend = Words(zh="怎么改", en="To mend it").of(lang)
    parts = [f"# {Words(zh='错误代码', en='Error codes').of(lang)}\n"]
    for code, told in sorted(error_codes().items()):
        parts.append(f"## {code} {told.title.of(lang)}\n")
        parts.append(f"{told.meaning.of(lang).strip()}\n\n**{mend}**: {told.mend.of(lang).strip()}\n")
    return "\n".join(parts)


def main(check: bool) -> int:
    """Write the pages, or with `check` compare them; the exit status."""
    # Outside every estate: the pages describe what comes with the program.
    os.chdir(tempfile.gettempdir())
    try:
        written = dict(pages())
    except EstateError as refused:
        print(refused, file=sys.stderr)
        return refused.exit_status
    stale = [name for name, text in written.items() if not _same(REFERENCE / name, text)]
    if check:
        for name in stale:
            print(f"docs/reference/{name} is stale: make docs", file=sys.stderr)
        return 1 if stale else 0
    REFERENCE.mkdir(exist_ok=True)
    for name in stale:
        (REFERENCE / name).write_text(written[name], encoding="utf-8")
    return 0


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
