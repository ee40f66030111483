"""What the jobs of the clock need from outside: a table of when each last ran, and copies of the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from estatectl.domain.running.runs import Run


class RunningReader(Protocol):
    """Reading when jobs ran."""

    def run_of(self, job: str) -> Run | None:
        """The last run of a job; None where the clock never called it."""
        ...


class RunningUnit(RunningReader, Protocol):
    """Noting it."""

    def put_run(self, run: Run) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a journal file holds: how many entries, the hash of the last, and when that was recorded."""

    entries: int
    head: str
    last_at: datetime | None


class Shelf(Protocol):
    """A folder of copies of the journal."""

    def make(self, at: datetime) -> tuple[str, Held]:
        """Make a copy named after an instant and its last entry, and prove it. A journal that does not hold is
        refused (EST-631), and nothing is left behind. The copy is on the disk when this returns."""
        ...

    def names(self) -> tuple[str, ...]:
        """The copies, the oldest first. Other files are none."""
        ...

    def drop(self, name: str) -> None: ...


class Replacement(Protocol):
    """A copy that is about to become the journal, proved whole already."""

    held: Held

    def present(self) -> Held | None:
        """The journal as it stands; None where there is none, or nothing in it. Unreadable ones are `DataBroken`."""
        ...

    def lost(self) -> int | None:
        """How many entries the journal has beyond the copy; None where the copy is not of this journal."""
        ...

    def put_in_place(self, aside: str) -> None:
        """Make the copy the journal, keeping what stood there under the name `aside` among the copies. It waits for
        whoever has the journal open, and keeps everybody out meanwhile."""
        ...
