"""Living some days in an estate: what happens is planned day by day, played in order, and answered as staff would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from estatectl.domain.entries import Entry
from estatectl.domain.rounds.round import SERIES
from estatectl.domain.simulation.play import Simulation, Source
from estatectl.domain.simulation.texts import Choices, Said
from estatectl.domain.staff.rostering import ROSTER
from estatectl.domain.staff.staffing import STAFF
from estatectl.domain.wall_clock import instant_of
from estatectl.usecases.house import House
from estatectl.usecases.opening import open_case
from estatectl.usecases.simulating.cases import Worker
from estatectl.usecases.simulating.clock import Clock
from estatectl.usecases.simulating.filling import filled
from estatectl.usecases.simulating.jobs import NightJobs
from estatectl.usecases.simulating.lines import Clerk
from estatectl.usecases.simulating.rounds import Keeper
from estatectl.usecases.simulating.sabotage import Sabotage
from estatectl.usecases.simulating.sowing import Sower
from estatectl.usecases.simulating.stores import Storekeeper
from estatectl.usecases.simulating.wishes import Wishes
from estatectl.usecases.simulating.world import Trouble, World

_DAY = timedelta(days=1)
_MOMENT, _CHECKED = timedelta(minutes=1), timedelta(minutes=20)
_MOMENT = timedelta(minutes=1)
_STEPS = frozenset({"opened", "moved", "measured", "paused", "resumed", "linked"})
"""What on a case makes people look at it anew; not what the clock notes."""


@dataclass(slots=True)
class Played:
    """What was played, and what was refused although it should have gone well."""

    days: int = 0
    entries: int = 0
    ticks: int = 0
    rounds: int = 0
    opened: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    troubles: list[Trouble] = field(default_factory=list)


class Player:
    """Plays a simulation in an estate that is empty but for its people and their roster."""

    def __init__(
        self,
        house: House,
        play: Simulation,
        *,
        seed: int,
        pace: Decimal,
        deliver: Callable[[datetime], None],
        checks: bool = False,
        faults: Sabotage | None = None,
        tamper: Callable[[], None] | None = None,
    ) -> None:
        self._house = house
        self.faults = faults or Sabotage()
        self.world = World(house, play, seed=seed, pace=pace, faults=self.faults)
        self.clerk = Clerk(self.world)
        self.wishes = Wishes(self.world, self.clerk)
        self.worker = Worker(self.world, self.wishes)
        self.keeper = Keeper(self.world)
        self.stores = Storekeeper(self.world, play.stores) if play.stores is not None else None
        self.clock = Clock(house, self.faults, deliver)
        self.sower = Sower(self, tamper)
        self.jobs = NightJobs(self.world, checks=checks)
        self._checks = checks
        self.played = Played()
        self._seen = house.journal.head()[0]
        self._series = {workflow.series: workflow for workflow in house.bundle.workflows.values()}

    def play(self, first: date, days: int) -> Iterator[date]:
        """Play so many days; each is told when it is over."""
        for number in range(1, days + 1):
            day = first + timedelta(days=number - 1)
            midnight, end = self._midnight(day), self._midnight(day + _DAY)
            if number == 1:
                self._found(midnight)
                self.clock.owe(midnight)
            self._plan(midnight, number)
            self.sower.plan(midnight, number)
            self.jobs.plan(midnight, number)
            self._until(end)
            self.clock.rest(end - _MOMENT)
            self.clock.rest(end - _MOMENT)
            self.played.days = number
            if number == days and self._checks:
                self.world.ask(end + _CHECKED, self.jobs.check)
                self._until(end + _CHECKED + _MOMENT)
            self._count()
            yield day

    def _midnight(self, day: date) -> datetime:
        return instant_of(self.world.zone, day, 0).astimezone(self.world.zone)

    def _until(self, end: datetime) -> None:
        """Let time pass: what is to happen happens, and the clock ticks in between."""
        self._observe(end - _DAY)
        while True:
            deed = self.world.next_at()
            until = end if deed is None or deed > end else deed
            tick = self.clock.next_at(self.world.latest or until, until.astimezone(self.world.zone))
            if tick is not None:
                self.clock.tick(tick)
                self.world.latest = max(tick, self.world.latest or tick)
                self._observe(tick)
            elif deed is None or deed > end:
                return
            else:
                self.world.do_next()
                self._observe(deed)

    def _observe(self, at: datetime) -> None:
        """Everybody looks at what has just been written down, and plans what they do about it."""
        touched: dict[str, None] = {}
        for entry in self._house.journal.entries(self._seen):
            self._seen = entry.seq
            if entry.kind == "notified":
                self.clock.owe(at)
            series = entry.stream.partition("-")[0]
            if series in self._series and entry.kind in _STEPS:
                touched[entry.stream] = None
                self._look(entry, at)
            elif entry.kind == "entered" and "register" in entry.data:
                self.played.written[str(entry.data["register"])] += 1
                self.clerk.see_to(entry.stream, at)
            elif series == SERIES and entry.kind == "due":
                self.keeper.appeared(entry, at)
            elif entry.stream == ROSTER or entry.stream.startswith(STAFF):
                self.world.duty.forget()
        for case_id in touched:
            self.worker.touched(case_id, at)

    def _look(self, entry: Entry, at: datetime) -> None:
        if entry.kind == "opened":
            name = str(entry.data["workflow"])
            self.played.opened[name] += 1
            self.sower.opened(entry, at)
        elif entry.kind == "moved" and self.stores is not None:
            self.stores.moved(entry.stream, str(entry.data["move"]), at)

    def _found(self, midnight: datetime) -> None:
        """What is there before anything happens: stores, passes, contacts, files."""
        if self.stores is not None:
            self.world.ask(midnight, self.stores.open)
        for source in self.world.play.founding:
            for number, variant in enumerate(source.variants):
                self.world.ask(midnight, partial(self.happen, source, number, variant))
        while self.world.next_at() == midnight:
            self.world.do_next()

    def _plan(self, midnight: datetime, number: int) -> None:
        """Throw the dice for a day."""
        world, day = self.world, midnight.date()
        for source in world.play.sources:
            dice = world.dice(source.id, day.isoformat())
            often = source.often
            calendar = world.house.bundle.calendars.get(often.calendar or "")
            for at in often.instants(day, number, pace=world.pace, calendar=calendar, zone=world.zone, dice=dice):
                choice = dice.randrange(len(source.variants))
                world.ask(at.astimezone(world.zone), partial(self.happen, source, choice, source.variants[choice]))
        if self.stores is not None:
            self.stores.plan(midnight, number)

    def happen(self, source: Source, number: int, variant: Choices, at: datetime) -> tuple[str, ...]:
        """A case is opened or a line is written, by somebody on duty; their numbers."""
        world = self.world
        dice = world.dice(source.id, at.isoformat(), number)
        actor = source.by[0] if source.by and source.by[0] in world.duty.people(at) else None
        if actor is None:
            names = world.duty.on_duty(source.by, at) or world.duty.holders(source.by, at)
            actor = dice.choice(names)
        return tuple(
            self._once(source, number, variant, actor, world.said(at, dice, {"me": actor, **whom}))
            for whom in self._whom(source, at)
        )

    def _whom(self, source: Source, at: datetime) -> Iterator[dict[str, str]]:
        """For whom it happens: once, or once for every member of staff."""
        if not source.each_person:
            yield {}
            return
        for number, name in enumerate(sorted(self.world.duty.people(at)), 1):
            yield {"person": name, "n": f"{number:03d}"}

    def _once(self, source: Source, number: int, variant: Choices, actor: str, said: Said) -> str:
        world, bundle = self.world, self._house.bundle
        if source.enters is not None:
            return self.clerk.write(bundle.registers[source.enters], said.draw(variant), actor, said)
        workflow = bundle.workflows[source.opens or ""]
        values = filled(world, workflow.fields, workflow.opening.asks, {}, said.draw(variant), said)
        begun = open_case(world.house_of(actor, said.at), workflow.id, values)
        self.wishes.wants(begun.case.id, source.wanted[number])
        return begun.case.id

    def _count(self) -> None:
        self.played.entries = self._house.journal.head()[0]
        self.played.ticks, self.played.rounds = self.clock.ticks, self.keeper.kept
        self.played.troubles = self.world.troubles
