"""Making the message that a channel carries: for whom, where to, in which language, in what words."""

from __future__ import annotations

from collections.abc import Sequence

from estatectl.domain.notices.composing import Named, Writer
from estatectl.domain.notices.message import Enclosed, Message
from estatectl.domain.notices.notice import Carries, Channel
from estatectl.domain.words import Words, same
from estatectl.usecases.delivery.ports import Address, Carriers, Delivery, Undelivered
from estatectl.usecases.house import House
from estatectl.usecases.ports import Notice

Pair = tuple[Delivery, Notice]
NO_ADDRESS = "no_address"


def as_it_is(key: str, notice: Notice) -> Message:
    """A notice for a channel that keeps notices as they are."""
    return Message(key=key, address=None, subject="", body="", notices=(_enclosed(notice),))


def message_for(house: House, carriers: Carriers, channel: Channel, pairs: Sequence[Pair]) -> Message:
    """One message of deliveries to one receiver. `Undelivered` for good where nobody wrote an address down."""
    address = _address(carriers, channel, pairs)
    tongue = channel.language or address.tongue or house.bundle.notices.language
    writer = Writer(house.bundle.notices, channel, house.bundle.estate.title, house.bundle.estate.zone)
    told = _named(house, pairs)
    return Message(
        key=pairs[0][0].message or "",
        address=address.at,
        subject=writer.subject(told, tongue),
        body=writer.body(told, tongue),
        notices=tuple(each.notice for each in told),
    )


def _address(carriers: Carriers, channel: Channel, pairs: Sequence[Pair]) -> Address:
    if channel.carries is not Carries.PERSON or channel.address is None:
        return Address(None)
    posts = dict.fromkeys(notice.to_post for _, notice in pairs)
    address = carriers.address(pairs[0][1].to_person, tuple(post for post in posts if post), channel.address)
    if address.at is None:
        raise Undelivered(NO_ADDRESS, for_good=True)
    return address


def _named(house: House, pairs: Sequence[Pair]) -> tuple[Named, ...]:
    """Each event once, with everybody whom its notices are for, in order of time."""
    events: dict[str, list[Notice]] = {}
    for delivery, notice in pairs:
        events.setdefault(delivery.event, []).append(notice)
    told = [Named(_enclosed(notices[0]), _receivers(house, notices)) for notices in events.values()]
    return tuple(sorted(told, key=lambda each: each.notice.queued_at))


def _receivers(house: House, notices: Sequence[Notice]) -> Words:
    names = {person.id: person.name for person in house.journal.people()}
    whom: dict[str, Words] = {}
    for notice in notices:
        post = house.bundle.organisation.post(notice.to_post) if notice.to_post else None
        name = names.get(notice.to_person or "")
        key = notice.to_person or notice.to_post or ""
        whom.setdefault(key, same(name) if name else post.title if post else same(key))
    return Words(zh="、".join(each.zh for each in whom.values()), en=", ".join(each.en for each in whom.values()))


def _enclosed(notice: Notice) -> Enclosed:
    return Enclosed(
        key=notice.key,
        case=notice.case,
        to_post=notice.to_post,
        to_person=notice.to_person,
        template=notice.template,
        text_zh=notice.text_zh,
        text_en=notice.text_en,
        queued_at=notice.queued_at,
    )
