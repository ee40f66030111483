"""Escalation reaches somebody: the path that a clock falls back to tells nobody whom its workflow does not have."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.escalation import EscalationPath
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.checks.possible import possible
from estatectl.domain.checks.targets import CLOCK, PATH, WORKFLOW, OfClocks, tables_of_clocks
from estatectl.domain.checks.workflows import KNOWN_ANYWAY
from estatectl.domain.checks.written import DEPARTMENT, HANDLER, Written
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words, same

_NEEDS = {"handler": HANDLER, "department_head": DEPARTMENT, "department": DEPARTMENT}
"""The field without which a role of a step is nobody."""


def check_reaching(bundle: Bundle) -> Iterator[Problem]:
    """EST-936: a clock that no rule of the escalation table is about, and a path whose steps then reach nobody."""
    for asked in tables_of_clocks(bundle, "escalation"):
        otherwise = asked.table.otherwise
        path = bundle.paths.get(str(otherwise.then.get(PATH))) if otherwise is not None else None
        if path is not None:
            yield from _falling_back(asked, path)


def _falling_back(asked: OfClocks, path: EscalationPath) -> Iterator[Problem]:
    for each in asked.users:
        nobody = _nobody(path, each.workflow)
        for index, clock in enumerate(each.workflow.clocks):
            if nobody and not _has_rule(asked, each.workflow, clock.id):
                yield _reaches_nobody(asked, each, index, path, nobody)


def _has_rule(asked: OfClocks, workflow: Workflow, clock: str) -> bool:
    """Whether some rule can be about the clock; one that looks at what the workflow's cases never have cannot."""
    had = {WORKFLOW, CLOCK, *workflow.fields, *workflow.counters, *KNOWN_ANYWAY}
    absent = set(asked.table.facts) - had
    settled = {WORKFLOW: workflow.id, CLOCK: clock}
    return any(possible(rule.when, settled, absent) for rule in asked.table.rules)


def _nobody(path: EscalationPath, workflow: Workflow) -> tuple[str, ...]:
    """The roles of steps that tell nobody else, and whom cases of the workflow do not have."""
    missing = {role for role, field in _NEEDS.items() if field not in workflow.fields}
    roles = (role for step in path.steps if set(step.tell) <= missing for role in step.tell)
    return tuple(dict.fromkeys(roles))


def _reaches_nobody(
    asked: OfClocks, each: Written, index: int, path: EscalationPath, roles: tuple[str, ...]
) -> Problem:
    clock = each.workflow.clocks[index]
    words = Words(
        zh="计时“{clock}”没有升级规则，落到路径“{path}”，它只通知 {roles}，而这个流程没有这样的人",
        en="no rule of escalation is about the clock '{clock}'; its path is then '{path}', a step of which tells only "
        "{roles}, whom this workflow does not have",
    ).fill(clock=same(clock.id), path=same(path.id), roles=same(", ".join(roles)))
    hint = Words(
        zh="在判定表 {table} 里写一条 when: {when}，选一条写明岗位的路径；或给流程加字段 {fields}",
        en="add a rule to the table '{table}' with when: {when} and a path that names posts; or give the workflow the "
        "field {fields}",
    ).fill(
        table=same(asked.table.id),
        when=same(f"{{workflow: {each.workflow.id}}}"),
        fields=same(", ".join(dict.fromkeys(_NEEDS[role] for role in roles))),
    )
    return Problem("EST-936", words, each.node.at("clocks", index, "id").place, hint)
