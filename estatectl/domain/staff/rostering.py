"""The roster: what its entries mean, and how a row becomes the shifts of a person in a post."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from estatectl.domain.entries import Entry
from estatectl.domain.handed_in.sheets import SheetRow
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.staff.people import Person, Shift
from estatectl.domain.staff.staffing import PERSON, POST, unknown
from estatectl.domain.wall_clock import instant_of, read_hours
from estatectl.domain.words import Words

ROSTER = "roster"
_LONGEST_PATTERN = timedelta(days=400)
_LONGEST_SHIFT = timedelta(hours=36)


def shifts_of(entry: Entry) -> tuple[Shift, ...]:
    """The shifts that a `rostered` or `struck` entry names."""
    person, post = str(entry.data["person"]), str(entry.data["post"])
    spans = entry.data["spans"]
    assert isinstance(spans, list)
    return tuple(
        Shift(person, post, datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in spans
    )


@dataclass(frozen=True, slots=True)
class Duty:
    """Shifts of one person in one post, as one row or one command asks for them."""

    person: str
    post: str
    spans: tuple[tuple[datetime, datetime], ...]

    def shifts(self) -> tuple[Shift, ...]:
        return tuple(Shift(self.person, self.post, start, end) for start, end in self.spans)


def read_duty(
    row: SheetRow, people: Mapping[str, Person], posts: Collection[str], zone: tzinfo, problems: list[Problem]
) -> Duty | None:
    """The duty of a row: `person, post` with `start, end`, or with `weekdays, from, to, since, until`.

    Wall-clock times are read in `zone`; a `to` at or before its `from` lies in the next day.
    """
    before = len(problems)
    _check_holder(row, people, posts, problems)
    spans = _weekly(row, zone, problems) if row.text("weekdays") else _single(row, zone, problems)
    return Duty(row.text("person"), row.text("post"), spans) if len(problems) == before else None


def _check_holder(row: SheetRow, people: Mapping[str, Person], posts: Collection[str], problems: list[Problem]) -> None:
    name, post = row.text("person"), row.text("post")
    person = people.get(name)
    if post not in posts:
        problems.append(unknown("EST-462", POST, post, row.at("post"), posts))
    if person is None:
        problems.append(unknown("EST-464", PERSON, name, row.at("person"), people))
    elif person.left or post in posts:
        problems += [
            replace(fault, place=row.at("person" if person.left else "post"))
            for fault in (unfit(person, post),)
            if fault is not None
        ]


def unfit(person: Person, post: str) -> Problem | None:
    """Why a person cannot be on duty in a post: they have left (EST-465), or do not hold it (EST-466)."""
    if person.left:
        return Problem("EST-465", Words(zh="{name} 已离职", en="{name} has left").fill(name=person.id))
    if post not in person.posts:
        words = _NOT_APPOINTED.fill(name=person.id, post=post)
        return Problem("EST-466", words, hint=did_you_mean(post, person.posts))
    return None


def _single(row: SheetRow, zone: tzinfo, problems: list[Problem]) -> tuple[tuple[datetime, datetime], ...]:
    start = _instant(row, "start", zone, problems)
    end = _instant(row, "end", zone, problems)
    if start is None or end is None:
        return ()
    if not timedelta() < end - start <= _LONGEST_SHIFT:
        problems.append(Problem("EST-468", _BAD_SPAN, row.at("end"), _BAD_SPAN_HINT))
    return ((start, end),)


def _instant(row: SheetRow, column: str, zone: tzinfo, problems: list[Problem]) -> datetime | None:
    at = read_instant(row.text(column), zone)
    if at is None:
        words = BAD_TIME.fill(column=column, text=row.text(column))
        problems.append(Problem("EST-467", words, row.at(column), BAD_TIME_HINT))
    return at


def read_instant(text: str, zone: tzinfo) -> datetime | None:
    """`2026-05-01T08:30` or `2026-05-01 08:30` in a zone, or with an offset of its own; None if it is neither."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if at.tzinfo is not None:
        return at
    if len(text) <= len("2026-05-01"):
        return None
    return instant_of(zone, at.date(), at.hour * 3600 + at.minute * 60 + at.second)


def _weekly(row: SheetRow, zone: tzinfo, problems: list[Problem]) -> tuple[tuple[datetime, datetime], ...]:
    before = len(problems)
    days = read_weekdays(row.texts("weekdays"))
    if days is None:
        words = _BAD_DAYS.fill(text=row.text("weekdays"))
        problems.append(Problem("EST-469", words, row.at("weekdays"), _BAD_DAYS_HINT))
    hours = read_hours(f"{row.text('from')}-{row.text('to')}")
    if hours is None:
        words = _BAD_HOURS.fill(text=f"{row.text('from')}-{row.text('to')}")
        problems.append(Problem("EST-470", words, row.at("from"), _BAD_HOURS_HINT))
    first, last = (_day(row, column, problems) for column in ("since", "until"))
    if first and last and not timedelta() <= last - first <= _LONGEST_PATTERN:
        problems.append(Problem("EST-472", _BAD_STRETCH, row.at("until")))
    if len(problems) > before or days is None or hours is None or first is None or last is None:
        return ()
    dates = (first + timedelta(days=count) for count in range((last - first).days + 1))
    spans = tuple(
        (instant_of(zone, day, hours.start), instant_of(zone, day, hours.end)) for day in dates if day.weekday() in days
    )
    if not spans:
        problems.append(Problem("EST-472", _NO_DAY, row.at("weekdays")))
    return spans


def _day(row: SheetRow, column: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(row.text(column))
    except ValueError:
        words = _BAD_DATE.fill(column=column, text=row.text(column))
        problems.append(Problem("EST-471", words, row.at(column), Words(zh="写成 2026-05-01", en="write 2026-05-01")))
        return None


_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = {
    **{name: number for number, name in enumerate(_NAMES)},
    **{str(number + 1): number for number in range(7)},
    **{f"{prefix}{sign}": number for prefix in ("周", "星期") for number, sign in enumerate("一二三四五六日")},
    "周天": 6,
    "星期天": 6,
}
_DAY_GROUPS = {"daily": range(7), "每天": range(7), "weekdays": range(5), "weekend": range(5, 7)}


def read_weekdays(words: Iterable[str]) -> frozenset[int] | None:
    """Days by name (`mon`, `周一`, `1`), range (`mon-fri`, `周五至周一`) or group (`daily`, `每天`); Monday is 0."""
    found: set[int] = set()
    for word in words:
        first, dash, last = re.sub("[至到~～—–]", "-", word.lower()).partition("-")
        if first in _DAY_GROUPS and not dash:
            found.update(_DAY_GROUPS[first])
        elif first in _WEEKDAY and (not dash or last in _WEEKDAY):
            start, end = _WEEKDAY[first], _WEEKDAY[last or first]
            found.update((start + step) % 7 for step in range((end - start) % 7 + 1))
        else:
            return None
    return frozenset(found) or None


_NOT_APPOINTED = Words(zh="{name} 没有任“{post}”这个岗", en="{name} is not appointed to the post '{post}'")
BAD_TIME = Words(zh="{column}：“{text}”不是时刻", en="{column}: '{text}' is not an instant")
BAD_TIME_HINT = Words(zh="写成 2026-05-01T08:00", en="write 2026-05-01T08:00")
_BAD_SPAN = Words(zh="下班须晚于上班，且一班不超过 36 小时", en="a shift ends after it starts, and within 36 hours")
_BAD_SPAN_HINT = Words(zh="跨零点的夜班，end 写次日", en="a night shift ends on the next day")
_BAD_DAYS = Words(zh="“{text}”不是星期", en="'{text}' names no days of the week")
_BAD_DAYS_HINT = Words(zh="写成 周一至周五、周六 或 每天", en="write mon-fri, sat or daily")
_BAD_HOURS = Words(zh="“{text}”不是一段时间", en="'{text}' is not a span of hours")
_BAD_HOURS_HINT = Words(zh="from 写 22:00，to 写 06:00", en="write 22:00 in 'from' and 06:00 in 'to'")
_BAD_DATE = Words(zh="{column}：“{text}”不是日期", en="{column}: '{text}' is not a date")
_BAD_STRETCH = Words(
    zh="until 不能早于 since，也不能超过 400 天", en="'until' is not before 'since', and within 400 days of it"
)
_NO_DAY = Words(zh="这段日期里没有所写的星期", en="none of these days of the week lies between 'since' and 'until'")
