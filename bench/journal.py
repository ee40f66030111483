"""How fast the journal is: durable units a second, and whether a move costs more in a long journal.

python bench/journal.py [ENTRIES …]        default: 1000 100000
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.domain.entries import Draft, Personal
from estatectl.usecases.ports import CaseQuery, CaseRow

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
STREAM_LENGTH = 10
PROBES = 300


def case(case_id: str, number: int, *, still_open: bool) -> CaseRow:
    return CaseRow(
        id=case_id,
        workflow="order",
        stage="assigned" if still_open else "archived",
        open=still_open,
        opened_at=NOW + timedelta(minutes=number),
        changed_at=NOW + timedelta(minutes=number),
        household=f"{number % 40}-{number % 900}",
        summary="厨房水管漏水",
        concepts=("leak", "water"),
        next_due=NOW + timedelta(minutes=number + 30) if still_open else None,
        wake_at=NOW + timedelta(minutes=number + 20) if still_open else None,
    )


def fill(journal: SqliteJournal, entries: int) -> None:
    """Streams of ten entries, a hundred streams a unit; the last two hundred cases are open."""
    streams = entries // STREAM_LENGTH
    for first in range(0, streams, 100):
        with journal.unit(now=NOW, policy="bench") as unit:
            for number in range(first, min(first + 100, streams)):
                stream = f"W-2026-{number + 1:06d}"
                for step in range(STREAM_LENGTH):
                    owner = Personal("王女士") if step == 0 else None
                    unit.append(Draft(stream, "moved", NOW, "zhang", {"move": "step", "n": step, "owner": owner}))
                unit.put_case(case(stream, number, still_open=number >= streams - 200))


def moves(journal: SqliteJournal) -> float:
    """Durable moves a second: read the case and its stream, append two entries, write the row, queue nothing."""
    started = time.perf_counter()
    open_cases = journal.cases(CaseQuery(open=True, limit=50))
    for turn in range(PROBES):
        row = open_cases[turn % len(open_cases)]
        with journal.unit(now=NOW, policy="bench") as unit:
            version = unit.stream(row.id)[-1].version
            unit.append(Draft(row.id, "moved", NOW, "zhang", {"move": "arrive"}), expect=version)
            unit.append(Draft(row.id, "decided", NOW, "system", {"table": "targets"}), expect=version + 1)
            unit.put_case(row)
    return PROBES / (time.perf_counter() - started)


def milliseconds(work: object, times: int = 50) -> float:
    assert callable(work)
    started = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - started) / times * 1000


def measure(entries: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        journal = SqliteJournal.open(str(Path(folder) / "journal.db"), create=True)
        started = time.perf_counter()
        fill(journal, entries)
        filled = time.perf_counter() - started
        rate = moves(journal)
        board = milliseconds(lambda: journal.cases(CaseQuery(open=True, limit=50)))
        waking = milliseconds(lambda: journal.waking(NOW))
        repeats = milliseconds(lambda: journal.cases(CaseQuery(household="1-1", opened_from=NOW)))
        started = time.perf_counter()
        verdict = journal.verify()
        verified = time.perf_counter() - started
        assert verdict.bad_seq is None
        print(
            f"{entries:>9,} entries: {rate:7.0f} moves/s, board {board:.2f} ms, waking {waking:.2f} ms, "
            f"household {repeats:.2f} ms, verify {verified:.2f} s, filled in {filled:.1f} s"
        )
        journal.close()


if __name__ == "__main__":
    for size in [int(each) for each in sys.argv[1:]] or [1_000, 100_000]:
        measure(size)
