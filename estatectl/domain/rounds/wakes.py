"""When `tick` must look at a round: its alerts, and the second after it closes undone. Domain floor, pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from estatectl.domain.programmes.programme import Alert
from estatectl.domain.rounds.round import Round, RoundState

_INSTANT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class AlertDue:
    """An alert of a round by its place in the programme, and when it goes out."""

    index: int
    at: datetime
    alert: Alert


def alerts_of(known: Round, alerts: Sequence[Alert]) -> Iterator[AlertDue]:
    """The alerts that have not gone out, in the order written."""
    for index, alert in enumerate(alerts):
        if index not in known.alerted:
            length = alert.at.length.elapsed
            yield AlertDue(index, known.due - length if alert.at.before else known.due + length, alert)


def is_missed(known: Round, now: datetime) -> bool:
    """Whether nobody did it while it could be done; at the closing instant it still can."""
    return known.state is RoundState.DUE and now > known.closes


def next_wake(known: Round, alerts: Sequence[Alert]) -> datetime | None:
    """The next instant at which there is something to record of a round; None once it is done, missed or excused."""
    if known.state is not RoundState.DUE:
        return None
    coming = [each.at for each in alerts_of(known, alerts) if each.at <= known.closes]
    return min([*coming, known.closes + _INSTANT])
