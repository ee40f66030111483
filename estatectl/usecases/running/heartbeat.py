"""The heartbeat: each run by the clock is noted, and a clock that stood still becomes an entry for ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from estatectl.domain.entries import Draft
from estatectl.domain.running.jobs import TICK
from estatectl.domain.running.runs import LONGEST, Run, Silence, outage
from estatectl.usecases.desk import adopted
from estatectl.usecases.settling import stamp

if TYPE_CHECKING:
    from estatectl.usecases.ports import Journal, Reader

STREAM = "running"
"""The stream of what befell the machine: `silent`, `set_back`, `backed_up`, `restored`."""


def note_run(journal: Journal, job: str, at: datetime, status: int, *, ended: bool = True) -> None:
    """Note that the clock called a job, and whether it came to its end.

    A tick that comes after more than five minutes without one also records `silent` with `from` and `to`; one that
    comes before the last, because the machine's clock was put back, `set_back`. A run that failed leaves the last one
    standing. Needs no sound policies.
    """
    with journal.unit(now=at, policy=adopted(journal) or "") as unit:
        known = unit.run_of(job)
        found = outage(known.last, at) if known is not None and ended and job == TICK.id else None
        if found is not None:
            kind, before = found
            data = {"from": stamp(before), "to": stamp(at)}
            unit.append(Draft(STREAM, kind, at, "system", data))
        unit.put_run(
            known.again(at, status, ended=ended) if known else Run.began(job, at, status, ended=ended),
        )


def silence(reader: Reader, at: datetime) -> Silence | None:
    """Whether the clock stood still at an instant: since when, or None if it ticked.

    Asked again later, the answer about an instant is the same: what the table of runs no longer says has become an
    entry by then.
    """
    found = silences(reader, at, at)
    if found:
        return found[-1]
    run = reader.run_of(TICK.id)
    return Silence(None, None) if run is None or run.last is None or at < run.first else None


def silences(reader: Reader, start: datetime, end: datetime) -> tuple[Silence, ...]:
    """The times within `[start, end]` in which the clock stood still, in order; one that lasts at the end is open.

    Of the time before the first tick nothing is known, and nothing is said here.
    """
    found = [each for each in _recorded(reader, end) if each.until is None or each.until > start]
    run = reader.run_of(TICK.id)
    if run is not None and run.last is not None and end - run.last > LONGEST:
        found.append(Silence(run.last, None))
    return tuple(found)


def _recorded(reader: Reader, end: datetime) -> Iterator[Silence]:
    """The silences of the journal as they were known at an instant."""
    for entry in reader.stream(STREAM):
        if entry.kind != "silent":
            continue
        since, until = (datetime.fromisoformat(str(entry.data[name])) for name in ("from", "to"))
        if until <= end:
            yield Silence(since, until)
        elif end - since > LONGEST:
            yield Silence(since, None)
