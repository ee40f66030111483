"""The tables of jobs that run by the clock: when each last ran. Not derived from entries: no rebuild empties it."""

from __future__ import annotations

from typing import Final

RUNNING_TABLES: Final[tuple[str, ...]] = (
    """
    CREATE TABLE runs (
        job TEXT PRIMARY KEY,
        first TEXT NOT NULL,
        last TEXT,
        tried TEXT NOT NULL,
        status INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
)
