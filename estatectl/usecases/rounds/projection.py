"""The rows of rounds and the marks of their programmes, written anew from the entries alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from estatectl.domain.entries import Entry
from estatectl.domain.rounds.round import SERIES, fold_round
from estatectl.usecases.house import House
from estatectl.usecases.ports import PlanMark, Unit
from estatectl.usecases.rounds.book import Policies, finding_row, round_row
from estatectl.usecases.rounds.events import SCHEDULED
from estatectl.usecases.rounds.plan_marks import restore_marks


def is_round(stream: str) -> bool:
    return stream.startswith(f"{SERIES}-")


def project_round(unit: Unit, policies: Policies, entries: tuple[Entry, ...]) -> None:
    """Write the rows of a round and its findings."""
    known = fold_round(entries)
    if known is not None:
        unit.put_round(round_row(known, policies.programme(known)))
        for finding in known.findings:
            unit.put_finding(finding_row(known, finding))


def restore_plan(house: House, unit: Unit, streams: Iterable[str]) -> None:
    """Up to where each programme's rounds are written: the last one that opened by its cadence, and the events."""
    opened: dict[str, datetime] = {}
    latest: dict[tuple[str, str], datetime] = {}
    events: dict[tuple[str, str], datetime] = {}
    for name in streams:
        for entry in unit.stream(name):
            if is_round(name) and entry.kind == "due" and entry.key is not None:
                programme, subject = str(entry.data["programme"]), str(entry.data["subject"])
                at = datetime.fromisoformat(str(entry.data["opens"]))
                opened[programme] = max(at, opened.get(programme, at))
                latest[programme, subject] = max(at, latest.get((programme, subject), at))
            elif entry.kind == SCHEDULED:
                events[str(entry.data["programme"]), name] = entry.at
    marks = []
    for (programme, case), at in events.items():
        after = max(at, latest.get((programme, case), at))
        marks.append(PlanMark(programme=programme, subject=case, after=after, base=at, wake_at=None))
    restore_marks(house, unit, opened, marks)
