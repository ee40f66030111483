"""What was known at an instant: projections put right by folding anew whatever was written to later. Floor 2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.case import Case, Family, fold
from estatectl.domain.controls.subjects import Span
from estatectl.domain.entries import Entry
from estatectl.domain.registers.line import Line, fold_line
from estatectl.domain.rounds.round import SERIES, Round, RoundState, fold_round
from estatectl.domain.wall_clock import instant_of
from estatectl.usecases.house import House
from estatectl.usecases.ports import CaseQuery, Reader, RoundQuery, RoundRow
from estatectl.usecases.rounds.plan_marks import EVERY

T = TypeVar("T")

_LATEST = 30  # rounds that were made up after the instant stand before the one that is looked for
_AHEAD = timedelta(days=400)  # rounds of long windows are done before they are due


@dataclass(frozen=True, slots=True)
class Stood:
    """A round as it stood at the instant, of those that fell due by then."""

    id: str
    subject: str
    due: datetime
    closes: datetime
    state: RoundState
    done_at: datetime | None

    @property
    def missed(self) -> bool:
        """Nobody did it in its time; meant for rounds that have closed."""
        return self.state in (RoundState.MISSED, RoundState.DUE)


class Known:
    """The journal as it stood at `span.until`, for the subjects that were open then or touched within the span.

    Nothing that reached the journal later is seen, so that looking later, or twice, finds the same. `house` works
    under the policies given, at that instant.
    """

    def __init__(self, house: House, bundle: Bundle, span: Span) -> None:
        self.house = replace(house, bundle=bundle, now=span.until)
        self.bundle, self.span = bundle, span
        self.reader: Reader = house.journal
        self.later = frozenset(self.reader.reached(span.until))
        self.touched = frozenset(self.reader.reached(span.since, span.until))
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._folded: dict[str, object] = {}
        self._held: dict[object, object] = {}

    @property
    def at(self) -> datetime:
        return self.span.until

    @cached_property
    def day(self) -> date:
        """The day that ends at the instant."""
        zone = self.bundle.estate.zone
        return date.fromordinal(self.at.astimezone(zone).date().toordinal() - 1)

    def back(self, days: int) -> datetime:
        """The end of the day so many days before the one that ends at the instant."""
        return instant_of(self.bundle.estate.zone, date.fromordinal(self.day.toordinal() + 1 - days), 0)

    def once(self, look: Callable[[Known], T]) -> T:
        """What a look at all of this finds, looked for once, whoever asks."""
        if look not in self._held:
            self._held[look] = look(self)
        return self._held[look]  # type: ignore[return-value]

    def read(self, streams: Iterable[str]) -> None:
        """Read the entries of many streams at once, ahead of their folding."""
        wanted = [stream for stream in streams if stream not in self._entries]
        found = self.reader.known(wanted, self.at)
        self._entries.update((stream, found.get(stream, ())) for stream in wanted)

    def entries(self, stream: str) -> tuple[Entry, ...]:
        """The entries of a stream that were known."""
        if stream not in self._entries:
            self.read((stream,))
        return self._entries[stream]

    def moved(self, prefix: str) -> Iterator[str]:
        """The streams of a series that were touched within the span, or after it."""
        yield from (stream for stream in self.touched | self.later if stream.startswith(prefix))

    def case(self, case_id: str) -> Case | None:
        return self._fold(case_id, fold)

    def cases(self, workflow_id: str) -> Iterator[Case]:
        """The cases of a workflow that were open, or touched within the span, in order of their numbers."""
        workflow = self.bundle.workflows[workflow_id]
        rows = self.reader.cases(CaseQuery(workflow=workflow_id, open=True, by_id=True))
        ids = {row.id for row in rows} | set(self.moved(f"{workflow.series}-"))
        for case_id in self._in_order(ids):
            case = self.case(case_id)
            if case is not None and case.workflow == workflow_id and self._counts(case, case_id):
                yield case

    def _counts(self, case: Case, stream: str) -> bool:
        stage = self.bundle.workflows[case.workflow].stage(case.stage)
        return not stage.final or stream in self.touched

    def family(self, case: Case) -> Family:
        """How the cases below one stood."""
        rows = self.reader.cases(CaseQuery(parent=case.id, by_id=True))
        stages = []
        for row in rows:
            child = self.case(row.id) if row.id in self.later else None
            if row.id not in self.later:
                stages.append((row.workflow, row.stage))
            elif child is not None:
                stages.append((child.workflow, child.stage))
        known = [self.bundle.workflows[workflow].stage(stage) for workflow, stage in stages]
        return Family(len(known), sum(not stage.final for stage in known), sum(not stage.settled for stage in known))

    def round(self, round_id: str) -> Round | None:
        return self._fold(round_id, fold_round)

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds that were to be done, or have open findings, or were touched within the span."""
        due = self.reader.rounds(RoundQuery(states=(RoundState.DUE.value,), opens_until=self.at))
        found = self.reader.rounds(RoundQuery(open_findings=True))
        ids = {row.id for row in (*due, *found)} | set(self.moved(f"{SERIES}-"))
        rounds = (self.round(round_id) for round_id in self._in_order(ids))
        return tuple(known for known in rounds if known is not None and self._is_live(known))

    def _is_live(self, known: Round) -> bool:
        live = known.state is RoundState.DUE or bool(known.open_findings)
        return live or known.id in self.touched

    @cached_property
    def _rounds_by_programme(self) -> Mapping[str, tuple[Round, ...]]:
        found: dict[str, list[Round]] = defaultdict(list)
        for each in self.rounds:
            found[each.programme].append(each)
        return {name: tuple(rounds) for name, rounds in found.items()}

    def rounds_of(self, programme: str) -> tuple[Round, ...]:
        """Those of `rounds` that belong to a programme."""
        return self._rounds_by_programme.get(programme, ())

    def had(self, round_id: str, finding_id: str) -> bool:
        """Whether a finding was known already."""
        if round_id not in self.later:
            return True
        known = self.round(round_id)
        return known is not None and any(f"{known.id}/{each.number}" == finding_id for each in known.findings)

    def stood(self, programme: str, since: datetime) -> tuple[Stood, ...]:
        """The rounds of a programme that fell due after an instant, as they stood; the latest first."""
        rows = self.reader.rounds(RoundQuery(programmes=(programme,), due_from=since, due_before=self.at, newest=True))
        return tuple(stood for row in rows if (stood := self._stood(row)) is not None)

    def last_done(self, programme: str, subject: str) -> Stood | None:
        """The last round of a programme at a thing that had been done."""
        query = RoundQuery(
            programmes=(programme,),
            subject=subject,
            states=(RoundState.DONE.value,),
            due_before=self.at + _AHEAD,
            newest=True,
            limit=_LATEST,
        )
        for row in self.reader.rounds(query):
            stood = self._stood(row)
            if stood is not None and stood.done_at is not None:
                return stood
        return None

    def _stood(self, row: RoundRow) -> Stood | None:
        if row.id not in self.later:
            return Stood(row.id, row.subject, row.due, row.closes, RoundState(row.state), row.done_at)
        known = self.round(row.id)
        if known is None:
            return None
        return Stood(known.id, known.subject, known.due, known.closes, known.state, known.done_at)

    def planned(self, programme: str, subject: str) -> bool:
        """Whether rounds of a programme are being written down for a thing at all."""
        marks = self.reader.plan_marks(programme)
        return any(mark.subject in (EVERY, subject) for mark in marks)

    def line(self, line_id: str) -> Line | None:
        """A line of a register."""
        return self._fold(line_id, fold_line)

    def _fold(self, stream: str, fold_: Callable[[Iterable[Entry]], T | None]) -> T | None:
        if stream not in self._folded:
            entries = self.entries(stream)
            self._folded[stream] = fold_(entries) if entries else None
        return self._folded[stream]  # type: ignore[return-value]

    def _in_order(self, ids: Iterable[str]) -> list[str]:
        ordered = sorted(ids, key=lambda each: (len(each), each))
        self.read(ordered)
        return ordered
