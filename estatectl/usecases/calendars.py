"""Floor 2: questions to a calendar: when is it due, how much counts between, is it open, what are its hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from estatectl.domain.calendars.arithmetic import Hold, Stretch, between, counted
from estatectl.domain.calendars.calendar import Calendar, link
from estatectl.domain.cases.clock_runs import REAL_TIME, due_of, limit_problem
from estatectl.domain.cases.clocks import DueAt, Target, Unit
from estatectl.domain.checks.calendars import never_open
from estatectl.domain.durations import Duration, not_a_duration
from estatectl.domain.problems import BadInput, EstateError, PolicyInvalid, Problem, did_you_mean
from estatectl.domain.tree import Node
from estatectl.domain.wall_clock import instant_of
from estatectl.domain.words import Words, same

_HELD = Words(zh="暂停", en="paused")
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
FileText = Callable[[str], str | None]
"""The text of a file, or None where there is none."""
INLINE = "inline"
"""What a document is called that stands in no file."""
ReadDocument = Callable[[str, str], Node]
"""A positioned, shape-checked document from text and file name; refuses where it is faulty."""


class Calendars:
    """The calendars at hand: those of the policies, by id, and any calendar file, by path.

    A file that names a holiday table finds it among the policies, or as `TABLE.yaml` beside the file. The policies are
    asked for only when a name needs them.
    """

    def __init__(self, policies: Callable[[], Mapping[str, Calendar]], text_of: FileText, read: ReadDocument) -> None:
        self._policies, self._text_of, self._read = policies, text_of, read
        self._found: dict[str, Calendar] = {}

    @cached_property
    def named(self) -> Mapping[str, Calendar]:
        return self._policies()

    def find(self, name: str) -> Calendar:
        """A calendar by path or id; refuses an unknown one (EST-433)."""
        if name not in self._found:
            self._found[name] = self._from_file(name) if _is_path(name) else self._by_id(name)
        return self._found[name]

    def of(self, text: str, file: str) -> Calendar:
        """The calendar of a document's text."""
        if text not in self._found:
            self._found[text] = self._parsed(self._read(text, file), file)
        return self._found[text]

    def _by_id(self, name: str) -> Calendar:
        if name in self.named:
            return self.named[name]
        if self._text_of(name) is not None:
            return self._from_file(name)
        raise _unknown(name, did_you_mean(name, self.named))

    def _from_file(self, path: str) -> Calendar:
        text = self._text_of(path)
        if text is None:
            raise _unknown(path, None)
        return self._parsed(self._read(text, path), path)

    def _parsed(self, node: Node, file: str) -> Calendar:
        if node.text("kind") != "calendar":
            words = Words(zh="{file} 不是日历（kind: {kind}）", en="{file} is not a calendar (kind: {kind})")
            raise BadInput.one("EST-433", words.fill(file=same(file), kind=same(node.text("kind"))))
        tables = self._tables(node, file)
        problems: list[Problem] = []
        made = link(Calendar.parse(node, {"calendars": tuple(tables)}, problems), tables)
        if never_open(made):
            words = Words(zh="日历“{id}”没有任何开放时间", en="the calendar '{id}' has no open time at all")
            problems.append(Problem("EST-336", words.fill(id=same(made.id)), node.place))
        if problems:
            raise PolicyInvalid(problems)
        return made

    def _tables(self, node: Node, file: str) -> Mapping[str, Calendar]:
        written = node.get("holidays")
        if written is None or written.is_sequence:
            return {}
        name, problems = str(written.value), list[Problem]()
        beside = file.rpartition("/")[0] + "/" * ("/" in file) + name + ".yaml"
        text = None if file == INLINE else self._text_of(beside)
        if text is None:
            return self.named
        table = Calendar.parse(self._read(text, beside), {}, problems)
        if problems:
            raise PolicyInvalid(problems)
        return {name: table}


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name or name.endswith((".yaml", ".yml", ".json"))


def _unknown(name: str, hint: Words | None) -> BadInput:
    words = Words(zh="没有日历“{name}”，也没有这个文件", en="there is no calendar '{name}', and no such file")
    return BadInput.one("EST-433", words.fill(name=same(name)), hint=hint)


@dataclass(frozen=True, slots=True)
class Pausing:
    """A pause as asked about; `end` is None while it lasts."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was asked about. `end` is None where a pause that still lasts leaves the due instant unknown.

    `ruler` is the calendar that was counted in (real time for `elapsed`), `until` where the counting ended.
    """

    calendar: Calendar
    ruler: Calendar
    start: datetime
    end: datetime | None
    until: datetime
    holds: tuple[Hold, ...]

    @property
    def counted(self) -> timedelta:
        return between(self.ruler, self.start, self.until, self.holds)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """All the time from the start to the end: counted or not, and why."""
        return counted(self.ruler, self.start, self.until, self.holds)


def due(
    calendar: Calendar, start: datetime, within: Duration, unit: Unit, at: DueAt, pauses: Sequence[Pausing] = ()
) -> Answer:
    """When a limit is up."""
    problem = limit_problem(within, unit)
    if problem is not None:
        raise BadInput([replace(problem, code="EST-431")])
    target = Target(clock="asked", within=within, unit=unit, calendar=calendar.id, at=at)
    lasting = min((each.start for each in pauses if each.end is None), default=None)
    holds = tuple(Hold(each.start, each.end, _HELD) for each in pauses if each.end is not None)
    end = due_of(target, {calendar.id: calendar}, start, holds)
    unknown = lasting is not None and end > lasting
    until = max(lasting, start) if lasting is not None and unknown else end
    return Answer(
        calendar=calendar,
        ruler=_ruler(calendar, unit),
        start=start,
        end=None if unknown else end,
        until=until,
        holds=holds,
    )


def between_instants(
    calendar: Calendar, start: datetime, end: datetime, unit: Unit, pauses: Sequence[Pausing] = ()
) -> Answer:
    """How much counts between two instants."""
    if end < start:
        raise BadInput.one("EST-432", Words(zh="结束早于开始", en="the end is before the start"))
    holds = tuple(Hold(each.start, min(each.end or end, end), _HELD) for each in pauses if each.start < end)
    return Answer(calendar=calendar, ruler=_ruler(calendar, unit), start=start, end=end, until=end, holds=holds)


def _ruler(calendar: Calendar, unit: Unit) -> Calendar:
    return REAL_TIME if unit is Unit.ELAPSED else calendar


def read_instant(text: str, calendar: Calendar) -> datetime:
    """An instant as typed; one without an offset is read on the calendar's wall clock (EST-430 where it is none)."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as unreadable:
        raise _no_instant(text) from unreadable
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise _no_instant(text)
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return instant_of(calendar.zone, moment.date(), seconds) + timedelta(microseconds=moment.microsecond)


def _no_instant(text: str) -> BadInput:
    return BadInput.one(
        "EST-430",
        Words(zh="“{text}”不是时刻", en="'{text}' is not an instant").fill(text=same(text)),
        hint=Words(zh="写成 2026-11-20T17:30", en="write 2026-11-20T17:30"),
    )


def read_pause(text: str, calendar: Calendar) -> Pausing:
    """A pause as typed: START/END, or START/ while it lasts."""
    start, slash, end = text.partition("/")
    if not slash:
        raise _bad_pause(text)
    return pausing(read_instant(start, calendar), read_instant(end, calendar) if end.strip() else None, text)


def pausing(start: datetime, end: datetime | None, text: str = "") -> Pausing:
    if end is not None and end < start:
        raise _bad_pause(text)
    return Pausing(start, end)


def _bad_pause(text: str) -> EstateError:
    return BadInput.one(
        "EST-436",
        Words(zh="“{text}”不是暂停的起止", en="'{text}' is not a pause").fill(text=same(text)),
        hint=Words(
            zh="写成 开始/结束：2026-11-21T09:00/2026-11-21T10:30",
            en="write START/END: 2026-11-21T09:00/2026-11-21T10:30",
        ),
    )


def read_limit(text: str) -> Duration:
    found = Duration.read(text.strip())
    if found is None:
        raise BadInput([not_a_duration(text, code="EST-431")])
    return found


def told_at(moment: datetime, calendar: Calendar) -> str:
    """An instant in the calendar's zone, with its offset."""
    return moment.astimezone(calendar.zone).isoformat()
