"""Floor 4: what the machine says of the place where an estate lies."""

from __future__ import annotations

import shutil
from pathlib import Path


def free_bytes(place: Path) -> int:
    """How much an ordinary user can still write there."""
    return shutil.disk_usage(place).free


def secrets_state(place: Path) -> tuple[bool, bool]:
    """Whether the estate has a file of secrets, and whether others can get at it."""
    from estatectl.adapters.channels.secrets import SECRETS, open_to_others

    path = place / SECRETS
    return path.exists(), open_to_others(path)
