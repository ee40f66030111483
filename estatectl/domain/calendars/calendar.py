"""Calendars as policies write them: which hours count on which day. Domain floor.

`calendar_days` says what a calendar means for one day, `calendar_arithmetic` reckons with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from estatectl.domain.calendars.holidays import WEEKDAYS, Years, parse_years
from estatectl.domain.calendars.parts import NO_WEEK, Cut, DayPlan, Reader, Season, SpecialHours, Week
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.wall_clock import DAY, Hours, Instants
from estatectl.domain.words import Words, same


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A calendar, or (with `table_only`) a holiday table for others.

    A day's own hours are those written for its date (`special`), else those for a public holiday (`on_holiday`) or a
    make-up workday (`make_up`: hours, or the weekday whose hours it takes), else its season's, else the week's. `cuts`
    then take time out, whichever day's hours it belongs to. `always` is open without end but for the cuts.
    """

    id: str
    title: Words
    zone: ZoneInfo
    always: bool = False
    week: Week = NO_WEEK
    seasons: tuple[Season, ...] = ()
    special: tuple[SpecialHours, ...] = ()
    cuts: tuple[Cut, ...] = ()
    years: Years | None = None
    table: str | None = None
    table_file: str = ""
    table_only: bool = False
    on_holiday: tuple[Hours, ...] = ()
    make_up: tuple[Hours, ...] | int | None = None
    valid: tuple[int, int] | None = None
    clauses: tuple[str, ...] = ()
    source: str = ""
    place: Place
    day_plans: dict[date, DayPlan] = field(default_factory=dict, compare=False, repr=False)
    open_days: dict[date, tuple[Instants, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def overnight(self) -> bool:
        """Whether any span runs past midnight, so that a day can begin open because of the day before."""
        make_up = self.make_up if isinstance(self.make_up, tuple) else ()
        weeks = (self.week, *(season.week for season in self.seasons))
        days = (*(day for week in weeks for day in week), *(each.hours for each in self.special))
        return any(span.end > DAY for hours in (*days, self.on_holiday, make_up) for span in hours)

    @property
    def follows_holidays(self) -> bool:
        return self.table is not None or self.years is not None

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Calendar:
        """The calendar of a document. A holiday table that it names is filled in by `linked`."""
        reader = Reader(_zone(node, problems), problems)
        table, inline = _holidays(node, vocabulary, problems)
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            zone=reader.zone,
            always=node.flag("always"),
            week=reader.week(node.get("weekly")),
            seasons=reader.seasons(node),
            special=reader.special(node),
            cuts=(*reader.breaks(node), *reader.closures(node)),
            years=parse_years(inline, problems) if inline else None,
            table=table,
            table_file=node.file,
            table_only="table" in node,
            on_holiday=reader.hours(node.get("on_holiday")),
            make_up=_make_up(node.get("make_up"), reader),
            valid=(node["valid"].whole("from"), node["valid"].whole("to")) if "valid" in node else None,
            clauses=node.texts("clauses"),
            source=node.text("source"),
            place=node.place,
        )


def linked(calendars: Mapping[str, Calendar]) -> dict[str, Calendar]:
    """The same calendars, each with the years of the holiday table that it names among them."""
    return {name: link(calendar, calendars) for name, calendar in calendars.items()}


def link(calendar: Calendar, tables: Mapping[str, Calendar]) -> Calendar:
    """A calendar with the years of the table that it names; unchanged where it names none of these."""
    table = tables.get(calendar.table or "")
    if table is None or not table.table_only:
        return calendar
    return replace(calendar, years=table.years, table_file=table.place.file, day_plans={}, open_days={})


def _zone(node: Node, problems: list[Problem]) -> ZoneInfo:
    name = node.text("zone", "UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems.append(
            Problem(
                "EST-332",
                Words(zh="没有叫“{name}”的时区", en="no time zone is called '{name}'").fill(name=same(name)),
                node["zone"].place,
                Words(zh="请写 IANA 名称，如 Asia/Shanghai", en="write its IANA name, such as Asia/Shanghai"),
            )
        )
        return ZoneInfo("UTC")


def _holidays(node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> tuple[str | None, Node | None]:
    """The id of the table that `holidays` names, or the years written in place (also a table's own)."""
    written = node.get("table") or node.get("holidays")
    if written is None or written.is_sequence:
        return None, written
    name, known = str(written.value), vocabulary.get("calendars", ())
    if name not in known:
        problems.append(
            Problem(
                "EST-335",
                Words(zh="没有叫“{name}”的节假日表", en="no holiday table is called '{name}'").fill(name=same(name)),
                written.place,
                did_you_mean(name, known),
            )
        )
    return name, None


def _make_up(node: Node | None, reader: Reader) -> tuple[Hours, ...] | int | None:
    if node is None:
        return None
    return WEEKDAYS.index(str(node.value)) if node.value in WEEKDAYS else reader.hours(node)
