"""Floor 2: looking ahead at a programme: the rounds it will bring, or why there are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import BadInput, PolicyInvalid, Problem
from estatectl.domain.programmes.occurrences import (
    Frame,
    Occurrence,
    after_event,
    all_scheduled,
    first_of,
    following,
    is_event,
    is_rolling,
    subjects_of,
)
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.staff.rostering import read_instant
from estatectl.domain.words import Words, same
from estatectl.usecases.policies import document

PROGRAMME = "programme"
_HORIZON = timedelta(days=366 * 12)


class Course(Enum):
    """What the rounds of a programme follow."""

    SCHEDULED = "scheduled"
    AFTER_COMPLETION = "after_completion"
    AFTER_EVENT = "after_event"


@dataclass(frozen=True, slots=True)
class Coming:
    """Rounds that fall due together, one for each of the subjects."""

    opens: datetime
    nominal: datetime
    due: datetime
    closes: datetime
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a programme brings after an instant. `cut_short` says why no more is known than `coming`."""

    programme: Programme
    frame: Frame
    course: Course
    after: datetime
    subjects: tuple[str, ...]
    coming: tuple[Coming, ...]
    cut_short: tuple[Problem, ...] = ()


def outlook(bundle: Bundle, programme: Programme, after: datetime, count: int) -> Outlook:
    """The next `count` instants at which rounds of a programme fall due, for all subjects at once.

    Where rounds follow completions or events, an example: as if the last had been done, or the event had been, at
    `after`, and each round in its turn when it was meant to be. Where a calendar does not know a year, what comes
    before it; refuses where that is nothing (EST-337).
    """
    frame = Frame.of(bundle)
    subjects = subjects_of(programme, bundle.site)
    course, found = Course.SCHEDULED, all_scheduled(programme, frame, after, after + _HORIZON)
    if is_rolling(programme):
        course, found = Course.AFTER_COMPLETION, _in_turn(programme, frame, subjects, after)
    if is_event(programme):
        course, found = Course.AFTER_EVENT, iter(after_event(programme, frame, "", after))
    coming, cut_short = _gathered(found, count)
    if course is Course.AFTER_COMPLETION:
        coming = tuple(Coming(each.opens, each.nominal, each.due, each.closes, subjects) for each in coming)
    if course is Course.AFTER_EVENT:
        coming = tuple(Coming(each.opens, each.nominal, each.due, each.closes, ()) for each in coming)
    return Outlook(
        programme=programme,
        frame=frame,
        course=course,
        after=after,
        subjects=subjects,
        coming=coming,
        cut_short=cut_short,
    )


def _in_turn(programme: Programme, frame: Frame, subjects: tuple[str, ...], base: datetime) -> Iterator[Occurrence]:
    """The first, where it is still to come; then one after the other, each counted from the nominal one before."""
    for subject in subjects[:1]:
        first = first_of(programme, frame, subject)
        if first is not None and first.opens > base:
            yield first
            base = first.nominal
        while True:
            found = following(programme, frame, subject, base)
            yield found
            base = found.nominal


def _gathered(found: Iterator[Occurrence], count: int) -> tuple[tuple[Coming, ...], tuple[Problem, ...]]:
    groups: dict[tuple[datetime, datetime, datetime, datetime], list[str]] = {}
    try:
        for each in found:
            key = (each.opens, each.nominal, each.due, each.closes)
            if key not in groups and len(groups) == count:
                break
            groups.setdefault(key, []).append(each.subject)
    except PolicyInvalid as unknown:
        if not groups:
            raise
        return _coming(groups), unknown.problems if len(groups) < count else ()
    return _coming(groups), ()


def _coming(groups: dict[tuple[datetime, datetime, datetime, datetime], list[str]]) -> tuple[Coming, ...]:
    return tuple(Coming(*key, tuple(subjects)) for key, subjects in groups.items())


def instant_after(text: str | None, bundle: Bundle, now: datetime) -> datetime:
    """The instant to look ahead from, as typed: a date or an instant of the estate's wall clock. Refuses EST-467."""
    if text is None:
        return now
    zone = bundle.estate.zone
    found = read_instant(text.strip(), zone) or read_instant(f"{text.strip()}T00:00", zone)
    if found is None:
        words = Words(zh="“{text}”不是时刻", en="'{text}' is not an instant").fill(text=same(text))
        hint = Words(zh="写成 2026-05-01 或 2026-05-01T08:30", en="write 2026-05-01 or 2026-05-01T08:30")
        raise BadInput.one("EST-467", words, hint=hint)
    return found


def programme_named(bundle: Bundle, kind: str | None, name: str | None) -> Programme:
    """The programme to look ahead at. Refuses other kinds and none at all (EST-443), and an unknown id (EST-441)."""
    if kind is None or kind != PROGRAMME or name is None:
        words = Words(zh="只有巡查计划有到期的时刻", en="only a programme falls due")
        hint = Words(
            zh="写 estatectl policy show programme 标识 --next 10",
            en="write estatectl policy show programme ID --next 10",
        )
        raise BadInput.one("EST-443", words, hint=hint)
    return bundle.programmes[document(bundle, kind, name).text("id")]
