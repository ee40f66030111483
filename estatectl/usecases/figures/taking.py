"""Figures of a period, as of its end: taken later, or twice, they come out the same. Floor 2."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.subjects import Span
from estatectl.domain.figures.figure import Figure, PostsOf, figure
from estatectl.domain.figures.kpi import BoundKpi, Kpi
from estatectl.domain.figures.period import Length, Period
from estatectl.domain.problems import BadInput, NothingToCheck, did_you_mean
from estatectl.domain.staff.staffing import STAFF, fold_person
from estatectl.domain.words import Words, same
from estatectl.usecases.figures.collecting import Collected, Reach
from estatectl.usecases.house import House
from estatectl.usecases.nights.checking import policies_of
from estatectl.usecases.nights.judging import last_day
from estatectl.usecases.nights.known import Known


@dataclass(frozen=True, slots=True)
class Taken:
    """The figures of a period, with the policies in force at its end, under which they were reckoned."""

    period: Period
    bundle: Bundle
    figures: tuple[Figure, ...]

    def figure(self, kpi: str) -> Figure:
        """The figure of that id or title. Refuses what there is none of (EST-752)."""
        for each in self.figures:
            if kpi in _names(each.kpi):
                return each
        words = Words(zh="没有叫“{name}”的指标", en="there is no figure '{name}'").fill(name=same(kpi))
        raise BadInput.one("EST-752", words, hint=did_you_mean(kpi, self.bundle.kpis))


def _names(kpi: Kpi) -> set[str]:
    return {kpi.id, kpi.title.zh, kpi.title.en}


def figures(house: House, period: Period) -> tuple[Figure, ...]:
    """Every figure of the policies in force at the end of a period, in order of id; see `take`."""
    return take(house, period).figures


def take(house: House, period: Period, only: Collection[str] = ()) -> Taken:
    """The figures of a period (all, or those named), each held against the period before.

    A period that is not over is looked at up to the last day that is. What reached the journal after the end is not
    seen. Both periods are reckoned under the policies in force at the end of this one, each from what was known at
    its own end. Refuses a period of which no day is over (EST-751), policies without figures and a journal that
    holds nothing yet (EST-753).
    """
    period = _over(house, period)
    bundle = policies_of(house, period.last)
    if not bundle.kpis:
        words = Words(zh="细则里一个指标也没有", en="the policies have no figures at all")
        raise NothingToCheck.one("EST-753", words, hint=_NO_KPIS)
    first = house.journal.first_reached()
    if first is None or first > period.end:
        words = Words(zh="到 {day} 为止台账日志里什么也没有", en="the journal holds nothing up to {day}")
        raise NothingToCheck.one("EST-753", words.fill(day=same(str(period.last))))
    wanted = tuple(each for each in bundle.bound_kpis if not only or set(only) & _names(each.kpi))
    before = period.before()
    earlier = {} if first > before.end else {each.id: each for each in _take(house, bundle, wanted, before, {})}
    return Taken(period, bundle, _take(house, bundle, wanted, period, earlier))


def last_period(house: House, length: Length) -> Period:
    """The last period of that length that is over."""
    zone = house.bundle.estate.zone
    last = last_day(house.now, zone)
    period = Period.of(length, last, zone)
    return period if period.last == last else period.before()


def _over(house: House, period: Period) -> Period:
    last = last_day(house.now, house.bundle.estate.zone)
    if period.first <= last:
        return period.up_to(last)
    words = Words(
        zh="{name} 还没有过完一天，没有指标可算", en="no day of {name} is over yet: there are no figures"
    ).fill(name=same(period.name))
    hint = Words(zh="最近过完的一天是 {last}", en="the last day that is over is {last}").fill(last=same(str(last)))
    raise BadInput.one("EST-751", words, hint=hint)


def _take(
    house: House, bundle: Bundle, wanted: Collection[BoundKpi], period: Period, before: Mapping[str, Figure]
) -> tuple[Figure, ...]:
    known = Reach(house, bundle, Span(period.start, period.end))
    gathered = Collected(known, period)
    posts = _posts(known)
    return tuple(figure(each, gathered.of(each.kpi.over), period, before.get(each.kpi.id), posts) for each in wanted)


def _posts(known: Known) -> PostsOf:
    """The posts that everybody held at the end of the period."""
    ids = [person.id for person in known.reader.people()]
    known.read(STAFF + each for each in ids)
    people = (fold_person(known.entries(STAFF + each)) for each in ids)
    return {person.id: person.posts for person in people if person is not None}


_NO_KPIS = Words(
    zh="写在 policies/kpis/ 里；写法见参考页 kinds",
    en="write them under policies/kpis/; the reference page of kinds says how",
)
