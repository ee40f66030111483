"""What everybody in a simulation shares: the estate, the instant, the dice, and what is still to happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import partial
from heapq import heappop, heappush
from random import Random
from typing import Protocol

from estatectl.domain.problems import EstateError, Problem
from estatectl.domain.simulation.inventing import invented
from estatectl.domain.simulation.play import Simulation
from estatectl.domain.simulation.texts import Said
from estatectl.usecases.house import House
from estatectl.usecases.simulating.duty import Duty
from estatectl.usecases.simulating.sabotage import Sabotage


class Deed(Protocol):
    """Something that happens at an instant."""

    def __call__(self, at: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that was refused although it should have gone well."""

    at: datetime
    what: str
    problems: tuple[Problem, ...]


class World:
    """An estate while it is lived in. Deeds happen in order of time, at one instant as they were asked for."""

    def __init__(self, house: House, play: Simulation, *, seed: int, pace: Decimal, faults: Sabotage) -> None:
        self.play, self.pace, self.faults = play, pace, faults
        self.duty = Duty(house.journal)
        self.troubles: list[Trouble] = []
        self._house, self._seed = house, seed
        self._homes = tuple(house.bundle.site.households())
        self._waiting: list[tuple[datetime, int, Deed]] = []
        self._asked = 0
        self.latest: datetime | None = None

    @property
    def zone(self) -> tzinfo:
        return self._house.bundle.estate.zone

    @property
    def house(self) -> House:
        return self._house

    def house_of(self, actor: str, at: datetime) -> House:
        """The estate as one person sees it at an instant."""
        return replace(self._house, now=at, actor=actor)

    def dice(self, *about: object) -> Random:
        """Dice of their own for a matter, so that one does not turn out otherwise because of another."""
        return Random("/".join(map(str, (self._seed, *about))))

    def said(self, at: datetime, dice: Random, names: Mapping[str, str] | None = None) -> Said:
        """What texts may name: somebody invented, and what is given besides."""
        made_up = invented(dice, self.play.names, self._homes)
        return Said(at.astimezone(self.zone), dice, {**made_up, **(names or {})})

    def ask(self, at: datetime, deed: Deed) -> None:
        """Have something happen at an instant."""
        self._asked += 1
        heappush(self._waiting, (at, self._asked, deed))

    def next_at(self) -> datetime | None:
        return self._waiting[0][0] if self._waiting else None

    def do_next(self) -> None:
        asked, _, deed = heappop(self._waiting)
        at = self.latest = asked if self.latest is None else max(asked, self.latest)
        try:
            deed(at)
        except EstateError as refused:
            self.troubles.append(Trouble(at, _told(deed), tuple(refused.problems)))

    def pick(self, dice: Random, names: Sequence[str]) -> str | None:
        return dice.choice(names) if names else None


def _told(deed: Deed) -> str:
    """A deed in a few words: what is done, and to what."""
    if not isinstance(deed, partial):
        return str(getattr(deed, "__qualname__", deed))
    told = [part for part in deed.args if isinstance(part, str)] or [getattr(part, "id", "") for part in deed.args]
    return " ".join(filter(None, [str(deed.func.__qualname__), *map(str, told)]))
