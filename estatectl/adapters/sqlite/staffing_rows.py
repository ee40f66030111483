"""Staffing in the SQLite journal: the statements on certificates, leave and swaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from estatectl.adapters.sqlite import rows
from estatectl.adapters.sqlite.database import Database
from estatectl.domain.staff.people import Certificate, Leave, Person
from estatectl.usecases.staffing.ports import SwapRow


class StaffingRows:
    """Reading: `ports.StaffingReader` over one connection."""

    _database: Database

    def people(self) -> tuple[Person, ...]:
        held: dict[object, list[Certificate]] = defaultdict(list)
        for person, *paper in self._database.rows(
            "SELECT person, skill, number, until FROM certificates ORDER BY person, skill"
        ):
            held[person].append(_certificate(*paper))
        found = self._database.rows("SELECT id, name, posts, skills, has_left FROM people ORDER BY id")
        return tuple(_person(*row, tuple(held[row[0]])) for row in found)

    def leaves(self, start: datetime, end: datetime) -> tuple[Leave, ...]:
        found = self._database.rows(
            "SELECT person, kind, starts, ends FROM leaves WHERE ends > ? AND starts <= ? ORDER BY starts, person",
            (rows.stamp(start), rows.stamp(end)),
        )
        return tuple(_leave(row) for row in found)

    def swaps(self, state: str | None = None) -> tuple[SwapRow, ...]:
        where, values = ("", ()) if state is None else (" WHERE state = ?", (state,))
        found = self._database.rows(
            f"SELECT id, person, other, post, starts, state, asked_at FROM swaps{where} "
            "ORDER BY asked_at, length(id), id",
            values,
        )
        return tuple(_swap(row) for row in found)


class StaffingWrites(StaffingRows):
    """Writing: `ports.StaffingUnit` inside a transaction."""

    def put_person(self, person: Person) -> None:
        self._database.run(
            "INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?)",
            (person.id, person.name, " ".join(person.posts), " ".join(person.skills), int(person.left)),
        )
        self._database.run("DELETE FROM certificates WHERE person = ?", (person.id,))
        for each in person.certificates:
            self._database.run(
                "INSERT INTO certificates VALUES (?, ?, ?, ?)",
                (person.id, each.skill, each.number, each.until.isoformat() if each.until else None),
            )

    def put_leave(self, leave: Leave) -> None:
        self._database.run(
            "INSERT OR REPLACE INTO leaves VALUES (?, ?, ?, ?)",
            (leave.person, leave.kind, rows.stamp(leave.start), rows.stamp(leave.end)),
        )

    def drop_leave(self, leave: Leave) -> None:
        self._database.run(
            "DELETE FROM leaves WHERE ends = ? AND starts = ? AND person = ?",
            (rows.stamp(leave.end), rows.stamp(leave.start), leave.person),
        )

    def put_swap(self, row: SwapRow) -> None:
        self._database.run(
            "INSERT OR REPLACE INTO swaps VALUES (?, ?, ?, ?, ?, ?, ?)",
            (row.id, row.person, row.other, row.post, rows.stamp(row.starts), row.state, rows.stamp(row.asked_at)),
        )


# Every command asks for everybody, and most of them are as they were.


@lru_cache(maxsize=2048)
def _certificate(skill: Any, number: Any, until: Any) -> Certificate:
    return Certificate(skill, number, date.fromisoformat(until) if until else None)


@lru_cache(maxsize=2048)
def _person(
    person: Any, name: Any, posts: Any, skills: Any, left: Any, certificates: tuple[Certificate, ...]
) -> Person:
    return Person(person, name, tuple(posts.split()), tuple(skills.split()), bool(left), certificates)


def _leave(row: Sequence[Any]) -> Leave:
    person, kind, starts, ends = row
    return Leave(person, kind, rows.instant(starts), rows.instant(ends))


def _swap(row: Sequence[Any]) -> SwapRow:
    swap, person, other, post, starts, state, asked_at = row
    return SwapRow(
        id=swap,
        person=person,
        other=other,
        post=post,
        starts=rows.instant(starts),
        state=state,
        asked_at=rows.instant(asked_at),
    )
