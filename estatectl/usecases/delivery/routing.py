"""Giving every waiting notice its ways out: over which channels, to whom, and when at the earliest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from estatectl.domain.notices.notice import Carries, Channel, Notices, Route
from estatectl.domain.notices.quiet import next_time
from estatectl.domain.problems import EstateError
from estatectl.usecases.delivery.about import facts_about
from estatectl.usecases.delivery.ports import Delivery
from estatectl.usecases.house import House
from estatectl.usecases.ports import Notice, Unit

POST = "post:"
"""How a receiver is written that is a post which nobody holds."""


def route_waiting(house: House) -> int:
    """Route every notice that has no way out yet; how many. Two that do it at once route each notice once."""
    if not house.journal.unrouted():
        return 0
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        waiting = unit.unrouted()
        events: dict[tuple[str, datetime, str, str], str] = {}
        for notice in waiting:
            said = (notice.case, notice.queued_at, notice.text_zh, notice.text_en)
            event = events.setdefault(said, notice.key)
            for delivery in _deliveries(house, unit, notice, event):
                unit.put_delivery(delivery)
    return len(waiting)


def _deliveries(house: House, unit: Unit, notice: Notice, event: str) -> Iterator[Delivery]:
    notices = house.bundle.notices
    facts = facts_about(house, unit, notice) if _asks(notices) else {}
    route = notices.route(notice.template, facts)
    assert route is not None, "a checked policy has a route for everything"
    passes = notices.quiet is None or notices.quiet.lets_pass(facts)
    for name in route.to:
        channel = notices.channels[name]
        yield _delivery(house, notice, event, channel, route, passes=passes)


def _asks(notices: Notices) -> bool:
    """Whether anything depends on what a notice is about."""
    return notices.quiet is not None or not notices.routes[0].takes_all


def _delivery(house: House, notice: Notice, event: str, channel: Channel, route: Route, *, passes: bool) -> Delivery:
    at, gathered = house.now, False
    if channel.far and route.digest:
        at, gathered = max(at, next_time(route.digest, notice.queued_at, house.bundle.estate.zone)), True
    if channel.far and not passes and (later := after_quiet(house, at)) > at:
        at, gathered = later, gathered or gathers(house.bundle.notices)
    return Delivery(
        notice=notice.key,
        channel=channel.id,
        receiver=_receiver(notice, channel),
        event=event if channel.far else notice.key,
        gathered=gathered,
        passes=passes or not channel.far,
        next_at=at,
        changed_at=house.now,
    )


def _receiver(notice: Notice, channel: Channel) -> str:
    if channel.carries is Carries.GROUP:
        return ""
    return notice.to_person or f"{POST}{notice.to_post or ''}"


def after_quiet(house: House, at: datetime) -> datetime:
    """An instant, or the end of the quiet hours that hold then. Nothing is quiet in a year that a calendar does not
    know: a notice too early is better than none, and the doctor tells of the missing holidays."""
    quiet = house.bundle.notices.quiet
    if quiet is None:
        return at
    try:
        return quiet.end(at, house.bundle.estate.zone, house.bundle.calendars)
    except EstateError:
        return at


def gathers(notices: Notices) -> bool:
    """Whether what waited through quiet hours goes out gathered."""
    return notices.quiet is not None and notices.quiet.gather
