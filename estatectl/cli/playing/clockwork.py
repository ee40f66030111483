"""Floor 5: the clock of a played scenario: what cron would have done between one event and the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from estatectl.cli.context import Session
from estatectl.cli.playing.audience import Audience
from estatectl.cli.playing.rounds import unplanned, wakes
from estatectl.cli.playing.routine import Routine

if TYPE_CHECKING:
    from estatectl.render.page import Page
    from estatectl.usecases.house import House
    from estatectl.wiring.premises import Premises

_MINUTE = timedelta(minutes=1)


class Clockwork:
    """Ticks at every minute at which something is due; `run` carries out a command as typed.

    With `programmes`, only their rounds appear; with a `routine`, those that nobody speaks of are done. `ticks` counts.
    """

    def __init__(
        self,
        premises: Premises,
        told: Audience,
        run: Callable[[list[str]], tuple[Page, Session]],
        programmes: frozenset[str] | None,
        routine: Routine | None,
    ) -> None:
        self._premises, self._told, self._run = premises, told, run
        self._programmes, self._routine = programmes, routine
        self._latest: datetime | None = None
        self.ticks = 0

    def go_on(self, at: datetime) -> None:
        """Let time pass up to an instant."""
        if self._programmes != frozenset() and unplanned(self._premises):
            self._tick(at.replace(second=0, microsecond=0))
        while due := min(wakes(self._premises.journal, at, self._programmes), default=None):
            minute = _next_minute(due.astimezone(at.tzinfo))
            if self._latest is not None and minute <= self._latest:
                minute = self._latest + _MINUTE
            if minute > at:
                break
            if not self._kept(minute):
                self._tick(minute)
        self._kept(at)

    def _kept(self, minute: datetime) -> bool:
        """Do the routine rounds up to a minute; whether there were any, which may leave nothing for a tick."""
        routine = self._routine
        if routine is None:
            return False
        before = routine.kept
        while due := next(routine.wakes(minute), None):
            routine.keep(_next_minute(due))
        return routine.kept > before

    def _tick(self, minute: datetime) -> None:
        before, programmes = self._premises.journal.head()[0], self._programmes
        self._told.ticked(before, self._whole(minute) if programmes is None else self._part(minute, programmes))
        self.ticks += 1
        self._latest = minute

    def _whole(self, minute: datetime) -> House:
        page, session = self._run(["tick", "--as", "system", "--now", minute.strftime("%Y-%m-%dT%H:%M")])
        if self._routine is not None and page.data["rounds"]:
            self._routine.look(minute)
        return session.house

    def _part(self, minute: datetime, programmes: frozenset[str]) -> House:
        """What a tick does, with the rounds of some programmes; the others begin with a tick of the estate itself."""
        from estatectl.usecases.rounds.ticking import tick_rounds
        from estatectl.usecases.ticking import tick

        premises = self._premises.again()
        premises.settings = replace(premises.settings, now=minute.isoformat(), actor="system")
        if programmes:
            tick_rounds(premises.house, programmes)
        tick(premises.house)
        premises.deliver()
        return premises.house


def _next_minute(at: datetime) -> datetime:
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + _MINUTE
