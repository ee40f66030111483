"""Everything that a report tells, gathered as of the end of its days: made later, it is the same. Floor 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.night import Checked, Night
from estatectl.domain.controls.subjects import Span
from estatectl.domain.entries import Entry
from estatectl.domain.figures.figure import Figure
from estatectl.domain.figures.period import Length, Period
from estatectl.domain.problems import NothingToCheck
from estatectl.domain.rounds.round import SERIES, Round
from estatectl.domain.running.runs import Silence
from estatectl.domain.wall_clock import instant_of
from estatectl.domain.words import Words
from estatectl.usecases.figures.taking import take
from estatectl.usecases.house import House
from estatectl.usecases.nights.checking import Wish, check, policies_of
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.record import kept_nights
from estatectl.usecases.reporting.course import Climbed, Mended, climbed, mended, missed
from estatectl.usecases.reporting.standing import Standing, standing
from estatectl.usecases.reporting.stretch import Stretch
from estatectl.usecases.reporting.tallies import KINDS, Count, Tallies, Workflows, counted, tallied
from estatectl.usecases.running.heartbeat import silences


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a report is made of.

    `began` is when the journal's first entry reached it. `night` is the check of the last day; None where there was
    nothing to check. `why` says what could not be had. `nights` are the checks that were journaled for its days,
    `unchecked` the days without one, `silences` the times in which no tick ran: nobody was told of anything then.
    """

    stretch: Stretch
    began: datetime
    bundle: Bundle
    known: Known
    tallies: Tallies
    standing: Standing
    missed: tuple[Round, ...]
    climbed: tuple[Climbed, ...]
    mended: tuple[Mended, ...]
    night: Night | None
    why: tuple[Words, ...]
    nights: Mapping[date, Checked]
    unchecked: tuple[date, ...]
    figures: tuple[Figure, ...]
    silences: tuple[Silence, ...]


def gather(house: House, stretch: Stretch) -> Gathered:
    """Refuses days before the journal began (EST-768)."""
    began = house.journal.first_reached()
    if began is None or stretch.end < began:
        words = Words(zh="{title} 之前台账日志里什么也没有", en="the journal holds nothing up to the end of {title}")
        raise NothingToCheck.one("EST-768", words.fill(title=stretch.title))
    bundle = policies_of(house, stretch.last)
    known = Known(house, bundle, Span(stretch.start, stretch.end))
    workflows = Workflows(bundle)
    since = instant_of(stretch.zone, min(stretch.shown[0], stretch.before().first), 0)
    entries = tuple(house.journal.happened(since, stretch.end, KINDS))
    own = [entry for entry in entries if entry.recorded_at > stretch.start]
    known.read(sorted({entry.stream for entry in own if not entry.stream.startswith(f"{SERIES}-")}))
    night, why = _night(house, stretch)
    figures, why_not = _figures(house, stretch)
    nights = _nights(house, stretch)
    return Gathered(
        stretch=stretch,
        began=began,
        bundle=bundle,
        known=known,
        tallies=tallied(
            entries, workflows, lambda entry: _day(entry, stretch.zone), stretch.first, _Departments(known)
        ),
        standing=standing(known),
        missed=missed(known, own),
        climbed=climbed(known, own),
        mended=mended(known, (e.stream for e in own if Count.CLOSED in counted(e, workflows))),
        night=night,
        why=(*why, *why_not),
        nights=nights,
        unchecked=tuple(day for day in stretch.days if day not in nights and instant_of(stretch.zone, day, 0) >= began),
        figures=figures,
        silences=silences(house.journal, stretch.start, stretch.end),
    )


def _day(entry: Entry, zone: tzinfo) -> date:
    """The day of the estate on which an entry reached the journal; midnight itself belongs to the day that ends."""
    local = entry.recorded_at.astimezone(zone)
    midnight = local == instant_of(zone, local.date(), 0)
    return local.date() - timedelta(days=int(midnight))


class _Departments:
    """The department of a stream at the end of the days; "" where there is none."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._found: dict[str, str] = {}

    def __call__(self, stream: str) -> str:
        if stream not in self._found:
            self._found[stream] = self._look(stream)
        return self._found[stream]

    def _look(self, stream: str) -> str:
        if stream.startswith(f"{SERIES}-"):
            row = self._known.reader.round(stream)
            return "" if row is None else row.department
        case = self._known.case(stream)
        return "" if case is None else case.text("department") or ""


def _night(house: House, stretch: Stretch) -> tuple[Night | None, tuple[Words, ...]]:
    """The check of the last day, as it is or would be journaled; looking at it writes nothing."""
    try:
        return check(house, Wish(day=stretch.last, keep=False)).night, ()
    except NothingToCheck as nothing:
        return None, tuple(problem.words for problem in nothing.problems)


_LENGTHS = {"daily": Length.DAY, "weekly": Length.WEEK, "monthly": Length.MONTH}


def _figures(house: House, stretch: Stretch) -> tuple[tuple[Figure, ...], tuple[Words, ...]]:
    try:
        return take(house, Period.of(_LENGTHS[stretch.kind], stretch.last, stretch.zone)).figures, ()
    except NothingToCheck as nothing:
        return (), tuple(problem.words for problem in nothing.problems)


def _nights(house: House, stretch: Stretch) -> dict[date, Checked]:
    return {night.day: night for night in kept_nights(house.journal) if stretch.first <= night.day <= stretch.last}
