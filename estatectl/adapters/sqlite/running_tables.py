"""The tables of jobs that run by the clock: when each last ran."""

from __future__ import annotations

from typing import Final

RUNNING_TABLES: Final[tuple[str, ...]] = ()
