"""Floor 5: how answers of `estatectl calendar` are laid out, for people and for programs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from estatectl.domain.words import Words
from estatectl.render.page import Block, Table, Toned

if TYPE_CHECKING:
    from estatectl.domain.calendars.calendar import Calendar
    from estatectl.usecases.calendars import Answer

BATCH = Words(
    zh="""逐行回答 JSONL 文件（- 为标准输入）：每行一个 JSON 对象，按原次序每行一个答复。

calendar  标识、文件路径，或日历对象（写法同 YAML，kind、id、title 可省）
start     起点；不带时区偏移时按日历的时区
minutes   时长（可带小数），或 seconds、days（配 working_days）、within（"1h30m"）
end       不写时长而写终点：只问两者之间计多少
unit      business（默认）、elapsed、working_days；at：keep_time（默认）、end_of_day
pauses    [{"start": …, "end": …}]，不计时的各段；end 为 null 表示仍在暂停
id        原样带回

答复      {"due": "2026-11-23T14:00:00+08:00", "counted_minutes": 240, "counted_seconds": 14400}
          问 end 时没有 due；仍在暂停而未到期时 due 为 null
算不了    {"error": {"code": "EST-…", "message": "…"}}，其余各行照常，最后退出码为 2""",
    en="""Answer a JSONL file (- is stdin): one JSON object a line, one answer a line in the same order.

calendar  an id, a file's path, or a calendar object (as in YAML; kind, id and title may be left out)
start     the start; without an offset it is read in the calendar's zone
minutes   the length (decimals allowed), or seconds, days (working_days), within ("1h30m")
end       instead of a length: how much counts between the two
unit      business (default), elapsed, working_days; at: keep_time (default), end_of_day
pauses    [{"start": ..., "end": ...}], stretches that do not count; an end of null lasts still
id        handed back as it is

answer    {"due": "2026-11-23T14:00:00+08:00", "counted_minutes": 240, "counted_seconds": 14400}
          no due where end was asked; due is null where a pause that lasts leaves it unknown
refused   {"error": {"code": "EST-...", "message": "..."}}; the other lines are answered, the exit status is 2""",
)


def told(found: Answer) -> tuple[Block, ...]:
    """The table of stretches: what counted, what did not, and why."""
    from estatectl.domain.durations import say_length

    rows = tuple(
        (
            shown(each.start, found.calendar),
            shown(each.end, found.calendar),
            say_length(each.end - each.start),
            Toned(Words(zh="计入", en="counted"), "good")
            if each.counted
            else Toned(Words(zh="不计", en="no"), "faint"),
            each.why,
        )
        for each in found.stretches
    )
    columns = (
        Words(zh="从", en="from"),
        Words(zh="到", en="to"),
        Words(zh="时长", en="length"),
        Words(zh="计时", en="counts"),
        Words(zh="原因", en="why"),
    )
    return (Table(columns, rows),)


def data(found: Answer) -> dict[str, object]:
    made = found.calendar
    stretches = [
        {"from": iso(each.start, made), "to": iso(each.end, made), "counted": each.counted, "why": each.why}
        for each in found.stretches
    ]
    return {
        "calendar": made.id,
        "start": iso(found.start, made),
        "counted_seconds": found.counted,
        "stretches": stretches,
    }


def iso(moment: datetime | None, made: Calendar) -> str | None:
    return None if moment is None else moment.astimezone(made.zone).isoformat()


def shown(moment: datetime, made: Calendar) -> Words:
    """An instant on the calendar's wall clock, with its weekday; the estate's zone need not be the calendar's."""
    from estatectl.domain.calendars.days import DAY_NAMES

    local = moment.astimezone(made.zone)
    text = local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
    day = DAY_NAMES[local.weekday()]
    return Words(zh=f"{text} {day.zh}", en=f"{text} {day.en[:3]}")
