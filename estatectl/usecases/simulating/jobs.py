"""What cron does at night in a simulated estate: the night check; copies of the journal, noted though none is made."""

from __future__ import annotations

from datetime import datetime, timedelta

from estatectl.domain.running.jobs import BACKUP, NIGHT
from estatectl.usecases.nights.checking import Wish, check
from estatectl.usecases.ports import Journal
from estatectl.usecases.running.copying import back_up
from estatectl.usecases.running.heartbeat import note_run
from estatectl.usecases.running.ports import Held
from estatectl.usecases.simulating.world import World

_CHECKED = timedelta(minutes=20)


class NightJobs:
    """The jobs of the night, at their times."""

    def __init__(self, world: World, *, checks: bool) -> None:
        self._world, self._checks = world, checks

    def plan(self, midnight: datetime, number: int) -> None:
        """Plan the jobs of the night that begins a day of the play, counted from 1."""
        if self._checks and number > 1:
            self._world.ask(midnight + _CHECKED, self.check)
        if BACKUP.at is not None:
            after = timedelta(hours=BACKUP.at.hour, minutes=BACKUP.at.minute)
            self._world.ask(midnight + after, self._back_up)

    def check(self, at: datetime) -> None:
        """The night check of the day that is over."""
        day = at.astimezone(self._world.zone).date() - timedelta(days=1)
        check(self._world.house_of("system", at), Wish(day=day))
        note_run(self._world.house.journal, NIGHT.id, at, 0)

    def _back_up(self, at: datetime) -> None:
        world = self._world
        if world.faults.silent_until(at) is not None or world.faults.no_copy(at):
            return
        journal = world.house.journal
        back_up(journal, _Noted(journal), at, "system", None)
        note_run(journal, BACKUP.id, at, 0)


class _Noted:
    """A shelf on which nothing stands: each copy would be as large as the journal itself."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def make(self, at: datetime) -> tuple[str, Held]:
        entries, head = self._journal.head()
        return f"journal-{at:%Y%m%d-%H%M%S}-{entries}.sqlite", Held(entries=entries, head=head, last_at=at)

    def names(self) -> tuple[str, ...]:
        return ()

    def drop(self, name: str) -> None:
        """There is nothing to drop."""
