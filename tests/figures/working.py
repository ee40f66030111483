"""Repairs as figures are taken of them: seen to the same morning, or two days late."""

from __future__ import annotations

from estatectl.domain.figures.period import Period
from tests.cases.house import DESK, MAINTENANCE_HEAD, PLUMBER, Estate, bundle


def period(text: str) -> Period:
    found = Period.read(text, bundle().estate.zone)
    assert found is not None
    return found


def to_site(estate: Estate, day: str, *, late: bool = False) -> str:
    """A tap that drips: the plumber comes within half an hour or, late, after two days."""
    estate.at(f"{day} 09:00")
    request = estate.open("卫生间水龙头滴水", type="报修", urgency="一般", department="维修部")
    estate.do(request, "dispatch", by=DESK)
    order = estate.orders(request)["maintenance"]
    estate.do(order, "assign", by=MAINTENANCE_HEAD, handler=PLUMBER)
    estate.do(order, "contact", by=PLUMBER)
    estate.do(order, "prepare", by=PLUMBER)
    estate.later(days=2 if late else 0, minutes=20)
    estate.tick()
    estate.do(order, "arrive", by=PLUMBER)
    return order
