"""Breaking a simulated journal on purpose: the rehearsal of a theft of the truth. Nothing else calls this."""

from __future__ import annotations

import sqlite3
from contextlib import closing


def alter_last(path: str) -> None:
    """Write another actor over that of the last entry, past the program, so that its hash no longer fits."""
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE entries SET actor = 'nobody' WHERE seq = (SELECT max(seq) FROM entries)")
        for _, statement in triggers:
            connection.execute(statement)
