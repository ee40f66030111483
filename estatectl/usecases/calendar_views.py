"""Floor 2: a calendar's hours laid out by day: one week, or what is out of the ordinary in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.calendars.days import DAY_NAMES, midnights, open_on, plan_of
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class DayView:
    """The open stretches of a date, as text, and what they are called (or why there are none)."""

    date: date
    weekday: Words
    hours: str
    why: Words


def week_of(calendar: Calendar, day: date) -> tuple[DayView, ...]:
    """Monday to Sunday of the week that a day is in."""
    monday = day - timedelta(days=day.weekday())
    return tuple(_view(calendar, monday + timedelta(days=number)) for number in range(7))


def exceptional_days(calendar: Calendar, year: int) -> tuple[DayView, ...]:
    """The days of a year that are not as the same weekday of the week before or after: holidays, dates, closures."""
    first = date(year, 1, 1)
    every = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    return tuple(_view(calendar, day) for day in every if _is_exceptional(calendar, day))


def _is_exceptional(calendar: Calendar, day: date) -> bool:
    start, end = midnights(calendar, day)
    if any(cut.start < end and start < cut.end for cut in calendar.cuts):
        return True
    if any(special.first <= day <= special.last for special in calendar.special):
        return True
    year = (calendar.years or {}).get(day.year)
    return year is not None and (day in year.holidays or day in year.workdays)


def _view(calendar: Calendar, day: date) -> DayView:
    spans = open_on(calendar, day)
    plan = plan_of(calendar, day)
    start, end = midnights(calendar, day)
    cut = next((each for each in calendar.cuts if each.start < end and start < each.end), None)
    why = cut.why if cut is not None else plan.open_as if spans else plan.closed_as
    texts = (f"{_clock(calendar, opened, day)}-{_clock(calendar, closed, day)}" for opened, closed in spans)
    return DayView(day, DAY_NAMES[day.weekday()], " ".join(texts), why)


def _clock(calendar: Calendar, moment: datetime, day: date) -> str:
    local = moment.astimezone(calendar.zone)
    return "24:00" if local.date() > day else local.strftime("%H:%M:%S" if local.second else "%H:%M")
