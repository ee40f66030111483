"""Members of staff, their certificates, shifts and leave: who holds which post, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Certificate:
    """A paper that proves a skill. `until` is the last day on which it holds; None where it never ends."""

    skill: str
    number: str
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff, the posts they are appointed to and the skills they have. `left` people act no more.

    Of each skill there is at most one certificate: a new one takes the place of the old.
    """

    id: str
    name: str
    posts: tuple[str, ...]
    skills: tuple[str, ...] = ()
    left: bool = False
    certificates: tuple[Certificate, ...] = ()

    def certificate(self, skill: str) -> Certificate | None:
        return next((each for each in self.certificates if each.skill == skill), None)

    def certified(self, skill: str, day: date) -> bool:
        """Whether a certificate of the skill holds on a day."""
        held = self.certificate(skill)
        return held is not None and held.holds_on(day)


@dataclass(frozen=True, slots=True)
class Shift:
    """A person on duty in a post from `start` (inclusive) to `end` (exclusive)."""

    person: str
    post: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Leave:
    """A person away from `start` (inclusive) to `end` (exclusive), whatever the roster says."""

    person: str
    kind: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of the estate, and the shifts and leave that matter around an instant."""

    people: tuple[Person, ...]
    shifts: tuple[Shift, ...]
    leaves: tuple[Leave, ...] = ()

    def person(self, person_id: str) -> Person | None:
        return next((person for person in self.people if person.id == person_id), None)

    def holders(self, post: str) -> tuple[Person, ...]:
        """Everyone appointed to a post, on duty or not."""
        return tuple(person for person in self.people if post in person.posts and not person.left)

    def on_duty(self, post: str, at: datetime) -> tuple[Person, ...]:
        """Who holds a post at an instant by the roster and is not on leave, in order of id."""
        ids = {shift.person for shift in self.shifts if shift.post == post and shift.start <= at < shift.end}
        return tuple(sorted(self._present(ids - self.away(at)), key=lambda person: person.id))

    def away(self, at: datetime) -> set[str]:
        """The ids of those who are on leave at an instant."""
        return {leave.person for leave in self.leaves if leave.start <= at < leave.end}

    def _present(self, ids: set[str]) -> Iterable[Person]:
        return (person for person in self.people if person.id in ids and not person.left)
