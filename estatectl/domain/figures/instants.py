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
    ScopeKind.PROGRAMMES: (),
}
"""Kinds that are left out, or have none, count as they stand at the end of the period."""


def instants_of(kind: ScopeKind) -> tuple[str, ...]:
    return INSTANTS.get(kind, ())
