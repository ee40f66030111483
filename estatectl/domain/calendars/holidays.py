"""Public holidays and make-up workdays, year by year as they are announced. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from estatectl.domain.problems import Place, Problem
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Workday:
    """A day off that is worked in exchange for a holiday; `weekday` names whose hours it takes, if announced."""

    name: Words
    weekday: int | None


@dataclass(frozen=True, slots=True)
class Year:
    """What one year's announcement says. Days in neither mapping are ordinary."""

    year: int
    holidays: Mapping[date, Words]
    workdays: Mapping[date, Workday]
    place: Place


Years = Mapping[int, Year]


def parse_years(node: Node, problems: list[Problem]) -> dict[int, Year]:
    """The list of years of a holiday table."""
    years: dict[int, Year] = {}
    for each in node.each():
        year = _parse_year(each, problems)
        if year.year in years:
            problems.append(_wrong("{year} 年写了两次", "the year {year} is given twice", each.place, year=year.year))
        years[year.year] = year
    _refuse_gaps(years, problems)
    return years


def _parse_year(node: Node, problems: list[Problem]) -> Year:
    year = node.whole("year")
    holidays: dict[date, Words] = {}
    workdays: dict[date, Workday] = {}
    for each in node.each("holidays"):
        for day in days_of(each, problems):
            if day in holidays:
                problems.append(_wrong("{day} 写了两次", "{day} is given twice", each.place, day=day))
            holidays[day] = each.words("title")
    for each in node.each("workdays"):
        weekday = each.maybe("as")
        for day in days_of(each, problems):
            if day in holidays or day in workdays:
                problems.append(_wrong("{day} 写了两次", "{day} is given twice", each.place, day=day))
            workdays[day] = Workday(each.words("title"), WEEKDAYS.index(weekday) if weekday else None)
    for day in (*holidays, *workdays):
        if day.year != year:
            problems.append(_wrong("{day} 不在 {year} 年内", "{day} is not in {year}", node.place, day=day, year=year))
    return Year(year, holidays, workdays, node.place)


def _refuse_gaps(years: Years, problems: list[Problem]) -> None:
    for year in sorted(years)[1:]:
        if year - 1 not in years:
            problems.append(
                _wrong("节假日表缺 {gap} 年", "the holiday table skips {gap}", years[year].place, gap=str(year - 1))
            )


def _wrong(zh: str, en: str, place: Place, **values: object) -> Problem:
    return Problem("EST-338", Words(zh=zh, en=en).fill(**values), place)


def days_of(node: Node, problems: list[Problem]) -> tuple[date, ...]:
    """The days an item is about: `date`, or `from` to `to`, both included."""
    first, last = date_range(node, problems)
    return tuple(_each_day(first, last))


def date_range(node: Node, problems: list[Problem]) -> tuple[date, date]:
    """`date: D`, or `from: D` with `to: D`. A date that is none and a range that runs backwards are EST-333."""
    single = node.get("date")
    if single is not None:
        day = read_date(single, problems)
        return day, day
    first, last = read_date(node["from"], problems), read_date(node["to"], problems)
    if last < first:
        problems.append(backwards(node["to"]))
        return first, first
    return first, last


def backwards(node: Node) -> Problem:
    return Problem("EST-333", Words(zh="结束早于开始", en="this ends before it begins"), node.place)


def read_date(node: Node, problems: list[Problem], prefix: str = "") -> date:
    """The day written (after `prefix`, for one written as "06-01"); one that does not exist is EST-333."""
    try:
        return date.fromisoformat(prefix + str(node.value))
    except ValueError:
        problems.append(
            Problem(
                "EST-333",
                Words(zh="没有“{text}”这一天", en="there is no day '{text}'").fill(text=same(str(node.value))),
                node.place,
                Words(zh='请写成 "2026-10-01"', en='write "2026-10-01"'),
            )
        )
        return date(2000, 1, 1)


def _each_day(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)
