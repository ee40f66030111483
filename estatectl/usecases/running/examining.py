"""The estate's own checks, from its journal and policies: whether the clock's jobs run and nothing waits for long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from estatectl.domain.bundle import Bundle
from estatectl.domain.entries import Entry
from estatectl.domain.running import clock_health, estate_health
from estatectl.domain.running.health import Check
from estatectl.domain.running.jobs import BACKUP, DAILY, MONTHLY, NIGHT, TICK, VERIFY, Job
from estatectl.usecases.delivery.views import outbox_state
from estatectl.usecases.desk import adopted
from estatectl.usecases.nights.record import CHECKED, NIGHTS
from estatectl.usecases.ports import Journal
from estatectl.usecases.running.heartbeat import STREAM

Look = Callable[[], Check]


def looks_at_jobs(journal: Journal, now: datetime) -> Mapping[Job, Look]:
    """The checks of the clock's jobs; `now` in the estate's zone."""
    since = next((entry.recorded_at for entry in journal.entries()), None)

    def night() -> Check:
        last = _last(journal, NIGHTS, CHECKED)
        day = None if last is None else date.fromisoformat(str(last.data["date"]))
        return clock_health.night_check(day, now, since=since)

    def backup() -> Check:
        last = _last(journal, STREAM, "backed_up")
        at, file = (None, None) if last is None else (last.at, str(last.data["file"]))
        return clock_health.backup_check(at, file, now, since=since)

    return {
        TICK: lambda: clock_health.tick_check(journal.run_of(TICK.id), now, since=since),
        NIGHT: night,
        BACKUP: backup,
        VERIFY: lambda: clock_health.verify_check(VERIFY, journal.run_of(VERIFY.id), now, since=since),
        DAILY: lambda: clock_health.job_check(DAILY, journal.run_of(DAILY.id), now, since=since),
        MONTHLY: lambda: clock_health.job_check(MONTHLY, journal.run_of(MONTHLY.id), now, since=since),
    }


def clock_of(journal: Journal, now: datetime) -> Check:
    """The machine's clock against the journal."""
    number, _ = journal.head()
    newest = next(journal.entries(number - 1), None) if number else None
    return estate_health.clock_check(now, newest.recorded_at if newest else None)


def outbox_of(journal: Journal, now: datetime) -> Check:
    """How the outbox stands."""
    state = outbox_state(journal)
    return estate_health.outbox_check(state.waiting, state.failing, state.oldest, state.dead, now)


def adopted_of(journal: Journal, bundle: Bundle) -> Check:
    """The policies on the disk against those in force."""
    return estate_health.adopted_check(adopted(journal), bundle.digest)


def _last(journal: Journal, stream: str, kind: str) -> Entry | None:
    found: Iterator[Entry] = (entry for entry in reversed(journal.stream(stream)) if entry.kind == kind)
    return next(found, None)
