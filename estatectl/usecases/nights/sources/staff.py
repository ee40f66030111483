"""Who worked here and who was on the roster, as it stood at the instant. Floor 2."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from estatectl.domain.entries import Entry
from estatectl.domain.staff.people import Leave, Person, Roster, Shift
from estatectl.domain.staff.rostering import ROSTER, shifts_of
from estatectl.domain.staff.staffing import STAFF, fold_person
from estatectl.usecases.nights.known import Known
from estatectl.usecases.staffing.projection import LEAVE_ENDED, LEAVE_GIVEN

_AROUND = timedelta(hours=36)
AHEAD = timedelta(days=7)
BEHIND = timedelta(days=31)


def everybody(known: Known) -> tuple[Person, ...]:
    """The members of staff, those among them who had left as well; in order of id."""
    later = sorted(stream for stream in known.later if stream.startswith(STAFF))
    known.read(later)
    found = {person.id: person for person in known.reader.people()}
    for stream in later:
        found.pop(stream.removeprefix(STAFF), None)
        person = fold_person(known.entries(stream))
        if person is not None:
            found[person.id] = person
    return tuple(found[name] for name in sorted(found))


def roster(known: Known) -> Roster:
    """The roster from a month before the instant to a week after it, and a day and a half beyond both.

    What was put on or struck off later is undone: the roster is one long stream, and only its end is read.
    """
    start, end = known.at - BEHIND - _AROUND, known.at + AHEAD + _AROUND
    shifts = {(each.person, each.post, each.start, each.end): each for each in known.reader.shifts(start, end)}
    leaves = {(each.person, each.start, each.end): each for each in known.reader.leaves(start, end)}
    later = known.reader.later(ROSTER, known.at) if ROSTER in known.later else ()
    for entry in reversed(later):
        _undo(entry, shifts, leaves)
    return Roster(
        known.once(everybody),
        tuple(each for each in _in_order(shifts.values()) if each.end > start and each.start <= end),
        tuple(sorted(leaves.values(), key=lambda each: (each.start, each.person))),
    )


def _undo(
    entry: Entry,
    shifts: dict[tuple[str, str, datetime, datetime], Shift],
    leaves: dict[tuple[str, datetime, datetime], Leave],
) -> None:
    match entry.kind:
        case "rostered":
            for shift in shifts_of(entry):
                shifts.pop((shift.person, shift.post, shift.start, shift.end), None)
        case "struck":
            shifts.update({(each.person, each.post, each.start, each.end): each for each in shifts_of(entry)})
        case kind if kind in (LEAVE_GIVEN, LEAVE_ENDED):
            leave = _leave(entry)
            if kind == LEAVE_GIVEN:
                leaves.pop((leave.person, leave.start, leave.end), None)
            else:
                until = datetime.fromisoformat(str(entry.data["until"]))
                leaves.pop((leave.person, leave.start, until), None)
                leaves[leave.person, leave.start, leave.end] = leave


def _leave(entry: Entry) -> Leave:
    start, end = (datetime.fromisoformat(str(entry.data[key])) for key in ("start", "end"))
    return Leave(str(entry.data["person"]), "", start, end)


def _in_order(shifts: Iterable[Shift]) -> list[Shift]:
    return sorted(shifts, key=lambda each: (each.start, each.post, each.person))
