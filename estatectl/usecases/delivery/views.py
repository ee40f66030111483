"""Looking into the outbox: what waits, what went out, what never arrived, and how it stands as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.notices.notice import Channel
from estatectl.domain.problems import BadInput, EstateError, Problem, did_you_mean
from estatectl.domain.words import Words
from estatectl.usecases.delivery.ports import DEAD, SENDING, WAITING, Carriers, Delivery, DeliveryQuery
from estatectl.usecases.house import House
from estatectl.usecases.ports import Notice, Reader

OPEN = (WAITING, SENDING, DEAD)
"""The states in which something is still to be done."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A delivery and its notice."""

    delivery: Delivery
    notice: Notice


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How the outbox stands: how many deliveries wait (of those, how many failed before), since when the oldest notice
    that has not reached everybody is there, and how many dead letters there are."""

    waiting: int
    failing: int
    oldest: datetime | None
    dead: int


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel, what waits and what died on it, and what keeps it from being used; no problems: it can be."""

    channel: Channel
    waiting: int
    dead: int
    problems: tuple[Problem, ...]


def outbox_state(reader: Reader) -> OutboxState:
    """How the outbox stands. A notice that was not routed yet counts as one delivery that waits."""
    unrouted = reader.unrouted()
    waiting = reader.deliveries(DeliveryQuery(states=(WAITING, SENDING)))
    held = (notice for each in waiting if (notice := reader.notice(each.notice)) is not None)
    queued = [notice.queued_at for notice in (*unrouted, *held)]
    return OutboxState(
        waiting=len(waiting) + len(unrouted),
        failing=sum(each.attempts > 0 for each in waiting),
        oldest=min(queued, default=None),
        dead=len(reader.deliveries(DeliveryQuery(states=(DEAD,)))),
    )


def letters(house: House, states: tuple[str, ...] | None, channel: str | None, limit: int) -> tuple[Letter, ...]:
    """Deliveries in some states (None: all), the last routed first."""
    if channel is not None:
        known_channel(house, channel)
    query = DeliveryQuery(states=states, channel=channel, newest=True, limit=limit)
    return tuple(_letter(house, each) for each in house.journal.deliveries(query))


def letter(house: House, typed: str) -> Letter:
    """The delivery of a number; refuses one that is not there (EST-615)."""
    text = typed.strip().lstrip("#")
    found = house.journal.deliveries(DeliveryQuery(id=int(text))) if text.isascii() and text.isdecimal() else ()
    if not found:
        words = Words(zh="发件箱里没有第 {id} 号", en="the outbox has no number {id}").fill(id=typed)
        raise BadInput.one("EST-615", words, hint=_LIST)
    return _letter(house, found[0])


def known_channel(house: House, name: str) -> Channel:
    """A channel of the policies; refuses another name (EST-615)."""
    channels = house.bundle.notices.channels
    if name not in channels:
        words = Words(zh="细则里没有渠道“{name}”", en="policy has no channel '{name}'").fill(name=name)
        raise BadInput.one("EST-615", words, hint=did_you_mean(name, channels))
    return channels[name]


def channel_states(house: House, carriers: Carriers) -> tuple[ChannelState, ...]:
    """Every channel of the policies, and whether it can be used on this machine."""
    return tuple(_channel_state(house, carriers, each) for each in house.bundle.notices.channels.values())


def _channel_state(house: House, carriers: Carriers, channel: Channel) -> ChannelState:
    problems: tuple[Problem, ...] = ()
    try:
        carriers.open(channel)
    except EstateError as refused:
        problems = refused.problems
    waiting, dead = (
        len(house.journal.deliveries(DeliveryQuery(channel=channel.id, states=states)))
        for states in ((WAITING, SENDING), (DEAD,))
    )
    return ChannelState(channel, waiting, dead, problems)


def _letter(house: House, delivery: Delivery) -> Letter:
    notice = house.journal.notice(delivery.notice)
    if notice is None:  # its case was never in this journal: a row that nothing in the chain stands behind
        notice = Notice(
            key=delivery.notice,
            case="?",
            to_post=None,
            to_person=None,
            template="?",
            text_zh="",
            text_en="",
            queued_at=delivery.changed_at,
        )
    return Letter(delivery, notice)


_LIST = Words(zh="用 estatectl outbox list 看编号", en="'estatectl outbox list' shows the numbers")
