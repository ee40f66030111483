"""When notices wait: quiet hours, and the times of day at which gathered ones go out. Domain floor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from estatectl.domain.calendars.arithmetic import next_opening
from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.conditions import Condition, holds, parse_condition
from estatectl.domain.rules.facts import Facts, FactSpec
from estatectl.domain.tree import Node
from estatectl.domain.wall_clock import Hours, instant_of, read_spans, united

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours in which nobody is disturbed: those written, or all outside a calendar's. What `passes` goes out at once;
    what waited goes out gathered into one message where `gather` says so."""

    hours: tuple[Hours, ...]
    outside: str | None
    passes: Condition
    gather: bool
    place: Place

    def lets_pass(self, facts: Facts) -> bool:
        return holds(self.passes, facts)

    def end(self, at: datetime, zone: tzinfo, calendars: Mapping[str, Calendar]) -> datetime:
        """When quiet ends that holds at an instant; the instant itself where it is not quiet."""
        if self.outside is not None:
            return next_opening(calendars[self.outside], at)
        today = at.astimezone(zone).date()
        stretches = united(
            (instant_of(zone, day, span.start), instant_of(zone, day, span.end))
            for day in (today - _DAY, today, today + _DAY)
            for span in self.hours
        )
        return next((end for start, end in stretches if start <= at < end), at)

    @classmethod
    def parse(cls, node: Node, specs: Mapping[str, FactSpec], problems: list[Problem]) -> Quiet:
        written = [(str(child.value), child.place) for child in node.each("hours")]
        return cls(
            hours=read_spans(written, problems),
            outside=node.maybe("outside"),
            passes=parse_condition(node["passes"], specs, problems),
            gather=node.flag("gather", default=True),
            place=node.place,
        )


def next_time(seconds: Sequence[int], at: datetime, zone: tzinfo) -> datetime:
    """The first of some times of day (seconds after midnight) that is not before an instant."""
    today = at.astimezone(zone).date()
    times = (instant_of(zone, day, each) for day in (today, today + _DAY) for each in sorted(seconds))
    return next(each for each in times if each >= at.astimezone(UTC))
