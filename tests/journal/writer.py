"""A real process that writes to a journal and says what was acknowledged, one line each, flushed.

`writer.py PATH NAME UNITS`                  write so many units of three entries each
`writer.py PATH NAME UNITS --die-at N`       SIGKILL itself when SQLite starts the Nth statement
`writer.py PATH NAME UNITS --room BYTES`     with no room for a file beyond so many bytes
`writer.py PATH NAME UNITS --as-nobody`      without the right to write
"""
# ruff: noqa: T201 - a process speaks by printing

from __future__ import annotations

import os
import resource
import signal
import sys
from datetime import UTC, datetime

from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.domain.entries import Draft, Personal
from estatectl.domain.problems import EstateError
from estatectl.usecases.ports import CaseRow

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def main(path: str, name: str, units: int, fault: str | None = None, figure: str = "0") -> int:
    if fault == "--as-nobody" and os.geteuid() == 0:
        os.setuid(65534)
    journal = SqliteJournal.open(path)
    if fault == "--room":
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(figure), int(figure)))
    if fault == "--die-at":
        die_at(journal, int(figure))
    for turn in range(units):
        write(journal, name, turn)
    return 0


def write(journal: SqliteJournal, name: str, turn: int) -> None:
    """One request: two entries in a stream of its own, one in a stream that all writers share."""
    with journal.unit(now=NOW, policy="p1") as unit:
        number = unit.number("R-2026")
        stream = f"R-2026-{number:06d}"
        unit.append(Draft(stream, "opened", NOW, name, {"owner": Personal("王女士"), "turn": turn}), expect=0)
        unit.append(Draft(stream, "sorted", NOW, name, {}), expect=1)
        unit.append(Draft("shared", "noted", NOW, name, {"turn": turn}, key=f"{name}:{turn}"))
        unit.put_case(CaseRow(id=stream, workflow="request", stage="new", open=True, opened_at=NOW, changed_at=NOW))
    print(stream, f"{name}:{turn}", flush=True)


def die_at(journal: SqliteJournal, count: int) -> None:
    seen = 0

    def count_down(_statement: str) -> None:
        nonlocal seen
        seen += 1
        if seen == count:
            os.kill(os.getpid(), signal.SIGKILL)

    journal._database._connection.set_trace_callback(count_down)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:]))
    except EstateError as error:
        print("refused", *(problem.code for problem in error.problems), flush=True)
        sys.exit(error.exit_status)
