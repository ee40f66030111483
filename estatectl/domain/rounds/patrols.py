"""Judging a patrol: what of it was not as its route says. Domain floor.

Each point has at most one fault of turn or time (skipped, wrong_order, too_early, too_late), in order of the plan;
after these come the points that were reached faster than anybody walks (too_fast), in order of time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise
from typing import Literal

from estatectl.domain.durations import say_length
from estatectl.domain.place.addresses import plain
from estatectl.domain.place.site import Site
from estatectl.domain.rounds.pairing import Visit, in_time_order, pair
from estatectl.domain.rounds.routes import Leg, Route
from estatectl.domain.words import Words

__all__ = ["Irregularity", "IrregularityKind", "Visit", "checkpoint_named", "walk"]

IrregularityKind = Literal["skipped", "too_early", "too_late", "wrong_order", "too_fast"]


@dataclass(frozen=True, slots=True)
class Irregularity:
    """One thing about one checkpoint that was not as planned. `said` tells what was expected and what was."""

    kind: IrregularityKind
    checkpoint: str
    said: Words


def walk(route: Route, started: datetime, visits: Sequence[Visit], zone: tzinfo) -> tuple[Irregularity, ...]:
    """What was irregular about a walk begun at `started`. `zone` is for the times in the words.

    Scans may be given in any order. A tag scanned twice, and places off the route, are no irregularity. Speed is
    judged between scans that follow each other, where the route says how far it is from one to the other.
    """
    scans = in_time_order(route, started, visits)
    return (*_turns(route, started, scans, zone), *_speeds(route, scans))


def checkpoint_named(site: Site, route: Route, text: str) -> str | None:
    """The checkpoint of this route that a guard means by its id, the code on its tag, its title or a name; or None."""
    wanted = plain(text)
    for name in route.checkpoints:
        checkpoint = site.checkpoints.get(name)
        if checkpoint is not None and wanted in {plain(each) for each in checkpoint.called}:
            return name
    return None


def _turns(route: Route, started: datetime, scans: Sequence[Visit], zone: tzinfo) -> Iterator[Irregularity]:
    """Points that were left out, out of turn, or off their time."""
    pairing = pair(route, started, scans)
    for index, leg in enumerate(route.legs):
        planned = _clock(started + leg.at, zone)
        if index in pairing.astray:
            came = _clock(pairing.astray[index].at, zone)
            said = _WRONG_ORDER.fill(number=index + 1, planned=planned, came=came)
            yield Irregularity("wrong_order", leg.checkpoint, said)
        elif index not in pairing.in_order:
            yield Irregularity("skipped", leg.checkpoint, _SKIPPED.fill(planned=planned))
        else:
            yield from _off_time(route, leg, started, pairing.in_order[index].at, zone)


def _off_time(route: Route, leg: Leg, started: datetime, at: datetime, zone: tzinfo) -> Iterator[Irregularity]:
    planned = started + leg.at
    if abs(at - planned) <= route.tolerance:
        return
    kind: IrregularityKind = "too_late" if at > planned else "too_early"
    said = (_TOO_LATE if at > planned else _TOO_EARLY).fill(
        planned=_clock(planned, zone),
        tolerance=say_length(route.tolerance),
        came=_clock(at, zone),
        off=say_length(abs(at - planned)),
    )
    yield Irregularity(kind, leg.checkpoint, said)


def _speeds(route: Route, scans: Sequence[Visit]) -> Iterator[Irregularity]:
    """Points reached from the one scanned before faster than anybody walks."""
    apart = _distances(route)
    for before, after in pairwise(scans):
        metres = apart.get(frozenset((before.checkpoint, after.checkpoint)), 0)
        taken = after.at - before.at
        if route.is_too_fast(metres, taken):
            said = _TOO_FAST.fill(metres=metres, least=say_length(route.least(metres)), taken=say_length(taken))
            yield Irregularity("too_fast", after.checkpoint, said)


def _distances(route: Route) -> dict[frozenset[str], int]:
    """How far neighbours on the route are apart, either way; the shortest where the route walks it more than once."""
    found: dict[frozenset[str], int] = {}
    for before, leg in pairwise(route.legs):
        if leg.metres is not None:
            ends = frozenset((before.checkpoint, leg.checkpoint))
            found[ends] = min(leg.metres, found.get(ends, leg.metres))
    return found


def _clock(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


_SKIPPED = Words(zh="应于 {planned} 到达，没有到", en="planned for {planned}; never reached")
_WRONG_ORDER = Words(
    zh="应为第 {number} 点，{planned} 到达；实际 {came} 到达，顺序不对",
    en="planned as point {number} at {planned}; reached at {came}, out of turn",
)
_TOO_EARLY = Words(
    zh="应于 {planned} 到达，允许前后 {tolerance}；实际 {came} 到达，早了 {off}",
    en="planned for {planned}, give or take {tolerance}; reached at {came}, {off} early",
)
_TOO_LATE = Words(
    zh="应于 {planned} 到达，允许前后 {tolerance}；实际 {came} 到达，晚了 {off}",
    en="planned for {planned}, give or take {tolerance}; reached at {came}, {off} late",
)
_TOO_FAST = Words(
    zh="与上一点相距 {metres} 米，步行至少要 {least}；实际只隔 {taken}",
    en="{metres} m from the point before take at least {least} on foot; reached after {taken}",
)
