"""Which round a record from elsewhere is of: programme, thing and instant stand for its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import cached_property

from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import BadInput, Problem
from estatectl.domain.programmes.occurrences import Occurrence, subjects_of
from estatectl.domain.programmes.programme import Programme, SubjectKind
from estatectl.domain.rounds.round import Round, RoundState
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.ports import Reader, RoundQuery
from estatectl.usecases.rounds.book import load_round
from estatectl.usecases.rounds.naming import programme_named, subject_named, subject_names
from estatectl.usecases.rounds.plan_marks import PLAN

_OPEN = (RoundState.DUE.value, RoundState.MISSED.value)


class Names:
    """What names of programmes and things mean under some policies; each is looked up once."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self._programmes: dict[str, Programme] = {}
        self._own: dict[str, Mapping[str, str]] = {}

    def programme(self, typed: str) -> Programme:
        """Refuses an unknown one (EST-872)."""
        if typed not in self._programmes:
            self._programmes[typed] = self.bundle.programmes[programme_named(self.bundle, typed)]
        return self._programmes[typed]

    def subject(self, programme: Programme, typed: str) -> str:
        """The thing that a programme's round is of; an empty text stands for the only one there is.

        Refuses an unknown one (EST-872), one that the programme is not about, and none where there are several
        (EST-875).
        """
        if programme.subject.kind is SubjectKind.CASE:
            return typed.strip().upper()
        own = self._names_of(programme)
        subjects = dict.fromkeys(own.values())
        if not typed.strip() and len(subjects) == 1:
            return next(iter(subjects))
        found = own.get(typed.strip()) or (subject_named(self.bundle, typed, self._all) if typed.strip() else "")
        if found not in subjects:
            raise BadInput([self._not_about(programme, typed, subjects)])
        return found

    def _names_of(self, programme: Programme) -> Mapping[str, str]:
        """The things of a programme by what they are called: a zone may have the name of the pool in it."""
        if programme.id not in self._own:
            found: dict[str, str] = {}
            for subject in subjects_of(programme, self.bundle.site):
                title, asset = self.bundle.site.thing_title(subject), self.bundle.site.asset(subject)
                names = (subject, *((title.zh, title.en) if title else ()), *((asset.code,) if asset else ()))
                found |= dict.fromkeys(names, subject)
            self._own[programme.id] = found
        return self._own[programme.id]

    @cached_property
    def _all(self) -> Mapping[str, str]:
        return subject_names(self.bundle)

    def _not_about(self, programme: Programme, typed: str, known: Iterable[str]) -> Problem:
        words = Words(zh="“{title}”不是做“{name}”的", en="'{title}' is not about '{name}'").fill(
            title=programme.title, name=same(typed.strip())
        )
        if not typed.strip():
            words = Words(zh="没写“{title}”做的是哪个对象", en="what '{title}' was done on is not said")
            words = words.fill(title=programme.title)
        few = [*known][:_FEW]
        hint = Words(zh="对象有：{list}", en="it is about: {list}").fill(list=same(", ".join(few)))
        return Problem("EST-875", words, hint=hint)


_FEW = 8


@dataclass(frozen=True, slots=True)
class Fitting:
    """The round that a record is of: one of the plan, or one beside it that is not written yet (`planned` False)."""

    round: Round
    planned: bool


def fitting(reader: Reader, programme: Programme, subject: str, at: datetime) -> Fitting | None:
    """The round of the plan whose window holds an instant: one to be done or missed before any other."""
    query = RoundQuery(programmes=(programme.id,), subject=subject, opens_until=at, closes_from=at)
    rows = reader.rounds(query)
    for row in (*(each for each in rows if each.state in _OPEN), *rows):
        if is_planned(reader, row.id):
            return Fitting(load_round(reader, row.id), planned=True)
    return None


def is_planned(reader: Reader, round_id: str) -> bool:
    """Whether a round came from the plan: these are written under a key, so that none is written twice."""
    return reader.stream(round_id)[0].key is not None


def beside_the_plan(bundle: Bundle, programme: Programme, subject: str, at: datetime) -> Fitting:
    """A round that no plan asked for, as it will be once it is written: its window is the instant it was done."""
    known = Round(
        id="",
        programme=programme.id,
        subject=subject,
        department=bundle.organisation.posts[programme.by[0]].department,
        by=programme.by,
        statutory=programme.statutory,
        nominal=at,
        opens=at,
        due=at,
        closes=at,
        policy=bundle.digest,
        version=0,
    )
    return Fitting(known, planned=False)


def occurrence_at(known: Round) -> Occurrence:
    """The occurrence that a round beside the plan is written as."""
    at = known.nominal
    return Occurrence(known.programme, known.subject, at, at, at, at)


def none_fits(house: House, programme: Programme, subject: str, at: datetime) -> Problem:
    """EST-876: no round awaits a record of that instant, with the window that is nearest."""
    words = Words(
        zh="“{title}”（{subject}）在 {at} 没有可记的一项", en="no round of '{title}' ({subject}) was open at {at}"
    )
    zone = house.bundle.estate.zone
    thing = house.bundle.site.thing_title(subject) or same(subject)
    filled = words.fill(title=programme.title, subject=thing, at=same(_clock(at, zone)))
    return Problem("EST-876", filled, hint=_nearest(house, programme, subject, at))


def _nearest(house: House, programme: Programme, subject: str, at: datetime) -> Words:
    query = RoundQuery(programmes=(programme.id,), subject=subject, limit=_FEW)
    before = house.journal.rounds(replace(query, due_before=at, newest=True))
    after = house.journal.rounds(replace(query, due_from=at))
    found = [row for row in (*before, *after) if is_planned(house.journal, row.id)]
    if not found:
        planned = house.journal.last(PLAN) is not None
        return Words(zh="它在日志里还没有一项", en="the journal has no round of it yet") if planned else _TICK
    row, zone = min(found, key=lambda row: min(abs(row.opens - at), abs(row.closes - at))), house.bundle.estate.zone
    words = Words(zh="最近的是 {id}：{opens} 到 {closes}{more}", en="the nearest is {id}: {opens} to {closes}{more}")
    more = _MAKE_UP.fill(id=same(row.id)) if row.state == RoundState.MISSED.value else same("")
    return words.fill(
        id=same(row.id), opens=same(_clock(row.opens, zone)), closes=same(_clock(row.closes, zone)), more=more
    )


_MAKE_UP = Words(zh="；事后补做的写 round: {id}", en="; what made it up afterwards says round: {id}")
_TICK = Words(zh="先运行 estatectl tick，到期的才会写入日志", en="run 'estatectl tick' first: it writes what is due")


def _clock(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
