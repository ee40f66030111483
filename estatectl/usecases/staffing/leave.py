"""Leave: given by the head or above, ended early, and which shifts it leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from estatectl.domain.entries import Draft, Json, Personal
from estatectl.domain.handed_in.sheets import SheetRow
from estatectl.domain.problems import BadInput, Place, Problem
from estatectl.domain.staff.heads import refuse_others
from estatectl.domain.staff.people import Leave, Person, Shift
from estatectl.domain.staff.rostering import ROSTER, read_instant
from estatectl.domain.staff.staffing import PERSON, unknown
from estatectl.domain.wall_clock import DAY, instant_of
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person
from estatectl.usecases.ports import Unit
from estatectl.usecases.staffing.certifying import named
from estatectl.usecases.staffing.plans import find_leave_kind
from estatectl.usecases.staffing.projection import LEAVE_ENDED, LEAVE_GIVEN, project_roster

COLUMNS = ("person", "from", "to", "kind")
_LONGEST = timedelta(days=400)
_AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Away:
    """Leave that is new, with the shifts of the person that lie in it."""

    leave: Leave
    person: Person
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What became of the rows: new leave, and how many were known already."""

    added: tuple[Away, ...]
    known: int


def give_leave(house: House, rows: Sequence[SheetRow]) -> Given:
    """Enter the leave of all rows, or none. A day means the whole of it; `to` as a day is the last one away."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        actor = acting_person(house, unit)
        people = {person.id: person for person in unit.people() if not person.left}
        problems: list[Problem] = []
        read = [_read(house, row, people, problems) for row in rows]
        if problems:
            raise BadInput(problems)
        added: list[Away] = []
        for row, leave in zip(rows, read, strict=True):
            assert leave is not None
            person = people[leave.person]
            refuse_others(actor, person.posts, house.bundle.organisation)
            if leave not in unit.leaves(leave.start, leave.end):
                _refuse_overlap(house, unit, leave, row.place)
                _append(house, unit, LEAVE_GIVEN, leave, {})
                shifts = unit.shifts(leave.start, leave.end)
                added.append(Away(leave, person, _within(leave, shifts)))
    return Given(tuple(added), len(rows) - len(added))


def end_leave(house: House, typed: str, at: str) -> Leave:
    """A person comes back: the leave that runs at an instant ends then. Refuses where none does (EST-976)."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        actor = acting_person(house, unit)
        people = {person.id: person for person in unit.people()}
        person = named(typed, people)
        if person is None:
            raise BadInput([unknown("EST-464", PERSON, typed, None, people)])
        refuse_others(actor, person.posts, house.bundle.organisation)
        until = house.now if not at else _instant(house, at, end=False)
        if until is None:
            raise BadInput.one("EST-974", _bad_time(at))
        running = [
            leave
            for leave in unit.leaves(until, until)
            if leave.person == person.id and leave.start <= until < leave.end
        ]
        if not running:
            words = Words(zh="{name} 那时没有请假", en="{name} is not on leave then").fill(name=person.name)
            raise BadInput.one("EST-976", words, hint=Words(zh="用 roster leaves 查看", en="see 'roster leaves'"))
        _append(house, unit, LEAVE_ENDED, running[0], {"until": until.astimezone(UTC).isoformat()})
        return Leave(person.id, running[0].kind, running[0].start, until)


def leaves_between(house: House, since: str | None, until: str | None) -> tuple[Leave, ...]:
    """Leave between two days, from today for thirty days where nothing is said."""
    start = house.now if since is None else _instant(house, since, end=False)
    end = None if start is None else start + _AHEAD if until is None else _instant(house, until, end=True)
    if start is None or end is None:
        raise BadInput.one("EST-974", _bad_time((since or "") if start is None else (until or "")), hint=_TIME_HINT)
    return house.journal.leaves(start, end)


def _append(house: House, unit: Unit, kind: str, leave: Leave, more: dict[str, Json]) -> None:
    data: dict[str, Json] = {
        "person": leave.person,
        "kind": Personal(leave.kind),  # that somebody is ill is nobody's business for ever
        "start": leave.start.astimezone(UTC).isoformat(),
        "end": leave.end.astimezone(UTC).isoformat(),
        **more,
    }
    project_roster(unit, unit.append(Draft(ROSTER, kind, house.now, house.actor, data)))


def _read(house: House, row: SheetRow, people: dict[str, Person], problems: list[Problem]) -> Leave | None:
    before = len(problems)
    person = named(row.text("person"), people)
    if person is None:
        problems.append(unknown("EST-464", PERSON, row.text("person"), row.at("person"), people))
    kind = find_leave_kind(house, row.text("kind"), row.at("kind"), problems)
    start, end = (_instant(house, row.text(key), end=key == "to") for key in ("from", "to"))
    for key, at in (("from", start), ("to", end)):
        if at is None:
            problems.append(Problem("EST-974", _bad_time(row.text(key)), row.at(key), _TIME_HINT))
    if start and end and not timedelta() < end - start <= _LONGEST:
        problems.append(Problem("EST-974", _BACKWARDS, row.at("to")))
    if len(problems) > before or person is None or kind is None or start is None or end is None:
        return None
    return Leave(person.id, kind, start.astimezone(UTC), end.astimezone(UTC))


def _instant(house: House, text: str, *, end: bool) -> datetime | None:
    """A day's beginning or end, or the instant written."""
    zone = house.bundle.estate.zone
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return read_instant(text, zone)
    return instant_of(zone, day, DAY if end else 0)


def _refuse_overlap(house: House, unit: Unit, leave: Leave, place: Place | None) -> None:
    for other in unit.leaves(leave.start, leave.end):
        if other.person == leave.person and other.start < leave.end and other.end > leave.start:
            zone = house.bundle.estate.zone
            words = Words(zh="{who} 在 {start} 至 {end} 已经请假", en="{who} is on leave already from {start} to {end}")
            filled = words.fill(
                who=same(leave.person),
                start=f"{other.start.astimezone(zone):%Y-%m-%d %H:%M}",
                end=f"{other.end.astimezone(zone):%Y-%m-%d %H:%M}",
            )
            hint = Words(zh="提前销假用 roster back", en="'roster back' ends leave early")
            raise BadInput.one("EST-974", filled, place=place, hint=hint)


def _within(leave: Leave, shifts: Sequence[Shift]) -> tuple[Shift, ...]:
    return tuple(
        shift
        for shift in shifts
        if shift.person == leave.person and shift.start < leave.end and shift.end > leave.start
    )


def _bad_time(text: str) -> Words:
    return Words(zh="“{text}”不是日期或时刻", en="'{text}' is neither a day nor an instant").fill(text=same(text))


_TIME_HINT = Words(zh="写成 2026-05-01 或 2026-05-01T13:00", en="write 2026-05-01 or 2026-05-01T13:00")
_BACKWARDS = Words(zh="假期须结束在开始之后，且不超过 400 天", en="leave ends after it starts, and within 400 days")
