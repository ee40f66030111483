"""The jobs of the clock in the SQLite journal: when each last ran."""

from __future__ import annotations

from typing import cast

from estatectl.adapters.sqlite import rows
from estatectl.adapters.sqlite.database import Database
from estatectl.domain.running.runs import Run


class RunningRows:
    """Reading: `ports.RunningReader` over one connection."""

    _database: Database

    def run_of(self, job: str) -> Run | None:
        row = self._database.row("SELECT first, last, tried, status FROM runs WHERE job = ?", (job,))
        if row is None:
            return None
        first, last, tried, status = row
        return Run(
            job=job,
            first=rows.instant(first),
            last=None if last is None else rows.instant(last),
            tried=rows.instant(tried),
            status=cast("int", status),
        )


class RunningWrites(RunningRows):
    """Writing: `ports.RunningUnit` inside a transaction."""

    def put_run(self, run: Run) -> None:
        self._database.run(
            "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?)",
            (run.job, rows.stamp(run.first), rows.maybe_stamp(run.last), rows.stamp(run.tried), run.status),
        )
