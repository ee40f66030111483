"""Floor 3: the one place that reads the clock."""

from __future__ import annotations

from datetime import UTC, datetime


def wall_clock() -> datetime:
    """This instant, in whole seconds: what the journal records and people read."""
    return datetime.now(UTC).replace(microsecond=0)
