"""Which steps of an escalation path are due, and when `tick` must look again. Domain floor, pure.

How outages and empty posts are dealt with:
- every step goes out once, in order; after an outage all overdue ones go out together, but of overdue repeats of the
  last step only the latest, the others are noted as missed: ten alike messages at once tell nobody more than one;
- a step whose posts nobody holds is skipped, and the next one goes out at its instant, though a step that says
  "late" never before the due instant; the last step is never skipped, because then nobody would hear at all: it goes
  out `unmanned`, to whoever is appointed;
- an acknowledgement, and the clock's stop, end the path: steps that were due before and never went out because `tick`
  was down are noted as missed, not sent: nobody should be called out for what is in hand already;
- while the clock stands still its steps wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum

from estatectl.domain.calendars.arithmetic import add, between, next_opening
from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.cases.clock_runs import Calendars, calendar_of
from estatectl.domain.cases.clocks import Run, Unit, Verdict
from estatectl.domain.cases.escalation import Anchor, EscalationPath, Offset, Step
from estatectl.domain.words import Words

Vacant = Callable[[str, datetime], bool]
"""Whether nobody holds a post (or relation) at an instant."""

StepKey = tuple[int, int]
"""A step's place in its path and its round: 0, then 1, 2 … for repeats of the last step."""

_NOBODY = Words(zh="无人在岗", en="nobody holds the post")
_ACKNOWLEDGED = Words(zh="系统停运期间到点，发出前已有人确认", en="due while the house was down; acknowledged since")
_STOPPED = Words(zh="系统停运期间到点，发出前计时已停", en="due while the house was down; the clock has stopped since")
_REPEATED = Words(zh="系统停运期间到点，由后一次提醒代替", en="due while the house was down; a later round replaces it")
_INSTANT = timedelta(seconds=1)


class Fate(Enum):
    SEND = "send"
    SKIPPED = "skipped"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDue:
    """One step of a run: `at` is when it is due. What becomes of it, and why, where it is not simply sent."""

    index: int
    round: int
    at: datetime
    tell: tuple[str, ...]
    words: Words
    acknowledge: bool
    fate: Fate = Fate.SEND
    why: Words | None = None
    unmanned: bool = False

    @property
    def key(self) -> StepKey:
        return self.index, self.round


def steps(path: EscalationPath, run: Run, calendars: Calendars) -> tuple[StepDue, ...]:
    """All steps of a run, repeats included, that have an instant: none after an open-ended pause began.

    A step never comes before the one written above it.
    """
    found: list[StepDue] = []
    for index, number, at in _instants(path, run, calendars):
        step = path.steps[index]
        if run.held_since is not None and at > run.held_since:
            break
        found.append(_due(step, index, number, at))
    return tuple(found)


def due_steps(
    path: EscalationPath,
    run: Run,
    calendars: Calendars,
    *,
    sent: Mapping[StepKey, Fate],
    acknowledged_at: datetime | None,
    vacant: Vacant,
    now: datetime,
) -> tuple[StepDue, ...]:
    """What `tick` has to record now, in order: steps to send, skip or note as missed, less those in `sent`."""
    planned = _planned(steps(path, run, calendars), run.due_at, sent, vacant, len(path.steps))
    ends = [(at, why) for at, why in ((acknowledged_at, _ACKNOWLEDGED), (run.stopped_at, _STOPPED)) if at is not None]
    end, reason = min(ends, key=lambda each: each[0]) if ends else (None, _STOPPED)
    due = [step for step in planned if step.key not in sent and step.at <= now and (end is None or step.at < end)]
    if end is not None and end <= now:
        return tuple(replace(step, fate=Fate.MISSED, why=reason) for step in due)
    rounds = [step.round for step in due if step.round]
    return tuple(
        replace(step, fate=Fate.MISSED, why=_REPEATED) if 0 < step.round < max(rounds) else step for step in due
    )


def next_wake(
    run: Run,
    path: EscalationPath | None,
    calendars: Calendars,
    *,
    sent: Mapping[StepKey, Fate],
    acknowledged_at: datetime | None,
    breach_recorded: bool,
) -> datetime | None:
    """The next instant at which `tick` has something to do for a run; None where it has nothing more.

    A breach is later than due: it is looked for one second after.
    """
    wakes = []
    if run.due_at is not None and not breach_recorded and (not run.ended or run.verdict is Verdict.BREACHED):
        wakes.append(run.due_at + _INSTANT)
    if path is not None:
        ends = [end.astimezone(UTC) for end in (acknowledged_at, run.stopped_at) if end is not None]
        for step in steps(path, run, calendars):
            if step.key not in sent and all(step.at < end for end in ends):
                wakes.append(step.at)
                break
    return min(wakes, default=None)


def _planned(
    all_steps: tuple[StepDue, ...], due: datetime | None, sent: Mapping[StepKey, Fate], vacant: Vacant, count: int
) -> Iterator[StepDue]:
    """The steps with their fates by who holds which post; what was recorded already is not judged again."""
    brought_forward: datetime | None = None
    for step in all_steps:
        here = step if brought_forward is None else replace(step, at=_sooner(step.at, brought_forward, due))
        brought_forward = None
        empty = here.key not in sent and all(vacant(name, here.at) for name in here.tell)
        skipped = sent.get(here.key) is Fate.SKIPPED or (empty and here.index < count - 1)
        if skipped:
            brought_forward = here.at
            yield replace(here, fate=Fate.SKIPPED, why=_NOBODY)
        else:
            yield replace(here, unmanned=empty)


def _sooner(at: datetime, wanted: datetime, due: datetime | None) -> datetime:
    """A step brought forward; one that stands at the due instant or after it stays there or after."""
    return min(at, wanted if due is None or at < due else max(wanted, due))


def _instants(path: EscalationPath, run: Run, calendars: Calendars) -> Iterator[tuple[int, int, datetime]]:
    """Each step's own instant; those that hang on an unknown due instant have none."""
    holds = run.holds
    last: datetime | None = None
    for index, step in enumerate(path.steps):
        at = _instant(step.at, run, calendars)
        if at is None:
            return
        last = at if last is None else max(last, at)
        yield index, 0, last
    if path.repeat is None or last is None:
        return
    calendar = calendar_of(run.target, calendars)
    for number in range(1, path.repeat.times + 1):
        last = add(calendar, last, path.repeat.every.elapsed, holds)
        yield len(path.steps) - 1, number, last
        if run.held_since is not None and last > run.held_since:
            return


def _instant(offset: Offset, run: Run, calendars: Calendars) -> datetime | None:
    target, start = run.target, run.started_at
    calendar, length = calendar_of(target, calendars), offset.length.elapsed
    if offset.anchor is Anchor.DUE and (target.unit is Unit.WORKING_DAYS or target.until is not None):
        if run.due_at is None:
            return None
        moved = add(calendar, run.due_at, -length if offset.before else length, run.holds)
        return max(moved, start)
    if offset.anchor is Anchor.DUE:
        length = target.within.elapsed + (-length if offset.before else length)
    elif offset.anchor is Anchor.SHARE:
        whole = _open_time(run, calendar)
        if whole is None:
            return None
        length = whole * offset.percent / 100
    if length <= timedelta(0):
        return next_opening(calendar, start)
    return add(calendar, start, length, run.holds)


def _open_time(run: Run, calendar: Calendar) -> timedelta | None:
    """The limit as time of the clock; one in working days is the open time until due, unknown while that is."""
    if run.target.unit is not Unit.WORKING_DAYS and run.target.until is None:
        return run.target.within.elapsed
    return None if run.due_at is None else between(calendar, run.started_at, run.due_at, run.holds)


def _due(step: Step, index: int, number: int, at: datetime) -> StepDue:
    return StepDue(index=index, round=number, at=at, tell=step.tell, words=step.words, acknowledge=step.acknowledge)
