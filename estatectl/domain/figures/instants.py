"""The named instants by which subjects of each kind can be counted into a period. Domain floor.

Only instants at which a subject is touched, or by which its source finds it: whoever counts by them misses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from estatectl.domain.controls.scopes import ScopeKind

INSTANTS: Mapping[ScopeKind, tuple[str, ...]] = {
    ScopeKind.CASES: ("opened", "closed"),
    ScopeKind.CLOCKS: ("opened", "closed", "started", "due", "stopped", "settled"),
    ScopeKind.ROUNDS: ("due", "closes", "done"),
    ScopeKind.FINDINGS: ("found", "closed"),
    ScopeKind.LINES: ("happened", "entered", "returned"),
    ScopeKind.COVER: ("day",),
    ScopeKind.JOURNAL: ("day",),
}
"""Kinds that are left out, or have none, count as they stand at the end of the period."""

DAILY = (ScopeKind.COVER, ScopeKind.JOURNAL)
"""Kinds of which a day is looked at by itself: over a longer period each day gives a subject of its own."""


def instants_of(kind: ScopeKind) -> tuple[str, ...]:
    return INSTANTS.get(kind, ())
