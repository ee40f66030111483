"""Floor 3: the files of a policy folder: found, read as bytes, and given one digest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from estatectl.adapters.policyfiles.lines import LINE_BREAK
from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Words

_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Sources:
    """The bytes of every readable policy file by its path below the folder, in order, and what could not be read."""

    folder: Path
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the sorted relative paths and their bytes."""
        total = hashlib.sha256()
        for name, data in self.files.items():
            total.update(f"{len(name.encode())}:{name}:{len(data)}:".encode())
            total.update(data)
        return total.hexdigest()

    def shown(self, name: str) -> str:
        """A file's name as messages show it: below the folder as it was given."""
        return str(self.folder / name)


def gather(folder: Path) -> Sources:
    """Everything there is to read in a folder. An empty or missing one is a problem, never a clean result."""
    if not folder.is_dir():
        words = Words(zh="没有目录 {path}", en="there is no directory {path}").fill(path=folder)
        hint = Words(
            zh="用 estatectl init 新建，或用 --dir 指定", en="create one with estatectl init, or name it with --dir"
        )
        return Sources(folder, {}, (Problem("EST-131", words, None, hint),))
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name in sorted(_names(str(folder), "", problems)):
        read = _read(folder, name)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            files[name] = read
    if not files and not problems:
        words = Words(zh="目录 {path} 里没有细则文件", en="there are no policy files in {path}").fill(path=folder)
        hint = Words(zh="细则文件以 .yaml 结尾", en="policy files end in .yaml")
        problems.append(Problem("EST-130", words, None, hint))
    return Sources(folder, files, tuple(problems))


def _names(top: str, below: str, problems: list[Problem]) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(os.path.join(top, below)), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(_unreadable(os.path.join(top, below), error))
        return
    for entry in entries:
        name = f"{below}/{entry.name}" if below else entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _names(top, name, problems)
        elif entry.name.endswith(_SUFFIXES):
            yield name


def _read(folder: Path, name: str) -> bytes | Problem:
    path = folder / name
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(folder.resolve()):
            words = Words(zh="链接指向细则目录之外", en="this link leads out of the policy folder")
            hint = Words(zh="把文件复制进来", en="copy the file into the folder")
            return Problem("EST-128", words, Place(str(path), 1), hint)
        return path.read_bytes()
    except OSError as error:
        return _unreadable(str(path), error)


def _unreadable(path: str, error: OSError) -> Problem:
    words = Words(zh="读不了这个文件：{why}", en="this file cannot be read: {why}").fill(why=error.strerror or error)
    hint = Words(
        zh="检查它是否存在、是不是普通文件、有无读取权限", en="see that it exists, is a plain file and may be read"
    )
    return Problem("EST-101", words, Place(path, 1), hint)


def source_line(place: Place) -> str | None:
    """The line that a place stands in; None where the file cannot be read any more."""
    try:
        text = Path(place.file).read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return None
    rows = LINE_BREAK.split(text)
    return rows[place.line - 1] if 1 <= place.line <= len(rows) else None
