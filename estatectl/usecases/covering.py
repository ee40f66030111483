"""Floor 2: of every clause: what carries it, checks it nightly, shows it in the journal, and rehearses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from estatectl.domain.bundle import Bundle
from estatectl.domain.charter import Clause
from estatectl.domain.controls.control import Control
from estatectl.domain.controls.looked_at import in_common, looked_at
from estatectl.domain.tree import Node
from estatectl.domain.words import Words
from estatectl.usecases.house import House
from estatectl.usecases.tracing import Traced, trace


class ProofKind(Enum):
    """What the program can play by itself."""

    SCENARIO = "scenario"  # a written day that goes well, with what must come of it
    FAULT = "fault"  # something sown that a night must find


@dataclass(frozen=True, slots=True)
class Proof:
    """A rehearsal that comes with the program: of the clauses it names, or of those that its controls check."""

    kind: ProofKind
    id: str
    title: Words
    clauses: tuple[str, ...]
    controls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A clause with everything there is for it. It is covered when something carries it and a control checks it."""

    traced: Traced
    controls: tuple[Control, ...]
    proofs: tuple[Proof, ...]

    @property
    def clause(self) -> Clause:
        return self.traced.clause

    @property
    def whole(self) -> bool:
        return not self.clause.pending and bool(self.controls)

    @property
    def records(self) -> int:
        """How many entries of the journal show its carriers at work."""
        return sum(each.count for _, each in self.traced.carriers if each is not None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The clauses asked for, in the order of the rulebook; `entries` were read for evidence."""

    clauses: tuple[Covered, ...]
    entries: int

    @property
    def lacking(self) -> tuple[Covered, ...]:
        return tuple(each for each in self.clauses if not each.whole)


def coverage(house: House, rehearsals: Iterable[Node], clause_ids: Iterable[str] = ()) -> Coverage:
    """How the clauses (all, or those named and what is below them) are covered. EST-995 for one that there is not."""
    found = trace(house, clause_ids)
    checking = checks_of(house.bundle)
    proving = _by_clause(proof for node in rehearsals for proof in proofs_of(node, checking))
    clauses = (
        Covered(each, checking.get(each.clause.id, ()), proving.get(each.clause.id, ())) for each in found.clauses
    )
    return Coverage(tuple(clauses), found.entries)


def checks_of(bundle: Bundle) -> Mapping[str, tuple[Control, ...]]:
    """The controls that check each clause: they cite it, and look at something that carries it."""
    checking: dict[str, list[Control]] = defaultdict(list)
    for bound in bundle.bound_controls:
        seen = looked_at(bound, bundle)
        for name in bound.control.clauses:
            clause = bundle.charter.clause(name)
            if clause is not None and in_common(clause, seen):
                checking[name].append(bound.control)
    return {name: tuple(sorted(controls, key=lambda each: each.id)) for name, controls in checking.items()}


def proofs_of(node: Node, checking: Mapping[str, tuple[Control, ...]]) -> Iterator[Proof]:
    """The rehearsals of a document: one of a scenario, one of each fault; none of any other."""
    match node.text("kind"):
        case "scenario":
            yield Proof(ProofKind.SCENARIO, node.text("id"), node.words("title"), node.texts("clauses"), ())
        case "faults":
            for name, fault in node["faults"].items():
                controls = tuple(dict.fromkeys(each.text("control") for each in fault.each("finds")))
                clauses = tuple(clause for clause, by in checking.items() if any(each.id in controls for each in by))
                yield Proof(ProofKind.FAULT, name, fault.words("title"), clauses, controls)


def _by_clause(proofs: Iterable[Proof]) -> Mapping[str, tuple[Proof, ...]]:
    found: dict[str, list[Proof]] = defaultdict(list)
    for proof in proofs:
        for clause in proof.clauses:
            found[clause].append(proof)
    return {name: tuple(each) for name, each in found.items()}
