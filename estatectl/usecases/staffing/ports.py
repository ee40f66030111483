"""What staffing needs of the journal's projections: leave and swaps beside people and shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from estatectl.domain.staff.people import Leave


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapRow:
    """A swap of shifts as lists see it. `state` is a value of `domain.staff.swaps.SwapState`; `post` the asker's."""

    id: str
    person: str
    other: str
    post: str
    starts: datetime
    state: str
    asked_at: datetime


class StaffingReader(Protocol):
    """Reading leave and swaps."""

    def leaves(self, start: datetime, end: datetime) -> tuple[Leave, ...]:
        """Leave that overlaps `[start, end]`, in order of start, then person."""
        ...

    def swaps(self, state: str | None = None) -> tuple[SwapRow, ...]:
        """Swaps of shifts, the oldest first."""
        ...


class StaffingUnit(StaffingReader, Protocol):
    """Writing them."""

    def put_leave(self, leave: Leave) -> None: ...

    def drop_leave(self, leave: Leave) -> None:
        """Take leave back; what is not there is no fault."""
        ...

    def put_swap(self, row: SwapRow) -> None: ...
