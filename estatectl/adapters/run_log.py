"""The log that an administrator reads: a line for each run by the clock, in files that are turned over."""

from __future__ import annotations

import fcntl
import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

SIZE, KEPT = 1_000_000, 9
"""A line a minute fills a file in a week or so; ten files hold some three months."""


def append_line(path: Path, line: str, *, size: int = SIZE, kept: int = KEPT) -> None:
    """Add a line. When the file is full it becomes `.1`, and so on. Two processes never turn it over both."""
    path.parent.mkdir(exist_ok=True)
    descriptor = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        handler = _Strict(path, maxBytes=size, backupCount=kept, encoding="utf-8")
        try:
            handler.emit(logging.LogRecord("estatectl", logging.INFO, "", 0, line, None, None))
        finally:
            handler.close()
    finally:
        os.close(descriptor)


class _Strict(RotatingFileHandler):
    """A handler whose failures are told: a log that cannot be written is no trifle."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 - named by logging
        raise  # noqa: PLE0704 - called from within the handler of the failure
