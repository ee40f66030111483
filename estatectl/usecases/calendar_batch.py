"""Floor 2: many questions to calendars at once, one JSON object a line, one answer a line in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.cases.clocks import DueAt, Unit
from estatectl.domain.durations import Duration, minutes_of
from estatectl.domain.problems import BadInput, EstateError
from estatectl.domain.words import Lang, Words, same
from estatectl.usecases.calendars import (
    INLINE,
    Answer,
    Calendars,
    Pausing,
    between_instants,
    due,
    pausing,
    read_instant,
    read_limit,
    told_at,
)

KEYS = ("id", "calendar", "start", "end", "minutes", "seconds", "days", "within", "unit", "at", "pauses")
_LENGTHS = ("minutes", "seconds", "days", "within", "end")


@dataclass(frozen=True, slots=True)
class Line:
    """The answer to one line; `good` is false where it is an error."""

    data: Mapping[str, object]
    good: bool


def answer_lines(lines: Iterable[str], calendars: Calendars, lang: Lang) -> Iterator[Line]:
    """One answer per line that is not blank. A line that cannot be answered is answered by its error."""
    for text in lines:
        if text.strip():
            yield _answer(text, calendars, lang)


def _answer(text: str, calendars: Calendars, lang: Lang) -> Line:
    echoed: dict[str, object] = {}
    try:
        asked = _object(text)
        echoed = {"id": asked["id"]} if "id" in asked else {}
        return Line({**echoed, **_answered(asked, calendars)}, good=True)
    except EstateError as refused:
        problem = refused.problems[0]
        return Line({**echoed, "error": {"code": problem.code, "message": problem.words.of(lang)}}, good=False)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as unreadable:
        raise _bad(Words(zh="这一行不是 JSON", en="this line is not JSON")) from unreadable
    if not isinstance(found, dict):
        raise _bad(Words(zh="这一行不是 JSON 对象", en="this line is not a JSON object"))
    unknown = [key for key in found if key not in KEYS]
    if unknown:
        raise _bad(Words(zh="没有叫“{key}”的键", en="there is no key '{key}'").fill(key=same(unknown[0])))
    return found


def _no_number(text: str) -> object:
    raise ValueError(text)


def _answered(asked: Mapping[str, Any], calendars: Calendars) -> dict[str, object]:
    calendar = _calendar(asked.get("calendar"), calendars)
    start = _instant(asked, "start", calendar)
    unit, at = _choice(asked, "unit", Unit.BUSINESS), _choice(asked, "at", DueAt.KEEP_TIME)
    pauses = _pauses(asked.get("pauses"), calendar)
    given = [key for key in _LENGTHS if asked.get(key) is not None]
    if len(given) != 1:
        raise _bad(
            Words(zh="要写 {keys} 之一，且只写一个", en="give one of {keys}, and only one").fill(
                keys=same(", ".join(_LENGTHS))
            )
        )
    if given == ["end"]:
        found = between_instants(calendar, start, _instant(asked, "end", calendar), unit, pauses)
        return _counted(found)
    found = due(calendar, start, _length(asked, given[0]), unit, at, pauses)
    return {"due": None if found.end is None else told_at(found.end, calendar), **_counted(found)}


def _counted(found: Answer) -> dict[str, object]:
    return {
        "counted_minutes": _number(minutes_of(found.counted)),
        "counted_seconds": _number(minutes_of(found.counted * 60)),
    }


def _number(value: Decimal) -> int | float:
    """A JSON number: whole where it is."""
    return int(value) if value == value.to_integral_value() else float(value)


def _calendar(named: object, calendars: Calendars) -> Calendar:
    if isinstance(named, str):
        return calendars.find(named)
    if isinstance(named, dict):
        standing = {"kind": "calendar", "id": INLINE, "title": {"zh": "随行日历", "en": "inline"}}
        return calendars.of(json.dumps({**standing, **named}, ensure_ascii=False, default=str), INLINE)
    raise _bad(Words(zh="calendar 要写标识、路径或日历对象", en="'calendar' is an id, a path or a calendar object"))


def _instant(asked: Mapping[str, Any], key: str, calendar: Calendar) -> datetime:
    value = asked.get(key)
    if not isinstance(value, str):
        raise _bad(Words(zh="缺少 {key}（时刻）", en="'{key}' (an instant) is missing").fill(key=same(key)))
    return read_instant(value, calendar)


def _choice(asked: Mapping[str, Any], key: str, usual: Any) -> Any:
    value = asked.get(key)
    if value is None:
        return usual
    try:
        return type(usual)(value)
    except ValueError as unknown:
        words = Words(zh="{key} 不能取“{value}”", en="'{value}' is not a {key}")
        raise _bad(words.fill(key=same(key), value=same(str(value)))) from unknown


def _pauses(value: object, calendar: Calendar) -> Sequence[Pausing]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _bad(Words(zh="pauses 是 {{start, end}} 的列表", en="'pauses' is a list of {{start, end}}").fill())
    found = []
    for each in value:
        end = _instant(each, "end", calendar) if each.get("end") is not None else None
        found.append(pausing(_instant(each, "start", calendar), end, f"{each.get('start')}/{each.get('end')}"))
    return found


def _length(asked: Mapping[str, Any], key: str) -> Duration:
    value = asked[key]
    if key == "within":
        return read_limit(str(value))
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        number = Decimal(-1)
    seconds = number * (60 if key == "minutes" else 1) if number.is_finite() else Decimal(-1)
    whole = seconds.to_integral_value() if seconds.is_finite() and abs(seconds) < Decimal(10) ** 12 else Decimal(-1)
    # Minutes written with a few decimals (0.0167) mean the second they are nearest to.
    if isinstance(value, bool) or whole < 0 or (key != "minutes" and whole != seconds):
        words = Words(zh="{key} 不能取“{value}”", en="'{value}' cannot be {key}")
        raise BadInput.one("EST-431", words.fill(key=same(key), value=same(str(value))))
    return Duration(days=int(whole)) if key == "days" else Duration(seconds=int(whole))


def _bad(words: Words) -> BadInput:
    return BadInput.one("EST-434", words)
