"""A case as one row of the boards: what is due next, who has it, where it is."""

from __future__ import annotations

from estatectl.domain.cases import Case
from estatectl.usecases.house import House
from estatectl.usecases.ports import CaseRow
from estatectl.usecases.timing import clock_states, next_due, wake_at

_SUMMARY_LENGTH = 60


def case_row(house: House, case: Case) -> CaseRow:
    """The projection of a case as it stands now."""
    workflow = house.bundle.workflows[case.workflow]
    states = clock_states(house, case, house.now)
    due = next_due(house, case, states)
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
        summary=summary(case.text(workflow.understands or "content") or ""),
        concepts=mentions if isinstance(mentions, tuple) else (),
        next_clock=due[0] if due else None,
        next_due=due[1] if due else None,
        paused=case.paused,
        breaches=sum(state.breaches for state in states),
        wake_at=wake_at(house, case, states),
    )


def summary(text: str) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SUMMARY_LENGTH else line[: _SUMMARY_LENGTH - 1] + "…"
