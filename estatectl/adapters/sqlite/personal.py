"""Forgetting personal values under the privacy law, without touching the chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from estatectl.adapters.sqlite.database import Database
from estatectl.domain.chain import has_field
from estatectl.domain.entries import Draft
from estatectl.usecases.ports import Unit

_CLEAR = (
    "UPDATE cases SET summary = '', household = NULL, contact = NULL WHERE id = ?",
    "UPDATE outbox SET text_zh = '', text_en = '' WHERE case_id = ?",
    "UPDATE register_lines SET held = '{}', words = '' WHERE id = ?",
    "DELETE FROM case_keys WHERE case_id = ?",
    "DELETE FROM register_values WHERE line = ?",
    "UPDATE people SET name = '' WHERE 'staff:' || id = ?",
)


def erase(
    database: Database, unit: Unit, *, now: datetime, actor: str, stream: str, fields: Sequence[str], reason: str
) -> int:
    """Remove values and salts of the fields (and of what lies within them), and append the entry that says so.

    The stream's projections lose every personal column; a fold of the stream puts back what was not erased.
    """
    held = database.rows("SELECT ref, path FROM personal WHERE stream = ? AND value IS NOT NULL", (stream,))
    refs = sorted(ref for ref, path in cast("list[tuple[str, str]]", held) if has_field(path, fields))
    if not refs:
        return 0
    data = {"fields": sorted(fields), "reason": reason, "refs": refs}
    entry = unit.append(Draft(stream=stream, kind="erased", at=now, actor=actor, data=data))
    for ref in refs:
        database.run("UPDATE personal SET salt = NULL, value = NULL, erased_by = ? WHERE ref = ?", (entry.seq, ref))
    for statement in _CLEAR:
        database.run(statement, (stream,))
    return len(refs)
