"""Carrying waiting notices out of the house: at least once each, and noted in the journal when it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from estatectl.domain.entries import Draft, Entry
from estatectl.usecases.house import House
from estatectl.usecases.ports import Notice, Notifier, Unit

STREAM = "outbox"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Which notices went out, and which could not, with what the machine said; those wait for the next time."""

    sent: tuple[Notice, ...]
    failed: tuple[tuple[Notice, str], ...]


def deliver_waiting(house: House, notifier: Notifier) -> Delivery:
    """Send what waits, in order. A crash between sending and noting sends again under the same key."""
    sent: list[Notice] = []
    failed: list[tuple[Notice, str]] = []
    for waiting in _batches(house.journal.undelivered()):
        gone: list[Notice] = []
        for notice in waiting:
            try:
                notifier.deliver(notice)
            except OSError as error:
                failed.append((notice, str(error)))
            else:
                gone.append(notice)
        note_delivered(house, gone)
        sent += gone
    return Delivery(tuple(sent), tuple(failed))


def note_delivered(house: House, notices: Sequence[Notice]) -> None:
    """Record that notices went out, each once, whoever else may have sent it meanwhile."""
    if not notices:
        return
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        for notice in notices:
            key = f"delivered/{notice.key}"
            if unit.done(key) is None:
                unit.append(Draft(STREAM, "delivered", house.now, house.actor, {"notice": notice.key}, key))
                unit.delivered(notice.key, house.now)


def _batches(notices: Sequence[Notice]) -> Iterator[Sequence[Notice]]:
    """A few dozen at a time: one transaction each, and few to send again after a crash."""
    for first in range(0, len(notices), _BATCH):
        yield notices[first : first + _BATCH]


_BATCH = 50


def replay_notified(unit: Unit, entry: Entry) -> None:
    """Put the notice of a `notified` entry back into the outbox; erased texts stay empty."""
    data = entry.data
    unit.queue(
        Notice(
            key=str(data["key"]),
            case=entry.stream,
            to_post=_maybe(data["to_post"]),
            to_person=_maybe(data["to_person"]),
            template=str(data["template"]),
            text_zh=_maybe(data["text_zh"]) or "",
            text_en=_maybe(data["text_en"]) or "",
            queued_at=entry.at,
        )
    )


def replay_delivered(unit: Unit, entry: Entry) -> None:
    unit.delivered(str(entry.data["notice"]), entry.at)


def _maybe(value: object) -> str | None:
    return None if value is None else str(value)
