"""Over what a control or a figure speaks: cases, clocks, rounds, ledgers, people and the rest. Domain floor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle


class ScopeKind(Enum):
    """What sort of subjects. The value is what `over:` is written with."""

    CASES = "cases"
    CLOCKS = "clocks"  # every run of a clock
    ROUNDS = "rounds"
    FINDINGS = "findings"
    PROGRAMMES = "programmes"  # a programme at one of its things
    LINES = "lines"  # of registers
    REGISTERS = "registers"  # each as a whole
    STOCK = "stock"  # an item in a store
    COVER = "cover"  # what must be staffed
    PEOPLE = "people"
    POSTS = "posts"
    ASSETS = "assets"
    POLICIES = "policies"
    JOURNAL = "journal"


ALL = "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """One kind of subjects; `names` narrow it to workflows, programmes, registers …, none means all."""

    kind: ScopeKind
    names: tuple[str, ...]
    place: Place

    def takes(self, *names: str) -> bool:
        """Whether a thing of any of these names is within."""
        return not self.names or any(name in self.names for name in names)

    @classmethod
    def parse(cls, node: Node) -> Scope:
        """`over:`, a mapping with one key; its value is `all` or a list of names."""
        [(kind, child)] = node.items()
        names = () if child.value == ALL else tuple(str(each.value) for each in child.each())
        return cls(ScopeKind(kind), names, child.place)


def check_names(scope: Scope, bundle: Bundle) -> Iterator[Problem]:
    """EST-902 for names that there are none of in these policies."""
    known = tuple(_KNOWN.get(scope.kind, _nothing)(bundle))
    for name in scope.names:
        if name not in known:
            words = Words(zh="{kind} 里没有“{name}”", en="there is no '{name}' among {kind}")
            filled = words.fill(name=same(name), kind=same(scope.kind.value))
            yield Problem("EST-902", filled, scope.place, did_you_mean(name, known))


def _nothing(bundle: Bundle) -> Iterator[str]:  # noqa: ARG001 - of its kind
    yield from ()


def _clocks(bundle: Bundle) -> Iterator[str]:
    for workflow in bundle.workflows.values():
        yield workflow.id
        yield from (f"{workflow.id}.{clock.id}" for clock in workflow.clocks)


def _covers(bundle: Bundle) -> Iterator[str]:
    yield from (cover for plan in bundle.shift_plans.values() for cover in plan.cover)


_KNOWN: Mapping[ScopeKind, Callable[[Bundle], Iterator[str]]] = {
    ScopeKind.CASES: lambda bundle: iter(bundle.workflows),
    ScopeKind.CLOCKS: _clocks,
    ScopeKind.ROUNDS: lambda bundle: iter(bundle.programmes),
    ScopeKind.FINDINGS: lambda bundle: iter(bundle.programmes),
    ScopeKind.PROGRAMMES: lambda bundle: iter(bundle.programmes),
    ScopeKind.LINES: lambda bundle: iter(bundle.registers),
    ScopeKind.REGISTERS: lambda bundle: iter(bundle.registers),
    ScopeKind.STOCK: lambda bundle: iter(bundle.stocks),
    ScopeKind.COVER: _covers,
    ScopeKind.ASSETS: lambda bundle: iter(bundle.site.asset_classes),
}
