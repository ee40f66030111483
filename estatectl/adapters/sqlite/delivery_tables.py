"""The table of deliveries: what became of each notice on its way out, channel by channel.

It is no projection: how often something was tried is not journaled, and a rebuild must not send twice. What was
journaled (sent, dead, dropped, tried anew) a rebuild writes into it again.
"""

from __future__ import annotations

from typing import Final

DELIVERY_TABLES: Final[tuple[str, ...]] = (
    """
    CREATE TABLE deliveries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        notice TEXT NOT NULL,
        channel TEXT NOT NULL,
        receiver TEXT NOT NULL,
        event TEXT NOT NULL,
        state TEXT NOT NULL,
        gathered INTEGER NOT NULL,
        passes INTEGER NOT NULL,
        next_at TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        error TEXT,
        message TEXT,
        changed_at TEXT NOT NULL,
        UNIQUE (notice, channel)
    )
    """,
    "CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state IN ('waiting', 'sending')",
    "CREATE INDEX deliveries_dead ON deliveries (id) WHERE state = 'dead'",
    "CREATE INDEX deliveries_of_event ON deliveries (event, channel, receiver)",
)
DELIVERY_PROJECTIONS: Final[tuple[str, ...]] = ()
