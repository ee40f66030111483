"""What the gate needs of the journal: who or what is inside, since when, and who left or was turned away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from estatectl.usecases.ports import CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """When a case came inside, left, or was closed without ever having been let in; each None while it has not."""

    came: datetime | None = None
    left: datetime | None = None
    turned: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceQuery:
    """Which presences: those `inside` now, or those that came, left or were turned away since an instant.

    Exactly one of the four is set; `text` narrows by what the case is about, its place, or a name it goes by.
    """

    inside: bool = False
    came_from: datetime | None = None
    left_from: datetime | None = None
    turned_from: datetime | None = None
    text: str | None = None


class GateReader(Protocol):
    """Reading presences."""

    def presences(self, query: PresenceQuery) -> tuple[tuple[CaseRow, Presence], ...]:
        """The rows of the cases with their presences, in order of the instant asked for."""
        ...
