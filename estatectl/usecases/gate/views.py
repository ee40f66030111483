"""Looking at the gate: who and what is inside, who waits, and what the day has brought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from estatectl.domain.cases.presence import inside_stages
from estatectl.usecases.gate.ports import Presence, PresenceQuery
from estatectl.usecases.house import House
from estatectl.usecases.ports import CaseQuery, CaseRow


@dataclass(frozen=True, slots=True)
class Passing:
    """A case with when it came in, left or was turned away."""

    row: CaseRow
    presence: Presence

    def late(self, now: datetime) -> bool:
        """Whether something that was promised of it is over: it ought to have left, or been settled."""
        return self.row.next_due is not None and self.row.next_due < now


@dataclass(frozen=True, slots=True, kw_only=True)
class GateBoard:
    """The gate as it stands at `now`: `inside` late ones first, `waiting` what is due first on top, and since the
    day began at `since` who `came`, `left` and was `turned` away, the latest first."""

    now: datetime
    since: datetime
    inside: tuple[Passing, ...]
    waiting: tuple[CaseRow, ...] = ()
    came: tuple[Passing, ...] = ()
    left: tuple[Passing, ...] = ()
    turned: tuple[Passing, ...] = ()

    @property
    def late(self) -> int:
        return sum(each.late(self.now) for each in self.inside)


def inside_now(house: House, text: str | None = None, *, late: bool = False) -> GateBoard:
    """Who and what is inside; `text` narrows to what is about it, `late` to what ought to have left."""
    found = _passings(house, PresenceQuery(inside=True, text=text))
    shown = [each for each in found if each.late(house.now) or not late]
    return GateBoard(now=house.now, since=day_began(house), inside=_late_first(shown, house.now))


def today(house: House) -> GateBoard:
    """The whole of the gate: inside now, waiting or expected, and what happened since midnight."""
    since = day_began(house)
    inside = _passings(house, PresenceQuery(inside=True))
    came = [each for each in _passings(house, PresenceQuery(came_from=since)) if _from_outside(house, each.row)]
    left = _passings(house, PresenceQuery(left_from=since))
    turned = _passings(house, PresenceQuery(turned_from=since))
    return GateBoard(
        now=house.now,
        since=since,
        inside=_late_first(inside, house.now),
        waiting=_waiting(house),
        came=tuple(came[::-1]),
        left=left[::-1],
        turned=turned[::-1],
    )


def day_began(house: House) -> datetime:
    """Midnight in the estate's zone."""
    zone = house.bundle.estate.zone
    return datetime.combine(house.now.astimezone(zone).date(), time(), zone)


def _passings(house: House, query: PresenceQuery) -> tuple[Passing, ...]:
    known = house.bundle.workflows
    return tuple(Passing(row, held) for row, held in house.journal.presences(query) if row.workflow in known)


def _from_outside(house: House, row: CaseRow) -> bool:
    """Whether cases of its kind come in at all: goods that leave have been here all along."""
    return any(not (stage.inside or stage.final) for stage in house.bundle.workflows[row.workflow].stages)


def _late_first(found: Iterable[Passing], now: datetime) -> tuple[Passing, ...]:
    return tuple(sorted(found, key=lambda each: not each.late(now)))


def _waiting(house: House) -> tuple[CaseRow, ...]:
    """Open cases of the gate that are not inside, what is due first on top."""
    found: list[CaseRow] = []
    for workflow in house.bundle.workflows.values():
        stages = inside_stages(workflow)
        if stages:
            rows = house.journal.cases(CaseQuery(workflow=workflow.id, open=True))
            found += [row for row in rows if row.stage not in stages]
    return tuple(sorted(found, key=lambda row: (row.next_due is None, row.next_due or row.opened_at)))
