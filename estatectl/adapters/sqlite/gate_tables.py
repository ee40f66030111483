"""The tables of the gate: names by which open cases are found, and who or what came in and left."""

from __future__ import annotations

from typing import Final

GATE_TABLES: Final = (
    """
    CREATE TABLE case_keys (
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        case_id TEXT NOT NULL,
        PRIMARY KEY (field, value, case_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX keys_of_case ON case_keys (case_id)",
    """
    CREATE TABLE presences (
        case_id TEXT PRIMARY KEY,
        came_at TEXT,
        left_at TEXT,
        turned_at TEXT
    ) WITHOUT ROWID
    """,
    "CREATE INDEX presences_inside ON presences (came_at) WHERE left_at IS NULL AND came_at IS NOT NULL",
    "CREATE INDEX presences_came ON presences (came_at) WHERE came_at IS NOT NULL",
    "CREATE INDEX presences_left ON presences (left_at) WHERE left_at IS NOT NULL",
    "CREATE INDEX presences_turned ON presences (turned_at) WHERE turned_at IS NOT NULL",
)
GATE_PROJECTIONS: Final = ("case_keys", "presences")
