"""What the journal keeps of a case for the gate: the names it goes by while open, and when it came and left."""

from __future__ import annotations

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.presence import came_and_left, inside_stages
from estatectl.domain.cases.workflows import Workflow
from estatectl.usecases.gate.ports import Presence


def keys_of(workflow: Workflow, case: Case) -> tuple[tuple[str, str], ...] | None:
    """The fields by which the case may be named or must be the only one, with their values; none once it is closed.

    None where the workflow has no such fields.
    """
    fields = tuple(dict.fromkeys((*workflow.once, *([workflow.argument] if workflow.argument else []))))
    if not fields:
        return None
    if workflow.stage(case.stage).final:
        return ()
    return tuple((name, value) for name in fields if (value := case.text(name)))


def presence_of(workflow: Workflow, case: Case) -> Presence | None:
    """When the case came in, left or was turned away; None where nobody of its kind is ever inside."""
    if not inside_stages(workflow):
        return None
    came, left = came_and_left(case, workflow)
    turned = case.changed_at if came is None and workflow.stage(case.stage).final else None
    return Presence(came=came, left=left, turned=turned)
