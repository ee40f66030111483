"""What is looked at with the cases of a workflow, or with one of its clocks, as a charter writes it. Domain floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from estatectl.domain.cases.clocks import ClockSpec
from estatectl.domain.cases.moves import Consult, Move
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.rules.decisions import Table

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle


def of_workflow(bundle: Bundle, workflow: Workflow) -> Iterator[str]:
    """The workflow with its moves, clocks and sheets, and all that decides in it."""
    yield f"workflow:{workflow.id}"
    yield from (f"clock:{workflow.id}.{clock.id}" for clock in workflow.clocks)
    for move in (workflow.opening, *workflow.moves):
        yield from _of_move(bundle, workflow, move)
    yield from (f"decision:{table}" for table in _tables(workflow))
    yield from _of_time(bundle, workflow)
    yield from (f"register:{look.register}" for look in workflow.looks_up)
    if workflow.plan is not None:
        yield from of_plans(bundle, workflow)


def of_clock(bundle: Bundle, workflow: Workflow, clock: ClockSpec, asked: frozenset[str]) -> Iterator[str]:
    """The clock, the moves that start and stop it, its limits and escalation, and what brings about the facts asked."""
    yield from (f"workflow:{workflow.id}", f"clock:{workflow.id}.{clock.id}")
    marks = {*clock.start_on, *clock.stop_on, *clock.restart_on}
    for move in workflow.moves:
        if move.id in marks or any(branch.to in clock.stop_on for branch in move.branches):
            yield from _of_move(bundle, workflow, move)
    yield from _of_time(bundle, workflow)
    for table in _known(bundle, _tables(workflow)):
        if not asked.isdisjoint(table.outputs):
            yield f"decision:{table.id}"


def of_plans(bundle: Bundle, workflow: Workflow) -> Iterator[str]:
    """The emergency plans of a workflow, and the tables that choose among them."""
    yield f"workflow:{workflow.id}"
    yield from (f"plan:{name}" for name in bundle.plans)
    for table in _known(bundle, _tables(workflow)):
        if workflow.plan in table.outputs:
            yield f"decision:{table.id}"


def _of_move(bundle: Bundle, workflow: Workflow, move: Move) -> Iterator[str]:
    yield f"workflow:{workflow.id}.{move.id}"
    yield from (f"decision:{table}" for table in move.fills.values())
    for use in move.checklists:
        if use.id is not None:
            yield f"checklist:{use.id}"
        elif use.named_by is not None:
            yield from (f"checklist:{name}" for name in _given(bundle, _tables(workflow), use.named_by))


def _of_time(bundle: Bundle, workflow: Workflow) -> Iterator[str]:
    if workflow.targets is not None:
        yield f"decision:{workflow.targets}"
    if workflow.escalation is not None:
        yield f"decision:{workflow.escalation}"
        yield from (f"escalation:{name}" for name in _given(bundle, (workflow.escalation,), "path"))


def _tables(workflow: Workflow) -> tuple[str, ...]:
    """The tables that decide in its cases, at the opening and by moves."""
    effects = (effect for move in (workflow.opening, *workflow.moves) for effect in move.effects)
    consulted = (table for effect in effects if isinstance(effect, Consult) for table in effect.tables)
    return tuple(dict.fromkeys((*workflow.decides, *consulted)))


def _known(bundle: Bundle, names: Iterable[str]) -> Iterator[Table]:
    yield from (bundle.tables[name] for name in names if name in bundle.tables)


def _given(bundle: Bundle, names: Iterable[str], output: str) -> Iterator[str]:
    """The values that tables give to one of their outputs."""
    for table in _known(bundle, names):
        for rule in (*table.rules, *((table.otherwise,) if table.otherwise else ())):
            if output in rule.then:
                yield str(rule.then[output])
