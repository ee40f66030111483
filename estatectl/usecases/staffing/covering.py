"""Whether the roster covers what the plans of shifts demand, and the roster of a week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from estatectl.domain.calendars.arithmetic import open_spans
from estatectl.domain.problems import BadInput, NothingToCheck
from estatectl.domain.staff.gaps import Demand, Gap, daily_spans, gaps
from estatectl.domain.staff.people import Leave, Person, Roster, Shift
from estatectl.domain.staff.rostering import read_instant
from estatectl.domain.staff.shift_plan import Cover
from estatectl.domain.staff.staffing import POST, unknown
from estatectl.domain.wall_clock import DAY, instant_of
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House

_AHEAD = timedelta(days=7)
_AROUND = timedelta(hours=36)
_LONGEST = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is wrong between two instants, and how many demands were looked at."""

    start: datetime
    end: datetime
    found: tuple[Gap, ...]
    demands: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A person in a post: what they work on each of seven days, and on which they are on leave."""

    person: Person
    shifts: tuple[tuple[Shift, ...], ...]
    leave: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The roster of seven days from a Monday, by post in the order of the staff plan."""

    monday: date
    posts: tuple[tuple[str, tuple[WeekRow, ...]], ...]

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.monday + timedelta(days=count) for count in range(7))


def find_gaps(house: House, since: str | None, until: str | None, posts: Sequence[str] = ()) -> Gaps:
    """Everything wrong with the roster: for seven days from now where nothing is said, for days as written else.

    Refuses where no plan demands anything, or nobody is registered: there is nothing to check (EST-979).
    """
    start, end = _stretch(house, since, until)
    _refuse_unknown(house, posts)
    covers = covers_of(house, posts)
    people = house.journal.people()
    if not covers or not people:
        words = Words(
            zh="没有可核对的：细则没有在岗要求，或还没有登记员工",
            en="nothing to check: no plan demands anything, or nobody is registered",
        )
        hint = Words(
            zh="在 policies/shifts 写 cover；员工用 staff add", en="write 'cover' in policies/shifts; staff add"
        )
        raise NothingToCheck.one("EST-979", words, hint=hint)
    journal = house.journal
    reach = (start - _AROUND, end + _AROUND)
    shifts = tuple(shift for shift in journal.shifts(*reach) if not posts or _concerned(shift, covers, posts))
    roster = Roster(people, shifts, journal.leaves(*reach))
    demands = [Demand(cover, spans_of(house, cover, start, end)) for cover in covers]
    return Gaps(start, end, gaps(demands, roster, start, end, house.bundle.estate.zone), covers)


def covers_of(house: House, posts: Sequence[str] = ()) -> tuple[Cover, ...]:
    """Every demand of the plans, or those that a post counts for, in the order written."""
    every = (cover for plan in house.bundle.shift_plans.values() for cover in plan.cover.values())
    return tuple(cover for cover in every if not posts or set(posts) & set(cover.posts))


def is_asked(house: House, cover: Cover, at: datetime) -> bool:
    """Whether a demand is in force at an instant."""
    return bool(spans_of(house, cover, at, at + timedelta(seconds=1)))


def week(house: House, day: str | None, posts: Sequence[str] = ()) -> Week:
    """The week from the Monday on or before a day; without one, of today. People without a shift are there too."""
    zone = house.bundle.estate.zone
    asked = _day(day) if day else house.now.astimezone(zone).date()
    monday = asked - timedelta(days=asked.weekday())
    start, end = instant_of(zone, monday, 0), instant_of(zone, monday + timedelta(days=7), 0)
    _refuse_unknown(house, posts)
    shifts, leaves = house.journal.shifts(start, end), house.journal.leaves(start, end)
    people = tuple(person for person in house.journal.people() if not person.left)
    days = [monday + timedelta(days=count) for count in range(7)]
    bounds = [(instant_of(zone, each, 0), instant_of(zone, each, DAY)) for each in days]
    found = [
        (post, tuple(_row(person, post, shifts, leaves, bounds) for person in people if post in person.posts))
        for post in house.bundle.vocabulary["posts"]
        if not posts or post in posts
    ]
    return Week(monday, tuple((post, rows) for post, rows in found if rows or posts))


def _row(
    person: Person,
    post: str,
    shifts: Iterable[Shift],
    leaves: Iterable[Leave],
    bounds: Sequence[tuple[datetime, datetime]],
) -> WeekRow:
    own = [shift for shift in shifts if (shift.person, shift.post) == (person.id, post)]
    away = [leave for leave in leaves if leave.person == person.id]
    return WeekRow(
        person,
        tuple(tuple(shift for shift in own if start <= shift.start < end) for start, end in bounds),
        tuple(any(leave.start < end and leave.end > start for leave in away) for start, end in bounds),
    )


def _concerned(shift: Shift, covers: Iterable[Cover], posts: Sequence[str]) -> bool:
    return shift.post in posts or any(shift.post in cover.posts for cover in covers)


def spans_of(house: House, cover: Cover, start: datetime, end: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches between two instants for which a demand is in force."""
    if cover.calendar is None:
        return daily_spans(cover, start, end, house.bundle.estate.zone)
    return open_spans(house.bundle.calendars[cover.calendar], start, end)


def _stretch(house: House, since: str | None, until: str | None) -> tuple[datetime, datetime]:
    start = house.now if since is None else _instant(house, since, end=False)
    end = start + _AHEAD if until is None else _instant(house, until, end=True)
    if not timedelta() < end - start <= _LONGEST:
        words = Words(zh="--to 须晚于 --from，且不超过 92 天", en="--to is after --from, and within 92 days of it")
        raise BadInput.one("EST-974", words)
    return start, end


def _instant(house: House, text: str, *, end: bool) -> datetime:
    zone = house.bundle.estate.zone
    at = read_instant(text, zone)
    return at if at is not None else instant_of(zone, _day(text), DAY if end else 0)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        words = Words(zh="“{text}”不是日期", en="'{text}' is not a date").fill(text=same(text))
        raise BadInput.one("EST-471", words, hint=Words(zh="写成 2026-05-01", en="write 2026-05-01")) from error


def _refuse_unknown(house: House, posts: Sequence[str]) -> None:
    known = house.bundle.vocabulary["posts"]
    problems = [unknown("EST-462", POST, post, None, known) for post in posts if post not in known]
    if problems:
        raise BadInput(problems)
