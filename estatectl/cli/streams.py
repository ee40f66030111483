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


def settle_streams() -> None:
    """Write out what is left. A stream whose reader has gone, or whose disk is full, goes nowhere from here on:
    otherwise the interpreter would complain on its way out and end with a status of its own."""
    for descriptor, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            sink = os.open(os.devnull, os.O_WRONLY)
            os.dup2(sink, descriptor)
            os.close(sink)
