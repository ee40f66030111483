"""The clock of a simulation: a tick in every minute in which one has something to do, as cron would have made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from estatectl.domain.running.jobs import TICK
from estatectl.domain.running.runs import Run
from estatectl.usecases.house import House
from estatectl.usecases.rounds.ticking import tick_rounds
from estatectl.usecases.running.heartbeat import note_run
from estatectl.usecases.simulating.sabotage import Sabotage
from estatectl.usecases.ticking import tick

_MINUTE = timedelta(minutes=1)


class Clock:
    """Ticks when something is due; `ticks` counts. Nothing ticks while a fault keeps it silent."""

    def __init__(self, house: House, faults: Sabotage, deliver: Callable[[datetime], None]) -> None:
        self._house, self._faults, self._deliver = house, faults, deliver
        self._owed: datetime | None = None
        self._latest: datetime | None = None
        self.ticks = 0

    def owe(self, at: datetime) -> None:
        """A notice waits since an instant: the next minute carries it out of the house."""
        self._owed = self._owed or at

    def next_at(self, now: datetime, until: datetime) -> datetime | None:
        """When the next tick after `now` is, if there is anything for one by an instant."""
        journal = self._house.journal
        wakes = [row.wake_at for name in journal.waking(until)[:1] if (row := journal.case(name))]
        wakes += [walk.wake_at for name in journal.waking_rounds(until)[:1] if (walk := journal.round(name))]
        wakes += [mark.wake_at for mark in journal.plan_marks(due=until)[:1]]
        wakes.append(self._owed)
        due = min((each for each in wakes if each is not None), default=None)
        if due is None:
            return None
        minute = _next_minute(due.astimezone(until.tzinfo))
        if self._latest is not None and minute <= self._latest:
            minute = self._latest + _MINUTE
        minute = max(minute, _next_minute(now.astimezone(until.tzinfo)))
        minute = self._faults.silent_until(minute) or minute
        return minute if minute <= until else None

    def tick(self, at: datetime) -> None:
        house = replace(self._house, now=at, actor="system")
        self._beat(at)
        tick_rounds(house)
        tick(house)
        self._deliver(at)
        self._owed = None
        self.ticks += 1
        self._latest = at

    def rest(self, at: datetime) -> None:
        """Nothing is due up to an instant; the clock has ticked all the same."""
        if self._faults.silent_until(at) is None:
            self._beat(at)

    def _beat(self, at: datetime) -> None:
        """Note that the clock ticked in every minute up to now, or that it stood still."""
        journal = self._house.journal
        known = journal.run_of(TICK.id)
        stood = self._faults.silent_within(known.last, at) if known is not None and known.last is not None else None
        if stood is not None:
            self._ticked(stood)
            note_run(journal, TICK.id, at, 0)
        else:
            self._ticked(at)

    def _ticked(self, at: datetime) -> None:
        journal = self._house.journal
        known = journal.run_of(TICK.id)
        with journal.unit(now=at, policy=self._house.bundle.digest) as unit:
            unit.put_run(known.again(at, 0, ended=True) if known is not None else Run.began(TICK.id, at, 0, ended=True))


def _next_minute(at: datetime) -> datetime:
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + _MINUTE
