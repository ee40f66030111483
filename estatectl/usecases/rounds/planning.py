"""Making due rounds appear: each occurrence of each programme is written once, under the policies of its day.

Policies taken up at an instant hold for what opens after it; what opened before is written under those before them,
however late that is noticed. A programme seen for the first time also brings what could still be done in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.entries import Draft, Entry, Json
from estatectl.domain.problems import DataBroken, PolicyInvalid, Problem
from estatectl.domain.programmes.occurrences import Occurrence, all_scheduled, is_event, is_rolling
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.rounds.round import SERIES, Round, RoundState, follow_round
from estatectl.domain.words import Words
from estatectl.usecases.desk import POLICY
from estatectl.usecases.house import House
from estatectl.usecases.past import Past
from estatectl.usecases.ports import PlanMark, RoundQuery, Unit
from estatectl.usecases.rounds.book import round_row
from estatectl.usecases.rounds.plan_marks import PLAN, Marker, told_programmes
from estatectl.usecases.settling import stamp


@dataclass(frozen=True, slots=True)
class Planned:
    """How many rounds appeared, and what could not be reckoned."""

    appeared: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Adoption:
    """Policies and the instant from which on they hold; `seq` is the entry that says so."""

    seq: int
    at: datetime
    bundle: Bundle


def plan_rounds(house: House, only: frozenset[str] | None = None) -> Planned:
    """Write every round that has opened by now, adoption by adoption; a crash in between is made good next time.

    With `only`, those of these programmes; the others are written the next time that nothing is said.
    """
    appeared, problems = 0, dict[Problem, None]()
    adoptions = tuple(_adoptions(house))
    ends = (*(each.at for each in adoptions[1:]), house.now)
    for held, until in zip(adoptions, ends, strict=True):
        planner = _Planner(replace(house, bundle=held.bundle), held, min(until, house.now), only)
        appeared += planner.take_up() + planner.write_due()
        problems.update(planner.marker.problems)
    return Planned(appeared, tuple(problems))


def _adoptions(house: House) -> Iterator[Adoption]:
    """The policies that rounds are still to be written under: those planned under last, and all taken up since."""
    planned = house.journal.last(PLAN)
    last = 0 if planned is None else int(str(planned.data["adoption"]))
    past = Past(house)
    for entry in house.journal.stream(POLICY):
        if entry.kind == "adopted" and entry.seq >= last:
            yield Adoption(entry.seq, entry.at, _bundle_of(entry, past))


def _bundle_of(entry: Entry, past: Past) -> Bundle:
    bundle = past.of(str(entry.data["digest"]))
    if bundle is None:
        words = Words(zh="日志里没有第 {seq} 条采用的细则", en="the journal lacks the policies adopted in entry {seq}")
        raise DataBroken.one("EST-861", words.fill(seq=entry.seq))
    return bundle


class _Planner:
    """Plans the rounds of one policy set up to an instant."""

    def __init__(self, house: House, held: Adoption, until: datetime, only: frozenset[str] | None = None) -> None:
        self._house, self._held, self._until = house, held, until
        self._programmes = held.bundle.programmes
        self._written = frozenset(self._programmes) if only is None else only & self._programmes.keys()
        self.marker = Marker.of(held.bundle, until)

    def take_up(self) -> int:
        """Set the marks when these policies come into force; nothing where that was done. How many rounds appeared."""
        planned = self._house.journal.last(PLAN)
        if planned is not None and int(str(planned.data["adoption"])) >= self._held.seq:
            return 0
        moved = self._moved(planned)
        with self._unit() as unit:
            for mark in unit.plan_marks():
                if mark.programme not in self._programmes:
                    unit.drop_mark(mark.programme, mark.subject)
            self._note_plan(unit, moved)
            told = told_programmes(planned)
            fresh = [each for each in self._programmes.values() if each.id in self._written - told]
            appeared = sum(self._still_open(unit, programme) for programme in fresh)
            for programme in self._programmes.values():
                self.marker.mark(unit, programme, self._held.at, moved.get(programme.id))
        return appeared

    def _moved(self, planned: Entry | None) -> dict[str, datetime]:
        """For programmes whose cadence or window is not what it was: until when rounds by the old one are open.

        They stand for the new ones that would fall before: the same duty is not asked for twice.
        """
        before = None if planned is None else Past(self._house).of(str(planned.data["digest"]))
        found: dict[str, datetime] = {}
        for name, new in self._programmes.items():
            old = before.programmes.get(name) if before else None
            if old is None or (old.cadence, old.window) == (new.cadence, new.window):
                continue
            open_ones = self._house.journal.rounds(
                RoundQuery(programmes=(name,), states=(RoundState.DUE.value,), due_from=self._held.at)
            )
            found |= {name: max(row.due for row in open_ones)} if open_ones else {}
        return found

    def _note_plan(self, unit: Unit, moved: Mapping[str, datetime]) -> None:
        data: dict[str, Json] = {
            "adoption": self._held.seq,
            "digest": self._held.bundle.digest,
            "programmes": list[Json](sorted(self._programmes)),
            "floors": {name: stamp(at) for name, at in moved.items()},
        }
        unit.append(Draft(PLAN, "planned", self._held.at, SYSTEM, data, f"{PLAN}/{self._held.seq}"))

    def _still_open(self, unit: Unit, programme: Programme) -> int:
        """Write the rounds of a programme seen first that have opened and can still be done in time."""
        if is_rolling(programme) or is_event(programme):
            return 0
        begun = self._held.at - _reach(programme)
        try:
            found = list(all_scheduled(programme, self.marker.frame, begun, self._held.at))
        except PolicyInvalid as unknown:
            self.marker.problems.update(dict.fromkeys(unknown.problems))
            return 0
        return self._write(unit, programme, [each for each in found if each.due > self._held.at])

    def write_due(self) -> int:
        """Write what has opened; each programme in a transaction of its own. How many rounds appeared."""
        appeared = 0
        for name in dict.fromkeys(mark.programme for mark in self._house.journal.plan_marks(due=self._until)):
            if name in self._written:
                with self._unit() as unit:
                    for mark in unit.plan_marks(name, due=self._until):
                        appeared += self._advance(unit, self._programmes[name], mark)
        return appeared

    def _advance(self, unit: Unit, programme: Programme, mark: PlanMark) -> int:
        try:
            found = self.marker.opened(programme, mark, self._until)
        except PolicyInvalid as unknown:
            self.marker.problems.update(dict.fromkeys(unknown.problems))
            return 0
        appeared = self._write(unit, programme, [each for each in found if self.marker.stands(programme, mark, each)])
        after = mark.after if is_rolling(programme) else max([mark.after, *(each.opens for each in found)])
        self.marker.put(unit, programme, replace(mark, after=after))
        return appeared

    def _write(self, unit: Unit, programme: Programme, found: Iterable[Occurrence]) -> int:
        appeared = 0
        for occurrence in found:
            key = f"due/{occurrence.programme}/{occurrence.subject}/{stamp(occurrence.nominal)}"
            if unit.done(key) is None:
                write_round(unit, self._held.bundle, programme, occurrence, key=key)
                appeared += 1
        return appeared

    def _unit(self) -> AbstractContextManager[Unit]:
        return self._house.journal.unit(now=self._house.now, policy=self._held.bundle.digest)


def write_round(
    unit: Unit, bundle: Bundle, programme: Programme, occurrence: Occurrence, *, key: str | None = None
) -> Round:
    """Write one round as due, with its row."""
    data: dict[str, Json] = {
        "programme": programme.id,
        "subject": occurrence.subject,
        "department": bundle.organisation.posts[programme.by[0]].department,
        "by": list(programme.by),
        "statutory": programme.statutory,
        "nominal": stamp(occurrence.nominal),
        "opens": stamp(occurrence.opens),
        "due": stamp(occurrence.due),
        "closes": stamp(occurrence.closes),
    }
    draft = Draft(f"{SERIES}-{unit.number(SERIES)}", "due", occurrence.opens, SYSTEM, data, key)
    known = follow_round(None, unit.append(draft, expect=0))
    unit.put_round(round_row(known, programme))
    return known


def _reach(programme: Programme) -> timedelta:
    """How long a round of a programme can have been open when it falls due."""
    window = programme.window
    return window.opens.elapsed + window.due.elapsed + timedelta(days=2)
