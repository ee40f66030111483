"""The journal itself as a subject: whether the day's entries hold, and whether the machine did its part. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from estatectl.domain.controls.subjects import Subject
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.running.jobs import TICK
from estatectl.domain.words import Words
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.sources.cases import days, hours
from estatectl.usecases.running.heartbeat import STREAM, silences

_TITLE = Words(zh="台账日志", en="the journal")


def journal_subjects(known: Known, name: str) -> Iterator[Subject]:  # noqa: ARG001 - there is one journal
    """The journal over the span."""
    tally = known.reader.entry_tally(known.span.since, known.at)
    waiting = known.reader.waiting_since(known.at)
    facts: dict[str, FactValue] = {
        "entries": Decimal(tally.entries),
        "clock_back": Decimal(tally.clock_back),
        "late_24h": Decimal(tally.late),
        "erased": Decimal(tally.erased),
        "dead_letters": Decimal(tally.dead),
        "undelivered": Decimal(len(waiting)),
        "undelivered_hours": hours(known.at - waiting[0]) if waiting else Decimal(0),
        **_silence(known),
    }
    flaw = known.reader.flaw_between(tally.first, tally.last) if tally.entries else None
    if tally.entries:
        facts["whole"] = flaw is None
    backup = max((entry.at for entry in known.entries(STREAM) if entry.kind == "backed_up"), default=None)
    if backup is not None:
        facts["backup_days"] = days(known.at - backup)
    yield Subject(
        id="journal",
        title=_TITLE,
        facts=facts,
        at={"backed_up": backup} if backup is not None else {},
        thing="journal",
        evidence=() if flaw is None else (flaw.seq,),
    )


def _silence(known: Known) -> dict[str, FactValue]:
    """The longest time of the span in which the clock did not tick; nothing before the first tick ever noted."""
    run = known.reader.run_of(TICK.id)
    if run is None or run.first > known.at:
        return {}
    found = silences(known.reader, known.span.since, known.at)
    lengths = [
        min(each.until or known.at, known.at) - max(each.since or known.span.since, known.span.since) for each in found
    ]
    longest = max((each for each in lengths if each > timedelta()), default=timedelta())
    return {"silent_minutes": Decimal(int(longest.total_seconds()) // 60)}
