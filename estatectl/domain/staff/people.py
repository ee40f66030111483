"""Members of staff and their shifts: who holds which post, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff, the posts they are appointed to and the skills they have. `left` people act no more."""

    id: str
    name: str
    posts: tuple[str, ...]
    skills: tuple[str, ...] = ()
    left: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """A person on duty in a post from `start` (inclusive) to `end` (exclusive)."""

    person: str
    post: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of the estate and the shifts that matter around an instant."""

    people: tuple[Person, ...]
    shifts: tuple[Shift, ...]

    def person(self, person_id: str) -> Person | None:
        return next((person for person in self.people if person.id == person_id), None)

    def holders(self, post: str) -> tuple[Person, ...]:
        """Everyone appointed to a post, on duty or not."""
        return tuple(person for person in self.people if post in person.posts and not person.left)

    def on_duty(self, post: str, at: datetime) -> tuple[Person, ...]:
        """Who holds a post at an instant by the roster, in order of id."""
        ids = {shift.person for shift in self.shifts if shift.post == post and shift.start <= at < shift.end}
        return tuple(sorted(self._present(ids), key=lambda person: person.id))

    def _present(self, ids: set[str]) -> Iterable[Person]:
        return (person for person in self.people if person.id in ids and not person.left)
