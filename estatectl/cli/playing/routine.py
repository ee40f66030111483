"""Floor 5: the rounds of a played day that nobody speaks of: done in order, half-way through their windows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from estatectl.cli.playing.cast import doer_of
from estatectl.domain.checklists.sound_answers import sound_answer
from estatectl.domain.problems import BadInput, EstateError, Problem
from estatectl.domain.programmes.occurrences import Frame, is_event, is_rolling, next_opening
from estatectl.domain.rounds.round import RoundState
from estatectl.domain.scenario import Doing, Scenario
from estatectl.usecases.ports import RoundQuery, RoundRow
from estatectl.usecases.rounds.naming import programme_named, subject_named

if TYPE_CHECKING:
    from estatectl.usecases.rounds.recording import RoundWish
    from estatectl.usecases.rounds.views import RoundView
    from estatectl.wiring.premises import Premises

_MINUTE = timedelta(minutes=1)
_REMARK = "正常"
_EVIDENCE = "sha256:" + sha256(_REMARK.encode()).hexdigest()


class Routine:
    """Keeps the rounds of an estate while a scenario is played; those that the scenario speaks of are left to it."""

    def __init__(self, premises: Premises, scenario: Scenario) -> None:
        self._premises = premises
        self._frame = Frame.of(premises.bundle)
        self._spoken = tuple(self._read(scenario))
        self._waiting: list[tuple[datetime, str]] = []
        self._seen: set[str] = set()
        self.kept = 0
        self.problems: list[Problem] = []

    def look(self, now: datetime) -> None:
        """See which rounds have opened by now."""
        for row in self._premises.journal.rounds(RoundQuery(states=(RoundState.DUE.value,), opens_until=now)):
            if row.id not in self._seen and not self._is_spoken_of(row):
                heappush(self._waiting, (self._ripe(row), row.id))
            self._seen.add(row.id)

    def wakes(self, until: datetime) -> Iterator[datetime]:
        """When the next round is done, if that is by an instant."""
        yield from (at for at, _ in self._waiting[:1] if at <= until)

    def keep(self, now: datetime) -> None:
        """Do the rounds whose time has come."""
        while self._waiting and self._waiting[0][0] <= now:
            row = self._premises.journal.round(heappop(self._waiting)[1])
            if row is not None and row.state == RoundState.DUE.value:
                self._do(row, now)

    def _do(self, row: RoundRow, now: datetime) -> None:
        from estatectl.usecases.rounds.recording import record_round
        from estatectl.usecases.rounds.views import view_round

        doer = doer_of(self._premises, row, now)
        if doer is None:
            return
        house = replace(self._premises.house, now=now, actor=doer)
        try:
            record_round(house, _calm(view_round(house, row.id), now))
        except EstateError as refused:
            self.problems += refused.problems
        else:
            self.kept += 1

    def _ripe(self, row: RoundRow) -> datetime:
        """Half-way through the window, and not before a walk can have been finished."""
        route = self._premises.bundle.site.routes.get(row.subject)
        lasts = route.lasts + _MINUTE if route is not None else timedelta()
        return min(row.due, max(row.opens + (row.due - row.opens) / 2, row.opens + lasts))

    def _read(self, scenario: Scenario) -> Iterator[tuple[str, str | None, datetime]]:
        """The programme, thing and instant of every event that is about a round."""
        bundle = self._premises.bundle
        for event in scenario.events:
            if isinstance(event.what, Doing) and event.what.round is not None:
                programme, _, thing = event.what.round.partition(":")
                try:
                    yield programme_named(bundle, programme), subject_named(bundle, thing) if thing else None, event.at
                except BadInput:
                    continue  # the event itself is refused when its time comes

    def _is_spoken_of(self, row: RoundRow) -> bool:
        """Whether an event is about this round: about its programme and thing, before the next of these opens."""
        told = [
            at for name, thing, at in self._spoken
            if name == row.programme and thing in (None, row.subject) and at >= row.opens
        ]  # fmt: skip
        programme = self._premises.bundle.programmes[row.programme]
        if not told or is_rolling(programme) or is_event(programme):
            return bool(told)
        following = next_opening(programme, self._frame, row.subject, row.opens)
        return following is None or min(told) < following


def _calm(view: RoundView, now: datetime) -> RoundWish:
    """The report of a round on which nothing was amiss."""
    from estatectl.usecases.rounds.recording import RoundWish

    zone = view.bundle.estate.zone
    given: list[tuple[str, str]] = []
    if view.route is not None:
        started = now - view.route.lasts
        given += [(leg.checkpoint, (started + leg.at).isoformat()) for leg in view.route.legs]
    for item in view.sheet.items if view.sheet is not None else ():
        clock = now.astimezone(zone).strftime("%H:%M")
        answer = sound_answer(item, remark=_REMARK, evidence=_EVIDENCE, clock=clock) if item.required else None
        given += [(item.id, answer)] if answer is not None else []
    return RoundWish(
        round=view.round.id,
        started=now - view.route.lasts if view.route is not None else None,
        given=given,
        files=(_EVIDENCE,) if view.programme.evidence is not None else (),
    )
