"""Clocks: promises about time on one case, and how they stand. Domain floor; `clock_runs` judges them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from estatectl.domain.durations import Duration
from estatectl.domain.entries import Json
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

if TYPE_CHECKING:  # reading a clock needs no reckoning
    from estatectl.domain.calendars.arithmetic import Hold

NOWHERE = Place("", 1)


class Unit(Enum):
    """What a limit counts: real time, the calendar's open time, or its working days."""

    ELAPSED = "elapsed"
    BUSINESS = "business"
    WORKING_DAYS = "working_days"


class DueAt(Enum):
    """When on its last working day a limit in working days is up."""

    KEEP_TIME = "keep_time"
    END_OF_DAY = "end_of_day"


class OnReturn(Enum):
    """What a return does to a stopped clock: a run of its own with its own limit, or the first one goes on."""

    REWORK = "rework"
    CONTINUE = "continue"


class Verdict(Enum):
    WAITING = "waiting"  # not started
    RUNNING = "running"
    PAUSED = "paused"
    KEPT = "kept"
    BREACHED = "breached"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened to a case: a move made, a stage entered, or `opened`."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch that need not count, for a reason and with its evidence. `end` is None while it lasts."""

    start: datetime
    end: datetime | None
    reason: str
    evidence: str = ""
    note: str = ""
    title: Words | None = None

    @property
    def said(self) -> Words:
        """The reason as people say it; its code where nobody gave it words."""
        return self.title or same(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSpec:
    """A clock as a workflow declares it. The lists name marks; `pause_stages` those of stages it stands still in.

    The first `start_on` mark starts it, `stop_on` stops it, `restart_on` opens a further run once it has stopped
    (one mark may do both), `cancel_on` ends it without a verdict unless it was late already. `due_from` is the field
    that holds by when: where it is filled, no table of targets says how long. `on_late` is the move that the system
    makes once the limit is up, at that instant: then nobody was late.
    """

    id: str
    title: Words
    start_on: tuple[str, ...]
    stop_on: tuple[str, ...]
    restart_on: tuple[str, ...] = ()
    cancel_on: tuple[str, ...] = ()
    pause_stages: tuple[str, ...] = ()
    pause_reasons: tuple[str, ...] = ()
    on_return: OnReturn = OnReturn.REWORK
    due_from: str | None = None
    on_late: str | None = None
    place: Place = NOWHERE

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> ClockSpec:  # noqa: ARG003
        """Which marks, stages and reasons exist is the workflow's to check."""
        spec = cls(
            id=node.text("id"),
            title=node.words("title"),
            start_on=node.texts("start_on"),
            stop_on=node.texts("stop_on"),
            restart_on=node.texts("restart_on"),
            cancel_on=(*node.texts("cancel_on"), *node.texts("on_late")),
            pause_stages=node.texts("pause_stages"),
            pause_reasons=node.texts("pause_reasons"),
            on_return=OnReturn(node.text("on_return", "rework")),
            due_from=node.maybe("due_from"),
            on_late=node.maybe("on_late"),
            place=node.place,
        )
        stuck = set(spec.start_on) & set(spec.stop_on)
        if stuck:
            words = Words(
                zh="计时“{id}”由同一个“{mark}”开始又停止", en="the clock '{id}' starts and stops on the same '{mark}'"
            ).fill(id=same(spec.id), mark=same(min(stuck)))
            problems.append(Problem("EST-340", words, node.place))
        return spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The promise made for one clock of one case. `since` is when it was decided: it does not touch runs that had
    stopped by then. `rework_within` is the limit of further runs, `within` where it is None. `rule` decided it. With
    `until` the limit is that instant itself, whenever a run began and whatever held it.
    """

    clock: str
    within: Duration
    unit: Unit
    calendar: str
    rework_within: Duration | None = None
    at: DueAt = DueAt.KEEP_TIME
    path: str | None = None
    rule: str = ""
    because: Words = Words(zh="", en="")
    since: datetime | None = None
    until: datetime | None = None

    def for_run(self, number: int) -> Target:
        """The target with the limit that holds for the first run (1) or a further one."""
        return self if number == 1 or self.rework_within is None else replace(self, within=self.rework_within)

    def as_data(self) -> dict[str, Json]:
        """The form that the journal keeps."""
        return {
            "clock": self.clock,
            "within": str(self.within),
            "unit": self.unit.value,
            "calendar": self.calendar,
            "rework_within": None if self.rework_within is None else str(self.rework_within),
            "at": self.at.value,
            "path": self.path,
            "rule": self.rule,
            "because": {"zh": self.because.zh, "en": self.because.en},
            "since": None if self.since is None else self.since.astimezone(UTC).isoformat(),
            **({} if self.until is None else {"until": self.until.astimezone(UTC).isoformat()}),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Target:
        """A target as `as_data` wrote it."""
        rework, since, because = data.get("rework_within"), data.get("since"), data.get("because")
        until = data.get("until")
        spoken = because if isinstance(because, Mapping) else {}
        return cls(
            clock=str(data["clock"]),
            within=Duration.read(str(data["within"])) or Duration(),
            unit=Unit(data["unit"]),
            calendar=str(data["calendar"]),
            rework_within=None if rework is None else Duration.read(str(rework)),
            at=DueAt(data.get("at") or "keep_time"),
            path=None if data.get("path") is None else str(data["path"]),
            rule=str(data.get("rule") or ""),
            because=Words(zh=str(spoken.get("zh", "")), en=str(spoken.get("en", ""))),
            since=None if since is None else datetime.fromisoformat(str(since)),
            until=None if until is None else datetime.fromisoformat(str(until)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a clock as it stands at an instant.

    `due_at` is None while an open-ended pause leaves it unknown. `counted` is the time counted so far (up to the stop),
    `remaining` what is left until due, negative once it is past; both in the target's unit, working days as open time.
    `holds` are the stretches that did not count and are over; since `held_since` it stands still, for `held_why`.
    """

    number: int
    target: Target
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    verdict: Verdict
    counted: timedelta
    remaining: timedelta | None
    holds: tuple[Hold, ...] = ()
    held_since: datetime | None = None
    held_why: Words = Words(zh="", en="")

    @property
    def ended(self) -> bool:
        return self.stopped_at is not None

    @property
    def breached_at(self) -> datetime | None:
        """The due instant that was missed."""
        return self.due_at if self.verdict is Verdict.BREACHED else None


@dataclass(frozen=True, slots=True)
class ClockState:
    """All runs of a clock at an instant, the first run first."""

    spec: ClockSpec
    runs: tuple[Run, ...]

    @property
    def current(self) -> Run | None:
        return self.runs[-1] if self.runs else None

    @property
    def verdict(self) -> Verdict:
        """The verdict of the latest run; `waiting` before the first."""
        return self.runs[-1].verdict if self.runs else Verdict.WAITING

    @property
    def first_verdict(self) -> Verdict:
        return self.runs[0].verdict if self.runs else Verdict.WAITING

    @property
    def breaches(self) -> int:
        return sum(run.verdict is Verdict.BREACHED for run in self.runs)

    @property
    def reworks(self) -> int:
        return max(0, len(self.runs) - 1)

    @property
    def next_due(self) -> datetime | None:
        """When the run that is going on is due."""
        run = self.current
        return None if run is None or run.ended else run.due_at
