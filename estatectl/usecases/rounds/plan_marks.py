"""Up to where the rounds of each programme are written down, and when the next of them opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from estatectl.domain.bundle import Bundle
from estatectl.domain.entries import Entry
from estatectl.domain.problems import PolicyInvalid, Problem
from estatectl.domain.programmes.occurrences import (
    Frame,
    Occurrence,
    after_event,
    all_scheduled,
    first_of,
    following,
    is_event,
    is_rolling,
    next_opening,
    subjects_of,
)
from estatectl.domain.programmes.programme import Programme, SubjectKind
from estatectl.domain.rounds.round import Round, RoundState
from estatectl.usecases.house import House
from estatectl.usecases.past import Past
from estatectl.usecases.ports import PlanMark, RoundQuery, Unit
from estatectl.usecases.rounds.book import load_round

PLAN = "plan"
"""The stream that tells which policies the rounds have been planned under, and since when."""

EVERY = ""
"""The subject of the mark of a programme whose rounds fall due for all subjects alike."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Sets the marks of one policy set's programmes. `problems` gathers what cannot be reckoned, `now` is this tick."""

    bundle: Bundle
    frame: Frame
    now: datetime
    problems: dict[Problem, None] = field(default_factory=dict)

    @classmethod
    def of(cls, bundle: Bundle, now: datetime) -> Marker:
        return cls(bundle, Frame.of(bundle), now)

    def mark(self, unit: Unit, programme: Programme, since: datetime, floor: datetime | None = None) -> None:
        """Set the marks of a programme from an instant on; what completions and events began goes on counting.

        `floor`: what would be nominally before it stands for a round that was written by an earlier cadence.
        """
        held = {mark.subject: mark for mark in unit.plan_marks(programme.id)}
        if is_event(programme):
            for mark in held.values():
                self.put(unit, programme, mark)
        elif is_rolling(programme):
            wanted = subjects_of(programme, self.frame.site)
            for gone in held.keys() - set(wanted):
                unit.drop_mark(programme.id, gone)
            for subject in wanted:
                base = _last_base(unit, programme.id, subject)
                fresh = PlanMark(programme=programme.id, subject=subject, after=since, base=base, wake_at=None)
                self.put(unit, programme, held.get(subject, fresh))
        else:
            mark = PlanMark(programme=programme.id, subject=EVERY, after=since, base=floor, wake_at=None)
            self.put(unit, programme, mark)

    def put(self, unit: Unit, programme: Programme, mark: PlanMark) -> None:
        """A mark with the instant at which the next occurrence opens.

        A year that a calendar does not know is said at every tick until it is there.
        """
        try:
            wake = self._next(unit, programme, mark)
        except PolicyInvalid as unknown:
            self.problems.update(dict.fromkeys(unknown.problems))
            wake = self.now
        unit.put_mark(replace(mark, wake_at=wake))

    def rolling(self, programme: Programme, mark: PlanMark) -> Occurrence:
        """What follows the last completion, or in an estate that records none yet, the next of the series begun.

        What was overdue by its last completion when the plan began is one round, not one for every interval since.
        """
        if mark.base is None:
            first = first_of(programme, self.frame, mark.subject)
            found = first or following(programme, self.frame, mark.subject, mark.after)
            while found.due <= mark.after:
                found = following(programme, self.frame, mark.subject, found.nominal)
            return found
        found = following(programme, self.frame, mark.subject, mark.base)
        while (later := following(programme, self.frame, mark.subject, found.nominal)).due <= mark.after:
            found = later
        return found

    def _next(self, unit: Unit, programme: Programme, mark: PlanMark) -> datetime | None:
        if is_rolling(programme):
            query = RoundQuery(
                programmes=(programme.id,), subject=mark.subject, states=(RoundState.DUE.value,), limit=1
            )
            return None if unit.rounds(query) else self.rolling(programme, mark).opens
        if is_event(programme):
            events = after_event(programme, self.frame, mark.subject, mark.base or mark.after)
            return min((each.opens for each in events if each.opens > mark.after), default=None)
        found = (next_opening(programme, self.frame, each, mark.after) for each in self._representative(programme))
        return min((each for each in found if each is not None), default=None)

    def opened(self, programme: Programme, mark: PlanMark, until: datetime) -> list[Occurrence]:
        """What has opened since a mark, by an instant."""
        if is_rolling(programme):
            return [self.rolling(programme, mark)]
        if is_event(programme):
            events = after_event(programme, self.frame, mark.subject, mark.base or mark.after)
            return [each for each in events if mark.after < each.opens <= until]
        return list(all_scheduled(programme, self.frame, mark.after, until))

    @staticmethod
    def stands(programme: Programme, mark: PlanMark, occurrence: Occurrence) -> bool:
        """Whether an occurrence is asked for, or a round written by an earlier cadence stands for it."""
        by_cadence = not (is_rolling(programme) or is_event(programme))
        return not by_cadence or mark.base is None or occurrence.nominal >= mark.base

    def _representative(self, programme: Programme) -> Iterator[str]:
        """Subjects that stand for all: only pools have hours of their own."""
        subjects = subjects_of(programme, self.frame.site)
        own_hours = programme.subject.kind in (SubjectKind.POOL, SubjectKind.EACH_POOL)
        yield from subjects if own_hours else subjects[:1]


def planned_under(unit: Unit) -> Entry | None:
    """The policies that rounds are planned under."""
    return unit.last(PLAN)


def roll_on(unit: Unit, house: House, known: Round, base: datetime) -> None:
    """Count the next round of a programme that follows completion from `base`: it was done, missed or excused."""
    programme = house.bundle.programmes.get(known.programme)
    if programme is None or not is_rolling(programme):
        return
    for mark in unit.plan_marks(programme.id, subject=known.subject):
        later = base if mark.base is None else max(base, mark.base)
        Marker.of(house.bundle, house.now).put(unit, programme, replace(mark, base=later))


def begin_event(unit: Unit, house: House, programme_id: str, subject: str, at: datetime) -> None:
    """Have the rounds of a programme follow an event at `at`; one that has begun for the subject begins anew."""
    programme = house.bundle.programmes.get(programme_id)
    if programme is not None:
        mark = PlanMark(programme=programme_id, subject=subject, after=at, base=at, wake_at=None)
        Marker.of(house.bundle, house.now).put(unit, programme, mark)


def restore_marks(house: House, unit: Unit, opened: Mapping[str, datetime], events: Iterable[PlanMark]) -> None:
    """The marks as the entries tell: `opened` is when the last round of each programme by its cadence opened."""
    planned = unit.last(PLAN)
    bundle = None if planned is None else Past(house).of(str(planned.data["digest"]))
    if planned is None or bundle is None:
        return
    marker = Marker.of(bundle, house.now)
    for mark in events:
        if mark.programme in bundle.programmes:
            marker.put(unit, bundle.programmes[mark.programme], mark)
    begun = _begun(unit.stream(PLAN))
    for programme in bundle.programmes.values():
        since = max(planned.at, opened.get(programme.id, planned.at))
        marker.mark(
            unit, programme, begun[programme.id] if is_rolling(programme) else since, floors(planned).get(programme.id)
        )


def floors(planned: Entry) -> dict[str, datetime]:
    """Before which instant rounds of a changed programme were written by the cadence that it had before."""
    told = planned.data["floors"]
    return {name: datetime.fromisoformat(at) for name, at in told.items()} if isinstance(told, dict) else {}


def told_programmes(planned: Entry | None) -> set[str]:
    """The programmes that were planned before."""
    names = [] if planned is None else planned.data["programmes"]
    return set(names) if isinstance(names, list) else set()


def _begun(plans: Iterable[Entry]) -> dict[str, datetime]:
    """Since when each programme has been planned without a break."""
    begun: dict[str, datetime] = {}
    for entry in plans:
        names = told_programmes(entry)
        begun = {name: begun.get(name, entry.at) for name in names}
    return begun


def _last_base(unit: Unit, programme: str, subject: str) -> datetime | None:
    """What the next round of a subject counts from: when the last one was done, or fell due and was not."""
    over = tuple(state.value for state in RoundState if state is not RoundState.DUE)
    query = RoundQuery(programmes=(programme,), subject=subject, states=over, newest=True, limit=1)
    for row in unit.rounds(query):
        return row.done_at or load_round(unit, row.id).nominal
    return None
