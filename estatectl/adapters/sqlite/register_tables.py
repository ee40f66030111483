"""The tables of registers: lines, and what stands in their fields."""

from __future__ import annotations

from typing import Final

REGISTER_TABLES: Final = (
    """
    CREATE TABLE register_lines (
        id TEXT PRIMARY KEY,
        register TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL,
        at TEXT NOT NULL,
        writer TEXT NOT NULL,
        held TEXT NOT NULL,
        words TEXT NOT NULL,
        look_at TEXT,
        keep_until TEXT
    ) WITHOUT ROWID
    """,
    "CREATE INDEX lines_of_register ON register_lines (register, at, number)",
    "CREATE INDEX lines_to_look_at ON register_lines (look_at) WHERE look_at IS NOT NULL",
    """
    CREATE TABLE register_values (
        register TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        line TEXT NOT NULL,
        PRIMARY KEY (register, field, value, line)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX values_of_line ON register_values (line)",
)

REGISTER_PROJECTIONS: Final = ("register_lines", "register_values")
