"""A cadence in people's words: every Monday at 09:00, an hour before the pool opens. Domain floor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.calendars.days import DAY_NAMES
from estatectl.domain.durations import say_length
from estatectl.domain.programmes.cadence_days import Days, EverySo, MonthDay, Monthly, Step, Weekly
from estatectl.domain.programmes.cadences import (
    SUBJECT,
    AfterEvent,
    AtEdge,
    Cadence,
    Dated,
    During,
    Edge,
    Move,
    Moving,
    Rolling,
    Seasons,
)
from estatectl.domain.programmes.recurrence import Recurrence
from estatectl.domain.wall_clock import Hours
from estatectl.domain.words import Words, same

_QUOTED = Words(zh="“{title}”", en="'{title}'")
_ITS_OWN = Words(zh="泳池自身", en="the pool")
_WEEKS: Mapping[frozenset[int], Words] = {
    frozenset(range(7)): Words(zh="每天", en="every day"),
    frozenset(range(5)): Words(zh="每周一至周五", en="Monday to Friday"),
    frozenset({5, 6}): Words(zh="每周末", en="at weekends"),
}
_DURING = Words(zh="{calendar}开放期间每 {length}", en="every {length} while {calendar} is open")
_EDGES: Mapping[Edge, Words] = {
    Edge.OPENING: Words(zh="{calendar}每日首次开放前 {length}", en="each day, {length} before {calendar} opens"),
    Edge.CLOSING: Words(zh="{calendar}每日最后关闭后 {length}", en="each day, {length} after {calendar} closes"),
}
_NTH = {
    1: Words(zh="第一个", en="first"),
    2: Words(zh="第二个", en="second"),
    3: Words(zh="第三个", en="third"),
    4: Words(zh="第四个", en="fourth"),
    -1: Words(zh="最后一个", en="last"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOVES: Mapping[Move, Words] = {
    Move.ONLY: Words(zh="，非{calendar}开放日略去", en=", only on open days of {calendar}"),
    Move.NEXT: Words(zh="，遇{calendar}不开放顺延", en=", put off to the next open day of {calendar}"),
    Move.PREVIOUS: Words(zh="，遇{calendar}不开放提前", en=", brought forward to an open day of {calendar}"),
}


def cadence_words(cadence: Cadence, calendars: Mapping[str, Calendar]) -> Words:
    """How often, in one phrase."""
    match cadence:
        case Dated():
            words = Words(zh="{days} {times}", en="{days} at {times}").fill(
                days=_days(cadence.days), times=_clocks(cadence.times)
            )
            return _joined(words, _in(cadence.seasons), _moving(cadence.moving, calendars))
        case Rolling():
            words = Words(zh="上次完成后 {step}，{times}", en="{step} after it was last done, at {times}")
            filled = words.fill(step=_step(cadence.step), times=_clocks((cadence.time,)))
            return _joined(filled, _in(cadence.seasons), _moving(cadence.moving, calendars))
        case AfterEvent():
            words = Words(zh="事件发生后 {steps}，{times}", en="{steps} after the event, at {times}")
            filled = words.fill(steps=_listed(map(_step, cadence.steps)), times=_clocks((cadence.time,)))
            return _joined(filled, _moving(cadence.moving, calendars))
        case During():
            words, length = _DURING, timedelta(seconds=cadence.seconds)
        case AtEdge():
            words, length = _EDGES[cadence.edge], cadence.length.elapsed
    filled = words.fill(calendar=_title(cadence.calendar, calendars), length=say_length(length))
    return _joined(filled, _in(cadence.seasons))


def _joined(*parts: Words) -> Words:
    return Words(zh="".join(part.zh for part in parts), en="".join(part.en for part in parts))


def _listed(parts: Iterable[Words]) -> Words:
    every = list(parts)
    return Words(zh="、".join(part.zh for part in every), en=", ".join(part.en for part in every))


def _clocks(times: Sequence[int]) -> Words:
    return _listed(same(str(Hours(time, time)).partition("-")[0]) for time in times)


def _title(calendar: str, calendars: Mapping[str, Calendar]) -> Words:
    return _ITS_OWN if calendar == SUBJECT else _QUOTED.fill(title=calendars[calendar].title)


def _moving(moving: Moving | None, calendars: Mapping[str, Calendar]) -> Words:
    if moving is None:
        return same("")
    return _MOVES[moving.move].fill(calendar=_title(moving.calendar, calendars))


def _in(seasons: Seasons) -> Words:
    if not seasons:
        return same("")
    shown = [same("{:02}-{:02}..{:02}-{:02}".format(*each.first, *each.last)) for each in seasons]
    return Words(zh="，限 {seasons}", en=", in {seasons}").fill(seasons=_listed(shown))


def _step(step: Step) -> Words:
    number, zh, en = (step.days, "天", "day") if step.days else (step.months, "个月", "month")
    return Words(zh=f"{number} {zh}", en=f"{number} {en}" + ("s" if number > 1 else ""))


def _days(days: Days) -> Words:
    match days:
        case Weekly():
            named = _listed(DAY_NAMES[day] for day in sorted(days.weekdays))
            return _WEEKS.get(days.weekdays) or Words(zh="每{days}", en="every {days}").fill(days=named)
        case Monthly():
            return _listed(
                _in_months(months, [day for held, day in days.entries if held == months])
                for months in dict.fromkeys(months for months, _ in days.entries)
            )
        case EverySo():
            words = Words(zh="自 {start} 起每 {step}", en="every {step} from {start} on")
            return words.fill(step=_step(days.step), start=days.start.isoformat())
        case Recurrence():
            words = Words(zh="自 {start} 起按规则 {rule}", en="by the rule {rule} from {start} on")
            return words.fill(rule=days.rule, start=days.start.isoformat())


def _in_months(months: frozenset[int], days: Sequence[MonthDay]) -> Words:
    listed = _listed(map(_month_day, days))
    if len(months) == 12:
        return Words(zh="每月 {days}", en="every month on {days}").fill(days=listed)
    numbers = "、".join(map(str, sorted(months)))
    names = ", ".join(_MONTHS[month - 1] for month in sorted(months))
    return Words(zh="每年 {months} 月 {days}", en="every year in {months} on {days}").fill(
        months=Words(zh=numbers, en=names), days=listed
    )


def _month_day(day: MonthDay) -> Words:
    if day.nth:
        words = Words(zh="{nth}{weekday}", en="the {nth} {weekday}")
        return words.fill(nth=_NTH[day.nth], weekday=DAY_NAMES[day.weekday])
    if day.number == 31:
        return Words(zh="最后一天", en="the last day")
    return Words(zh="{number} 日", en="day {number}").fill(number=day.number)
