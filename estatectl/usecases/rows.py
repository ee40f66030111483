"""A case as one row of the boards: what is due next, who has it, where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.workflows import Workflow
from estatectl.usecases.gate.presences import keys_of, presence_of
from estatectl.usecases.house import House
from estatectl.usecases.ports import CaseQuery, CaseRow, Reader
from estatectl.usecases.timing import clock_states, next_due, wake_at

_SUMMARY_LENGTH = 60


def case_row(house: House, reader: Reader, case: Case) -> CaseRow:
    """The projection of a case as it stands now; the rows of the cases below it are read, for what is due there."""
    workflow = house.bundle.workflows[case.workflow]
    states = clock_states(house, case, house.now)
    due = _first_due(case, next_due(house, case, states), reader)
    mentions = case.values.get("mentions")
    return CaseRow(
        id=case.id,
        workflow=case.workflow,
        stage=case.stage,
        open=not workflow.stage(case.stage).final,
        opened_at=case.since or case.opened_at,
        changed_at=case.changed_at,
        parent=case.parent,
        type=case.text("type"),
        urgency=case.text("urgency"),
        department=case.text("department"),
        handler=case.text("handler"),
        household=case.text("household"),
        location=case.text("location"),
        asset=case.text("asset"),
        contact=case.text("contact"),
        summary=about(workflow, case),
        concepts=mentions if isinstance(mentions, tuple) else (),
        next_of=due.case if due else None,
        next_clock=due.clock if due else None,
        next_due=due.at if due else None,
        paused=case.paused,
        breaches=sum(state.breaches for state in states),
        wake_at=wake_at(house, case, states),
        keys=keys_of(workflow, case),
        presence=presence_of(workflow, case),
    )


@dataclass(frozen=True, slots=True)
class _Due:
    at: datetime
    case: str
    clock: str


def _first_due(case: Case, own: tuple[str, datetime] | None, reader: Reader) -> _Due | None:
    """What is due first: a clock of the case itself, or one of an open case below it."""
    found = [_Due(own[1], case.id, own[0])] if own else []
    for row in reader.cases(CaseQuery(parent=case.id, open=True, limit=1)):
        if row.next_due is not None and row.next_clock is not None:
            found.append(_Due(row.next_due, row.id, row.next_clock))
    return min(found, key=lambda due: due.at, default=None)


def about(workflow: Workflow, case: Case) -> str:
    """What a case is about, on one line: the fields that the workflow names for it, else the text that is read."""
    named = workflow.summary or (workflow.understands or "content",)
    return summary(" ".join(text for name in named if (text := case.text(name))))


def summary(text: str) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SUMMARY_LENGTH else line[: _SUMMARY_LENGTH - 1] + "…"
