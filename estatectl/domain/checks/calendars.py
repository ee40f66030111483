"""Calendars across documents: holiday tables that are tables, years covered, hours that exist. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words, same


def check_calendars(bundle: Bundle) -> Iterator[Problem]:
    year = bundle.estate.effective_from.year
    for calendar in bundle.calendars.values():
        table = bundle.calendars.get(calendar.table or "")
        if table is not None and not table.table_only:
            yield _not_a_table(calendar, table)
        elif calendar.years is not None and year not in calendar.years:
            yield year_missing(calendar, year)
        if never_open(calendar):
            yield _no_hours(calendar)


def never_open(calendar: Calendar) -> bool:
    """Whether no day of any kind has hours: whoever counts in this calendar would wait for ever."""
    if calendar.always or calendar.table_only:
        return False
    weeks = (calendar.week, *(season.week for season in calendar.seasons))
    return not (any(any(week) for week in weeks) or any(each.hours for each in calendar.special))


def year_missing(calendar: Calendar, year: int) -> Problem:
    words = Words(
        zh="“{id}”缺 {year} 年的节假日安排，而细则自该年起施行",
        en="'{id}' lacks the holidays of {year}, the year from which the policies are in force",
    )
    hint = Words(zh="在 {file} 补上 {year} 年", en="add {year} to {file}")
    return Problem(
        "EST-337",
        words.fill(id=same(calendar.id), year=year),
        calendar.place,
        hint.fill(year=year, file=same(calendar.table_file)),
    )


def _not_a_table(calendar: Calendar, table: Calendar) -> Problem:
    words = Words(zh="“{id}”是日历，不是节假日表", en="'{id}' is a calendar, not a holiday table")
    hint = Words(zh="holidays 应写节假日表（有 table 的文件）", en="'holidays' names a document that has 'table'")
    return Problem("EST-335", words.fill(id=same(table.id)), calendar.place, hint)


def _no_hours(calendar: Calendar) -> Problem:
    words = Words(zh="日历“{id}”没有任何开放时间", en="the calendar '{id}' has no open time at all")
    hint = Words(zh="在 weekly 写时段，或写 always: true", en="write hours under weekly, or always: true")
    return Problem("EST-336", words.fill(id=same(calendar.id)), calendar.place, hint)
