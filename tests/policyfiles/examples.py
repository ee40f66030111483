"""The example bundles: a small valid one, and invalid documents that are laid over it one at a time."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from estatectl.adapters.policyfiles.sources import source_line
from estatectl.domain.problems import Problem
from estatectl.domain.words import Lang
from estatectl.render.problems import problem_lines

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
VALID = EXAMPLES / "valid"
INVALID = EXAMPLES / "invalid"
FOLDER = Path("policies")
ADDS = b"# adds"


def invalid_examples() -> list[Path]:
    return sorted(INVALID.rglob("*.yaml"))


def named(path: Path) -> str:
    return path.relative_to(INVALID).with_suffix("").as_posix().replace("_", " ")


def lay_over(example: Path, root: Path) -> None:
    """Copy the valid bundle under `root`; an example replaces the document of its kind and id, or is added to it.

    A first line `# adds` adds it even so. Files that cannot be told apart are added as well.
    """
    shutil.copytree(VALID, root / FOLDER)
    data = example.read_bytes()
    same = [path for path in (root / FOLDER).rglob("*.yaml") if _names(path.read_bytes()) == _names(data)]
    target = same[0] if same and not data.startswith(ADDS) else root / FOLDER / example.name
    target.write_bytes(data)


def shown(problems: Sequence[Problem], lang: Lang) -> str:
    """What `policy check` says of problems found in the current directory."""
    return "".join(f"{line}\n" for line in problem_lines(problems, lang, source_line))


def _names(data: bytes) -> tuple[bytes, ...]:
    found = [re.search(rb"^\W*" + key + rb"\W*\s*([a-z_]+)", data, re.MULTILINE) for key in (b"kind", b"id")]
    return tuple(match[1] for match in found if match)
