"""A swap of shifts between two people: asked for, then approved or refused by the head. The fold of its stream."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum

from estatectl.domain.entries import Entry, Json
from estatectl.domain.staff.people import Shift

SERIES = "SW"
_NAME = re.compile(rf"{SERIES}-[0-9]+", re.ASCII)
ASKED, APPROVED, REFUSED = "swap_asked", "swap_approved", "swap_refused"


class SwapState(Enum):
    """How a swap stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """`given` are the shifts that `person` hands to `other`, `taken` those that come back; `taken` may be none."""

    id: str
    person: str
    other: str
    given: tuple[Shift, ...]
    taken: tuple[Shift, ...]
    asked_at: datetime
    asked_by: str
    state: SwapState = SwapState.ASKED
    version: int = 1

    @property
    def posts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(shift.post for shift in (*self.given, *self.taken)))

    def after(self) -> tuple[Shift, ...]:
        """The shifts as they stand once the swap is made."""
        return (
            *(replace(shift, person=self.other) for shift in self.given),
            *(replace(shift, person=self.person) for shift in self.taken),
        )


def is_swap(stream: str) -> bool:
    return _NAME.fullmatch(stream) is not None


def fold_swap(entries: Iterable[Entry]) -> Swap | None:
    """The swap that a stream `SW-<n>` tells of."""
    swap: Swap | None = None
    for entry in entries:
        match entry.kind:
            case "swap_asked":
                person, other = str(entry.data["person"]), str(entry.data["other"])
                swap = Swap(
                    id=entry.stream,
                    person=person,
                    other=other,
                    given=_shifts(person, entry.data["given"]),
                    taken=_shifts(other, entry.data["taken"]),
                    asked_at=entry.at,
                    asked_by=entry.actor,
                )
            case "swap_approved" if swap is not None:
                swap = replace(swap, state=SwapState.APPROVED, version=entry.version)
            case "swap_refused" if swap is not None:
                swap = replace(swap, state=SwapState.REFUSED, version=entry.version)
            case _ if swap is not None:
                swap = replace(swap, version=entry.version)
    return swap


def written(shifts: Iterable[Shift]) -> list[Json]:
    """Shifts as an entry holds them, without the person."""
    return [
        [shift.post, shift.start.astimezone(UTC).isoformat(), shift.end.astimezone(UTC).isoformat()] for shift in shifts
    ]


def _shifts(person: str, held: object) -> tuple[Shift, ...]:
    assert isinstance(held, list)
    return tuple(Shift(person, post, datetime.fromisoformat(a), datetime.fromisoformat(b)) for post, a, b in held)
