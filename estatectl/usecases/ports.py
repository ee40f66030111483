"""What the use cases need from outside, and nothing about how it is had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from estatectl.usecases.delivery.ports import DeliveryReader, DeliveryUnit
from estatectl.usecases.gate.ports import GateReader
from estatectl.usecases.nights.ports import NightReader
from estatectl.usecases.registers.ports import RegisterReader, RegisterUnit
from estatectl.usecases.running.ports import RunningReader, RunningUnit
from estatectl.usecases.staffing.ports import StaffingReader, StaffingUnit
from estatectl.usecases.stock.ports import StockReader, StockUnit

if TYPE_CHECKING:  # a staff command pays for no model that it does not use
    from estatectl.domain.bundle import Bundle
    from estatectl.domain.chain import Line
    from estatectl.domain.entries import Draft, Entry
    from estatectl.domain.lexicon.understanding import Match
    from estatectl.domain.rules.correlations import Correlation, Live, Relation
    from estatectl.domain.rules.decisions import Decision, Table
    from estatectl.domain.rules.facts import Facts
    from estatectl.domain.staff.people import Person, Shift
    from estatectl.domain.words import Words
    from estatectl.usecases.gate.ports import Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as the boards and searches see it: a projection of its stream, written in the same transaction.

    `next_due` is when the case, or one below it, is due next: the clock `next_clock` of the case `next_of`.
    `wake_at` is the next instant at which `tick` has something to do for it; None when nothing is due.
    `summary`, `household` and `contact` are personal and live outside the chain. `keys` are the names by which a case
    that is open may be found, `presence` when it came in and left; both are written with a row, not read with it.
    """

    id: str
    workflow: str
    stage: str
    open: bool
    opened_at: datetime
    changed_at: datetime
    parent: str | None = None
    type: str | None = None
    urgency: str | None = None
    department: str | None = None
    handler: str | None = None
    household: str | None = None
    location: str | None = None
    asset: str | None = None
    contact: str | None = None
    summary: str = ""
    concepts: tuple[str, ...] = ()
    next_of: str | None = None
    next_clock: str | None = None
    next_due: datetime | None = None
    paused: bool = False
    breaches: int = 0
    wake_at: datetime | None = None
    keys: tuple[tuple[str, str], ...] | None = None
    presence: Presence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """Which cases; every field that is set narrows. Ordered by next due (none last), then id;
    `by_id`: by id alone; `newest`: the last opened first."""

    workflow: str | None = None
    open: bool | None = None
    stage: str | None = None
    type: str | None = None
    urgency: str | None = None
    department: str | None = None
    handler: str | None = None
    parent: str | None = None
    household: str | None = None
    location: str | None = None
    asset: str | None = None
    concept: str | None = None
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    due_before: datetime | None = None
    text: str | None = None
    key: tuple[str, str] | None = None
    limit: int | None = None
    by_id: bool = False
    newest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """A round as boards and searches see it: a projection of its stream, written in the same transaction.

    `state` is a value of `domain.rounds.RoundState`, `timeliness` of `Timeliness`; `by` are the posts that may do it.
    `wake_at` is the next instant at which `tick` has something to do for it; None when nothing is due.
    """

    id: str
    programme: str
    subject: str
    department: str
    by: tuple[str, ...]
    statutory: bool
    state: str
    opens: datetime
    due: datetime
    closes: datetime
    done_at: datetime | None = None
    done_by: str | None = None
    timeliness: str | None = None
    findings: int = 0
    open_findings: int = 0
    wake_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundQuery:
    """Which rounds; every field that is set narrows. Ordered by due, then id; `newest`: the last due first."""

    programmes: tuple[str, ...] | None = None
    subject: str | None = None
    department: str | None = None
    posts: tuple[str, ...] | None = None
    states: tuple[str, ...] | None = None
    statutory: bool | None = None
    opens_until: datetime | None = None
    due_from: datetime | None = None
    due_before: datetime | None = None
    closes_from: datetime | None = None
    open_findings: bool = False
    newest: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding as searches and joins see it. `id` is `RD-12/1`; `case` was opened because of it."""

    id: str
    round: str
    programme: str
    subject: str
    item: str
    kind: str
    severity: str
    at: datetime
    open: bool
    case: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingQuery:
    """Which findings; every field that is set narrows. The latest first."""

    round: str | None = None
    programme: str | None = None
    subject: str | None = None
    item: str | None = None
    kind: str | None = None
    case: str | None = None
    open: bool | None = None
    since: datetime | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMark:
    """Up to where the rounds of a programme are written down; for what follows completion or an event, per subject.

    Occurrences that open after `after` are still to come. `base` is the completion or event that they count from.
    `wake_at` is when the next one opens; None while one is open, or where none ever comes.
    """

    programme: str
    subject: str
    after: datetime
    base: datetime | None
    wake_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message to a person or a post. `key` makes delivery repeatable without sending twice."""

    key: str
    case: str
    to_post: str | None
    to_person: str | None
    template: str
    text_zh: str
    text_en: str
    queued_at: datetime
    delivered_at: datetime | None = None


class Reader(
    RegisterReader, GateReader, StaffingReader, StockReader, NightReader, RunningReader, DeliveryReader, Protocol
):
    """Reading the journal and its projections."""

    def stream(self, stream: str) -> tuple[Entry, ...]:
        """All entries of a stream, in order; empty for an unknown one."""
        ...

    def last(self, stream: str) -> Entry | None:
        """The newest entry of a stream."""
        ...

    def streams(self) -> tuple[str, ...]:
        """The names of all streams, in order of their first entries."""
        ...

    def done(self, key: str) -> Entry | None:
        """The entry written under an idempotency key."""
        ...

    def case(self, case_id: str) -> CaseRow | None: ...

    def cases(self, query: CaseQuery) -> tuple[CaseRow, ...]: ...

    def waking(self, now: datetime) -> tuple[str, ...]:
        """Ids of the cases with `wake_at <= now`, in order of wake_at, then id."""
        ...

    def round(self, round_id: str) -> RoundRow | None: ...

    def rounds(self, query: RoundQuery) -> tuple[RoundRow, ...]: ...

    def findings(self, query: FindingQuery) -> tuple[FindingRow, ...]: ...

    def waking_rounds(self, now: datetime) -> tuple[str, ...]:
        """Ids of the rounds with `wake_at <= now`, in order of wake_at, then id."""
        ...

    def plan_marks(
        self, programme: str | None = None, due: datetime | None = None, subject: str | None = None
    ) -> tuple[PlanMark, ...]:
        """The marks of a programme, of a subject, with `wake_at <= due`; in order of wake_at, programme, subject."""
        ...

    def people(self) -> tuple[Person, ...]: ...

    def shifts(self, start: datetime, end: datetime) -> tuple[Shift, ...]:
        """Shifts that overlap `[start, end]`."""
        ...

    def undelivered(self) -> tuple[Notice, ...]: ...

    def bundle(self, digest: str) -> bytes | None:
        """The policies as they stood under a digest, as kept by `keep_bundle`."""
        ...


class Unit(Reader, RegisterUnit, StaffingUnit, StockUnit, RunningUnit, DeliveryUnit, Protocol):
    """One write transaction: reads see what it wrote; all of it happens, or none."""

    def append(self, draft: Draft, *, expect: int | None = None) -> Entry:
        """Write one entry. With `expect`, the stream must be at that version, else `DataBroken` EST-510."""
        ...

    def number(self, series: str) -> int:
        """The next number of a series, from 1: above every number taken and every stream named `<series>-<number>`."""
        ...

    def put_case(self, row: CaseRow) -> None: ...

    def wake_open(self, at: datetime) -> None:
        """Have `tick` look at every open case at an instant: what is due may have changed with the policies."""
        ...

    def put_round(self, row: RoundRow) -> None: ...

    def put_finding(self, row: FindingRow) -> None: ...

    def put_mark(self, mark: PlanMark) -> None: ...

    def drop_mark(self, programme: str, subject: str) -> None: ...

    def put_person(self, person: Person) -> None: ...

    def put_shift(self, shift: Shift) -> None: ...

    def drop_shift(self, shift: Shift) -> None:
        """Take a shift off the roster; one that is not there is no fault."""
        ...

    def queue(self, notice: Notice) -> None:
        """Put a notice into the outbox; a key that is there already is left alone."""
        ...

    def delivered(self, key: str, at: datetime) -> None: ...

    def keep_bundle(self, digest: str, content: bytes) -> None: ...

    def clear_projections(self) -> None:
        """Drop what can be derived from entries, before a rebuild in the same unit."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: how many entries were read, the head of the chain, and the first bad entry if any."""

    entries: int
    head: str
    bad_seq: int | None = None
    reason: Words | None = None


class Journal(Reader, Protocol):
    """The append-only log."""

    def unit(self, *, now: datetime, policy: str) -> AbstractContextManager[Unit]:
        """A write transaction, holding the writer's lock from the start; commits at the end, rolls back on error."""
        ...

    def head(self) -> tuple[int, str]:
        """The number and hash of the last entry; 0 and the genesis hash while there is none."""
        ...

    def entries(self, after: int = 0) -> Iterator[Entry]: ...

    def lines(self, after: int = 0) -> Iterator[Line]:
        """The entries as they are chained: with commitments where personal values are."""
        ...

    def verify(self, noted: str | None = None) -> Verdict:
        """Read the whole chain. With a head hash that somebody `noted` elsewhere, the chain must contain it."""
        ...

    def erase(self, *, now: datetime, policy: str, actor: str, stream: str, fields: Sequence[str], reason: str) -> int:
        """Forget the personal values of a stream's fields; the chain stays valid. How many values were erased."""
        ...


class ConceptFinder(Protocol):
    """Sees every word of the lexicon in a text, in one pass."""

    def matches(self, text: str) -> Iterable[Match]:
        """Where words of the lexicon stand in a normalised text: all of them, also inside others, in any order."""
        ...


class Snapshots(Protocol):
    """Whole policy sets as bytes, for the journal to keep."""

    def write(self, bundle: Bundle) -> bytes: ...

    def read(self, content: bytes) -> Bundle: ...


class RuleEngine(Protocol):
    """Applies decision tables to single records."""

    @property
    def name(self) -> str: ...

    def decide(self, table: Table, facts: Facts) -> Decision: ...


class Correlator(Protocol):
    """Joins a new record with the live ones before it."""

    def correlate(self, correlation: Correlation, new: Live, recent: Sequence[Live]) -> tuple[Relation, ...]:
        """As `domain.correlations.correlate`: relations in the order of the rules, then of the shared values."""
        ...


class Notifier(Protocol):
    """Shows a notice to a person at a terminal."""

    def deliver(self, notice: Notice) -> None: ...
