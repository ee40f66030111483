"""Writes the reference pages under `docs/reference` in both languages: commands, kinds, codes, clauses and words.

python docs/generate.py           write them
python docs/generate.py --check   say which are stale, and end with 1
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from clauses import clauses_page, glossary_page
from kinds import kinds_page

from estatectl.cli.commands import Noun
from estatectl.cli.context import Session
from estatectl.cli.helping import EstateContext
from estatectl.cli.root import ROOT
from estatectl.domain.problems import EstateError
from estatectl.domain.words import Lang, Words
from estatectl.wiring.documents import error_codes, policy_schemas
from estatectl.wiring.places import packaged

REFERENCE = Path(__file__).resolve().parent / "reference"
SUFFIX: Mapping[Lang, str] = {"en": "md", "zh": "zh-CN.md"}
EXAMPLES = Path(__file__).resolve().parent.parent / "tests" / "examples" / "invalid"


def pages() -> Iterator[tuple[str, str]]:
    """Every page by its file name."""
    bundle = Session(lang="en").bundle
    schemas = dict(policy_schemas())
    common = (packaged("schemas") / "common.schema.json").read_text(encoding="utf-8")
    for lang, suffix in SUFFIX.items():
        yield f"commands.{suffix}", commands_page(lang)
        yield f"kinds.{suffix}", kinds_page(schemas, common, lang)
        yield f"codes.{suffix}", codes_page(lang)
        yield f"clauses.{suffix}", clauses_page(bundle, lang)
        yield f"words.{suffix}", glossary_page(lang)


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


def codes_page(lang: Lang) -> str:
    """Every error code: what it means, what to write instead, and how it looks when somebody met it."""
    mend = Words(zh="怎么改", en="To mend it").of(lang)
    shown = _shown()
    parts = [f"# {Words(zh='错误代码', en='Error codes').of(lang)}\n"]
    for code, told in sorted(error_codes().items()):
        parts.append(f'<a id="{code.lower()}"></a>\n\n## {code} {told.title.of(lang)}\n')
        parts.append(f"{told.meaning.of(lang).strip()}\n\n**{mend}**: {told.mend.of(lang).strip()}\n")
        if code in shown:
            parts.append(f"```text\n{_spoken(shown[code], code, told.title, lang)}```\n")
    return "\n".join(parts)


def _shown() -> dict[str, str]:
    """For each code the first invalid example that meets it alone, as `policy check` tells it in English."""
    found: dict[str, str] = {}
    for path in sorted(EXAMPLES.rglob("*.expected")):
        text = path.read_text(encoding="utf-8")
        codes = re.findall(r"EST-[0-9]{3}", text)
        if len(codes) == 1:
            found.setdefault(codes[0], re.sub(r"^\d+ problems? in .*\n", "", text, flags=re.MULTILINE))
    return found


def _spoken(text: str, code: str, title: Words, lang: Lang) -> str:
    """The place, the line and the caret need no language; of the message the examples hold the English one only."""
    if lang == "en":
        return text
    lines = [line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("hint:")]
    return "".join(re.sub(rf"{code} .*", f"{code} {title.zh}", line) for line in lines)


def main(check: bool) -> int:
    """Write the pages, or with `check` compare them; the exit status."""
    # Outside every estate: the pages describe what comes with the program.
    os.chdir(tempfile.gettempdir())
    try:
        written = {name: _linked(name, text) for name, text in pages()}
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


def _linked(name: str, text: str) -> str:
    """A page with the way to its twin in the other language under its title."""
    stem = name.partition(".")[0]
    told, other = ("English", SUFFIX["en"]) if name.endswith(SUFFIX["zh"]) else ("中文", SUFFIX["zh"])
    title, _, rest = text.partition("\n")
    return f"{title}\n\n[{told}]({stem}.{other})\n{rest}"


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
