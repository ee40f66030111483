"""What the night check needs of a journal: which streams were written to when, and what had been written by then.

Sums and counts are had from the projections as they stand now. What was written to after the instant that is asked
about is left `apart`: whoever asks folds these few streams and adds them as they stood.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from estatectl.domain.chain import Flaw
    from estatectl.domain.entries import Entry

HIDDEN = "•"
"""What stands for a personal text in entries that are read for checking: an erasure changes nothing there."""


@dataclass(frozen=True, slots=True)
class LineTally:
    """How many lines of a register stand: all, and since each of some instants; and when the last one happened."""

    lines: int
    since: tuple[int, ...]
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Counted:
    """The last count of an item in a store that stands: what was found, and by how much it changed the book."""

    store: str
    item: str
    quantity: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class EntryTally:
    """The entries that reached the journal within a time: how many, the first and last number (0: none).

    Of these `clock_back` stand before the clock of the one before, `late` were written by somebody more than a day
    after they happened, `erased` forgot personal data, `dead` gave up a notice.
    """

    entries: int
    first: int
    last: int
    clock_back: int
    late: int
    erased: int
    dead: int


class NightReader(Protocol):
    """Reading by when entries reached the journal (`recorded_at`), not by when things happened (`at`)."""

    def reached(self, after: datetime, until: datetime | None = None) -> tuple[str, ...]:
        """The streams that had an entry reach the journal after an instant, up to and with another; sorted."""
        ...

    def known(self, streams: Iterable[str], until: datetime) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of streams that had reached the journal by an instant, in order; personal texts are HIDDEN.

        Streams that had none are left out.
        """
        ...

    def later(self, stream: str, after: datetime) -> tuple[Entry, ...]:
        """The entries of a stream that reached the journal after an instant, in order; personal texts are HIDDEN."""
        ...

    def first_reached(self) -> datetime | None:
        """When the first entry of all reached the journal."""
        ...

    def happened(self, after: datetime, until: datetime, kinds: Iterable[str]) -> Iterator[Entry]:
        """The entries of some kinds that reached the journal after an instant, up to and with another, in order;
        personal texts are HIDDEN."""
        ...

    def entry_tally(self, after: datetime, until: datetime) -> EntryTally:
        """The entries that reached the journal after an instant, up to and with another, in figures."""
        ...

    def flaw_between(self, first: int, last: int) -> Flaw | None:
        """The first entry of these numbers that does not hold by itself, or does not link to the one before."""
        ...

    def waiting_since(self, at: datetime) -> tuple[datetime, ...]:
        """When each notice was queued that had not been delivered at an instant, the oldest first."""
        ...

    def open_lines(self, look_before: date) -> tuple[tuple[str, str], ...]:
        """(register, line) of what waits for confirmation, is out, or is to be looked at before a day."""
        ...

    def line_tally(self, register: str, since: Sequence[datetime], apart: Collection[str]) -> LineTally:
        """The lines of a register that stand, without those of `apart`."""
        ...

    def lines_about(self, register: str, field: str, apart: Collection[str]) -> Mapping[str, int]:
        """How many lines of a register stand by what a field says, without those of `apart`."""
        ...

    def last_about(self, register: str, field: str, value: str, apart: Collection[str]) -> datetime | None:
        """When the last line that says this happened, without those of `apart`."""
        ...

    def latest_about(
        self, register: str, field: str, wanted: str, apart: Collection[str]
    ) -> Mapping[str, tuple[datetime, str]]:
        """By what a field says: the last line that fills in the field `wanted`, when it happened and how it does."""
        ...

    def last_counts(self) -> tuple[Counted, ...]: ...
