"""Whether a case is about somebody or something inside, and since when: read off the stages it has stood in."""

from __future__ import annotations

from datetime import datetime

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.workflows import Workflow


def inside_stages(workflow: Workflow) -> frozenset[str]:
    """The stages in which somebody or something is on the premises."""
    return frozenset(stage.id for stage in workflow.stages if stage.inside)


def is_inside(case: Case, workflow: Workflow) -> bool:
    return workflow.stage(case.stage).inside


def came_and_left(case: Case, workflow: Workflow) -> tuple[datetime | None, datetime | None]:
    """When it last came inside, and when it left after that; None for what has not happened."""
    inside = inside_stages(workflow)
    stages = {stage.id for stage in workflow.stages}
    came: datetime | None = None
    left: datetime | None = None
    within = False
    for mark in case.marks:
        if mark.name not in stages:
            continue
        if mark.name in inside and not within:
            came, left = mark.at, None
        elif mark.name not in inside and within:
            left = mark.at
        within = mark.name in inside
    return came, left
