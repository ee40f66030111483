"""Meaning: a programme leans on calendars that can carry it, and falls due at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from estatectl.domain.bundle import Bundle
from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.checks.programmes import programmes_of
from estatectl.domain.problems import PolicyInvalid, Problem
from estatectl.domain.programmes.cadences import SUBJECT, AtEdge, calendar_of
from estatectl.domain.programmes.occurrences import Frame, is_event, is_rolling, next_opening, subjects_of
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.tree import Node
from estatectl.domain.wall_clock import instant_of
from estatectl.domain.words import Words, same


def check_programme_times(bundle: Bundle) -> Iterator[Problem]:
    """Each programme has hours to be done in. One whose calendars do not do is not asked when it falls due."""
    frame = Frame.of(bundle)
    for programme, node in programmes_of(bundle):
        problems = list(_calendars(programme, frame, node["cadence"]))
        yield from problems
        if not problems and _reckonable(programme, frame) and not _falls_due(programme, frame, bundle):
            words = Words(zh="这样的周期十二年内一次也不会到", en="with this cadence nothing falls due in twelve years")
            hint = Words(zh="核对 season、日期与日历是否碰得上", en="see that season, dates and calendar ever meet")
            yield Problem("EST-812", words, node["cadence"].place, hint)


def _calendars(programme: Programme, frame: Frame, node: Node) -> Iterator[Problem]:
    named = calendar_of(programme.cadence) != SUBJECT
    for calendar in _leans_on(programme, frame):
        if calendar.table_only and named:  # a pool that opens by a holiday table is told of as a pool
            words = Words(zh="“{id}”只是节假日表，没有开放时间", en="'{id}' is a holiday table and has no hours")
            hint = Words(zh="改用引用它的日历", en="name a calendar that refers to it")
        elif isinstance(programme.cadence, AtEdge) and calendar.always and not calendar.cuts:
            words = Words(zh="日历“{id}”从不关闭，谈不上开放前后", en="the calendar '{id}' neither opens nor closes")
            hint = Words(zh='改写 every: "2h", during: {id}', en='write every: "2h", during: {id} instead')
        else:
            continue
        yield Problem("EST-808", words.fill(id=same(calendar.id)), node.place, hint.fill(id=same(calendar.id)))


def _leans_on(programme: Programme, frame: Frame) -> Iterator[Calendar]:
    """The calendars it is reckoned in, so far as they exist; names that do not are reported as such."""
    name = calendar_of(programme.cadence)
    names = _of_pools(programme, frame) if name == SUBJECT else {name or ""}
    yield from (frame.calendars[each] for each in sorted(names) if each in frame.calendars)


def _of_pools(programme: Programme, frame: Frame) -> set[str]:
    pools = frame.site.pools
    return {pools[each].calendar for each in subjects_of(programme, frame.site) if each in pools}


def _reckonable(programme: Programme, frame: Frame) -> bool:
    """Whether every name it is reckoned by exists, and it does not wait for completions or events."""
    if is_rolling(programme) or is_event(programme):
        return False
    name, subjects = calendar_of(programme.cadence), subjects_of(programme, frame.site)
    if name != SUBJECT:
        return bool(subjects) and (name is None or name in frame.calendars)
    pools = [frame.site.pools.get(each) for each in subjects]
    return bool(pools) and all(pool is not None and pool.calendar in frame.calendars for pool in pools)


def _falls_due(programme: Programme, frame: Frame, bundle: Bundle) -> bool:
    """Whether anything falls due from the day the policies are in force; taken as so where a calendar's years end."""
    after = instant_of(frame.zone, bundle.estate.effective_from, 0) - timedelta(seconds=1)
    subjects = subjects_of(programme, frame.site)
    if calendar_of(programme.cadence) != SUBJECT:
        subjects = subjects[:1]
    with suppress(PolicyInvalid):
        return all(next_opening(programme, frame, subject, after) is not None for subject in subjects)
    return True
