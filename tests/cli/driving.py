"""Runs the real command in a real process, in a world where nothing of this machine shows through."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What a process left behind."""

    status: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        return self.stdout.decode()

    @property
    def err(self) -> str:
        return self.stderr.decode()

    @property
    def document(self) -> Any:
        return json.loads(self.stdout)


def environment(**more: str) -> dict[str, str]:
    """An environment that names no language, no estate and no width. The cache and the code are those at hand."""
    names = ("PATH", "HOME", "XDG_CACHE_HOME", "TMPDIR", "PYTHONPATH")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, **more}


def estatectl(*words: str, cwd: Path | None = None, stdin: bytes = b"", **env: str) -> Outcome:
    """`estatectl WORDS` through pipes."""
    done = subprocess.run(
        [sys.executable, "-m", "estatectl", *words],
        cwd=cwd,
        env=environment(**env),
        input=stdin,
        capture_output=True,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)
