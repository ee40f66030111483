"""What an attempt led to: sent, to be tried again, a dead letter, or let go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from estatectl.domain.notices.notice import Channel
from estatectl.domain.problems import Problem
from estatectl.usecases.delivery.messages import Pair
from estatectl.usecases.delivery.noting import note
from estatectl.usecases.delivery.ports import DEAD, DROPPED, SENT, WAITING, Delivery, DeliveryQuery, Undelivered
from estatectl.usecases.delivery.routing import after_quiet
from estatectl.usecases.house import House
from estatectl.usecases.ports import Notice, Unit

GONE, ERASED, DOUBT = "channel_gone", "erased", "doubt"


@dataclass(frozen=True, slots=True)
class Sent:
    """What one delivery did: notices sent, tried in vain (with the reason; they wait), given up (the same), and what
    keeps channels from being used at all."""

    sent: list[Notice] = field(default_factory=list)
    failed: list[tuple[Notice, str]] = field(default_factory=list)
    dead: list[tuple[Notice, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def went(house: House, unit: Unit, pairs: Sequence[Pair], done: Sent) -> None:
    """They are out; each is noted once, whoever else may have noted it meanwhile."""
    for each, notice in pairs:
        [now] = unit.deliveries(DeliveryQuery(id=each.id))
        if now.state == SENT:
            continue
        gone = replace(now, state=SENT, attempts=now.attempts + 1, error=None, changed_at=house.now)
        note(house, unit, gone, "delivered")
        done.sent.append(notice)


def failed(house: House, unit: Unit, channel: Channel, pairs: Sequence[Pair], failure: Undelivered, done: Sent) -> None:
    """They wait longer and longer; after the last attempt, or where none can help, they are dead letters. The outbox
    file is tried every time, without end."""
    for each, notice in pairs:
        attempts = each.attempts + 1
        if channel.far and (failure.for_good or attempts > len(channel.retries)):
            bury(house, unit, [replace(each, attempts=attempts)], failure.reason, done)
            continue
        again = house.now + channel.retries[attempts - 1] if channel.far else house.now
        later = again if each.passes else after_quiet(house, again)
        unit.put_delivery(
            replace(
                each,
                state=WAITING,
                attempts=attempts,
                error=failure.reason,
                message=None,
                next_at=later,
                changed_at=house.now,
            )
        )
        done.failed.append((notice, failure.reason))


def bury(house: House, unit: Unit, deliveries: Iterable[Delivery], reason: str, done: Sent) -> None:
    """Dead letters: a person has to look at them."""
    for each in deliveries:
        dead = replace(each, state=DEAD, error=reason, message=None, changed_at=house.now)
        note(house, unit, dead, "dead", reason=reason)
        if (notice := unit.notice(each.notice)) is not None:
            done.dead.append((notice, reason))


def let_go(house: House, unit: Unit, deliveries: Iterable[Delivery]) -> None:
    """What was erased under the privacy law is told to nobody any more."""
    for each in deliveries:
        dropped = replace(each, state=DROPPED, error=ERASED, message=None, changed_at=house.now)
        note(house, unit, dropped, "dropped", reason=ERASED)
