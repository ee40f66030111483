"""What can be known of the subjects of a scope: the facts that conditions of controls and figures may name.

Domain floor. Each sort of thing has a module of its own, whose docstrings say what is left out when; what it declares
the source of that sort fills in. This table is all that knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from estatectl.domain.controls.knowable import assets, cases, estate, ledgers, rounds, staffing, stock
from estatectl.domain.controls.knowable.specs import Specs
from estatectl.domain.controls.scopes import Scope, ScopeKind

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle

__all__ = ["Specs", "specs_of"]

_SPECS: Mapping[ScopeKind, Callable[[Scope, Bundle], Specs]] = {
    ScopeKind.CASES: cases.case_specs,
    ScopeKind.CLOCKS: cases.clock_specs,
    ScopeKind.ROUNDS: rounds.round_specs,
    ScopeKind.FINDINGS: rounds.finding_specs,
    ScopeKind.PROGRAMMES: rounds.programme_specs,
    ScopeKind.LINES: ledgers.line_specs,
    ScopeKind.REGISTERS: ledgers.register_specs,
    ScopeKind.STOCK: stock.stock_specs,
    ScopeKind.COVER: staffing.cover_specs,
    ScopeKind.PEOPLE: staffing.people_specs,
    ScopeKind.POSTS: staffing.post_specs,
    ScopeKind.ASSETS: assets.asset_specs,
    ScopeKind.POLICIES: estate.policy_specs,
    ScopeKind.JOURNAL: estate.journal_specs,
}


def specs_of(scope: Scope, bundle: Bundle) -> Specs:
    """The facts of a scope. Over several workflows or registers: those that all of them have."""
    return _SPECS[scope.kind](scope, bundle)
