"""Floor 3: files that are there whole or not at all: whoever reads one never sees half of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from estatectl.domain.problems import BadInput, Problem
from estatectl.domain.words import Words, same

Content = str | bytes


def refuse_unwritable(paths: list[Path]) -> None:
    """Refuse (EST-765), all at once, what could not be written: no such directory, a directory, one name twice."""
    problems = [problem for at, path in enumerate(paths) for problem in _problems(path, paths[:at])]
    if problems:
        raise BadInput(problems)


def _problems(path: Path, before: list[Path]) -> list[Problem]:
    file = same(str(path))
    if path.absolute() in [each.absolute() for each in before]:
        return [Problem("EST-765", Words(zh="{file} 写了两次", en="{file} is named twice").fill(file=file))]
    if path.is_dir():
        return [Problem("EST-765", Words(zh="{file} 是目录", en="{file} is a directory").fill(file=file))]
    if not path.absolute().parent.is_dir():
        words = Words(zh="写不了 {file}：没有这个目录", en="{file} cannot be written: there is no such directory")
        hint = Words(zh="先建目录 {place}", en="make the directory {place} first").fill(place=same(str(path.parent)))
        return [Problem("EST-765", words.fill(file=file), hint=hint)]
    return []


def write_whole(contents: Mapping[Path, Content]) -> None:
    """Write files beside their places, then put each in its place in one step; text is UTF-8.

    Where one cannot be written (EST-765), none has changed.
    """
    ready: list[tuple[str, Path]] = []
    try:
        for path, content in contents.items():
            ready.append((_beside(path, content), path))
        for written, path in ready:
            os.replace(written, path)
    except OSError as failure:
        words = Words(zh="写不了 {file}：{why}", en="{file} cannot be written: {why}")
        filled = words.fill(file=same(str(failure.filename)), why=same(failure.strerror or ""))
        raise BadInput.one("EST-765", filled) from failure
    finally:
        for written, _ in ready:
            with suppress(OSError):
                os.unlink(written)


def _beside(path: Path, content: Content) -> str:
    """A file in the same directory with the content, safe on disk, as readable as a new file would be."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content.encode() if isinstance(content, str) else content)
        stream.flush()
        os.fsync(stream.fileno())
    os.chmod(name, 0o666 & ~_mask())
    return name


def _mask() -> int:
    """The permissions that new files go without; asking for them means setting them."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
