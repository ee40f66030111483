"""Floor 5: the two streams of the process, made so that neither ever crashes a command."""

from __future__ import annotations

import os
import sys


def open_streams() -> None:
    """Make both streams total: what a terminal cannot show is escaped, and a closed stream swallows."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - lives as long as the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def swallow_output() -> None:
    """The reader has gone: let the interpreter's last flush go nowhere, without a word."""
    sink = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        try:
            os.dup2(sink, descriptor)
        except OSError:
            continue
    os.close(sink)
