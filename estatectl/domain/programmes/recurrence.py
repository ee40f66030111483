"""Recurrence rules as calendars exchange them (RFC 5545), cut down to dates and kept from running on. Domain floor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from estatectl.domain.words import Words, same

_CYCLE = 400
"""Years after which the calendar repeats itself to the day of the week."""
_LAST_YEAR = 9998
_YEARS = range(2000, 2300)
_TOO_LONG = 200
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_NUMBERS: Mapping[str, int] = {
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 53,
    "BYSETPOS": 366,
}
"""Parts that are lists of whole numbers other than nothing, from minus this to this."""
_WEEKS = {"MONTHLY": 5, "YEARLY": 53}
_KEYS = ("FREQ", "INTERVAL", "BYMONTH", *_NUMBERS, "BYDAY", "WKST", "UNTIL")
_BYDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The dates of a rule that `fault_of` has found nothing wrong with, from `start` on."""

    rule: str
    start: date

    def between(self, first: date, last: date) -> Iterator[date]:
        from dateutil.rrule import rrulestr  # noqa: PLC0415 - half of the commands never see such a rule

        # A rule that has run dry is looked through to the year 9999, whatever end it is given. Moved on by whole
        # cycles of the calendar it reaches that end soon, and its dates are the same.
        moved = max(0, (_LAST_YEAR - last.year) // _CYCLE * _CYCLE)
        begun = datetime.combine(self.start.replace(year=self.start.year + moved), time())
        for moment in rrulestr(_moved(self.rule, moved), dtstart=begun):
            day = moment.date().replace(year=moment.year - moved)
            if day > last:
                return
            if day >= first:
                yield day


def _moved(rule: str, years: int) -> str:
    return re.sub(r"UNTIL=([0-9]{4})([0-9]{4})", lambda found: f"UNTIL={_until(int(found[1]) + years, found[2])}", rule)


def _until(year: int, rest: str) -> str:
    return f"{year:04}{rest}" if year <= _LAST_YEAR else f"{_LAST_YEAR + 1}1231"


def fault_of(rule: str, start: date) -> Words | None:
    """What is wrong with a rule; None where it is sound and gives a date within ten years of its start."""
    parts: dict[str, str] = {}
    for part in rule.split(";"):
        key, equals, value = part.partition("=")
        if not equals or not value or key in parts or len(rule) > _TOO_LONG:
            return _fault("“{part}”看不懂", "'{part}' cannot be read", part)
        parts[key] = value
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES:
        return _fault("FREQ 只能是 {part}", "FREQ must be one of {part}", ", ".join(_FREQUENCIES))
    for key, value in parts.items():
        if key not in _KEYS:
            return _fault("不接受 {part}", "{part} is not accepted", key)
        if not _sound(key, value, frequency):
            return _fault("“{part}”写法不对", "'{part}' is not as it should be", f"{key}={value}")
    if start.year not in _YEARS:
        return _fault("from 不能是 {part} 年", "'from' cannot be in the year {part}", str(start.year))
    if next(Recurrence(rule, start).between(start, start.replace(year=start.year + 10, day=1)), None) is None:
        return _fault("“{part}”十年内没有一天符合", "no day of ten years fits '{part}'", rule)
    return None


def _fault(zh: str, en: str, part: str) -> Words:
    return Words(zh=zh, en=en).fill(part=same(part))


def _sound(key: str, value: str, frequency: str) -> bool:
    values = value.split(",")
    match key:
        case "FREQ":
            return True
        case "INTERVAL":
            return re.fullmatch(r"[1-9][0-9]{0,2}", value) is not None
        case "UNTIL":
            return _is_date(value)
        case "WKST":
            return value in _WEEKDAYS
        case "BYMONTH":
            return all(re.fullmatch(r"[0-9]{1,2}", each) and 1 <= int(each) <= 12 for each in values)
        case "BYDAY":
            return all(_weekday(each, frequency) for each in values)
        case _:
            most = _NUMBERS[key]
            return all(re.fullmatch(r"[+-]?[0-9]{1,3}", each) and 1 <= abs(int(each)) <= most for each in values)


def _weekday(text: str, frequency: str) -> bool:
    """A weekday; which one of the month or year may stand before it."""
    found = _BYDAY.fullmatch(text)
    return found is not None and (found[1] is None or 1 <= abs(int(found[1])) <= _WEEKS.get(frequency, 0))


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{8}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False
