"""Floor 4: small adapters that the house is given, each opened when it is first used."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    from estatectl.domain.bundle import Bundle
    from estatectl.domain.lexicon.understanding import Match
    from estatectl.domain.words import Lang
    from estatectl.usecases.ports import ConceptFinder, Notifier


class LazySnapshots:
    """`ports.Snapshots`, read and written only when policies change or an old decision is explained."""

    def write(self, bundle: Bundle) -> bytes:
        from estatectl.adapters.policyfiles.snapshots import bundle_to_bytes

        return bundle_to_bytes(bundle)

    def read(self, content: bytes) -> Bundle:
        from estatectl.adapters.policyfiles.snapshots import bundle_from_bytes

        return bundle_from_bytes(content)


class LexiconFinder:
    """The finder of the house, built when the first text is read: a board needs none."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle

    def matches(self, text: str) -> Iterable[Match]:
        return self._finder.matches(text)

    @cached_property
    def _finder(self) -> ConceptFinder:
        from estatectl.adapters.concepts import AutomatonFinder

        return AutomatonFinder(self._bundle.lexicon)


def screen(stream: TextIO, lang: Lang) -> Notifier:
    """A notifier that shows notices to the person at the terminal."""
    from estatectl.adapters.outbox import TerminalNotifier

    return TerminalNotifier(stream, lang)
