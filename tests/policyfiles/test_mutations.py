"""A slip of the pen is reported on its own line: every key and value of the valid bundle is spoilt once."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from estatectl.adapters.policyfiles.examining import examine
from estatectl.adapters.policyfiles.reading import read_document
from estatectl.adapters.policyfiles.sources import Sources, gather
from estatectl.domain.tree import Node
from tests.policyfiles.examples import VALID

Mutation = tuple[str, str, int, str]
"""The file, what was done, the line on which it was done, and the file's new text."""


def test_at_least_19_of_20_single_slips_are_told_on_the_line_where_they_stand() -> None:
    sources = gather(VALID)
    every = sorted(mutation for name, data in sources.files.items() for mutation in _mutations(name, data.decode()))
    chosen = random.Random(20260501).sample(every, 100)
    missed = [f"{name}:{line} {what}" for name, what, line, text in chosen if not _told(sources, name, line, text)]
    assert len(missed) <= len(chosen) // 20, missed


def _told(sources: Sources, name: str, line: int, text: str) -> bool:
    spoilt = Sources(sources.folder, {**sources.files, name: text.encode()}, ())
    places = [problem.place for problem in examine(spoilt).problems]
    return any(place is not None and place.file == sources.shown(name) and place.line == line for place in places)


def _mutations(name: str, text: str) -> Iterator[Mutation]:
    rows = text.split("\n")
    node = read_document(text, name).node
    assert node is not None
    for path, child in _scalars(node):
        row, line = rows[child.place.line - 1], child.place.line
        written = _written(row, child.place.col)
        head, tail = row[: child.place.col - 1], row[child.place.col - 1 + len(written) :]
        swap = {"text to number": "12.5", "to a list": "[x]", "to nothing": "~", "to a flag": "no"}
        for what, new in swap.items():
            if not (what == "text to number" and not isinstance(child.value, str)):
                yield name, f"{path} {what}", line, _with(rows, line, f"{head}{new}{tail}")
    for path, child in _keyed(node):
        at = child.key_place
        row, key = rows[at.line - 1], path.rsplit("/", 1)[1]
        if row[at.col - 1 :].startswith(f"{key}:") and _fixed(path):
            spoilt = f"{row[: at.col - 1]}{key[0]}q{key[1:]}{row[at.col - 1 + len(key) :]}"
            yield name, f"{path} misspelt", at.line, _with(rows, at.line, spoilt)


def _fixed(path: str) -> bool:
    """Whether a key is one of the form, not a name of the estate's own."""
    parts = path.split("/")
    own = ("clauses", "skills", "departments", "posts", "buildings", "zones", "contractors", "asset_classes", "assets")
    return parts[-2] not in (*own, "facts", "outputs", "choices", "when", "then") or parts[-1].isdigit()


def _with(rows: list[str], line: int, row: str) -> str:
    return "\n".join([*rows[: line - 1], row, *rows[line:]])


def _written(row: str, col: int) -> str:
    rest = row[col - 1 :]
    if rest[0] == '"':
        return rest[: rest.index('"', 1) + 1]
    ends = [index for index, char in enumerate(rest) if char in ",}]"]
    return rest[: ends[0]] if ends else rest.rstrip()


def _scalars(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    if node.is_mapping:
        for key, child in node.items():
            if f"{path}/{key}" not in ("/kind", "/id"):
                yield from _scalars(child, f"{path}/{key}")
    elif node.is_sequence:
        for number, child in enumerate(node.each()):
            yield from _scalars(child, f"{path}/{number}")
    else:
        yield path, node


def _keyed(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    children = node.items() if node.is_mapping else ((str(n), c) for n, c in enumerate(node.each()))
    for key, child in children:
        if node.is_mapping:
            yield f"{path}/{key}", child
        if child.is_mapping or child.is_sequence:
            yield from _keyed(child, f"{path}/{key}")


def test_a_deleted_document_is_missed_by_those_who_name_it(tmp_path: Path) -> None:
    shutil.copytree(VALID, tmp_path / "policies")
    (tmp_path / "policies" / "calendars" / "office.yaml").unlink()
    problems = examine(gather(tmp_path / "policies")).problems
    told = {problem.place.file for problem in problems if problem.place}
    assert str(tmp_path / "policies" / "organisation.yaml") in told
