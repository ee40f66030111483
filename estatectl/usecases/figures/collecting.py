"""The subjects that figures are taken of: a whole period is looked at as nights look at their day. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from estatectl.domain.controls.scopes import Scope
from estatectl.domain.controls.subjects import Subject
from estatectl.domain.figures.instants import DAILY
from estatectl.domain.figures.period import Period
from estatectl.domain.rounds.round import Round
from estatectl.usecases.nights.judging import span_of
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.sources import Gathered
from estatectl.usecases.ports import RoundQuery


class Reach(Known):
    """What was known at the end of a period, with the rounds of long windows that were done before it began."""

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        rows = self.reader.rounds(RoundQuery(closes_from=self.span.since, opens_until=self.at))
        reached = {each.id: each for each in super().rounds}
        for round_id in self._in_order({row.id for row in rows} - reached.keys()):
            known = self.round(round_id)
            if known is not None:
                reached[round_id] = known
        return tuple(reached[each] for each in sorted(reached, key=lambda each: (len(each), each)))


class Collected:
    """The subjects of a period, each kind read once; kinds that are looked at day by day, once for each day."""

    def __init__(self, known: Known, period: Period) -> None:
        self.known, self.period = known, period
        self._whole = Gathered(known)

    def of(self, scope: Scope) -> Iterator[Subject]:
        """Every subject of a scope; of a day, as it was known at the end of that day."""
        if scope.kind not in DAILY:
            yield from self._whole.of(scope)
            return
        for day, gathered in self._days:
            for subject in gathered.of(scope):
                yield replace(subject, id=f"{subject.id}@{day}", at={**subject.at, "day": gathered.known.at})

    @cached_property
    def _days(self) -> tuple[tuple[str, Gathered], ...]:
        count = (self.period.last - self.period.first).days + 1
        days = (self.period.first + timedelta(days=number) for number in range(count))
        zone = self.period.zone
        return tuple(
            (day.isoformat(), Gathered(Known(self.known.house, self.known.bundle, span_of(day, zone)))) for day in days
        )
