"""Reading the whole chain, a thousand lines at a time, until the first one that does not hold."""

from __future__ import annotations

import json
from typing import cast

from estatectl.adapters.sqlite import rows
from estatectl.adapters.sqlite.database import Database
from estatectl.domain.chain import GENESIS, Flaw, Walk, check_secret
from estatectl.domain.words import Words
from estatectl.usecases.ports import Verdict

_BATCH = 1000
_LINES = f"""
    SELECT {", ".join(f"e.{name}" for name in rows.LINE.split(", "))}, before.seq
    FROM entries e LEFT JOIN entries before ON before.stream = e.stream AND before.version = e.version - 1
    WHERE e.seq > ? ORDER BY e.seq LIMIT {_BATCH}
"""
_MISSING = Words(zh="这一条不见了", en="this entry is gone")
_NOT_FOUND = Words(zh="链中没有当时记下的链头 {hash}", en="the chain does not contain the head that was noted: {hash}")


def verify(database: Database, noted: str | None) -> Verdict:
    """The verdict on everything in the file; in memory that does not grow with it."""
    walk = Walk()
    seen = noted in (None, GENESIS)
    while batch := database.rows(_LINES, (walk.seq,)):
        opened, erased = _secrets(database, walk.seq, cast("int", batch[-1][0]))
        for *columns, before in batch:
            line = rows.line(tuple(columns))
            flaw = walk.step(line, cast("int | None", before)) or check_secret(line, opened, erased)
            if flaw is not None:
                return _bad(walk, flaw)
            seen = seen or line.hash == noted
    flaw = walk.end(cast("tuple[int, str] | None", database.row("SELECT seq, hash FROM head")))
    if flaw is None and not seen:
        flaw = Flaw(walk.seq, _NOT_FOUND.fill(hash=noted))
    return Verdict(walk.seq, walk.hash) if flaw is None else _bad(walk, flaw)


def flaw_between(database: Database, first: int, last: int) -> Flaw | None:
    """The first flaw among the entries of these numbers and their link to the one before; nothing else is read."""
    walk = Walk()
    if first > 1:
        before = database.row("SELECT hash FROM entries WHERE seq = ?", (first - 1,))
        walk.seq, walk.hash = first - 1, GENESIS if before is None else cast("str", before[0])
    while walk.seq < last and (batch := database.rows(_LINES, (walk.seq,))):
        inside = [row for row in batch if cast("int", row[0]) <= last]
        opened, erased = _secrets(database, walk.seq, last)
        for *columns, previous in inside:
            line = rows.line(tuple(columns))
            flaw = walk.step(line, cast("int | None", previous)) or check_secret(line, opened, erased)
            if flaw is not None:
                return flaw
        if not inside:
            break
    return None if walk.seq >= last else Flaw(walk.seq + 1, _MISSING)


def _bad(walk: Walk, flaw: Flaw) -> Verdict:
    return Verdict(walk.seq, walk.hash, flaw.seq, flaw.why)


def _secrets(database: Database, after: int, last: int) -> tuple[dict[str, tuple[str, str] | None], frozenset[str]]:
    """What opens the commitments of some lines, and the references that an `erased` entry accounts for."""
    opened: dict[str, tuple[str, str] | None] = {}
    erased: set[str] = set()
    accounts: dict[int, frozenset[str]] = {}
    held = database.rows("SELECT ref, salt, value, erased_by FROM personal WHERE seq > ? AND seq <= ?", (after, last))
    for ref, salt, value, by in cast("list[tuple[str, str | None, str | None, int | None]]", held):
        if salt is not None and value is not None:
            opened[ref] = (salt, value)
        elif by is not None:
            if by not in accounts:
                accounts[by] = _account(database, by)
            if ref in accounts[by]:
                erased.add(ref)
    return opened, frozenset(erased)


def _account(database: Database, seq: int) -> frozenset[str]:
    row = database.row("SELECT data FROM entries WHERE seq = ? AND kind = 'erased'", (seq,))
    return frozenset() if row is None else frozenset(json.loads(cast("str", row[0]))["refs"])
