"""Sending what is due: claimed, carried, noted. At least once each, and never twice where that can be known.

A message is claimed in the table before it leaves, and noted after it has left. Killed in between, it is in doubt: it
goes out once more under the same key, or is laid before a person where policy says so. One process at a time sends over
a channel; what a channel does again without harm (the outbox file) needs no claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from hashlib import sha256

from estatectl.domain.notices.message import Message
from estatectl.domain.notices.notice import Channel, Doubt
from estatectl.domain.problems import EstateError
from estatectl.usecases.delivery.messages import Pair, as_it_is, message_for
from estatectl.usecases.delivery.noting import note
from estatectl.usecases.delivery.outcomes import DOUBT, GONE, Sent, bury, failed, let_go, went
from estatectl.usecases.delivery.ports import (
    SENDING,
    SENT,
    WAITING,
    Carrier,
    Carriers,
    Delivery,
    DeliveryQuery,
    Undelivered,
)
from estatectl.usecases.delivery.routing import after_quiet, gathers, route_waiting
from estatectl.usecases.house import House
from estatectl.usecases.ports import Unit

_BATCH = 50
"""How many go into the outbox file at once: one transaction each, and few to look for after a crash."""
Group = tuple[Delivery, ...]
"""The deliveries of one message; for a channel that repeats safely, of a batch of them."""


def deliver_waiting(house: House, carriers: Carriers, *, far: bool = True) -> Sent:
    """Route and send what is due. Without `far` only what stays on this machine: a staff command waits for no net."""
    route_waiting(house)
    done = Sent()
    known, due = house.bundle.notices.channels, house.journal.due_channels(house.now)
    for name in due:
        if name not in known:
            _bury_all(house, name, done)
    # What stays here goes first: it waits for nobody, and a slow server must not hold it up.
    for channel in sorted((known[name] for name in due if name in known), key=lambda each: each.far):
        if far or not channel.far:
            with carriers.turn(channel) as ours:
                if ours:
                    _Sending(house, channel, carriers, done).run()
    return done


def _bury_all(house: House, channel: str, done: Sent) -> None:
    """Policy knows the channel no more: what was to go over it never will, and somebody has to hear of that."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        query = DeliveryQuery(channel=channel, states=(WAITING, SENDING), due=house.now)
        bury(house, unit, unit.deliveries(query), GONE, done)


class _Sending:
    """One turn on one channel."""

    def __init__(self, house: House, channel: Channel, carriers: Carriers, done: Sent) -> None:
        self._house, self._channel, self._carriers, self._done = house, channel, carriers, done

    def run(self) -> None:
        try:
            carrier = self._carriers.open(self._channel)
        except EstateError as refused:
            self._done.problems.extend(refused.problems)
            return
        if carrier.repeats_safely:
            self._keep(carrier)
            return
        for group in self._in_doubt():
            self._send(carrier, group)
        for group in self._due():
            self._send(carrier, self._claimed(group))

    def _unit(self) -> AbstractContextManager[Unit]:
        return self._house.journal.unit(now=self._house.now, policy=self._house.bundle.digest)

    def _query(self, state: str) -> Group:
        query = DeliveryQuery(channel=self._channel.id, states=(state,), due=self._house.now)
        return self._house.journal.deliveries(query)

    def _pairs(self, group: Group) -> list[Pair]:
        held = ((each, self._house.journal.notice(each.notice)) for each in group)
        return [(each, notice) for each, notice in held if notice is not None]

    def _keep(self, carrier: Carrier) -> None:
        """Notices as they are, a batch at a time."""
        due = self._query(WAITING)
        for first in range(0, len(due), _BATCH):
            pairs = self._pairs(due[first : first + _BATCH])
            messages = tuple(as_it_is(each.notice, notice) for each, notice in pairs)
            self._carry(carrier, pairs, messages)

    def _in_doubt(self) -> Iterator[Group]:
        """Messages that were being sent when the program was killed: nobody else sends while it is our turn."""
        found: dict[str, list[Delivery]] = {}
        for each in self._query(SENDING):
            found.setdefault(each.message or "", []).append(each)
        if self._channel.doubt is Doubt.AGAIN:
            yield from (tuple(group) for group in found.values())
        elif found:
            with self._unit() as unit:
                bury(self._house, unit, [each for group in found.values() for each in group], DOUBT, self._done)

    def _due(self) -> Iterator[Group]:
        """What is due, as messages: gathered notices of a receiver together, others by what they tell of."""
        groups: dict[tuple[str, str], list[Delivery]] = {}
        for each in self._query(WAITING):
            groups.setdefault((each.receiver, "" if each.gathered else each.event), []).append(each)
        for group in groups.values():
            yield from self._parted(group)

    def _parted(self, group: Sequence[Delivery]) -> Iterator[Group]:
        """Not more than the channel takes in one message; what is said twice stays together."""
        events: dict[str, list[Delivery]] = {}
        for each in group:
            events.setdefault(each.event, []).append(each)
        parts = list(events.values())
        for first in range(0, len(parts), self._channel.most):
            yield tuple(each for part in parts[first : first + self._channel.most] for each in part)

    def _claimed(self, group: Group) -> Group:
        """Those that are still to be sent, marked as being sent under the key of their message; none while quiet."""
        house = self._house
        with self._unit() as unit:
            found = [now for each in group for now in unit.deliveries(DeliveryQuery(id=each.id))]
            fresh = [each for each in found if each.state == WAITING]
            later = after_quiet(house, house.now)
            if later > house.now and not all(each.passes for each in fresh):
                for each in fresh:
                    gathered = each.gathered or gathers(house.bundle.notices)
                    unit.put_delivery(replace(each, next_at=later, gathered=gathered))
                return ()
            left = [each for each in fresh if not self._said(unit, each)]
            key = self._key(left)
            claimed = tuple(replace(each, state=SENDING, message=key, changed_at=house.now) for each in left)
            for each in claimed:
                unit.put_delivery(each)
        return claimed

    def _said(self, unit: Unit, delivery: Delivery) -> bool:
        """Whether this receiver heard of this event over this channel before; then the delivery is noted with it."""
        query = DeliveryQuery(
            event=delivery.event, channel=delivery.channel, receiver=delivery.receiver, states=(SENT,)
        )
        if not unit.deliveries(query):
            return False
        note(self._house, unit, replace(delivery, state=SENT, changed_at=self._house.now), "delivered")
        return True

    def _key(self, group: Sequence[Delivery]) -> str:
        """The name of a message, by which its receiver can tell that it comes once more."""
        told = "\n".join((self._channel.id, *sorted(each.notice for each in group)))
        return sha256(told.encode()).hexdigest()[:32]

    def _send(self, carrier: Carrier, claimed: Group) -> None:
        pairs = self._pairs(claimed)
        erased = [each for each, notice in pairs if not (notice.text_zh or notice.text_en)]
        if erased:
            with self._unit() as unit:
                let_go(self._house, unit, erased)
            pairs = [pair for pair in pairs if pair[0] not in erased]
        if pairs:
            self._carry(carrier, pairs)

    def _carry(self, carrier: Carrier, pairs: Sequence[Pair], messages: tuple[Message, ...] = ()) -> None:
        """Carry messages, by default the one that its receiver reads, and note what became of their deliveries."""
        try:
            carrier.carry(messages or (message_for(self._house, self._carriers, self._channel, pairs),))
        except Undelivered as failure:
            with self._unit() as unit:
                failed(self._house, unit, self._channel, pairs, failure, self._done)
        else:
            with self._unit() as unit:
                went(self._house, unit, pairs, self._done)
