"""Where the subjects of each kind of scope come from. One module per kind of thing; this table is all that knows them.

Floor 2. A source is asked for one name (a workflow, a programme, a register …; "" where a kind has no names) and
gives every subject that was open at the instant or touched within the span, with the facts that
`domain.controls.knowable` declares for it. A fact that is not known is left out: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.scopes import Scope, ScopeKind
from estatectl.domain.controls.subjects import Subject
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.sources.assets import asset_subjects
from estatectl.usecases.nights.sources.cases import case_subjects, clock_subjects
from estatectl.usecases.nights.sources.cover import cover_subjects
from estatectl.usecases.nights.sources.journal import journal_subjects
from estatectl.usecases.nights.sources.lines import line_subjects, register_subjects
from estatectl.usecases.nights.sources.people import people_subjects, post_subjects
from estatectl.usecases.nights.sources.policies import policy_subjects
from estatectl.usecases.nights.sources.programmes import programme_subjects
from estatectl.usecases.nights.sources.rounds import finding_subjects, round_subjects
from estatectl.usecases.nights.sources.stock import stock_subjects

Source = Callable[[Known, str], Iterable[Subject]]

SOURCES: Mapping[ScopeKind, Source] = {
    ScopeKind.CASES: case_subjects,
    ScopeKind.CLOCKS: clock_subjects,
    ScopeKind.ROUNDS: round_subjects,
    ScopeKind.FINDINGS: finding_subjects,
    ScopeKind.PROGRAMMES: programme_subjects,
    ScopeKind.LINES: line_subjects,
    ScopeKind.REGISTERS: register_subjects,
    ScopeKind.STOCK: stock_subjects,
    ScopeKind.COVER: cover_subjects,
    ScopeKind.PEOPLE: people_subjects,
    ScopeKind.POSTS: post_subjects,
    ScopeKind.ASSETS: asset_subjects,
    ScopeKind.POLICIES: policy_subjects,
    ScopeKind.JOURNAL: journal_subjects,
}

_NAMES: Mapping[ScopeKind, Callable[[Bundle], Iterable[str]]] = {
    ScopeKind.CASES: lambda bundle: bundle.workflows,
    ScopeKind.CLOCKS: lambda bundle: bundle.workflows,
    ScopeKind.ROUNDS: lambda bundle: bundle.programmes,
    ScopeKind.FINDINGS: lambda bundle: bundle.programmes,
    ScopeKind.PROGRAMMES: lambda bundle: bundle.programmes,
    ScopeKind.LINES: lambda bundle: bundle.registers,
    ScopeKind.REGISTERS: lambda bundle: bundle.registers,
    ScopeKind.STOCK: lambda bundle: bundle.stocks,
    ScopeKind.ASSETS: lambda bundle: bundle.site.asset_classes,
    ScopeKind.COVER: lambda bundle: (name for plan in bundle.shift_plans.values() for name in plan.cover),
}


class Gathered:
    """The subjects of one look at the journal; each name of each kind is read once, whoever asks for it."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._held: dict[tuple[ScopeKind, str], tuple[Subject, ...]] = {}

    def of(self, scope: Scope) -> Iterator[Subject]:
        """Every subject of a scope, in order of names, then as its source gives them."""
        for name in names_of(scope, self.known.bundle):
            held = self._named(scope.kind, name)
            if scope.kind is ScopeKind.CLOCKS and not scope.takes(name):
                held = tuple(each for each in held if scope.takes(f"{name}.{each.facts['clock']}"))
            yield from held

    def _named(self, kind: ScopeKind, name: str) -> tuple[Subject, ...]:
        if (kind, name) not in self._held:
            self._held[kind, name] = tuple(SOURCES[kind](self.known, name))
        return self._held[kind, name]


def names_of(scope: Scope, bundle: Bundle) -> tuple[str, ...]:
    """The names that a source is asked for: those of the scope, or all that there are."""
    if scope.kind not in _NAMES:
        return ("",)
    wanted = (each.partition(".")[0] for each in scope.names) if scope.names else _NAMES[scope.kind](bundle)
    return tuple(dict.fromkeys(wanted))
