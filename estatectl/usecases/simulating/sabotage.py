"""Faults at work: which cases, lines and rounds are theirs, and how the good way is bent there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from estatectl.domain.entries import Entry
from estatectl.domain.simulation.faults import Bend, Fault, Spoiled

_NAMED = re.compile(r"\{([a-z_0-9]+)\}")


@dataclass(slots=True)
class Sown:
    """A fault that was sown: when, and the numbers of what is its own, by kind."""

    fault: Fault
    at: datetime
    names: dict[str, str] = field(default_factory=dict)

    def own(self, kind: str, number: str) -> None:
        """Something is its own: the first of a kind is called by it, the others `order_2` and so on."""
        count = 1
        while (name := kind if count == 1 else f"{kind}_{count}") in self.names:
            if self.names[name] == number:
                return
            count += 1
        self.names[name] = number

    def findings(self, first: date) -> list[tuple[date, str]]:
        """What a night check must find, with the day whose night it is."""
        day = first + timedelta(days=self.fault.day - 1)
        return [
            (day + timedelta(days=each.after), f"{each.control}@{self._filled(each.subject)}")
            for each in self.fault.finds
        ]

    def _filled(self, text: str) -> str:
        return _NAMED.sub(lambda found: self.names.get(found[1], found[0]), text)


class Sabotage:
    """The faults of a play. With none, everything goes well."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self.faults = tuple(faults)
        self.sown: dict[str, Sown] = {}
        self._owners: dict[str, Sown] = {}
        self._rounds: list[tuple[Sown, Spoiled, int]] = []
        self._spoiled: dict[str, Spoiled] = {}
        self._uncopied: list[tuple[datetime, datetime]] = []
        self._silent: list[tuple[datetime, datetime]] = []
        self._put_off: dict[tuple[str, str, str], datetime] = {}
        self.not_ordered: set[tuple[str, str]] = set()

    def on(self, number: int) -> tuple[Fault, ...]:
        """The faults of a day of the play, from 1."""
        return tuple(fault for fault in self.faults if fault.day == number)

    def begin(self, fault: Fault, at: datetime) -> Sown:
        sown = self.sown[fault.id] = Sown(fault, at)
        if fault.round is not None:
            self._rounds.append((sown, fault.round, fault.round.times))
        if fault.uncopied:
            self._uncopied.append((at, at + fault.uncopied))
        if fault.silent:
            self._silent.append((at, at + fault.silent))
        return sown

    def owns(self, sown: Sown, kind: str, number: str) -> None:
        """Something new is a fault's own."""
        self._owners[number] = sown
        sown.own(kind, number)

    def owner(self, number: str) -> Sown | None:
        """The fault to which a case, line or round belongs."""
        return self._owners.get(number)

    def opened(self, entry: Entry) -> None:
        """A case was opened: it is a fault's own where what it follows from is."""
        values = entry.data.get("values")
        round_id = values.get("round") if isinstance(values, dict) else None
        for above in (entry.data.get("parent"), entry.data.get("because_of"), round_id):
            sown = self._owners.get(str(above).partition("/")[0])
            if sown is not None:
                self.owns(sown, str(entry.data["workflow"]), entry.stream)

    def bend(self, case_id: str, workflow: str, move: str | None) -> Bend | None:
        """How a step on a case is bent."""
        sown = self._owners.get(case_id)
        if sown is None:
            return None
        return next(
            (each for each in sown.fault.bends if (each.workflow, each.move) == (workflow, move or "measure")), None
        )

    def put_off(self, case_id: str, bend: Bend, ripe: datetime) -> datetime:
        """When a step that is made later is made: counted from when it would first have been made."""
        return self._put_off.setdefault((case_id, bend.workflow, bend.move), ripe + bend.later)

    def unseen(self, line_id: str) -> bool:
        """Whether nobody sees to a line."""
        sown = self._owners.get(line_id)
        return sown is not None and sown.fault.unseen

    def appeared(self, round_id: str, programme: str, subject: str) -> Spoiled | None:
        """How a round that has just appeared is spoiled."""
        for place, (sown, spoiled, left) in enumerate(self._rounds):
            if spoiled.programme == programme and spoiled.subject in (None, subject):
                self.owns(sown, "round", round_id)
                self._spoiled[round_id] = spoiled
                self._rounds[place : place + 1] = [(sown, spoiled, left - 1)] if left > 1 else []
                return spoiled
        return None

    def spoiled(self, round_id: str) -> Spoiled | None:
        return self._spoiled.get(round_id)

    def silent_until(self, at: datetime) -> datetime | None:
        """Until when nothing ticks, where nothing does at an instant."""
        return next((end for start, end in self._silent if start <= at < end), None)

    def no_copy(self, at: datetime) -> bool:
        """Whether no copy of the journal is made at an instant."""
        return any(start <= at < end for start, end in self._uncopied)

    def silent_within(self, start: datetime, end: datetime) -> datetime | None:
        """When the clock began to stand still between two instants, if it did."""
        return next((since for since, until in self._silent if start < until and since < end), None)
