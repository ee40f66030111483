"""Rotations: the shifts of a team's people over some days, put on the roster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from estatectl.domain.problems import BadInput, Problem
from estatectl.domain.staff.people import Leave, Person, Shift
from estatectl.domain.staff.rostering import Duty, unfit
from estatectl.domain.staff.shift_plan import Pattern, Rotation, Team
from estatectl.domain.staff.staffing import PERSON, unknown
from estatectl.domain.wall_clock import instant_of
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.ports import Unit
from estatectl.usecases.roster import Rostered, put_duties
from estatectl.usecases.staffing.certifying import named
from estatectl.usecases.staffing.plans import find_rotation, find_team, patterns

_LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Rotated:
    """Shifts that came onto the roster, and those left out because the person is on leave."""

    rotation: Rotation
    team: Team
    done: Rostered
    away: tuple[Shift, ...]


def rotate(house: House, rotation_name: str, team_name: str, who: Sequence[str], since: str, until: str) -> Rotated:
    """Put people on the shifts that a team works from a day to another, both included.

    Refuses people who do not hold the rotation's post, and shifts that lie across others of theirs (EST-976).
    """
    rotation = find_rotation(house, rotation_name)
    team = find_team(rotation, team_name)
    days = _days(since, until)
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        people = _people(unit, who, rotation.post)
        duties: list[Duty] = []
        away: list[Shift] = []
        problems: list[Problem] = []
        for person in people:
            shifts = tuple(_shifts(house, rotation, team, person, days))
            free, off = _parted(shifts, unit) if shifts else ((), ())
            problems += _clashes(house, unit, person, free)
            duties += [Duty(person.id, rotation.post, tuple((each.start, each.end) for each in free))] if free else []
            away += off
        if problems:
            raise BadInput(problems)
        return Rotated(rotation, team, put_duties(house, unit, duties), tuple(away))


def _days(since: str, until: str) -> tuple[date, ...]:
    try:
        first, last = date.fromisoformat(since), date.fromisoformat(until)
    except ValueError as error:
        words = Words(zh="“{text}”不是日期", en="'{text}' is not a date")
        bad = since if not _is_day(since) else until
        raise BadInput.one("EST-471", words.fill(text=bad), hint=_DAY_HINT) from error
    if not timedelta() <= last - first <= _LONGEST:
        words = Words(zh="--to 不能早于 --from，也不能超过 400 天", en="--to is not before --from, and within 400 days")
        raise BadInput.one("EST-472", words)
    return tuple(first + timedelta(days=count) for count in range((last - first).days + 1))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _people(unit: Unit, who: Sequence[str], post: str) -> tuple[Person, ...]:
    known = {person.id: person for person in unit.people()}
    problems: list[Problem] = []
    found: list[Person] = []
    for typed in dict.fromkeys(who):
        person = named(typed, known)
        if person is None:
            problems.append(unknown("EST-464", PERSON, typed, None, known))
        elif (fault := unfit(person, post)) is not None:
            problems.append(fault)
        else:
            found.append(person)
    if problems:
        raise BadInput(problems)
    return tuple(found)


def _shifts(house: House, rotation: Rotation, team: Team, person: Person, days: Iterable[date]) -> Iterable[Shift]:
    zone, known = house.bundle.estate.zone, patterns(house)
    for day in days:
        name = rotation.pattern_on(team, day)
        if name is not None:
            pattern: Pattern = known[name]
            start, end = instant_of(zone, day, pattern.hours.start), instant_of(zone, day, pattern.hours.end)
            yield Shift(person.id, rotation.post, start, end)


def _parted(shifts: tuple[Shift, ...], unit: Unit) -> tuple[tuple[Shift, ...], tuple[Shift, ...]]:
    """The shifts that the person can work, and those that lie in leave."""
    leaves = unit.leaves(shifts[0].start, max(shift.end for shift in shifts))
    off = tuple(shift for shift in shifts if any(_covers(leave, shift) for leave in leaves))
    return tuple(shift for shift in shifts if shift not in off), off


def _covers(leave: Leave, shift: Shift) -> bool:
    return leave.person == shift.person and leave.start < shift.end and leave.end > shift.start


def _clashes(house: House, unit: Unit, person: Person, shifts: tuple[Shift, ...]) -> Iterable[Problem]:
    """The first shift that the person has across one of these."""
    if not shifts:
        return
    held = [each for each in unit.shifts(shifts[0].start, shifts[-1].end) if each.person == person.id]
    across = [
        other for new in shifts for other in held if other != new and other.start < new.end and other.end > new.start
    ]
    if across:
        zone = house.bundle.estate.zone
        words = Words(
            zh="{who} 在 {start} 已有别的班，冲突共 {n} 班", en="{who} has another shift at {start}; {n} clash in all"
        )
        first = min(across, key=lambda each: each.start)
        filled = words.fill(
            who=same(person.name), start=f"{first.start.astimezone(zone):%Y-%m-%d %H:%M}", n=len(set(across))
        )
        yield Problem("EST-976", filled, None, _UNSET_HINT)


_DAY_HINT = Words(zh="写成 2026-05-01", en="write 2026-05-01")
_UNSET_HINT = Words(zh="先用 roster unset 撤掉原来的班", en="take the old shifts off first with 'roster unset'")
