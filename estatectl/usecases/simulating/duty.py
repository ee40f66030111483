"""Who is at work when, as the roster says: read a week at a time, since everything that is played asks for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from estatectl.domain.staff.people import Leave, Person, Shift
from estatectl.usecases.ports import Journal

_BACK, _STEP, _AHEAD = timedelta(days=2), timedelta(days=5), timedelta(days=14)


class Duty:
    """The staff and their shifts. `forget` after anything that changes them."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._people: dict[str, Person] = {}
        self._shifts: list[Shift] = []
        self._leaves: tuple[Leave, ...] = ()
        self._read_for: tuple[datetime, datetime] | None = None
        self._changes: list[datetime] = []
        self._there: dict[int, dict[str, frozenset[str]]] = {}

    def forget(self) -> None:
        self._read_for = None

    def people(self, at: datetime) -> dict[str, Person]:
        """Everybody who works here, by id."""
        self._read(at)
        return self._people

    def there(self, at: datetime) -> Collection[str]:
        """Who is on duty in any post at an instant, and not on leave."""
        return self._posts_at(at).keys()

    def on_duty(self, posts: Iterable[str], at: datetime) -> list[str]:
        """Who is on duty in one of the posts, in order of id."""
        wanted = frozenset(posts)
        return sorted(name for name, held in self._posts_at(at).items() if held & wanted)

    def holders(self, posts: Iterable[str], at: datetime) -> list[str]:
        """Who holds one of the posts, on duty or not, in order of id."""
        wanted = set(posts)
        return sorted(person.id for person in self.people(at).values() if wanted & set(person.posts))

    def next_there(self, names: Iterable[str], at: datetime) -> datetime | None:
        """When one of these people is next on duty: `at` itself while one is; None within the week that is read."""
        wanted = set(names)
        if wanted & set(self.there(at)):
            return at
        starts = (
            shift.start
            for shift in self._shifts
            if shift.person in wanted and shift.start > at and not self._on_leave(shift.person, shift.start)
        )
        return next(starts, None)

    def _on_leave(self, name: str, at: datetime) -> bool:
        return any(leave.person == name and leave.start <= at < leave.end for leave in self._leaves)

    def _posts_at(self, at: datetime) -> dict[str, frozenset[str]]:
        """The posts in which people are on duty; the same between two changes of shift."""
        self._read(at)
        place = bisect_right(self._changes, at)
        found = self._there.get(place)
        if found is None:
            held: dict[str, set[str]] = {}
            for shift in self._shifts:
                if shift.start <= at < shift.end and not self._on_leave(shift.person, at):
                    held.setdefault(shift.person, set()).add(shift.post)
            found = self._there[place] = {name: frozenset(posts) for name, posts in sorted(held.items())}
        return found

    def _read(self, at: datetime) -> None:
        if self._read_for is not None and self._read_for[0] <= at <= self._read_for[1]:
            return
        since, until = at - _BACK, at + _AHEAD
        self._read_for = at, at + _STEP
        self._people = {person.id: person for person in self._journal.people() if not person.left}
        self._leaves = self._journal.leaves(since, until)
        shifts = (shift for shift in self._journal.shifts(since, until) if shift.person in self._people)
        self._shifts = sorted(shifts, key=lambda each: (each.start, each.person))
        ends = {end for shift in self._shifts for end in (shift.start, shift.end)}
        ends |= {end for leave in self._leaves for end in (leave.start, leave.end)}
        self._changes, self._there = sorted(ends), {}
