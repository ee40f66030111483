"""The rows that follow from the roster's stream and from swaps: written with the entries, and again by a rebuild."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from estatectl.domain.entries import Entry
from estatectl.domain.staff.people import Leave
from estatectl.domain.staff.swaps import Swap, fold_swap, is_swap
from estatectl.usecases.ports import Unit
from estatectl.usecases.roster import project_shifts
from estatectl.usecases.staffing.ports import SwapRow

__all__ = ["LEAVE_ENDED", "LEAVE_GIVEN", "is_swap", "project_roster", "project_swap", "swap_row"]

LEAVE_GIVEN, LEAVE_ENDED = "leave_given", "leave_ended"


def project_roster(unit: Unit, entry: Entry) -> None:
    """Write or drop the rows that an entry of the roster speaks of."""
    if entry.kind == LEAVE_GIVEN:
        unit.put_leave(_leave(entry, "end"))
    elif entry.kind == LEAVE_ENDED:
        unit.drop_leave(_leave(entry, "end"))
        shorter = _leave(entry, "until")
        if shorter.end > shorter.start:
            unit.put_leave(shorter)
    elif entry.kind in ("rostered", "struck"):
        project_shifts(unit, entry)


def _leave(entry: Entry, end: str) -> Leave:
    """The leave that an entry tells of. An erased kind reads as a blank."""
    data = entry.data
    start, last = (datetime.fromisoformat(str(data[key])) for key in ("start", end))
    return Leave(str(data["person"]), str(data["kind"] or ""), start, last)


def project_swap(unit: Unit, stream: Sequence[Entry]) -> None:
    swap = fold_swap(stream)
    if swap is not None:
        unit.put_swap(swap_row(swap))


def swap_row(swap: Swap) -> SwapRow:
    first = swap.given[0]
    return SwapRow(
        id=swap.id,
        person=swap.person,
        other=swap.other,
        post=first.post,
        starts=first.start,
        state=swap.state.value,
        asked_at=swap.asked_at,
    )
