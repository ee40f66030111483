"""How the clocks of a case stand, judged from its history alone. Domain floor; the heart of the house.

`run_clock` is a pure function of what happened, so a late or repeated look gives the same answer: done at the due
instant is kept, breach is later than due, and nothing that happens after a breach heals it. What is after `now` is not
looked at, and of a pause that ends after `now` the end is not yet known. Instants come out in UTC.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from estatectl.domain.calendars.arithmetic import Hold, Stretch, add, add_working_days, between, counted
from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.cases.clocks import (
    ClockSpec,
    ClockState,
    DueAt,
    Mark,
    OnReturn,
    Pause,
    Run,
    Target,
    Unit,
    Verdict,
)
from estatectl.domain.durations import Duration
from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Words, same

REAL_TIME = Calendar(
    id="real_time", title=Words(zh="自然时间", en="real time"), zone=ZoneInfo("UTC"), always=True, place=Place("", 1)
)
"""What `elapsed` limits count on, whatever calendar stands beside them."""

Calendars = Mapping[str, Calendar]
_PAUSED = Words(zh="暂停：{reason}", en="paused: {reason}")
_DONE = Words(zh="已办结，退回之前", en="done, until it was returned")


def run_clock(
    spec: ClockSpec,
    *,
    targets: Sequence[Target],
    marks: Iterable[Mark],
    pauses: Iterable[Pause],
    calendars: Calendars,
    now: datetime,
    stages: Collection[str] = (),
    since: datetime | None = None,
) -> ClockState:
    """The state of a clock at `now`.

    `targets` are those decided for this clock, in order; each run answers to the last one decided before it stopped,
    from the run's own start. `marks` of one instant stand in the order they happened. `stages` tells stage marks from
    moves, for `pause_stages`. `since` is an earlier start that counts, when an older repeat was merged into the case.
    """
    now = now.astimezone(UTC)
    past = sorted((Mark(mark.name, mark.at.astimezone(UTC)) for mark in marks), key=lambda mark: mark.at)
    past = [mark for mark in past if mark.at <= now]
    held = (*_stage_pauses(spec, past, stages), *(each for each in pauses if each.reason in spec.pause_reasons))
    runs: list[Run] = []
    for leg in _legs(spec, past, since):
        target = _target_for(targets, leg.stop or now, now)
        if target is not None:
            runs.append(_judge(leg, target.for_run(leg.number), held, calendars, now))
    return ClockState(spec, tuple(runs))


def due_of(target: Target, calendars: Calendars, start: datetime, holds: Sequence[Hold] = ()) -> datetime:
    """When a target that starts counting at `start` is due, with the holds pushing it back; a promised day stays."""
    if target.until is not None:
        return target.until.astimezone(UTC)
    calendar = calendar_of(target, calendars)
    if target.unit is not Unit.WORKING_DAYS:
        return add(calendar, start, target.within.elapsed, holds)
    plain = add_working_days(calendar, start, target.within.days, end_of_day=target.at is DueAt.END_OF_DAY)
    lost = between(calendar, start, plain) - between(calendar, start, plain, holds)
    return add(calendar, plain, lost, holds)


def calendar_of(target: Target, calendars: Calendars) -> Calendar:
    return REAL_TIME if target.unit is Unit.ELAPSED else calendars[target.calendar]


def explain_run(run: Run, calendars: Calendars, until: datetime) -> tuple[Stretch, ...]:
    """All the time from the run's start until it is due, or `until` where that is unknown: counted or not, and why."""
    holds = run.holds
    if run.held_since is not None and run.held_since < until:
        holds = (*holds, Hold(run.held_since, until, _PAUSED.fill(reason=run.held_why)))
    return counted(calendar_of(run.target, calendars), run.started_at, run.due_at or until, holds)


def strictest(targets: Iterable[Target], start: datetime, calendars: Calendars) -> Target:
    """Of several targets for one clock the one that is due first, the earlier one where they are due together."""
    return min(targets, key=lambda target: due_of(target, calendars, start))


def merge_targets(
    kept: Iterable[Target], merged: Iterable[Target], start: datetime, calendars: Calendars
) -> tuple[Target, ...]:
    """The targets of a case that another one was merged into: per clock the strictest, from the earliest start."""
    by_clock: dict[str, list[Target]] = {}
    for target in (*kept, *merged):
        by_clock.setdefault(target.clock, []).append(target)
    return tuple(strictest(each, start, calendars) for each in by_clock.values())


def limit_problem(within: Duration, unit: Unit, place: Place | None = None) -> Problem | None:
    """Why a limit cannot be counted in a unit (EST-339): days of open time are nobody's idea of the same thing."""
    if unit is Unit.BUSINESS and within.days:
        words = Words(zh="服务时间不能按“天”计：{text}", en="open time is not counted in days: {text}")
        hint = Words(zh="改写小时，或用 unit: working_days（工作日）", en="write hours, or use unit: working_days")
    elif unit is Unit.WORKING_DAYS and within.seconds:
        words = Words(zh="工作日时限只能写整天：{text}", en="a limit in working days is whole days: {text}")
        hint = Words(zh='写成 "3d"', en='write "3d"')
    else:
        return None
    return Problem("EST-339", words.fill(text=same(str(within))), place, hint)


@dataclass(frozen=True, slots=True)
class _Leg:
    """A run before it is judged: when it started and stopped."""

    number: int
    start: datetime
    stop: datetime | None
    cancelled: bool
    gaps: tuple[tuple[datetime, datetime], ...]


def _legs(spec: ClockSpec, marks: Iterable[Mark], since: datetime | None) -> Iterator[_Leg]:
    goes_on = spec.on_return is OnReturn.CONTINUE
    first: datetime | None = None
    start: datetime | None = None
    stop: datetime | None = None
    number, gaps = 0, list[tuple[datetime, datetime]]()
    for mark in marks:
        if start is not None and mark.name in (*spec.cancel_on, *spec.stop_on):
            cancelled = mark.name in spec.cancel_on
            yield _Leg(number, start, mark.at, cancelled, tuple(gaps))
            start, stop = None, mark.at
            if cancelled:
                continue
        opens = spec.start_on if number == 0 else spec.restart_on
        if start is None and mark.name in opens:
            number += 1
            start = mark.at if number > 1 or since is None else min(mark.at, since.astimezone(UTC))
            first = first or start
            if goes_on and stop is not None:
                gaps.append((stop, mark.at))
                start = first
    if start is not None:
        yield _Leg(number, start, None, False, tuple(gaps))


def _target_for(targets: Sequence[Target], until: datetime, now: datetime) -> Target | None:
    """The last target decided by `until`; one decided only after a run had stopped serves where there is no other."""
    known = [each for each in targets if each.since is None or each.since <= now]
    in_time = [each for each in known if each.since is None or each.since <= until]
    return in_time[-1] if in_time else known[0] if known else None


def _judge(leg: _Leg, target: Target, pauses: Sequence[Pause], calendars: Calendars, now: datetime) -> Run:
    end = leg.stop or now
    holds = [Hold(start, stop, _DONE) for start, stop in leg.gaps]
    lasting: list[Pause] = []
    for pause in pauses:
        start, stop = pause.start.astimezone(UTC), None if pause.end is None else pause.end.astimezone(UTC)
        if start > end or (stop is not None and stop <= leg.start):
            continue
        if stop is None or stop > end:
            lasting.append(pause)
            stop = leg.stop
        if stop is not None and start < stop:
            holds.append(Hold(start, stop, _PAUSED.fill(reason=pause.said)))
    held = min(lasting, key=lambda pause: pause.start) if lasting and leg.stop is None else None
    held_since = None if held is None else max(held.start.astimezone(UTC), leg.start)
    calendar = calendar_of(target, calendars)
    due = due_of(target, calendars, leg.start, holds)
    left = _left(calendar, min(end, held_since or end), due, holds)
    stands = held_since is None or due <= held_since
    open_hold = [Hold(held_since, end, _PAUSED)] if held_since is not None else []
    return Run(
        number=leg.number,
        target=target,
        started_at=leg.start,
        due_at=due if stands else None,
        stopped_at=leg.stop,
        verdict=_verdict(leg, due if stands else None, end, held_since),
        counted=between(calendar, leg.start, end, (*holds, *open_hold)),
        remaining=left,
        holds=tuple(holds),
        held_since=held_since,
        held_why=held.said if held else same(""),
    )


def _left(calendar: Calendar, at: datetime, due: datetime, holds: Sequence[Hold]) -> timedelta:
    return between(calendar, at, due, holds) if at <= due else -between(calendar, due, at, holds)


def _verdict(leg: _Leg, due: datetime | None, end: datetime, held_since: datetime | None) -> Verdict:
    if due is not None and end > due:
        return Verdict.BREACHED
    if leg.cancelled:
        return Verdict.CANCELLED
    if leg.stop is not None:
        return Verdict.KEPT
    return Verdict.RUNNING if held_since is None else Verdict.PAUSED


def _stage_pauses(spec: ClockSpec, marks: Sequence[Mark], stages: Collection[str]) -> Iterator[Pause]:
    """The stays in stages in which the clock stands still, each until the next stage is entered."""
    since: Mark | None = None
    for mark in marks if spec.pause_stages else ():
        if mark.name not in stages or (since is not None and mark.name == since.name):
            continue
        if since is not None:
            yield Pause(since.at, mark.at, since.name)
        since = mark if mark.name in spec.pause_stages else None
    if since is not None:
        yield Pause(since.at, None, since.name)
