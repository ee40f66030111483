"""Floor 5: who plays which part of a scenario: the members of staff behind roles at an instant."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from estatectl.domain.cases.case import Case
from estatectl.usecases.ports import CaseQuery, RoundRow

if TYPE_CHECKING:
    from estatectl.wiring.premises import Premises

_ROLES = ("desk", "head", "handler", "doer")


def person_for(premises: Premises, actor: str, at: datetime, case: Case | None, walk: RoundRow | None) -> str:
    """The member of staff behind a role, for a case or a round; an id stands for itself."""
    if actor not in _ROLES:
        return actor
    if actor == "handler" and case is not None:
        return case.text("handler") or actor
    if actor == "doer" and walk is not None:
        return doer_of(premises, walk, at) or actor
    organisation, journal = premises.bundle.organisation, premises.journal
    department = case.text("department") if case is not None else walk.department if walk is not None else None
    post = organisation.head_of(department).id if actor == "head" and department else "cs_officer"
    people = {person.id: person for person in journal.people()}
    held = [shift.person for shift in journal.shifts(at, at) if shift.post == post and shift.end > at]
    busy = _handlers(premises, case)
    free = [person for person in sorted(held) if person not in busy]
    return next(iter(free or sorted(held) or [each for each in people if post in people[each].posts]), actor)


def _handlers(premises: Premises, case: Case | None) -> set[str]:
    """Who works on a request: they do not judge it."""
    if case is None:
        return set()
    rows = premises.journal.cases(CaseQuery(parent=case.id, by_id=True))
    return {row.handler for row in rows if row.handler}


def doer_of(premises: Premises, row: RoundRow, at: datetime) -> str | None:
    """Somebody on duty in a post that does the round, else somebody who holds it; the first by id."""
    journal = premises.journal
    held = sorted(shift.person for shift in journal.shifts(at, at) if shift.post in row.by and shift.end > at)
    people = sorted(person.id for person in journal.people() if not person.left and set(person.posts) & set(row.by))
    return next(iter(held or people), None)
