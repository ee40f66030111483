"""What a person decides about notices: to try again, to let one go, to try a channel out."""

from __future__ import annotations

from dataclasses import replace

from estatectl.domain.entries import Personal
from estatectl.domain.notices.message import Message
from estatectl.domain.notices.notice import Carries
from estatectl.domain.problems import BadInput, Refused
from estatectl.domain.words import Words
from estatectl.usecases.delivery.messages import NO_ADDRESS
from estatectl.usecases.delivery.noting import note
from estatectl.usecases.delivery.ports import (
    DEAD,
    DROPPED,
    SENDING,
    WAITING,
    Carriers,
    Delivery,
    DeliveryQuery,
    Undelivered,
)
from estatectl.usecases.delivery.views import Letter, known_channel, letter
from estatectl.usecases.house import House
from estatectl.usecases.ports import Unit

BY_HAND = "by_hand"


def retry(house: House, typed: str) -> Letter:
    """Try a dead letter again, or a waiting one now. Attempts count anew. EST-616 where there is nothing to try."""
    found = letter(house, typed)
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        _again(house, unit, _fresh(unit, found))
    return letter(house, typed)


def retry_all(house: House, channel: str | None) -> int:
    """Try every dead letter again, of one channel or of all; how many. EST-616 where there is none."""
    if channel is not None:
        known_channel(house, channel)
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        dead = unit.deliveries(DeliveryQuery(states=(DEAD,), channel=channel))
        for each in dead:
            _again(house, unit, each)
    if not dead:
        raise Refused.one("EST-616", Words(zh="没有死信", en="there are no dead letters"))
    return len(dead)


def drop(house: House, typed: str, reason: str) -> Letter:
    """Let a notice go that waits or is dead: journaled, with the reason. EST-616, EST-617."""
    if not reason.strip():
        raise BadInput.one("EST-617", Words(zh="作废通知须写明缘由", en="dropping a notice needs a reason"))
    found = letter(house, typed)
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        each = replace(_fresh(unit, found), state=DROPPED, error=BY_HAND, message=None, changed_at=house.now)
        note(house, unit, each, "dropped", reason=BY_HAND, words=Personal(reason))
    return letter(house, typed)


def _fresh(unit: Unit, found: Letter) -> Delivery:
    """The delivery as it stands in this transaction; refuses one that is out, let go, or on its way."""
    [now] = unit.deliveries(DeliveryQuery(id=found.delivery.id))
    if now.state not in (WAITING, DEAD):
        words = _ON_ITS_WAY if now.state == SENDING else _OVER
        raise Refused.one("EST-616", words.fill(id=now.id))
    return now


def _again(house: House, unit: Unit, each: Delivery) -> None:
    fresh = replace(each, state=WAITING, attempts=0, error=None, next_at=house.now, changed_at=house.now)
    note(house, unit, fresh, "retried")


def try_out(house: House, carriers: Carriers, channel: str, person: str | None) -> None:
    """Send a test message over a channel, at once and without a trace in the journal. EST-612 to EST-615, EST-618."""
    way = known_channel(house, channel)
    address = None
    if way.carries is Carries.FILE:
        words = Words(zh="发件箱文件不用试发", en="the outbox file needs no test").fill()
        raise Refused.one("EST-618", words)
    carrier = carriers.open(way)
    if way.carries is Carries.PERSON and way.address is not None:
        address = carriers.address(person, (), way.address).at
        if person is None or address is None:
            raise BadInput.one("EST-618", _WHOM.fill(channel=channel), hint=_WHOM_HINT)
    words = _TEST.fill(estate=house.bundle.estate.title)
    said = f"{words.zh}\n{words.en}"
    try:
        carrier.carry((Message(key="test", address=address, subject=words.zh, body=said, notices=()),))
    except Undelivered as failure:
        raise UnsentTest(failure.reason) from None


class UnsentTest(Exception):
    """A test message did not go out; `reason` is one of our own."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_ON_ITS_WAY = Words(zh="第 {id} 号正在发送", en="number {id} is being sent")
_OVER = Words(zh="第 {id} 号已经送出或作废", en="number {id} went out or was dropped")
_WHOM = Words(
    zh="渠道“{channel}”送到各人，请用 --to 写一个有地址的人",
    en="the channel '{channel}' leads to persons: name one with an address by --to",
)
_WHOM_HINT = Words(zh="地址写在 secrets.yaml 的 people 之下", en="addresses stand under `people` in secrets.yaml")
_TEST = Words(zh="{estate}：这是一条试发的通知", en="{estate}: this is a test of this channel")
__all__ = ["BY_HAND", "NO_ADDRESS", "UnsentTest", "drop", "retry", "retry_all", "try_out"]
