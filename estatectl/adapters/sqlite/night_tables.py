"""What the night check looks entries up by: when each reached the journal."""

from __future__ import annotations

from typing import Final

NIGHT_TABLES: Final = ("CREATE INDEX entries_reached ON entries (recorded_at, stream)",)
