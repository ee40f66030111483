"""Between the gate's tables and the values of the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from estatectl.adapters.sqlite import rows
from estatectl.adapters.sqlite.database import Database, Value
from estatectl.usecases.gate.ports import Presence, PresenceQuery
from estatectl.usecases.ports import CaseRow


def keep_keys(database: Database, row: CaseRow) -> None:
    """Write the names by which a case is found, in place of those it had; nothing where its kind has none."""
    if row.keys is None:
        return
    database.run("DELETE FROM case_keys WHERE case_id = ?", (row.id,))
    for field, value in set(row.keys):
        database.run("INSERT INTO case_keys VALUES (?, ?, ?)", (field, value, row.id))


def keep_presence(database: Database, row: CaseRow) -> None:
    """Write when a case came in and left, where it is one that can be inside."""
    held = row.presence
    if held is not None:
        stamps = (rows.maybe_stamp(at) for at in (held.came, held.left, held.turned))
        database.run("INSERT OR REPLACE INTO presences VALUES (?, ?, ?, ?)", (row.id, *stamps))


def presence_search(query: PresenceQuery) -> tuple[str, list[Value]]:
    """The statement for a query, and its values."""
    column, since = next(
        ((name, at) for name, at in (
            ("left_at", query.left_from), ("turned_at", query.turned_from), ("came_at", query.came_from)
        ) if at is not None),
        ("came_at", None),
    )  # fmt: skip
    tests = [f"{column} IS NOT NULL", *(["left_at IS NULL"] if query.inside else [])]
    values: list[Value] = []
    if since is not None:
        tests.append(f"{column} >= ?")
        values.append(rows.stamp(since))
    if query.text is not None:
        tests.append(
            "(instr(lower(id || ' ' || summary || ' ' || coalesce(location, '') || ' ' || coalesce(household, '') "
            "|| ' ' || coalesce(contact, '')), ?) > 0 OR EXISTS (SELECT 1 FROM case_keys "
            "WHERE case_keys.case_id = id AND instr(lower(value), ?) > 0))"
        )
        values += [query.text.lower()] * 2
    return (
        f"SELECT {rows.CASE}, came_at, left_at, turned_at FROM presences JOIN cases ON id = case_id "
        f"WHERE {' AND '.join(tests)} ORDER BY {column}, length(id), id",
        values,
    )


def presence_row(row: Sequence[Any]) -> tuple[CaseRow, Presence]:
    *case, came, left, turned = row
    held = Presence(came=rows.maybe_instant(came), left=rows.maybe_instant(left), turned=rows.maybe_instant(turned))
    return rows.case_row(case), held
