"""What the night check needs of a journal: which streams were written to when, and what had been written by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from estatectl.domain.entries import Entry

HIDDEN = "•"
"""What stands for a personal text in entries that are read for checking: an erasure changes nothing there."""


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

    def first_reached(self) -> datetime | None:
        """When the first entry of all reached the journal."""
        ...
