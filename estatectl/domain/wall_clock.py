"""Hours as a notice on the door writes them, and the instants they mean in a time zone. Domain floor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Words, same

DAY = 86_400
_SPAN = re.compile(r"(\d{2}):(\d{2})(?::(\d{2}))?-(\d{2}):(\d{2})(?::(\d{2}))?")
Instants = tuple[datetime, datetime]
"""A stretch of real time, from (inclusive) to (exclusive), both in UTC."""


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """A span of one day's wall clock in seconds after its midnight; an end beyond 24:00 lies in the next day."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{_show(self.start)}-{_show(self.end)}"


def _show(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def read_hours(text: str) -> Hours | None:
    """The span written as "09:00-12:30", "22:00-06:00" (past midnight) or "20:00-26:00" (the same way); or None."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    h1, m1, s1, h2, m2, s2 = (int(part or 0) for part in found.groups())
    start, end = h1 * 3600 + m1 * 60 + s1, h2 * 3600 + m2 * 60 + s2
    if max(m1, s1, m2, s2) > 59 or start >= DAY or end > 2 * DAY or start == end:
        return None
    if end < start:
        end += DAY
    return Hours(start, end) if end - start <= DAY else None


def read_spans(texts: Iterable[tuple[str, Place]], problems: list[Problem]) -> tuple[Hours, ...]:
    """The spans of one day, in order of time. Spans that are none (EST-330) or overlap (EST-331) are reported."""
    found: list[tuple[Hours, Place]] = []
    for text, place in texts:
        hours = read_hours(text)
        if hours is None:
            problems.append(_not_hours(text, place))
        else:
            found.append((hours, place))
    found.sort(key=lambda each: each[0])
    for (before, _), (after, place) in pairwise(found):
        if after.start < before.end:
            problems.append(
                Problem(
                    "EST-331",
                    Words(zh="同一天的时段 {a} 与 {b} 重叠", en="the spans {a} and {b} of one day overlap").fill(
                        a=before, b=after
                    ),
                    place,
                )
            )
    return tuple(hours for hours, _ in found)


def _not_hours(text: str, place: Place) -> Problem:
    return Problem(
        "EST-330",
        Words(zh="“{text}”不是一段时间", en="'{text}' is not a span of hours").fill(text=same(text)),
        place,
        Words(
            zh='请写成 "09:00-12:00"；跨零点写 "22:00-06:00"；全天写 "00:00-24:00"',
            en='write "09:00-12:00"; past midnight "22:00-06:00"; the whole day "00:00-24:00"',
        ),
    )


def instant_of(zone: tzinfo, day: date, seconds: int) -> datetime:
    """When the wall clock of a zone shows this. An hour shown twice means its first showing; an hour that the
    zone skips means the instant of the jump, so that a span reaching into it shrinks.
    """
    wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == wall:
        return first
    return _jump(zone, wall.replace(tzinfo=zone, fold=1).astimezone(UTC), first)


def _jump(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The second at which the zone's offset changes, between two instants on its two sides."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def united(stretches: Iterable[Instants]) -> tuple[Instants, ...]:
    """The same time as disjoint stretches in order; touching ones become one, empty ones vanish."""
    merged: list[Instants] = []
    for start, end in sorted(stretches):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def without(stretches: Iterable[Instants], cuts: Iterable[Instants]) -> tuple[Instants, ...]:
    """Disjoint stretches in order, less the cuts."""
    left = tuple(stretches)
    for cut_start, cut_end in cuts:
        kept: list[Instants] = []
        for start, end in left:
            kept += [(start, min(end, cut_start)), (max(start, cut_end), end)]
        left = tuple(each for each in kept if each[0] < each[1])
    return left
