"""The tables of staffing: certificates beside people, leave beside shifts, and swaps of shifts."""

from __future__ import annotations

from typing import Final

STAFFING_TABLES: Final = (
    """
    CREATE TABLE certificates (
        person TEXT NOT NULL,
        skill TEXT NOT NULL,
        number TEXT NOT NULL,
        until TEXT,
        PRIMARY KEY (person, skill)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE leaves (
        person TEXT NOT NULL,
        kind TEXT NOT NULL,
        starts TEXT NOT NULL,
        ends TEXT NOT NULL,
        PRIMARY KEY (ends, starts, person)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE swaps (
        id TEXT PRIMARY KEY,
        person TEXT NOT NULL,
        other TEXT NOT NULL,
        post TEXT NOT NULL,
        starts TEXT NOT NULL,
        state TEXT NOT NULL,
        asked_at TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)

STAFFING_PROJECTIONS: Final = ("certificates", "leaves", "swaps")
