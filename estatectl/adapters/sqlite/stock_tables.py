"""The tables of the stock's projections."""

from __future__ import annotations

from typing import Final

STOCK_TABLES: Final = (
    """
    CREATE TABLE stock_levels (
        store TEXT NOT NULL,
        item TEXT NOT NULL,
        unit TEXT NOT NULL,
        balance TEXT NOT NULL,
        price TEXT,
        first_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        counted_at TEXT,
        PRIMARY KEY (store, item)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE stock_moves (
        store TEXT NOT NULL,
        item TEXT NOT NULL,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        unit TEXT NOT NULL,
        quantity TEXT NOT NULL,
        change TEXT NOT NULL,
        price TEXT,
        order_id TEXT,
        person TEXT,
        outstanding TEXT NOT NULL,
        undone INTEGER NOT NULL,
        PRIMARY KEY (store, item, number)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX stock_moves_by_time ON stock_moves (at)",
    "CREATE INDEX stock_moves_of_order ON stock_moves (order_id) WHERE order_id IS NOT NULL",
    "CREATE INDEX stock_moves_outstanding ON stock_moves (at) WHERE outstanding <> '0'",
)
STOCK_PROJECTIONS: Final = ("stock_levels", "stock_moves")
