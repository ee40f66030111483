"""What a calendar says about one day: its hours and why, and the real time that is open. Domain floor."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.calendars.parts import DayPlan
from estatectl.domain.problems import PolicyInvalid
from estatectl.domain.wall_clock import DAY, Hours, Instants, instant_of, united, without
from estatectl.domain.words import Words, same

DAY_NAMES = (
    Words(zh="周一", en="Monday"),
    Words(zh="周二", en="Tuesday"),
    Words(zh="周三", en="Wednesday"),
    Words(zh="周四", en="Thursday"),
    Words(zh="周五", en="Friday"),
    Words(zh="周六", en="Saturday"),
    Words(zh="周日", en="Sunday"),
)
_OPEN = Words(zh="服务时间", en="open hours")
_ROUND_THE_CLOCK = Words(zh="全天候", en="round the clock")
_OUTSIDE = Words(zh="服务时间外", en="outside hours")
_SPECIAL = Words(zh="当日另行安排", en="hours set for this date")
_WHOLE_DAY = (Hours(0, DAY),)
_ONE_DAY = timedelta(days=1)


def plan_of(calendar: Calendar, day: date) -> DayPlan:
    """A day's own hours and their names. A year that the calendar does not know is refused (EST-337), not guessed."""
    plan = calendar.day_plans.get(day)
    if plan is None:
        plan = calendar.day_plans[day] = _plan(calendar, day)
    return plan


def open_on(calendar: Calendar, day: date) -> tuple[Instants, ...]:
    """The open stretches between a day's midnights, in order, in UTC."""
    found = calendar.open_days.get(day)
    if found is None:
        found = calendar.open_days[day] = _open_on(calendar, day)
    return found


def midnights(calendar: Calendar, day: date) -> tuple[datetime, datetime]:
    """When a day begins and when the next one does."""
    return instant_of(calendar.zone, day, 0), instant_of(calendar.zone, day, DAY)


def _open_on(calendar: Calendar, day: date) -> tuple[Instants, ...]:
    first, last = midnights(calendar, day)
    owners = (day - _ONE_DAY, day) if calendar.overnight else (day,)
    spans = [
        (instant_of(calendar.zone, owner, span.start), instant_of(calendar.zone, owner, span.end))
        for owner in owners
        for span in plan_of(calendar, owner).hours
    ]
    inside = united((max(start, first), min(end, last)) for start, end in spans)
    return without(inside, ((cut.start, cut.end) for cut in calendar.cuts if cut.start < last and first < cut.end))


def _plan(calendar: Calendar, day: date) -> DayPlan:
    if calendar.table_only:
        raise _table_only(calendar)
    if calendar.valid is not None and not calendar.valid[0] <= day.year <= calendar.valid[1]:
        raise _unknown_year(calendar, day.year)
    for special in calendar.special:
        if special.first <= day <= special.last:
            title = special.title or _SPECIAL
            return DayPlan(special.hours, title, title)
    if calendar.always:
        return DayPlan(_WHOLE_DAY, _ROUND_THE_CLOCK, _OUTSIDE)
    return _by_announcement(calendar, day) or _by_week(calendar, day, day.weekday())


def _by_announcement(calendar: Calendar, day: date) -> DayPlan | None:
    """The plan of a public holiday or a make-up workday; None on an ordinary day."""
    if not calendar.follows_holidays:
        return None
    year = (calendar.years or {}).get(day.year)
    if year is None:
        raise _unknown_year(calendar, day.year)
    if day in year.holidays:
        name = year.holidays[day]
        closed = Words(zh="节假日：{name}", en="holiday: {name}").fill(name=name)
        hours = Words(zh="节假日时间：{name}", en="holiday hours: {name}").fill(name=name)
        return DayPlan(calendar.on_holiday, hours, closed)
    if day not in year.workdays:
        return None
    made_up = year.workdays[day]
    called = Words(zh="调休上班：{name}", en="make-up workday: {name}").fill(name=made_up.name)
    if isinstance(calendar.make_up, tuple):
        return DayPlan(calendar.make_up, called, _OUTSIDE)
    # A plain Monday is what "an ordinary workday" means where nobody announced whose hours the day takes.
    weekday = next((each for each in (calendar.make_up, made_up.weekday) if each is not None), 0)
    return DayPlan(_by_week(calendar, day, weekday).hours, called, _OUTSIDE)


def _by_week(calendar: Calendar, day: date, weekday: int) -> DayPlan:
    season = next((each for each in calendar.seasons if each.covers(day)), None)
    hours = (calendar.week if season is None else season.week)[weekday]
    opening = _OPEN if season is None else season.title
    if hours:
        return DayPlan(hours, opening, _OUTSIDE)
    if season is None and any(calendar.week):
        return DayPlan(hours, opening, Words(zh="休息日：{day}", en="day off: {day}").fill(day=DAY_NAMES[weekday]))
    if season is None:
        return DayPlan(hours, opening, Words(zh="不在开放季", en="out of season"))
    closed = Words(zh="{season}，{day}不开放", en="{season}: closed on {day}")
    return DayPlan(hours, opening, closed.fill(season=season.title, day=DAY_NAMES[weekday]))


def _unknown_year(calendar: Calendar, year: int) -> PolicyInvalid:
    words = Words(
        zh="日历“{id}”没有 {year} 年的节假日安排，无法推算", en="calendar '{id}' knows nothing about the year {year}"
    )
    if calendar.valid is not None and not calendar.valid[0] <= year <= calendar.valid[1]:
        hint = Words(zh="核对该年安排后，放宽 valid", en="check that year's hours, then widen 'valid'")
    else:
        hint = Words(
            zh="待国务院办公厅公布后，把 {year} 年补进 {file}",
            en="once the {year} schedule is announced, add that year to {file}",
        ).fill(year=year, file=same(calendar.table_file))
    return PolicyInvalid.one("EST-337", words.fill(id=same(calendar.id), year=year), hint=hint, place=calendar.place)


def _table_only(calendar: Calendar) -> PolicyInvalid:
    return PolicyInvalid.one(
        "EST-335",
        Words(zh="“{id}”只是节假日表，没有服务时间", en="'{id}' is a holiday table and has no hours").fill(
            id=same(calendar.id)
        ),
        hint=Words(zh="改用引用它的日历", en="use a calendar that refers to it"),
        place=calendar.place,
    )
