"""Floor 4: the composition root, the only module that knows all adapters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment and the global options say, as typed; None where nothing was said."""

    directory: Path | None = None
    now: str | None = None
    actor: str | None = None


def packaged(kind: str) -> Path:
    """The `policies` or `schemas` that came with the program: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    shipped = package / "_bundle" / kind
    return shipped if shipped.is_dir() else package.parent / kind


class Premises:
    """The estate at hand, opened piece by piece: nothing is read before it is asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def clock_if_known(self) -> tuple[tzinfo | None, datetime | None]:
        """The estate's zone and this command's instant, as far as they are known already; never refuses."""
        return None, None
