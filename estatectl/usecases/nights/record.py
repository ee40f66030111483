"""How the journal keeps a night's check: enough to hold the next one against, and to prove that it was the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from estatectl.domain.chain import canonical
from estatectl.domain.controls.night import Checked, Night, Outcome
from estatectl.domain.entries import Entry, Json
from estatectl.usecases.ports import Reader

NIGHTS = "nights"
"""The stream in which each night is kept once."""

CHECKED = "checked"


def key_of(day: date) -> str:
    return f"{NIGHTS}/{day.isoformat()}"


def data_of(night: Night) -> dict[str, Json]:
    """What is journaled of a night. The digest covers all counts, and every verdict that is not simply satisfied."""
    findings = {verdict.id: verdict.subject.whose for verdict in night.findings}
    kept: dict[str, Json] = {
        "date": night.day.isoformat(),
        "as_of": night.at.isoformat(),
        "policy": night.policy,
        "counts": {outcome.value: night.count(outcome) for outcome in Outcome},
        "findings": findings,
        "new": len(night.new),
        "resolved": len(night.resolved),
        "idle": [control.id for control in night.idle],
    }
    if night.accepted is not None:
        kept["accepted"] = night.accepted
    return {**kept, "digest": digest_of(night)}


def digest_of(night: Night) -> str:
    """One text for everything that a night's check found."""
    told = {
        "date": night.day.isoformat(),
        "policy": night.policy,
        "controls": {
            each.control.id: {
                "counts": {outcome.value: number for outcome, number in each.counts.items()},
                "findings": [[verdict.subject.id, verdict.outcome.value] for verdict in each.findings],
                "waived": [verdict.subject.id for verdict in each.waived],
            }
            for each in night.judged
        },
        "unused": [waiver.id for waiver in night.unused],
        "lapsed": [waiver.id for waiver in night.lapsed],
    }
    return sha256(canonical(told).encode()).hexdigest()


def checked(entry: Entry) -> Checked:
    """A night as its entry tells of it."""
    data: Mapping[str, Any] = entry.data
    return Checked(
        day=date.fromisoformat(data["date"]),
        seq=entry.seq,
        policy=data["policy"],
        digest=data["digest"],
        findings=dict(data["findings"]),
    )


def kept_nights(reader: Reader) -> Iterator[Checked]:
    """The nights that were checked, in the order in which they were."""
    yield from (checked(entry) for entry in reader.stream(NIGHTS) if entry.kind == CHECKED)
