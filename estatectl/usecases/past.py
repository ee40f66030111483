"""The policies of earlier days, as the journal kept them: what was written under them is told and judged by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle
    from estatectl.usecases.house import House


class Past:
    """Policy sets by digest, each read once."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._known: dict[str, Bundle] = {house.bundle.digest: house.bundle}

    def of(self, digest: str) -> Bundle | None:
        """The policies of a digest; None where the journal does not hold them."""
        if digest not in self._known:
            content = self._house.journal.bundle(digest)
            if content is None:
                return None
            self._known[digest] = self._house.snapshots.read(content)
        return self._known[digest]
