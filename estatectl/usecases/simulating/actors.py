"""Who makes a move: whose work it is and who is on duty, else somebody above them."""

from __future__ import annotations

from datetime import datetime, timedelta

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.moves import Move
from estatectl.domain.cases.permissions import judges_own_work, may, posts_named
from estatectl.usecases.desk import load_case
from estatectl.usecases.ports import CaseQuery
from estatectl.usecases.simulating.world import World
from estatectl.usecases.weighing import involved_of

_SETTLING = timedelta(minutes=5)
"""How long after coming on duty somebody begins."""


class Actors:
    """Finds people for moves."""

    def __init__(self, world: World) -> None:
        self._world = world

    def who(self, case: Case, move: Move, at: datetime, due: datetime | None) -> tuple[str | None, datetime | None]:
        """Who makes a move at an instant; or when to ask again, where those whose work it is come on duty in time."""
        house, duty = self._world.house, self._world.duty
        rows = house.journal.cases(CaseQuery(parent=case.id, by_id=True))
        involved = involved_of((case, *(load_case(house, house.journal, row.id) for row in rows)))
        organisation = house.bundle.organisation
        able = [
            person
            for person in duty.people(at).values()
            if may(person, move, involved, organisation) and not judges_own_work(person, move, involved)
        ]
        posts = set(posts_named(move.by, case.text("department"), organisation))
        groups = (
            [person.id for person in able if "handler" in move.by and person.id == involved.handler],
            [person.id for person in able if "opener" in move.by and person.id == involved.opener],
            [person.id for person in able if posts & set(person.posts) or "anyone" in move.by],
        )
        dice = self._world.dice(case.id, move.id, at.isoformat())
        for group in groups:
            if present := sorted(set(group) & set(duty.there(at))):
                return dice.choice(present), None
        own = next(filter(None, groups), [])
        comes = duty.next_there(own, at) if own else None
        if comes is not None and (due is None or comes < due - (due - at) / 10):
            return None, comes + _SETTLING
        above = sorted({person.id for person in able} & set(duty.there(at)))
        return (dice.choice(above) if above else next(iter(sorted(own)), None)), None
