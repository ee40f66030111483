"""What delivery needs from outside: its own table, the channels as they can be used here, and people's addresses."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from estatectl.domain.notices.message import Message

if TYPE_CHECKING:
    from estatectl.domain.notices.notice import Channel, Tongue
    from estatectl.usecases.ports import Notice

WAITING, SENDING, SENT, DEAD, DROPPED = "waiting", "sending", "sent", "dead", "dropped"
SETTLED = (SENT, DROPPED)
"""The states of a delivery, and those in which nothing is left to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A notice on its way over one channel. `receiver` is a person's id, `post:` and a post that nobody holds, or
    empty where the channel has one address for all. Deliveries of one `event` to one receiver are one message.
    `message` is the key under which it is being sent, or was; `error` the reason for which the last attempt failed.
    """

    id: int = 0
    notice: str
    channel: str
    receiver: str
    event: str
    state: str = WAITING
    gathered: bool = False
    passes: bool = False
    next_at: datetime
    attempts: int = 0
    error: str | None = None
    message: str | None = None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryQuery:
    """Which deliveries; every field that is set narrows. In order of `next_at`, then as routed."""

    states: tuple[str, ...] | None = None
    channel: str | None = None
    notice: str | None = None
    id: int | None = None
    due: datetime | None = None
    event: str | None = None
    receiver: str | None = None
    newest: bool = False
    limit: int | None = None


class DeliveryReader(Protocol):
    """Reading what became of notices."""

    def deliveries(self, query: DeliveryQuery) -> tuple[Delivery, ...]: ...

    def due_channels(self, now: datetime) -> tuple[str, ...]:
        """The channels on which something is due, or was being sent when the program was killed."""
        ...

    def unrouted(self) -> tuple[Notice, ...]:
        """Notices that have no delivery yet, in the order queued."""
        ...

    def notice(self, key: str) -> Notice | None: ...


class DeliveryUnit(DeliveryReader, Protocol):
    """Writing what became of notices."""

    def put_delivery(self, delivery: Delivery) -> None:
        """Write a delivery: a new one where it has no id and there is none for its notice and channel."""
        ...


class Undelivered(Exception):
    """A message could not be carried. `reason` is one of our own, such as `http:503`: what a machine said may hold
    secrets and is never kept. `for_good` where trying again cannot help."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.for_good = reason, for_good


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody is reached, and in which language; a secret like those of channels."""

    at: str | None
    tongue: Tongue | None = None


class Carrier(Protocol):
    """One channel as it can be used here."""

    @property
    def repeats_safely(self) -> bool:
        """Whether carrying the same message twice leaves it there once."""
        ...

    def carry(self, messages: tuple[Message, ...]) -> None:
        """Carry messages; raises `Undelivered`. More than one at a time only where it repeats safely."""
        ...


class Carriers(Protocol):
    """All channels as they can be used here."""

    def open(self, channel: Channel) -> Carrier:
        """The carrier of a channel. Refuses, as `EstateError`, where it cannot be used on this machine as it is."""
        ...

    def address(self, person: str | None, posts: tuple[str, ...], kind: str) -> Address:
        """The address (phone, mail, id) of a person, else of a post; none where nobody wrote one down."""
        ...

    def turn(self, channel: Channel) -> AbstractContextManager[bool]:
        """The right to send over a channel, for one process at a time; False where another has it."""
        ...
