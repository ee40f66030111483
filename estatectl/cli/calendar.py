"""Floor 5: `estatectl calendar`: when is it due, how much counts between, is it open, what are its hours."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estatectl.cli.calendar_answers import BATCH, data, iso, shown, told
from estatectl.cli.commands import Act, Noun, argument, option
from estatectl.cli.context import Session
from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words, same
from estatectl.render.page import Cell, Line, Page, Pairs, Table, Toned, Verbatim

if TYPE_CHECKING:
    from estatectl.usecases.calendars import Calendars

_CAL = Words(
    zh="日历的标识，或日历文件的路径；文件引用的节假日表取自细则，或同目录的同名文件",
    en="a calendar's id, or the path of a calendar file; its holiday table is found beside it or in the policies",
)
_CAL_SHOWN = Words(zh="日历", en="CALENDAR")
_WHEN = Words(zh="时刻", en="INSTANT")
_PAUSE = Words(
    zh="不计时的一段，写 开始/结束；仍在暂停写 开始/ ；可重复",
    en="a stretch that does not count, START/END; START/ while it lasts; repeatable",
)
_UNIT = Words(
    zh="business 服务时间，elapsed 自然时间，working_days 工作日（--within 3d）",
    en="business: open time, elapsed: real time, working_days (with --within 3d)",
)


class _CalendarNoun(Noun):
    """The noun, which also answers `calendar --batch FILE` without a verb."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        words = ["batch", *args[1:]] if args[:1] == ["--batch"] else args
        if args[:1] and args[0].startswith("--batch="):
            words = ["batch", args[0].removeprefix("--batch="), *args[1:]]
        return super().parse_args(ctx, words)


calendar = _CalendarNoun(
    "calendar",
    Words(zh="日历：到期、间隔、是否开放、时段", en="calendars: due times, time between, open or not, hours"),
    aliases=("日历",),
)


def shelf_of(session: Session) -> Calendars:
    """The calendars at hand in this session."""
    from estatectl.usecases.calendars import Calendars
    from estatectl.wiring.documents import single_document

    return Calendars(lambda: session.bundle.calendars, _text_of, single_document)


def _text_of(path: str) -> str | None:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None


def _calendar_argument() -> Callable[[Act], Act]:
    return argument("name", _CAL, shown=_CAL_SHOWN)


def _pause_option() -> Callable[[Act], Act]:
    return option("--pause", "pauses", words=_PAUSE, multiple=True, shown=Words(zh="起/止", en="FROM/TO"))


@calendar.verb(
    "due",
    Words(
        zh="何时到期：逐段列出哪些时间计入、哪些不计、为什么。\n\n"
        "例：estatectl calendar due office --start 2026-11-20T17:30 --within 4h",
        en="When a limit is up, and which stretches counted, which did not, and why.\n\n"
        "For example: estatectl calendar due office --start 2026-11-20T17:30 --within 4h",
    ),
    aliases=("到期",),
)
@_calendar_argument()
@option("--start", words=Words(zh="起点（默认为现在）", en="the start (default: now)"), shown=_WHEN)
@option("--within", words=Words(zh="时限：4h、1h30m、3d", en="the limit: 4h, 1h30m, 3d"), required=True, shown="4h")
@option("--unit", words=_UNIT, type=click.Choice(["business", "elapsed", "working_days"]), default="business")
@option(
    "--end-of-day",
    words=Words(zh="工作日时限到最后一天收工为止", en="a limit in working days is up when its last day closes"),
    is_flag=True,
)
@_pause_option()
def due(
    session: Session, *, name: str, start: str | None, within: str, unit: str, end_of_day: bool, pauses: tuple[str, ...]
) -> Page:
    from estatectl.domain.cases.clocks import DueAt, Unit
    from estatectl.usecases import calendars as ask

    chosen = shelf_of(session).find(name)
    begun = session.premises.now if start is None else ask.read_instant(start, chosen)
    at = DueAt.END_OF_DAY if end_of_day else DueAt.KEEP_TIME
    held = [ask.read_pause(each, chosen) for each in pauses]
    found = ask.due(chosen, begun, ask.read_limit(within), Unit(unit), at, held)
    if found.end is None:
        first = Line(Words(zh="仍在暂停，到期时刻未定", en="paused: when it is due is not known yet"), "soon")
    else:
        words = Words(zh="到期：{at}", en="due: {at}").fill(at=shown(found.end, chosen))
        first = Line(words, "strong")
    return Page((first, *told(found)), {"due": iso(found.end, chosen), **data(found)})


@calendar.verb(
    "between",
    Words(zh="两个时刻之间计多少时间，为什么。", en="How much time counts between two instants, and why."),
    aliases=("间隔",),
)
@_calendar_argument()
@argument("start", Words(zh="起点", en="the start"), shown=_WHEN)
@argument("end", Words(zh="终点", en="the end"), shown=_WHEN)
@option("--unit", words=_UNIT, type=click.Choice(["business", "elapsed"]), default="business")
@_pause_option()
def between(session: Session, *, name: str, start: str, end: str, unit: str, pauses: tuple[str, ...]) -> Page:
    from estatectl.domain.cases.clocks import Unit
    from estatectl.domain.durations import say_length
    from estatectl.usecases import calendars as ask

    chosen = shelf_of(session).find(name)
    first, last = ask.read_instant(start, chosen), ask.read_instant(end, chosen)
    held = [ask.read_pause(each, chosen) for each in pauses]
    found = ask.between_instants(chosen, first, last, Unit(unit), held)
    words = Words(zh="计入：{length}", en="counted: {length}").fill(length=say_length(found.counted))
    return Page((Line(words, "strong"), *told(found)), data(found))


@calendar.verb(
    "open",
    Words(
        zh="现在（或某时刻）是否开放，何时再开、何时关。",
        en="Is it open now, or at an instant; when it opens and closes next.",
    ),
    aliases=("开放",),
)
@_calendar_argument()
@argument("at", Words(zh="时刻（默认为现在）", en="the instant (default: now)"), required=False, shown=_WHEN)
def is_open(session: Session, *, name: str, at: str | None) -> Page:
    from estatectl.domain.calendars import arithmetic as reckon
    from estatectl.usecases import calendars as ask

    chosen = shelf_of(session).find(name)
    moment = session.premises.now if at is None else ask.read_instant(at, chosen)
    opened = reckon.is_open(chosen, moment)
    closing = reckon.next_closing(chosen, moment)
    opening = moment if opened else reckon.next_opening(chosen, moment)
    why = reckon.counted(chosen, moment, moment + timedelta(seconds=1))[0].why
    state = Words(zh="开放（{why}）", en="open ({why})") if opened else Words(zh="未开放（{why}）", en="closed ({why})")
    pairs: list[tuple[Words, Cell]] = [
        (Words(zh="时刻", en="at"), shown(moment, chosen)),
        (Words(zh="状态", en="state"), Toned(state.fill(why=why), "good" if opened else "bad")),
    ]
    if not opened:
        pairs.append((Words(zh="下次开放", en="opens"), shown(opening, chosen)))
    never = Words(zh="不打烊", en="never")
    pairs.append((Words(zh="关闭", en="closes"), never if closing is None else shown(closing, chosen)))
    document = {
        "calendar": chosen.id,
        "at": iso(moment, chosen),
        "open": opened,
        "why": why,
        "opens": None if opened else iso(opening, chosen),
        "closes": iso(closing, chosen),
    }
    return Page((Pairs(tuple(pairs)),), document)


@calendar.verb(
    "show",
    Words(
        zh="列出全部日历；或某日历一周、一年的时段。",
        en="List all calendars, or the hours of one for a week or a year.",
    ),
    aliases=("查看",),
)
@argument("name", _CAL, required=False, shown=_CAL_SHOWN)
@option(
    "--week",
    words=Words(zh="含这一天的一周（默认为本周）", en="the week of this day (default: this week)"),
    shown=Words(zh="日期", en="DATE"),
)
@option(
    "--year",
    words=Words(zh="整年里与平日不同的日子", en="the days of a year that differ from its usual week"),
    type=int,
    shown=Words(zh="年", en="YEAR"),
)
def show(session: Session, *, name: str | None, week: str | None, year: int | None) -> Page:
    from estatectl.usecases import calendars as ask
    from estatectl.usecases.calendar_views import exceptional_days, week_of

    shelf = shelf_of(session)
    if name is None:
        rows = tuple((made.id, made.title, str(made.zone)) for made in shelf.named.values())
        heads = (Words(zh="标识", en="id"), Words(zh="名称", en="title"), Words(zh="时区", en="zone"))
        return Page((Table(heads, rows),), {"calendars": [{"id": row[0], "title": row[1]} for row in rows]})
    chosen = shelf.find(name)
    if year is not None:
        days = exceptional_days(chosen, year)
    else:
        moment = session.premises.now if week is None else ask.read_instant(week, chosen)
        days = week_of(chosen, moment.astimezone(chosen.zone).date())
    columns = (
        Words(zh="日期", en="date"),
        Words(zh="星期", en="day"),
        Words(zh="时段", en="hours"),
        Words(zh="说明", en="why"),
    )
    table = Table(columns, tuple((day.date.isoformat(), day.weekday, day.hours or "-", day.why) for day in days))
    listed = [{"date": day.date, "hours": day.hours.split(), "why": day.why} for day in days]
    return Page((Line(chosen.title, "strong"), table), {"calendar": chosen.id, "days": listed})


@calendar.verb("batch", BATCH, aliases=("批量",))
@argument(
    "file", Words(zh="JSONL 文件，- 为标准输入", en="a JSONL file; - is stdin"), shown=Words(zh="文件", en="FILE")
)
def batch(session: Session, *, file: str) -> Page:
    return _batch(session, file)


def _batch(session: Session, file: str) -> Page:
    import json

    from estatectl.usecases.calendar_batch import answer_lines

    text = sys.stdin.read() if file == "-" else _text_of(file)
    if text is None:
        words = Words(zh="读不了文件 {file}", en="cannot read the file {file}").fill(file=same(file))
        raise BadInput.one("EST-434", words)
    answers = list(answer_lines(text.split("\n"), shelf_of(session), session.lang))
    status = 0 if all(answer.good for answer in answers) else 2
    if session.format == "json":
        return Page(data={"answers": [answer.data for answer in answers]}, status=status)
    lines = "\n".join(json.dumps(answer.data, ensure_ascii=False) for answer in answers)
    return Page((Verbatim(lines),) if answers else (), status=status)
