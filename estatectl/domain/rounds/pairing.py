"""Which scan of a patrol answers for which point of its route. Domain floor.

Of the scans in order of time as many as possible answer for points in order of the plan; where there is a choice,
those that keep the most points on time, and then those nearest to the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from estatectl.domain.rounds.routes import Leg, Route

_Worth = tuple[int, int, timedelta]
"""Points answered for, points on time, and less the sum of what they are off."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A checkpoint's tag was scanned. `at` is aware."""

    checkpoint: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pairing:
    """The scan of each leg (by its index): `in_order`, or `astray`, which came but out of turn. Others never came."""

    in_order: Mapping[int, Visit]
    astray: Mapping[int, Visit]


def in_time_order(route: Route, started: datetime, visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """The scans on this route as they happened, each once. Those of one instant stand as they were planned; places
    off the route do not count.
    """
    known = {visit for visit in visits if visit.checkpoint in route.checkpoints}
    return tuple(sorted(known, key=lambda visit: (visit.at, _nearest(route, started, visit).at)))


def pair(route: Route, started: datetime, visits: Sequence[Visit]) -> Pairing:
    """Scans `in_time_order` put to the legs of the route."""
    runs = [list(run) for _, run in groupby(range(len(visits)), key=lambda index: visits[index].checkpoint)]
    again = {index for run in runs if len(run) > 1 for index in run}
    chosen = _best(route, started, visits, again)
    free = [visits[run[0]] for run in runs if not set(run) & set(chosen.values())]
    in_order = {leg: visits[visit] for leg, visit in chosen.items()}
    return Pairing(in_order, _astray(route, started, free, in_order))


def _best(route: Route, started: datetime, visits: Sequence[Visit], again: Set[int]) -> dict[int, int]:
    """The worthiest pairs (leg, visit) that ascend in both, found from the end backwards.

    Of scans `again` and again on the spot each belongs to the nearest leg only: none stands in for coming back.
    """
    legs, none = route.legs, (0, 0, timedelta())
    worth: list[list[_Worth]] = [[none] * (len(visits) + 1) for _ in range(len(legs) + 1)]
    for at in reversed(range(len(legs))):
        for of in reversed(range(len(visits))):
            options = [worth[at + 1][of], worth[at][of + 1]]
            leg, visit = legs[at], visits[of]
            if leg.checkpoint == visit.checkpoint and (of not in again or leg == _nearest(route, started, visit)):
                options.append(_with(worth[at + 1][of + 1], _off(leg, started, visit), route.tolerance))
            worth[at][of] = max(options)
    return _followed(worth)


def _followed(worth: Sequence[Sequence[_Worth]]) -> dict[int, int]:
    """The pairs that the first entry of a filled table is worth."""
    chosen: dict[int, int] = {}
    at = of = 0
    while at + 1 < len(worth) and of + 1 < len(worth[at]):
        if worth[at][of] == worth[at + 1][of]:
            at += 1
        elif worth[at][of] == worth[at][of + 1]:
            of += 1
        else:
            chosen[at] = of
            at, of = at + 1, of + 1
    return chosen


def _with(tail: _Worth, off: timedelta, tolerance: timedelta) -> _Worth:
    count, on_time, less = tail
    return count + 1, on_time + (off <= tolerance), less - off


def _astray(route: Route, started: datetime, free: list[Visit], in_order: Mapping[int, Visit]) -> dict[int, Visit]:
    """For legs left over, the nearest of the scans left over, each used once."""
    found: dict[int, Visit] = {}
    left = list(free)
    for index, leg in enumerate(route.legs):
        fitting = [visit for visit in left if visit.checkpoint == leg.checkpoint]
        if index not in in_order and fitting:
            found[index] = min(fitting, key=lambda visit: (_off(leg, started, visit), visit.at))
            left.remove(found[index])
    return found


def _nearest(route: Route, started: datetime, visit: Visit) -> Leg:
    """Of the legs to the visited checkpoint the one planned nearest in time, the earlier of two."""
    legs = (leg for leg in route.legs if leg.checkpoint == visit.checkpoint)
    return min(legs, key=lambda leg: (_off(leg, started, visit), leg.at))


def _off(leg: Leg, started: datetime, visit: Visit) -> timedelta:
    return abs(visit.at - started - leg.at)
