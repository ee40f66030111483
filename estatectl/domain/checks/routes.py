"""Meaning: routes that can be walked as planned, and names that mean one checkpoint, camera or pool only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from estatectl.domain.bundle import Bundle
from estatectl.domain.durations import say_length
from estatectl.domain.place.addresses import plain
from estatectl.domain.place.site import Site
from estatectl.domain.problems import Problem
from estatectl.domain.rounds.routes import Camera, Checkpoint, Leg, Route
from estatectl.domain.words import Words, same


def check_routes(bundle: Bundle) -> Iterator[Problem]:
    """A walk as planned is no irregularity, and whatever staff type means one thing."""
    site = bundle.site
    for route in site.routes.values():
        yield from _unwalkable(route)
    yield from _two_of_a_name(site.checkpoints.values())
    yield from _two_of_a_name(site.cameras.values())
    yield from _two_of_an_id(site)


def check_pools(bundle: Bundle) -> Iterator[Problem]:
    """A pool opens by a calendar with hours."""
    for pool in bundle.site.pools.values():
        calendar = bundle.calendars.get(pool.calendar)
        if calendar is not None and calendar.table_only:
            words = _NO_HOURS.fill(pool=same(pool.id), name=same(pool.calendar))
            yield Problem("EST-836", words, pool.place, _NAME_HOURS)


def _unwalkable(route: Route) -> Iterator[Problem]:
    if not route.tolerance:
        yield Problem("EST-833", _NO_TOLERANCE.fill(route=same(route.id)), route.place, _GIVE_TOLERANCE)
    if route.legs and route.legs[0].metres is not None:
        yield Problem("EST-837", _NOTHING_BEFORE, route.legs[0].place, _LEAVE_OUT)
    for before, leg in pairwise(route.legs):
        if leg.checkpoint == before.checkpoint:
            yield Problem("EST-831", _IN_A_ROW.fill(name=same(leg.checkpoint)), leg.place, _ONCE)
        if leg.at <= before.at:
            words = _NOT_AFTER.fill(at=say_length(leg.at), before=say_length(before.at))
            yield Problem("EST-830", words, leg.place, _ASCEND)
        else:
            yield from _planned_too_fast(route, leg, leg.at - before.at)


def _planned_too_fast(route: Route, leg: Leg, time: timedelta) -> Iterator[Problem]:
    if leg.metres is not None and route.is_too_fast(leg.metres, time):
        words = _TOO_FAST.fill(metres=leg.metres, time=say_length(time), fastest=route.fastest)
        hint = _GIVE_TIME.fill(least=say_length(route.least(leg.metres)))
        yield Problem("EST-832", words, leg.place, hint)


def _two_of_a_name(things: Iterable[Checkpoint | Camera]) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for thing in things:
        for name in thing.called:
            first = owner.setdefault(plain(name), thing.id)
            if first != thing.id:
                words = _TWO_OF_A_NAME.fill(name=same(name), other=same(first))
                yield Problem("EST-834", words, thing.place, _RENAME)


def _two_of_an_id(site: Site) -> Iterator[Problem]:
    """Rounds and findings name what they are about by its id alone."""
    groups = (site.zones, site.assets, site.checkpoints, site.routes, site.cameras, site.pools)
    seen: set[str] = set()
    for group in groups:
        for name, thing in group.items():
            if name in seen:
                yield Problem("EST-835", _TWO_OF_AN_ID.fill(name=same(name)), thing.place, _RENAME_ID)
        seen |= set(group)


_NO_TOLERANCE = Words(
    zh="路线“{route}”不留一点余地，人人都会迟到或早到",
    en="route '{route}' allows no tolerance: everybody would be late",
)
_GIVE_TOLERANCE = Words(zh='写 tolerance: "5m" 之类', en='write tolerance: "5m", say')
_NOTHING_BEFORE = Words(
    zh="第一点之前没有别的点，谈不上距离", en="the first point has no point before it to be far from"
)
_LEAVE_OUT = Words(zh="删去第一点的 metres", en="take metres out of the first leg")
_IN_A_ROW = Words(zh="“{name}”连着写了两次", en="'{name}' comes twice in a row")
_ONCE = Words(
    zh="删去一个；隔开别的点可以再来", en="take one of them out; it may come again after some other checkpoint"
)
_NOT_AFTER = Words(
    zh="计划出发后 {at} 到达，不晚于上一点的 {before}",
    en="planned {at} after the start, which is no later than {before} for the point before",
)
_ASCEND = Words(zh="at 从出发算起，逐点递增", en="at counts from the start and grows from point to point")
_TOO_FAST = Words(
    zh="按计划 {time} 走 {metres} 米，超过了每秒 {fastest} 米",
    en="{metres} m in {time} as planned is faster than {fastest} m a second",
)
_GIVE_TIME = Words(
    zh="至少留 {least}，或改正 metres、fastest", en="allow at least {least}, or correct metres or fastest"
)
_TWO_OF_A_NAME = Words(zh="“{name}”也是“{other}”的叫法", en="'{name}' is also what '{other}' is called")
_RENAME = Words(zh="给其中一个换个叫法", en="call one of them something else")
_TWO_OF_AN_ID = Words(
    zh="“{name}”已是现场另一处或另一件的标识", en="'{name}' is already the id of something else of the site"
)
_RENAME_ID = Words(
    zh="换一个标识，如巡更点用 cp_、摄像头用 cam_ 开头",
    en="take another: cp_ begins those of checkpoints, cam_ those of cameras",
)
_NO_HOURS = Words(
    zh="泳池“{pool}”的日历“{name}”只是节假日表，没有开放时间",
    en="pool '{pool}' opens by '{name}', which is a holiday table and has no hours",
)
_NAME_HOURS = Words(zh="写有 weekly 时段的日历", en="name a calendar with weekly hours")
