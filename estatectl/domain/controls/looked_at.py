"""What a control looks at, in the words in which the charter says what carries a clause. Domain floor.

A control checks a clause where it looks at something that carries it; a clause that is merely mentioned is not checked.
What is looked at follows from the scope, from what `where` rules out whatever a case may hold, and from the facts that
the conditions name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from estatectl.domain.controls.control import Bound
from estatectl.domain.controls.knowable.staffing import about_people
from estatectl.domain.controls.looked_at_cases import of_clock, of_plans, of_workflow
from estatectl.domain.controls.scopes import ScopeKind
from estatectl.domain.programmes.occurrences import subjects_of
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.rules.conditions import named_facts
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.rules.weighing import foresee

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle
    from estatectl.domain.charter import Clause


def looked_at(bound: Bound, bundle: Bundle) -> frozenset[str]:
    """Everything that a control looks at, as a charter would write it (`clock:order.arrive`)."""
    return frozenset(_LOOKS[bound.control.over.kind](bound, bundle))


def in_common(clause: Clause, seen: frozenset[str]) -> tuple[str, ...]:
    """What carries a clause and is looked at."""
    return tuple(str(carrier) for carrier in clause.carried_by if str(carrier) in seen)


def _speaks_of(bound: Bound, facts: Mapping[str, FactValue]) -> bool:
    """Whether a thing of which nothing but these facts is sure may be among the subjects."""
    return foresee(bound.where, facts) is not False


def _named(bound: Bound) -> frozenset[str]:
    return named_facts(bound.where) | named_facts(bound.require)


def _wanted(bound: Bound, known: Iterable[str], fact: str) -> Iterator[str]:
    """The names of a scope, of those that there are, that `where` does not rule out."""
    for name in known:
        if bound.control.over.takes(name) and _speaks_of(bound, {fact: name}):
            yield name


def _cases(bound: Bound, bundle: Bundle) -> Iterator[str]:
    for name in _wanted(bound, bundle.workflows, "workflow"):
        yield from of_workflow(bundle, bundle.workflows[name])


def _clocks(bound: Bound, bundle: Bundle) -> Iterator[str]:
    for name, workflow in bundle.workflows.items():
        for clock in workflow.clocks:
            facts: dict[str, FactValue] = {"workflow": name, "clock": clock.id}
            if bound.control.over.takes(name, f"{name}.{clock.id}") and _speaks_of(bound, facts):
                yield from of_clock(bundle, workflow, clock, _named(bound))
        if workflow.plan is not None and bound.control.over.takes(name):
            measures = {measure.clock for plan in bundle.plans.values() for measure in plan.measures}
            if any(_speaks_of(bound, {"workflow": name, "clock": each}) for each in measures):
                yield from of_plans(bundle, workflow)


def _programmes(bound: Bound, bundle: Bundle) -> Iterator[Programme]:
    for programme in bundle.programmes.values():
        facts: dict[str, FactValue] = {
            "programme": programme.id,
            "category": programme.category,
            "department": bundle.organisation.posts[programme.by[0]].department,
            "statutory": programme.statutory,
        }
        if bound.control.over.takes(programme.id) and _speaks_of(bound, facts):
            yield programme


def _of_programme(programme: Programme) -> Iterator[str]:
    yield f"programme:{programme.id}"
    if programme.checklist is not None:
        yield f"checklist:{programme.checklist}"


def _rounds(bound: Bound, bundle: Bundle) -> Iterator[str]:
    for programme in _programmes(bound, bundle):
        yield from _of_programme(programme)


def _findings(bound: Bound, bundle: Bundle) -> Iterator[str]:
    for programme in _programmes(bound, bundle):
        yield from _of_programme(programme)
        yield f"decision:{programme.findings}"
        yield from (f"correlation:{name}" for name in programme.correlates)


def _ledgers(bound: Bound, bundle: Bundle) -> Iterator[str]:
    yield from (f"register:{name}" for name in _wanted(bound, bundle.registers, "register"))


def _stock(bound: Bound, bundle: Bundle) -> Iterator[str]:
    yield from (f"stock:{name}" for name in _wanted(bound, bundle.stocks, "stock"))


def _cover(bound: Bound, bundle: Bundle) -> Iterator[str]:
    for plan in bundle.shift_plans.values():
        if any(_speaks_of(bound, {"plan": plan.id}) for _ in _wanted(bound, plan.cover, "cover")):
            yield f"shifts:{plan.id}"


def _people(bound: Bound, bundle: Bundle) -> Iterator[str]:
    """The organisation; and whatever the named facts are taken from: registers about people, the roster, tools."""
    asked = _named(bound)
    yield "organisation:posts"
    for register in about_people(bundle):
        if any(fact.startswith(f"{register.id}_") for fact in asked):
            yield f"register:{register.id}"
    if asked & {"hours_7d", "hours_30d", "rest_days_7d"}:
        yield from (f"shifts:{name}" for name in bundle.shift_plans)
    if asked & {"tools_out", "tools_out_days"}:
        yield from (f"stock:{name}" for name in bundle.stocks)


def _posts(bound: Bound, bundle: Bundle) -> Iterator[str]:  # noqa: ARG001 - all posts are of one organisation
    yield from ("organisation:posts", "organisation:departments")


def _assets(bound: Bound, bundle: Bundle) -> Iterator[str]:
    """The programmes that have a piece of equipment of these classes as their thing."""
    classes = set(_wanted(bound, bundle.site.asset_classes, "class"))
    assets = {name for name, asset in bundle.site.assets.items() if asset.kind in classes}
    for programme in bundle.programmes.values():
        if not assets.isdisjoint(subjects_of(programme, bundle.site)):
            yield from _of_programme(programme)


_CHANGED = {"adopted", "adopted_days", "effective", "effective_days", "first", "rule_change", "version_raised"}
_YEARS = {"year_known", "next_year_known"}


def _policies(bound: Bound, bundle: Bundle) -> Iterator[str]:
    """How rules are changed, the calendars, or what checks and measures, whichever the named facts are about."""
    asked = _named(bound)
    if asked & _CHANGED:
        changing = bundle.workflows.get("rule_change")
        yield from () if changing is None else of_workflow(bundle, changing)
    if asked & _YEARS:
        yield from (f"calendar:{name}" for name in bundle.calendars)
    if asked - _CHANGED - _YEARS - {"what"}:
        yield from _checks(bound, bundle)


def _checks(bound: Bound, bundle: Bundle) -> Iterator[str]:  # noqa: ARG001 - all of them stand on the journal
    yield from (f"control:{name}" for name in bundle.controls)
    yield from (f"kpi:{name}" for name in bundle.kpis)


_LOOKS: Mapping[ScopeKind, Callable[[Bound, Bundle], Iterable[str]]] = {
    ScopeKind.CASES: _cases,
    ScopeKind.CLOCKS: _clocks,
    ScopeKind.ROUNDS: _rounds,
    ScopeKind.FINDINGS: _findings,
    ScopeKind.PROGRAMMES: _rounds,
    ScopeKind.LINES: _ledgers,
    ScopeKind.REGISTERS: _ledgers,
    ScopeKind.STOCK: _stock,
    ScopeKind.COVER: _cover,
    ScopeKind.PEOPLE: _people,
    ScopeKind.POSTS: _posts,
    ScopeKind.ASSETS: _assets,
    ScopeKind.POLICIES: _policies,
    ScopeKind.JOURNAL: _checks,
}
