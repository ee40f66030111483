"""Floor 5: `estatectl roster`: who is on duty in which post, and which posts are vacant."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from estatectl.cli.commands import Noun, argument, option
from estatectl.cli.context import Session
from estatectl.cli.handed_in import typed_row
from estatectl.cli.roster_cover import THIS_WEEK, gaps, week_page
from estatectl.cli.roster_leave import VERBS
from estatectl.domain.handed_in.sheets import SheetRow
from estatectl.domain.problems import BadInput
from estatectl.domain.staff.people import Shift
from estatectl.domain.words import Words, same
from estatectl.render.page import Cell, Line, Page, Table, Toned
from estatectl.usecases.house import House
from estatectl.usecases.roster import Watch

COLUMNS = ("person", "post", "start", "end", "weekdays", "from", "to", "since", "until", "shift")
_START = Words(zh="上班，如 2026-05-01T08:00", en="start, such as 2026-05-01T08:00")
_END = Words(zh="下班，如 2026-05-01T20:00", en="end, such as 2026-05-01T20:00")
_WHERE = Words(zh="岗位", en="POST")
_WHO = Words(zh="员工", en="PERSON")
_WHEN = Words(zh="时刻", en="INSTANT")
_DAY = Words(zh="日期", en="DAY")
roster = Noun(
    "roster",
    Words(zh="排班：谁在岗，哪些岗位无人。", en="The roster: who is on duty, and what is vacant."),
    aliases=("排班",),
)


@roster.verb("set", Words(zh="排一班。", en="Put a person on duty in a post."), aliases=("排",))
@argument("post", Words(zh="岗位", en="the post"), shown=_WHERE)
@argument("person", Words(zh="员工编号", en="id of the person"), shown=_WHO)
@option("--from", "start", words=_START, shown=_WHEN)
@option("--to", "end", words=_END, shown=_WHEN)
@option("--shift", words=Words(zh="按班次排，如 早班", en="by the name of a shift, such as early"))
@option("--on", "since", words=Words(zh="这天（与 --shift 同用）", en="on this day (with --shift)"), shown=_DAY)
@option("--until", words=Words(zh="直到这天，每天都排", en="every day until this one"), shown=_DAY)
def put(
    session: Session,
    *,
    post: str,
    person: str,
    start: str | None,
    end: str | None,
    shift: str | None,
    since: str | None,
    until: str | None,
) -> Page:
    by_name, by_hours = (shift, since), (start, end)
    if all(by_name) == all(by_hours) or (any(by_name) and any(by_hours)):
        words = Words(zh="写 --from 和 --to，或 --shift 和 --on", en="give --from and --to, or --shift and --on")
        raise BadInput.one("EST-403", words)
    typed = {"start": start, "end": end, "shift": shift, "since": since, "until": until}
    row = typed_row(post=post, person=person, **{name: text for name, text in typed.items() if text})
    return _rostered(session, (row,))


@roster.verb(
    "unset", Words(zh="撤掉这段时间里的班。", en="Take shifts within a time off the roster."), aliases=("撤班",)
)
@argument("post", Words(zh="岗位", en="the post"), shown=_WHERE)
@argument("person", Words(zh="员工编号", en="id of the person"), shown=_WHO)
@option("--from", "start", required=True, words=_START, shown=_WHEN)
@option("--to", "end", required=True, words=_END, shown=_WHEN)
def drop(session: Session, *, post: str, person: str, start: str, end: str) -> Page:
    from estatectl.usecases.roster import strike

    struck = strike(session.house, typed_row(post=post, person=person, start=start, end=end))
    words = Words(zh="撤掉 {n} 班", en="{n} shifts taken off").fill(n=len(struck))
    return Page((Line(words),), {"struck": [_plain(shift) for shift in struck]})


@roster.verb(
    "import", Words(zh="从 CSV、YAML 或 Excel 排班。", en="Read shifts from CSV, YAML or Excel."), aliases=("导入",)
)
@argument(
    "file",
    Words(
        zh="文件，列为 person,post,start,end，或 weekdays,from,to,since,until，或 shift,since,until",
        en="the file; columns person,post with start,end or weekdays,from,to,since,until or shift,since,until",
    ),
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    shown=Words(zh="文件", en="FILE"),
)
def import_file(session: Session, *, file: Path) -> Page:
    from estatectl.wiring.documents import read_rows

    return _rostered(session, read_rows(file, COLUMNS))


@roster.verb(
    "show",
    Words(zh="各岗位此刻谁在岗，无人的也列出。", en="Each post, who is on duty, and vacant ones."),
    aliases=("查看",),
)
@option("--at", "at", words=Words(zh="看这个时刻（默认此刻）", en="at this instant (default: now)"), shown=_WHEN)
@option(
    "--post", "posts", multiple=True, words=Words(zh="只看这个岗位，可写多次", en="only this post; may be repeated")
)
@option(
    "--week",
    is_flag=False,
    flag_value=THIS_WEEK,
    words=Words(zh="看一周的班表；可写周内的某天", en="the table of a week: this one, or that of a day"),
    shown=_DAY,
)
def show(session: Session, *, at: str | None, posts: tuple[str, ...], week: str | None) -> Page:
    from estatectl.usecases.roster import instant, watches

    if week is not None:
        return week_page(session, week, posts)
    house = session.house
    when = instant(house, at)
    return _board(house, when, watches(house, when, posts))


@roster.verb("on-duty", Words(zh="此刻在岗的人。", en="Who is on duty now."), aliases=("在岗",))
def on_duty(session: Session) -> Page:
    from estatectl.usecases.roster import watches

    house = session.house
    return _board(house, house.now, tuple(watch for watch in watches(house, house.now) if watch.on_duty))


def _rostered(session: Session, rows: tuple[SheetRow, ...]) -> Page:
    from estatectl.usecases.roster import roster as put_on

    done = put_on(session.house, rows)
    words = Words(zh="新排 {added} 班，{known} 班早已排好", en="{added} shifts added, {known} were there already")
    data = {"added": [_plain(shift) for shift in done.added], "known": done.known}
    return Page((Line(words.fill(added=len(done.added), known=done.known)),), data)


def _board(house: House, at: datetime, watches: tuple[Watch, ...]) -> Page:
    columns = (Words(zh="岗位", en="post"), Words(zh="在岗", en="on duty"), Words(zh="至", en="until"))
    rows = tuple(row for watch in watches for row in _rows(house, watch))
    local = f"{at.astimezone(house.bundle.estate.zone):%Y-%m-%d %H:%M}"
    heading = Words(zh="{at} 的在岗情况", en="on duty at {at}").fill(at=local)
    return Page(
        (Line(heading, "strong"), Table(columns, rows, empty=Words(zh="（此刻无人在岗）", en="(nobody is on duty)"))),
        {
            "at": at,
            "posts": [
                {
                    "post": watch.post,
                    "on_duty": [{"person": person.id, "until": end} for person, end in watch.on_duty],
                    "appointed": watch.appointed,
                }
                for watch in watches
            ],
        },
    )


def _rows(house: House, watch: Watch) -> tuple[tuple[Cell, ...], ...]:
    post = house.bundle.organisation.post(watch.post)
    title = post.title if post else same(watch.post)
    if not watch.on_duty:
        vacant = _VACANT.fill(n=watch.appointed) if watch.appointed else _NOBODY
        return ((title, Toned(vacant, "soon" if watch.appointed else "bad"), None),)
    return tuple((title, f"{person.name} ({person.id})", end) for person, end in watch.on_duty)


def _plain(shift: Shift) -> dict[str, object]:
    return {"person": shift.person, "post": shift.post, "start": shift.start, "end": shift.end}


for _made in (gaps, *VERBS):
    roster.add_command(_made)

_VACANT = Words(zh="无人在岗（任此岗 {n} 人）", en="vacant ({n} appointed)")
_NOBODY = Words(zh="空缺：无人任此岗", en="vacant: nobody is appointed")
