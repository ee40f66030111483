"""One at a time: a lock that the machine itself lets go of when its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of asking for a lock. `held`: it is ours.

    `note` is what its holder wrote down: of whoever has it, or of one who died with it before us; empty for nobody.
    """

    held: bool
    note: str


@contextmanager
def taken(path: Path, note: str) -> Iterator[Taken]:
    """Ask for a lock without waiting, and let it go at the end. The file stays: removing it would let two in."""
    path.parent.mkdir(exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield Taken(False, _read(descriptor))
            return
        before = _read(descriptor)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, note.encode(), 0)
        try:
            yield Taken(True, before)
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> str:
    return os.pread(descriptor, 1000, 0).decode(errors="replace").strip()
