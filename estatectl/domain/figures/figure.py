"""A figure of a period: what counts, what it comes to, whether that is enough, and what changed. Domain floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from estatectl.domain.controls.subjects import Subject
from estatectl.domain.figures.kpi import BoundKpi, By, Kpi, Value
from estatectl.domain.figures.period import Period
from estatectl.domain.figures.reckoning import Member, Reckoned, reckon
from estatectl.domain.rules.weighing import weigh

Direction = Literal["better", "worse", "same", "more", "less"]
"""`more` and `less` where nothing says which is better."""

PostsOf = Mapping[str, tuple[str, ...]]
"""The posts that members of staff hold, by their ids."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Against the period before: its value, by how much this one differs, and whether that is better."""

    before: Decimal
    by: Decimal
    direction: Direction


@dataclass(frozen=True, slots=True)
class Part:
    """What one department, post or person has of a figure. `key` is an id, "" for what nobody had in hand."""

    by: By
    key: str
    reckoned: Reckoned
    members: tuple[Member, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a period, with everything it stands on.

    `members` are what counts, in order of id. `belated` are ids of subjects of the period before that nobody knew of
    when it ended, so that they were counted nowhere: shown, lest something written down late gets lost.
    `trend` is None where the period before had no value, or only a part of this one has passed and it is a sum.
    """

    kpi: Kpi
    period: Period
    whole: Reckoned
    members: tuple[Member, ...]
    parts: tuple[Part, ...]
    trend: Trend | None = None
    belated: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.kpi.id

    @property
    def value(self) -> Decimal | None:
        return self.whole.value

    @property
    def numerator(self) -> int:
        return self.whole.good

    @property
    def denominator(self) -> int:
        return self.whole.counted

    @property
    def unproven(self) -> int:
        return self.whole.unproven

    @property
    def met(self) -> bool | None:
        """None where there is no target, no value, or too few to say."""
        return self.whole.met

    @property
    def small(self) -> bool:
        return self.whole.small

    @property
    def bad(self) -> tuple[Member, ...]:
        """The members that speak against it, where members are judged one by one; unproven ones are none of these."""
        return against(self.kpi, self.members)

    @property
    def unknown(self) -> tuple[Member, ...]:
        """The members of which a fact is missing."""
        return tuple(each for each in self.members if each.good is None)

    def by(self, by: By) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.by is by)

    def part_of(self, by: By, key: str) -> Part | None:
        return next((part for part in self.parts if part.by is by and part.key == key), None)

    def part(self, by: By, key: str) -> Reckoned | None:
        """What a part comes to."""
        found = self.part_of(by, key)
        return None if found is None else found.reckoned


def against(kpi: Kpi, members: Iterable[Member]) -> tuple[Member, ...]:
    """The members that speak against a figure; none where they are measured and not judged."""
    unwanted = kpi.more_is_better is False
    return tuple(each for each in members if each.good is unwanted) if kpi.value.judges else ()


def figure(
    bound: BoundKpi,
    subjects: Iterable[Subject],
    period: Period,
    before: Figure | None = None,
    posts: PostsOf | None = None,
) -> Figure:
    """What the subjects of a period come to; `before` is the same figure of the period before."""
    kpi = bound.kpi
    kept = tuple(subjects)
    members = tuple(sorted(_members(bound, kept, period), key=lambda each: each.subject.id))
    whole = reckon(kpi, members)
    return Figure(
        kpi=kpi,
        period=period,
        whole=whole,
        members=members,
        parts=tuple(_parts(kpi, members, posts or {})),
        trend=None if before is None else _trend(kpi, period, whole, before.whole),
        belated=() if before is None else tuple(_belated(bound, kept, before)),
    )


def _members(bound: BoundKpi, subjects: Iterable[Subject], period: Period) -> Iterator[Member]:
    kpi = bound.kpi
    for subject in subjects:
        if not _counts(kpi, subject, period):
            continue
        asked = weigh(bound.where, subject.facts)
        if asked is False:
            continue
        amount, base = _amount(kpi.measure, subject), _amount(kpi.of, subject)
        good = weigh(bound.good, subject.facts) if asked is True else None
        if not kpi.value.judges and (amount is None or (kpi.of is not None and base is None)):
            good = None
        yield Member(subject, good, amount, base)


def _counts(kpi: Kpi, subject: Subject, period: Period) -> bool:
    if kpi.counts_at is None:
        return True
    at = subject.at.get(kpi.counts_at)
    return at is not None and period.holds(at)


def _amount(fact: str | None, subject: Subject) -> Decimal | None:
    found = None if fact is None else subject.facts.get(fact)
    return found if isinstance(found, Decimal) else None


def _parts(kpi: Kpi, members: tuple[Member, ...], posts: PostsOf) -> Iterator[Part]:
    for by in kpi.by:
        found: dict[str, list[Member]] = {}
        for member in members:
            for key in _keys(by, member.subject, posts):
                found.setdefault(key, []).append(member)
        yield from (Part(by, key, reckon(kpi, found[key]), tuple(found[key])) for key in sorted(found))


def _keys(by: By, subject: Subject, posts: PostsOf) -> tuple[str, ...]:
    """A subject of several posts counts under each of them; without posts of its own, under those of who had it."""
    match by:
        case By.DEPARTMENT:
            return (subject.department or "",)
        case By.PERSON:
            return (subject.person or "",)
        case By.POST:
            return subject.posts or posts.get(subject.person or "", ()) or ("",)


def _trend(kpi: Kpi, period: Period, now: Reckoned, then: Reckoned) -> Trend | None:
    adds_up = kpi.value in (Value.SUM, Value.COUNT)
    if now.value is None or then.value is None or (period.partial and adds_up) or (adds_up and not then.counted):
        return None
    by = now.value - then.value
    if by == 0:
        return Trend(then.value, by, "same")
    more = kpi.more_is_better
    if more is None:
        return Trend(then.value, by, "more" if by > 0 else "less")
    return Trend(then.value, by, "better" if (by > 0) is more else "worse")


def _belated(bound: BoundKpi, subjects: tuple[Subject, ...], before: Figure) -> Iterator[str]:
    if bound.kpi.counts_at is None:
        return
    counted = {each.subject.id for each in before.members}
    for member in _members(bound, subjects, before.period):
        if member.subject.id not in counted:
            yield member.subject.id
