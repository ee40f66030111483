"""What the night check looks things up by: when entries reached the journal, and what is still open."""

from __future__ import annotations

from typing import Final

NIGHT_TABLES: Final = (
    "CREATE INDEX entries_reached ON entries (recorded_at, stream)",
    "CREATE INDEX lines_open ON register_lines (register) WHERE state IN ('unconfirmed', 'out')",
    "CREATE INDEX lines_voided ON register_lines (register, at) WHERE state = 'voided'",
    "CREATE INDEX stock_moves_out ON stock_moves (store, item, at) WHERE outstanding <> '0'",
)
