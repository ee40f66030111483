"""Where a roster falls short of what must be covered. Domain floor: pure functions of plan, roster and time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Literal

from estatectl.domain.staff.people import Leave, Person, Roster, Shift
from estatectl.domain.staff.shift_plan import Cover
from estatectl.domain.wall_clock import DAY, Instants, instant_of

Kind = Literal["short", "unskilled", "uncertified", "too_long", "little_rest", "double", "on_leave", "gone", "expiring"]
SOON = timedelta(days=30)
"""How long before its last day a certificate is reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing that is wrong with the roster. `have` and `need` count people; lengths are in `length` and `limit`.

    `until` is the last day of the certificate that is about to expire, or has expired.
    """

    kind: Kind
    start: datetime
    end: datetime
    cover: str | None = None
    person: str | None = None
    post: str | None = None
    skill: str | None = None
    have: int | None = None
    need: int | None = None
    length: timedelta | None = None
    limit: timedelta | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """A cover with the stretches of time for which it is asked."""

    cover: Cover
    spans: tuple[Instants, ...]


def daily_spans(cover: Cover, start: datetime, end: datetime, zone: tzinfo) -> tuple[Instants, ...]:
    """The stretches between two instants in which the daily hours of a cover lie."""
    if cover.hours is None:
        return ()
    first, last = start.astimezone(zone).date() - timedelta(days=1), end.astimezone(zone).date()
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    spans = ((instant_of(zone, day, cover.hours.start), instant_of(zone, day, cover.hours.end)) for day in days)
    return tuple((max(a, start), min(b, end)) for a, b in spans if a < end and b > start)


def gaps(demands: Sequence[Demand], roster: Roster, start: datetime, end: datetime, zone: tzinfo) -> tuple[Gap, ...]:
    """Everything wrong between two instants, in order of time, then kind. The roster reaches a day and a half beyond
    both, so that shifts which touch can be told from shifts that end."""
    found: set[Gap] = set()
    for demand in demands:
        for span in demand.spans:
            found.update(_uncovered(demand.cover, span, roster, zone))
        found.update(_strained(demand.cover, roster, start, end))
        found.update(_expiring(demand.cover, roster, start, end, zone))
    found.update(_impossible(roster, start, end))
    return tuple(
        sorted(found, key=lambda gap: (gap.start, gap.kind, gap.cover or "", gap.person or "", gap.skill or ""))
    )


def _uncovered(cover: Cover, span: Instants, roster: Roster, zone: tzinfo) -> Iterator[Gap]:
    """Where too few are on duty, too few of them have a skill, or too few hold a valid certificate."""
    people = {person.id: person for person in roster.people if not person.left}
    shifts = [shift for shift in roster.shifts if shift.post in cover.posts and shift.person in people]
    shifts = [shift for shift in shifts if shift.start < span[1] and shift.end > span[0]]
    leaves = [leave for leave in roster.leaves if leave.start < span[1] and leave.end > span[0]]
    pieces = [
        (piece, _there(piece[0], shifts, leaves, people))
        for piece in _pieces(span, shifts, leaves, _endings(people.values(), cover, zone))
    ]
    yield from _runs("short", cover, None, cover.least, [(piece, len(there)) for piece, there in pieces])
    enough = [(piece, there) for piece, there in pieces if len(there) >= cover.least]
    for skill, need in cover.skilled.items():
        counts = [(piece, sum(skill in person.skills for person in there)) for piece, there in enough]
        yield from _runs("unskilled", cover, skill, need, counts)
    for skill, need in cover.certified.items():
        counts = [
            (piece, sum(person.certified(skill, piece[0].astimezone(zone).date()) for person in there))
            for piece, there in enough
        ]
        yield from _runs("uncertified", cover, skill, need, counts)


def _pieces(
    span: Instants, shifts: Iterable[Shift], leaves: Iterable[Leave], more: Iterable[datetime]
) -> list[Instants]:
    """A stretch cut wherever the people on duty, or what they hold, may change."""
    cuts = {at for shift in shifts for at in (shift.start, shift.end)} | set(more)
    cuts |= {at for leave in leaves for at in (leave.start, leave.end)}
    inside = sorted({span[0], span[1], *(cut for cut in cuts if span[0] < cut < span[1])})
    return list(pairwise(inside))


def _endings(people: Iterable[Person], cover: Cover, zone: tzinfo) -> Iterator[datetime]:
    for person in people:
        for held in person.certificates:
            if held.skill in cover.certified and held.until is not None and held.until < date.max:
                yield instant_of(zone, held.until, DAY)


def _there(
    at: datetime, shifts: Iterable[Shift], leaves: Iterable[Leave], people: Mapping[str, Person]
) -> tuple[Person, ...]:
    away = {leave.person for leave in leaves if leave.start <= at < leave.end}
    present = {shift.person for shift in shifts if shift.start <= at < shift.end}
    return tuple(people[name] for name in sorted(present - away))


def _runs(
    kind: Kind, cover: Cover, skill: str | None, need: int, counts: Sequence[tuple[Instants, int]]
) -> Iterator[Gap]:
    """Touching pieces with the same shortage as one gap."""
    run: tuple[datetime, datetime, int] | None = None
    for (start, end), have in counts:
        if run is not None and run[1] == start and run[2] == have:
            run = (run[0], end, have)
            continue
        if run is not None and run[2] < need:
            yield Gap(kind=kind, start=run[0], end=run[1], cover=cover.id, skill=skill, have=run[2], need=need)
        run = (start, end, have)
    if run is not None and run[2] < need:
        yield Gap(kind=kind, start=run[0], end=run[1], cover=cover.id, skill=skill, have=run[2], need=need)


def _strained(cover: Cover, roster: Roster, start: datetime, end: datetime) -> Iterator[Gap]:
    """Who is on duty for too long without a break, or rests too little before the next shift."""
    here = {shift.person for shift in roster.shifts if shift.post in cover.posts}
    gone = {person.id for person in roster.people if person.left}
    for person in sorted(here - gone):
        stretches = _stretches(shift for shift in roster.shifts if shift.person == person)
        for stretch in stretches:
            length = stretch[1] - stretch[0]
            if cover.longest is not None and length > cover.longest and stretch[0] < end and stretch[1] > start:
                yield Gap(
                    kind="too_long",
                    start=stretch[0],
                    end=stretch[1],
                    cover=cover.id,
                    person=person,
                    length=length,
                    limit=cover.longest,
                )
        for before, after in pairwise(stretches):
            rest = after[0] - before[1]
            if cover.rest is not None and rest < cover.rest and start <= after[0] < end:
                yield Gap(
                    kind="little_rest",
                    start=before[1],
                    end=after[0],
                    cover=cover.id,
                    person=person,
                    length=rest,
                    limit=cover.rest,
                )


def _stretches(shifts: Iterable[Shift]) -> list[Instants]:
    """Shifts that touch or overlap as one stretch on duty."""
    found: list[Instants] = []
    for shift in sorted(shifts, key=lambda each: (each.start, each.end)):
        if found and shift.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], shift.end))
        else:
            found.append((shift.start, shift.end))
    return found


def _expiring(cover: Cover, roster: Roster, start: datetime, end: datetime, zone: tzinfo) -> Iterator[Gap]:
    """Certificates that the cover asks for, of people on the roster for it, that end soon after the time looked at."""
    last = (end + SOON).astimezone(zone).date()
    people = {person.id: person for person in roster.people if not person.left}
    for name in sorted({shift.person for shift in roster.shifts if shift.post in cover.posts} & set(people)):
        for skill in cover.certified:
            held = people[name].certificate(skill)
            if held is not None and held.until is not None and held.until < last:
                yield Gap(
                    kind="expiring", start=start, end=end, person=name, skill=skill, cover=cover.id, until=held.until
                )


def _impossible(roster: Roster, start: datetime, end: datetime) -> Iterator[Gap]:
    """Shifts that nobody can work: of people who have left or are on leave, and two at once."""
    gone = {person.id for person in roster.people if person.left}
    inside = [shift for shift in roster.shifts if shift.start < end and shift.end > start]
    for shift in inside:
        who = {"start": shift.start, "end": shift.end, "person": shift.person, "post": shift.post}
        if shift.person in gone:
            yield Gap(kind="gone", **who)  # type: ignore[arg-type]
        elif any(
            leave.person == shift.person and leave.start < shift.end and leave.end > shift.start
            for leave in roster.leaves
        ):
            yield Gap(kind="on_leave", **who)  # type: ignore[arg-type]
    by_person: dict[str, list[Shift]] = {}
    for shift in sorted(inside, key=lambda each: (each.start, each.end)):
        for other in by_person.setdefault(shift.person, []):
            if other.end > shift.start:
                yield Gap(kind="double", start=shift.start, end=min(other.end, shift.end), person=shift.person)
        by_person[shift.person].append(shift)
