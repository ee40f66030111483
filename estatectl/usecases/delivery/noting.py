"""What became of deliveries, written into their rows and, once it is settled, into the journal; and read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from estatectl.domain.entries import Draft, Entry, Json
from estatectl.usecases.delivery.ports import DEAD, DROPPED, SENT, SETTLED, WAITING, Delivery, DeliveryQuery
from estatectl.usecases.house import House
from estatectl.usecases.ports import Unit

STREAM = "outbox"
"""The stream that tells what became of notices."""

_STATES: Mapping[str, str] = {"delivered": SENT, "dead": DEAD, "dropped": DROPPED, "retried": WAITING}
"""What each kind of entry makes of a delivery."""


def note(house: House, unit: Unit, delivery: Delivery, kind: str, **data: Json) -> None:
    """Journal what became of a delivery as its row has it, and settle its notice where nothing is left to do."""
    told = {"notice": delivery.notice, "channel": delivery.channel, "attempts": delivery.attempts, **data}
    unit.append(Draft(STREAM, kind, house.now, house.actor, told, _key(unit, delivery, kind)))
    unit.put_delivery(delivery)
    _settle(unit, delivery.notice, house.now)


def _key(unit: Unit, delivery: Delivery, kind: str) -> str | None:
    """A delivery is noted once; one that a person had sent anew is noted anew."""
    key = f"{kind}/{delivery.channel}/{delivery.notice}"
    return key if kind == "delivered" and unit.done(key) is None else None


def _settle(unit: Unit, notice: str, at: datetime) -> None:
    known = unit.deliveries(DeliveryQuery(notice=notice))
    if all(each.state in SETTLED for each in known):
        unit.delivered(notice, at)


def replay(unit: Unit, entries: Iterable[Entry]) -> None:
    """Write into the rows what the journal says became of notices."""
    for entry in entries:
        notice, channel = str(entry.data["notice"]), entry.data.get("channel")
        if channel is None:  # written when there was one way out
            unit.delivered(notice, entry.at)
            continue
        unit.put_delivery(_as_told(unit, entry, notice, str(channel)))
        _settle(unit, notice, entry.at)


def _as_told(unit: Unit, entry: Entry, notice: str, channel: str) -> Delivery:
    state = _STATES[entry.kind]
    reason = entry.data.get("reason") if state in (DEAD, DROPPED) else None
    attempts = int(str(entry.data.get("attempts", 0)))
    held = next(iter(unit.deliveries(DeliveryQuery(notice=notice, channel=channel))), None)
    if held is None:
        held = Delivery(
            notice=notice, channel=channel, receiver="", event=notice, next_at=entry.at, changed_at=entry.at
        )
    error = None if reason is None else str(reason)
    next_at = entry.at if state == WAITING else held.next_at
    return replace(held, state=state, attempts=attempts, error=error, next_at=next_at, changed_at=entry.at)
