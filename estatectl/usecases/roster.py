"""The roster: who is on duty in which post, and which posts nobody holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from estatectl.domain.entries import Draft, Entry
from estatectl.domain.handed_in.sheets import Cell, SheetRow
from estatectl.domain.problems import BadInput, Problem
from estatectl.domain.staff.people import Person, Roster, Shift
from estatectl.domain.staff.rostering import BAD_TIME, BAD_TIME_HINT, ROSTER, Duty, read_duty, read_instant, shifts_of
from estatectl.domain.staff.staffing import POST, unknown
from estatectl.domain.words import Words
from estatectl.usecases.house import House
from estatectl.usecases.ports import Unit
from estatectl.usecases.staffing.plans import find_pattern


@dataclass(frozen=True, slots=True)
class Rostered:
    """Shifts that are new on the roster, and how many stood there already."""

    added: tuple[Shift, ...]
    known: int


@dataclass(frozen=True, slots=True)
class Watch:
    """A post at an instant: who is on duty, each with their shift's end; nobody means that it is vacant.

    `appointed` counts the people who hold the post at all, so that "off duty" and "never filled" differ.
    """

    post: str
    on_duty: tuple[tuple[Person, datetime], ...]
    appointed: int


def roster(house: House, rows: Sequence[SheetRow]) -> Rostered:
    """Put the shifts of all rows on the roster, or none: every fault of every row is refused at once."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        return put_duties(house, unit, _read(house, unit, rows))


def put_duties(house: House, unit: Unit, duties: Sequence[Duty]) -> Rostered:
    """Put the shifts of duties on the roster that are not there yet."""
    fresh = [_fresh(unit, duty) for duty in duties]
    for shifts in fresh:
        put_shifts(house, unit, shifts)
    added = tuple(shift for shifts in fresh for shift in shifts)
    return Rostered(added, sum(len(duty.spans) for duty in duties) - len(added))


def put_shifts(house: House, unit: Unit, shifts: Sequence[Shift]) -> None:
    """Write shifts of one person in one post onto the roster."""
    _append(house, unit, "rostered", shifts)
    for shift in shifts:
        unit.put_shift(shift)


def drop_shifts(house: House, unit: Unit, shifts: Sequence[Shift]) -> None:
    """Take shifts of one person in one post off the roster."""
    _append(house, unit, "struck", shifts)
    for shift in shifts:
        unit.drop_shift(shift)


def strike(house: House, row: SheetRow) -> tuple[Shift, ...]:
    """Take a person's shifts in a post off the roster that lie within the row's `start` and `end`."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        [duty] = _read(house, unit, (row,))
        [(start, end)] = duty.spans
        struck = tuple(
            shift
            for shift in unit.shifts(start, end)
            if (shift.person, shift.post) == (duty.person, duty.post) and start <= shift.start and shift.end <= end
        )
        if not struck:
            words = Words(zh="这段时间里没有这样的班", en="no such shift lies within this time")
            raise BadInput.one("EST-474", words, hint=Words(zh="用 roster show 查看排班", en="see 'roster show'"))
        drop_shifts(house, unit, struck)
    return struck


def watches(house: House, at: datetime, posts: Iterable[str] = ()) -> tuple[Watch, ...]:
    """Every post (or those named) at an instant, in the order of the staff plan."""
    known = house.bundle.vocabulary["posts"]
    wanted = tuple(posts)
    problems = [unknown("EST-462", POST, post, None, known) for post in wanted if post not in known]
    if problems:
        raise BadInput(problems)
    plan = Roster(house.journal.people(), house.journal.shifts(at, at), house.journal.leaves(at, at))
    return tuple(_watch(plan, post, at) for post in known if not wanted or post in wanted)


def instant(house: House, text: str | None) -> datetime:
    """An instant as typed, in the estate's zone where it names no offset; without one, now."""
    if text is None:
        return house.now
    at = read_instant(text, house.bundle.estate.zone)
    if at is None:
        raise BadInput.one("EST-467", BAD_TIME.fill(column="--at", text=text), hint=BAD_TIME_HINT)
    return at


def project_shifts(unit: Unit, entry: Entry) -> None:
    """Write or drop the rows that an entry of the roster speaks of."""
    for shift in shifts_of(entry):
        if entry.kind == "struck":
            unit.drop_shift(shift)
        else:
            unit.put_shift(shift)


def _watch(plan: Roster, post: str, at: datetime) -> Watch:
    ends = {s.person: s.end for s in plan.shifts if s.post == post and s.start <= at < s.end}
    present = tuple((person, ends[person.id]) for person in plan.on_duty(post, at))
    return Watch(post, present, len(plan.holders(post)))


def _read(house: House, unit: Unit, rows: Sequence[SheetRow]) -> tuple[Duty, ...]:
    people = {person.id: person for person in unit.people()}
    zone, posts = house.bundle.estate.zone, house.bundle.vocabulary["posts"]
    problems: list[Problem] = []
    duties = [read_duty(_by_pattern(house, row, problems), people, posts, zone, problems) for row in rows]
    if problems:
        raise BadInput(problems)
    return tuple(duty for duty in duties if duty is not None)


def _by_pattern(house: House, row: SheetRow, problems: list[Problem]) -> SheetRow:
    """A row that names its hours by a shift of the plans (`shift`, `since`), as one that writes them out.

    Without `weekdays` every day is meant, without `until` the one day.
    """
    if not row.text("shift"):
        return row
    pattern = find_pattern(house, row.text("shift"), row.at("shift"), problems)
    first, _, last = str(pattern.hours if pattern else "00:00-24:00").partition("-")
    texts = {"from": first, "to": last}
    texts |= {"weekdays": row.text("weekdays") or "daily", "until": row.text("until") or row.text("since")}
    return SheetRow(row.place, {**row.cells, **{name: Cell(text, row.at(name)) for name, text in texts.items()}})


def _fresh(unit: Unit, duty: Duty) -> tuple[Shift, ...]:
    """The shifts of a duty that are not on the roster yet."""
    shifts = duty.shifts()
    known = set(unit.shifts(min(shift.start for shift in shifts), max(shift.end for shift in shifts)))
    return tuple(shift for shift in shifts if shift not in known)


def _append(house: House, unit: Unit, kind: str, shifts: Sequence[Shift]) -> None:
    if shifts:
        spans = [[shift.start.astimezone(UTC).isoformat(), shift.end.astimezone(UTC).isoformat()] for shift in shifts]
        data = {"person": shifts[0].person, "post": shifts[0].post, "spans": spans}
        unit.append(Draft(ROSTER, kind, house.now, house.actor, data))
