"""Meaning: what documents must hold together across files. One module per topic; `judge` runs them all.

A check is a function of a bundle that yields problems. It may ask the bundle for anything: where it asks for a kind
that is already known to be faulty, the bundle raises `Unsound` and the check is left out, so that one slip is
reported once and not as a cascade. Checks that look at each document by itself go on with the sound ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from estatectl.domain.bundle import MERGED, SINGLE, Bundle, Unsound, model_of, parse_document
from estatectl.domain.checks.calendars import check_calendars
from estatectl.domain.checks.checklists import check_checklists
from estatectl.domain.checks.control_clauses import check_control_clauses
from estatectl.domain.checks.controls import check_controls, check_waivers
from estatectl.domain.checks.decisions import check_decisions
from estatectl.domain.checks.escalation import check_escalation
from estatectl.domain.checks.fields import check_fields
from estatectl.domain.checks.findings import check_findings
from estatectl.domain.checks.following import check_following
from estatectl.domain.checks.gate import check_gate
from estatectl.domain.checks.kpis import check_kpis
from estatectl.domain.checks.lexicon import check_lexicon
from estatectl.domain.checks.limits import check_limits
from estatectl.domain.checks.lookups import check_lookups
from estatectl.domain.checks.makers import check_makers
from estatectl.domain.checks.notices import check_notices
from estatectl.domain.checks.organisation import check_carriers, check_duties, check_organisation
from estatectl.domain.checks.plans import check_plans
from estatectl.domain.checks.programme_times import check_programme_times
from estatectl.domain.checks.programmes import (
    check_programme_checklists,
    check_programme_names,
    check_programme_subjects,
    check_programmes,
)
from estatectl.domain.checks.reaching import check_reaching
from estatectl.domain.checks.references import Reference, check_references
from estatectl.domain.checks.registers import check_registers, check_retention
from estatectl.domain.checks.round_sheets import check_round_sheets
from estatectl.domain.checks.routes import check_pools, check_routes
from estatectl.domain.checks.sets import check_repeated_ids, check_single_kinds
from estatectl.domain.checks.shifts import check_shifts
from estatectl.domain.checks.site import check_site
from estatectl.domain.checks.stages import check_stages
from estatectl.domain.checks.stock import check_materials, check_stock
from estatectl.domain.checks.targets import check_paths, check_targets
from estatectl.domain.checks.workflow_clocks import check_workflow_clocks
from estatectl.domain.checks.workflow_rounds import check_workflow_rounds
from estatectl.domain.checks.workflow_tables import check_workflow_tables
from estatectl.domain.checks.workflows import check_names
from estatectl.domain.problems import Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node

Check = Callable[[Bundle], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    check_repeated_ids,
    check_decisions,
    check_organisation,
    check_duties,
    check_carriers,
    check_site,
    check_routes,
    check_pools,
    check_checklists,
    check_round_sheets,
    check_calendars,
    check_programmes,
    check_programme_checklists,
    check_programme_names,
    check_programme_subjects,
    check_programme_times,
    check_escalation,
    check_names,
    check_stages,
    check_makers,
    check_fields,
    check_following,
    check_gate,
    check_lookups,
    check_workflow_clocks,
    check_workflow_tables,
    check_workflow_rounds,
    check_findings,
    check_targets,
    check_limits,
    check_paths,
    check_reaching,
    check_plans,
    check_notices,
    check_lexicon,
    check_shifts,
    check_stock,
    check_materials,
    check_registers,
    check_retention,
    check_controls,
    check_control_clauses,
    check_waivers,
    check_kpis,
)  # fmt: skip


APART: Mapping[Check, str] = {
    check_decisions: "decision",
    check_checklists: "checklist",
    check_round_sheets: "checklist",
    check_programmes: "programme",
    check_escalation: "escalation",
    check_stages: "workflow",
}
"""Checks that look at each document of one kind by itself: a faulty neighbour does not keep them from the others."""


class _Watched(Mapping[str, tuple[str, ...]]):
    """A vocabulary that notes when somebody relies on a part that was lost with an unreadable document."""

    def __init__(self, vocabulary: Vocabulary, lost: frozenset[str]) -> None:
        self._vocabulary, self._lost, self.misled = vocabulary, lost, False

    def __getitem__(self, key: str) -> tuple[str, ...]:
        if key in self._lost:
            self.misled = True
        return self._vocabulary[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._vocabulary)

    def __len__(self) -> int:
        return len(self._vocabulary)


def judge(bundle: Bundle, lost: frozenset[str], references: tuple[Reference, ...]) -> Iterator[Problem]:
    """Everything that is wrong with the meaning of documents whose shape is right.

    `bundle.unsound` names the kinds of which a document is missing or of the wrong shape; `lost` the vocabularies
    that cannot be known because of that.
    """
    yield from check_single_kinds(bundle)
    yield from check_references(references, bundle.vocabulary, lost)
    unsound = set(bundle.unsound)
    clean: dict[str, tuple[Node, ...]] = {}
    for kind, node, problems in _parse_all(bundle, lost):
        if problems is None or problems:
            unsound.add(kind)
        elif node is not None:
            clean[kind] = (*clean.get(kind, ()), node)
        yield from problems or ()
    unsound |= {kind for kind in SINGLE if len(bundle.documents.get(kind, ())) != 1}
    view = replace(bundle, unsound=frozenset(unsound))
    rest = replace(bundle, documents=clean, unsound=frozenset(unsound - set(APART.values())))
    for check in CHECKS:
        try:
            yield from check(view)
        except Unsound:
            yield from _apart(check, rest)


def _apart(check: Check, rest: Bundle) -> Iterator[Problem]:
    """What a check finds in the sound documents of a kind, where it looks at each of them by itself."""
    if check in APART:
        with suppress(Unsound):
            yield from check(rest)


def _parse_all(bundle: Bundle, lost: frozenset[str]) -> Iterator[tuple[str, Node | None, list[Problem] | None]]:
    """For each document the faults found in giving it meaning; None where it leans on a lost vocabulary.

    Documents that are read together as one have no node of their own.
    """
    for kind, node in bundle.every():
        if kind not in MERGED:
            vocabulary, problems = _Watched(bundle.vocabulary, lost), list[Problem]()
            parse_document(kind, node, vocabulary, problems)
            yield kind, node, None if vocabulary.misled else problems
    for kind in MERGED:
        nodes = bundle.documents.get(kind, ())
        if nodes and kind not in bundle.unsound:
            vocabulary, problems = _Watched(bundle.vocabulary, lost), list[Problem]()
            model_of(kind).parse(nodes, vocabulary, problems)
            yield kind, None, None if vocabulary.misled else problems
