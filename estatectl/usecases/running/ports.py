"""What the jobs of the clock need of the journal: a table of when each last ran. It is no part of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from estatectl.domain.running.runs import Run


class RunningReader(Protocol):
    """Reading when jobs ran."""

    def run_of(self, job: str) -> Run | None:
        """The last run of a job; None where the clock never called it."""
        ...


class RunningUnit(RunningReader, Protocol):
    """Noting it."""

    def put_run(self, run: Run) -> None: ...
