"""What the shift plans want staffed, as subjects: the day, and the week after it. Floor 2."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from estatectl.domain.controls.subjects import Subject
from estatectl.domain.problems import PolicyInvalid
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.staff.gaps import Demand, Gap, gaps
from estatectl.domain.staff.shift_plan import Cover
from estatectl.domain.wall_clock import Instants
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.sources.cases import hours
from estatectl.usecases.nights.sources.staff import AHEAD, roster
from estatectl.usecases.staffing.covering import spans_of

_SHORT = ("short", "unskilled", "uncertified")
_CERTIFICATES = ("expiring",)


def cover_subjects(known: Known, cover_id: str) -> Iterator[Subject]:
    """One cover of the shift plans."""
    for plan in known.bundle.shift_plans.values():
        if cover_id in plan.cover:
            yield _subject(known, plan.id, plan.cover[cover_id])


def _subject(known: Known, plan: str, cover: Cover) -> Subject:
    department = known.bundle.organisation.posts[cover.posts[0]].department
    facts: dict[str, FactValue] = {
        "cover": cover.id,
        "plan": plan,
        "department": department,
        "planned": any(
            shift.post in cover.posts and shift.end > known.at and shift.start < known.at + AHEAD
            for shift in known.once(roster).shifts
        ),
        **_on_the_day(known, cover),
        **_ahead(known, cover),
    }
    return Subject(
        id=cover.id,
        title=cover.title,
        facts=facts,
        department=department,
        posts=cover.posts,
        thing=cover.id,
    )


def _on_the_day(known: Known, cover: Cover) -> dict[str, FactValue]:
    start, end = known.span.since, known.at
    try:
        spans = spans_of(known.house, cover, start, end)
    except PolicyInvalid:  # a year without its holidays: nothing can be said of it
        return {}
    found = _gaps(known, cover, spans, start, end)
    lapsing = [gap for gap in found if gap.kind in _CERTIFICATES and gap.until is not None]
    return {
        "wanted_hours": hours(_length(spans)),
        **{f"{kind}_hours": hours(_of_kind(found, kind)) for kind in _SHORT},
        **{kind: _people(gap for gap in found if gap.kind == kind) for kind in ("too_long", "little_rest", "double")},
        **{kind: Decimal(sum(gap.kind == kind for gap in found)) for kind in ("on_leave", "gone")},
        "expired": _people(gap for gap in lapsing if gap.until is not None and gap.until < known.day),
        "expiring_30d": _people(gap for gap in lapsing if gap.until is not None and gap.until >= known.day),
    }


def _ahead(known: Known, cover: Cover) -> dict[str, FactValue]:
    start, end = known.at, known.at + AHEAD
    try:
        spans = spans_of(known.house, cover, start, end)
    except PolicyInvalid:
        return {}
    found = _gaps(known, cover, spans, start, end)
    other = [gap for gap in found if gap.kind != "short" and gap.kind not in _CERTIFICATES]
    return {
        "ahead_wanted_hours": hours(_length(spans)),
        "ahead_short_hours": hours(_of_kind(found, "short")),
        "ahead_faults": Decimal(len(other)),
    }


def _gaps(known: Known, cover: Cover, spans: tuple[Instants, ...], start: datetime, end: datetime) -> list[Gap]:
    """What is wrong with the roster for a cover: its own gaps, and those of people on its posts."""
    whole = known.once(roster)
    found = gaps([Demand(cover, spans)], whole, start, end, known.bundle.estate.zone)
    here = {each.person for each in whole.shifts if each.post in cover.posts and each.start < end and each.end > start}
    return [gap for gap in found if gap.cover == cover.id or _concerns(gap, cover, here)]


def _concerns(gap: Gap, cover: Cover, here: Collection[str | None]) -> bool:
    return gap.post in cover.posts if gap.post is not None else gap.person in here


def _people(found: Iterable[Gap]) -> Decimal:
    return Decimal(len({gap.person for gap in found}))


def _of_kind(found: Iterable[Gap], kind: str) -> timedelta:
    """How long gaps of a kind lasted; what overlaps (of several skills) counts once."""
    return _length(tuple(sorted((gap.start, gap.end) for gap in found if gap.kind == kind)))


def _length(spans: tuple[Instants, ...]) -> timedelta:
    whole, reached = timedelta(), None
    for start, end in spans:
        begin = start if reached is None else max(start, reached)
        if end > begin:
            whole += end - begin
        reached = end if reached is None else max(reached, end)
    return whole
