"""Every control held against what was known at the end of a day. Floor 2."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.night import Night, Verdict, judge, verdicts
from estatectl.domain.controls.subjects import Span
from estatectl.domain.wall_clock import instant_of
from estatectl.usecases.house import House
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.sources import Gathered

ONE_DAY = timedelta(days=1)


def end_of(day: date, zone: tzinfo) -> datetime:
    """The instant at which a day of the estate is over."""
    return instant_of(zone, day + ONE_DAY, 0)


def last_day(now: datetime, zone: tzinfo) -> date:
    """The last day that is over."""
    return now.astimezone(zone).date() - ONE_DAY


def span_of(day: date, zone: tzinfo) -> Span:
    """A day, as what it touched is looked for."""
    return Span(end_of(day - ONE_DAY, zone), end_of(day, zone))


def judge_night(house: House, bundle: Bundle, day: date, only: str | None = None) -> Night:
    """The verdicts of a day by themselves, under the policies given; not yet held against the night before.

    With `only`, those of one control.
    """
    span = span_of(day, bundle.estate.zone)
    gathered = Gathered(Known(house, bundle, span))
    waivers = tuple(bundle.waivers[name] for name in sorted(bundle.waivers))
    judged = tuple(
        verdicts(bound, gathered.of(bound.control.over), waivers, day)
        for bound in bundle.bound_controls
        if only in (None, bound.control.id)
    )
    used = {verdict.waiver.id for each in judged for verdict in each.waived if verdict.waiver is not None}
    standing = tuple(waiver for waiver in waivers if waiver.stands(day))
    return Night(
        day=day,
        at=span.until,
        since=span.since,
        policy=bundle.digest,
        judged=judged,
        unused=tuple(waiver for waiver in standing if waiver.id not in used),
        lapsed=tuple(waiver for waiver in waivers if waiver.lapsed(day)),
    )


def judge_one(house: House, bundle: Bundle, day: date, control_id: str, subject_id: str) -> Verdict | None:
    """The verdict of one control on one subject; None where it was not looked at, or is not spoken of."""
    bound = next((each for each in bundle.bound_controls if each.control.id == control_id), None)
    if bound is None:
        return None
    gathered = Gathered(Known(house, bundle, span_of(day, bundle.estate.zone)))
    for subject in gathered.of(bound.control.over):
        if subject.id == subject_id:
            return judge(bound, subject, tuple(bundle.waivers.values()), day)
    return None


def turned(before: Night, after: Night) -> tuple[int, int]:
    """How many verdicts two sets of policies have in common, and how many of these came out differently."""
    shared = {each.control.id for each in before.judged} & {each.control.id for each in after.judged}
    old = {verdict.id: verdict.outcome for verdict in before.findings if verdict.control.id in shared}
    new = {verdict.id: verdict.outcome for verdict in after.findings if verdict.control.id in shared}
    changed = sum(old.get(name) is not new.get(name) for name in old.keys() | new.keys())
    total = max(_count(before, shared), _count(after, shared))
    return total, changed


def _count(night: Night, controls: set[str]) -> int:
    return sum(each.total for each in night.judged if each.control.id in controls)
