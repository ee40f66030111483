"""What a night's check says: verdicts, findings, and what changed since the night before. Domain floor."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from estatectl.domain.controls.control import Bound, Control, Severity
from estatectl.domain.controls.subjects import Subject
from estatectl.domain.controls.waivers import Waiver
from estatectl.domain.rules.weighing import missing, weigh
from estatectl.domain.words import Words


class Outcome(Enum):
    SATISFIED = "satisfied"
    VIOLATED = "violated"
    UNPROVEN = "unproven"  # a fact is missing: nothing can be said, and that is not "all well"
    WAIVED = "waived"


OUTCOME_WORDS: Mapping[Outcome, Words] = {
    Outcome.SATISFIED: Words(zh="符合", en="satisfied"),
    Outcome.VIOLATED: Words(zh="不符合", en="violated"),
    Outcome.UNPROVEN: Words(zh="无从证明", en="unproven"),
    Outcome.WAIVED: Words(zh="已豁免", en="waived"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a control says of a subject. `missing` are the facts that an unproven one lacks."""

    control: Control
    subject: Subject
    outcome: Outcome
    missing: tuple[str, ...] = ()
    waiver: Waiver | None = None

    @property
    def id(self) -> str:
        """`<control>@<subject>`, the same on every night."""
        return f"{self.control.id}@{self.subject.id}"

    @property
    def is_finding(self) -> bool:
        return self.outcome in (Outcome.VIOLATED, Outcome.UNPROVEN)


def judge(bound: Bound, subject: Subject, waivers: Collection[Waiver], day: date) -> Verdict | None:
    """The verdict on a subject on a day; None where the control does not speak of it.

    What would be violated or unproven is waived by a waiver that stands on that day and covers it.
    """
    asked, kept = weigh(bound.where, subject.facts), weigh(bound.require, subject.facts)
    if asked is False or (asked is None and kept is True):
        return None
    if kept is True:
        return Verdict(bound.control, subject, Outcome.SATISFIED)
    lacking = tuple(sorted(missing(bound.where, subject.facts) | missing(bound.require, subject.facts)))
    for waiver in waivers:
        if waiver.stands(day) and waiver.covers(bound.control.id, subject.id):
            return Verdict(bound.control, subject, Outcome.WAIVED, lacking, waiver)
    if asked is True and kept is False:
        return Verdict(bound.control, subject, Outcome.VIOLATED)
    return Verdict(bound.control, subject, Outcome.UNPROVEN, lacking)


@dataclass(frozen=True, slots=True)
class Judged:
    """A control with how often each outcome came about, its findings and what was waived, by subject."""

    control: Control
    counts: Mapping[Outcome, int]
    findings: tuple[Verdict, ...]
    waived: tuple[Verdict, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def idle(self) -> bool:
        """Nothing that it speaks of was there to be judged."""
        return self.total == 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """Somebody or something that comes back: how many findings of a control began within thirty nights."""

    control: Control
    whose: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """The result of a night's check of `day`, as of `at`, against the night before that ended at `since`.

    `policy` are the policies it was judged under. `before` is None for the first night: all its findings are new.
    `resolved` were findings the night before and are none now: put right, or over and no longer looked at.
    `unused` are waivers that stood and waived nothing, `lapsed` those that are over.
    """

    day: date
    at: datetime
    since: datetime
    policy: str
    judged: tuple[Judged, ...]
    before: date | None = None
    new: tuple[str, ...] = ()
    continuing: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    nights_known: int = 0
    unused: tuple[Waiver, ...] = ()
    lapsed: tuple[Waiver, ...] = ()
    accepted: str | None = None

    @property
    def findings(self) -> tuple[Verdict, ...]:
        """The gravest first, then by control and subject."""
        found = [verdict for each in self.judged for verdict in each.findings]
        return tuple(sorted(found, key=lambda verdict: (-verdict.control.severity.rank, verdict.id)))

    @property
    def idle(self) -> tuple[Control, ...]:
        return tuple(each.control for each in self.judged if each.idle)

    @property
    def total(self) -> int:
        return sum(each.total for each in self.judged)

    def count(self, outcome: Outcome) -> int:
        return sum(each.counts.get(outcome, 0) for each in self.judged)

    def at_least(self, severity: Severity) -> tuple[Verdict, ...]:
        """The findings of that severity and above."""
        return tuple(each for each in self.findings if each.control.severity.rank >= severity.rank)


@dataclass(frozen=True, slots=True)
class Checked:
    """A night as the journal keeps it: enough to compare the next one with, and to prove that it was the same."""

    day: date
    seq: int
    policy: str
    digest: str
    findings: Mapping[str, str] = field(default_factory=dict)
    """Ids of findings, each with by whom or what it is told to come back."""


def verdicts(bound: Bound, subjects: Iterator[Subject], waivers: Collection[Waiver], day: date) -> Judged:
    """A control held against all subjects of its scope."""
    counts = dict.fromkeys(Outcome, 0)
    found: list[Verdict] = []
    waived: list[Verdict] = []
    for subject in subjects:
        verdict = judge(bound, subject, waivers, day)
        if verdict is None:
            continue
        counts[verdict.outcome] += 1
        if verdict.is_finding:
            found.append(verdict)
        elif verdict.outcome is Outcome.WAIVED:
            waived.append(verdict)
    return Judged(bound.control, counts, tuple(sorted(found, key=lambda each: each.id)), tuple(waived))
