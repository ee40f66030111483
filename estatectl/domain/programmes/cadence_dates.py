"""Reading which dates a cadence means: one function for each form that is made of dates. Domain floor."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from estatectl.domain.calendars.holidays import WEEKDAYS, read_date
from estatectl.domain.problems import Problem
from estatectl.domain.programmes import cadence_faults as faults
from estatectl.domain.programmes.cadence_days import Days, EverySo, MonthDay, Monthly, Step, Weekly
from estatectl.domain.programmes.recurrence import Recurrence, fault_of
from estatectl.domain.tree import Node

EVERY_DAY = Weekly(frozenset(range(7)))
_GROUPS: Mapping[str, frozenset[int]] = {"weekdays": frozenset(range(5)), "weekend": frozenset({5, 6})}
_EVERY_MONTH = frozenset(range(1, 13))


def daily(node: Node, problems: list[Problem]) -> Days:  # noqa: ARG001 - the schema knows all the names
    names = node.texts("days")
    if not names:
        return EVERY_DAY
    return Weekly(frozenset(day for name in names for day in _weekdays(name)))


def _weekdays(name: str) -> frozenset[int]:
    return _GROUPS[name] if name in _GROUPS else frozenset({WEEKDAYS.index(name)})


def weekly(node: Node, problems: list[Problem]) -> Days:  # noqa: ARG001 - the same
    return Weekly(frozenset(WEEKDAYS.index(name) for name in node.texts("weekly")))


def monthly(node: Node, problems: list[Problem]) -> Days:
    return Monthly(tuple((_EVERY_MONTH, day) for day in _month_days(node["monthly"], problems)))


def in_months(key: str, apart: int) -> Callable[[Node, list[Problem]], Days]:
    """A form that names months: every `apart` months from the one it writes."""

    def read(node: Node, problems: list[Problem]) -> Days:
        written = node[key].each() if node[key].is_sequence else iter((node[key],))
        entries: list[tuple[frozenset[int], MonthDay]] = []
        for each in written:
            month = each.whole("month")
            if month > apart:
                problems.append(faults.month_too_late(each["month"], key, apart))
            months = frozenset(range(month, 13, apart))
            entries += [(months, day) for day in _month_days(each["day"], problems)]
        return Monthly(tuple(entries))

    return read


def _month_days(node: Node, problems: list[Problem]) -> list[MonthDay]:
    found = []
    for each in node.each() if node.is_sequence else iter((node,)):
        day = MonthDay.read(each.value)
        if day is None:
            problems.append(faults.no_day_of_a_month(each))
        else:
            found.append(day)
    return found


def every(node: Node, problems: list[Problem]) -> Days:
    return EverySo(read_step(node["every"], problems), read_date(node["from"], problems))


def read_step(node: Node, problems: list[Problem]) -> Step:
    step = Step.read(str(node.value))
    if step is None:
        problems.append(faults.no_step(node))
    return step or Step(1, 0, "1d")


def ruled(node: Node, problems: list[Problem]) -> Days:
    rule, start = node.text("rrule"), read_date(node["from"], problems)
    fault = fault_of(rule, start)
    if fault is not None:
        problems.append(faults.bad_rule(node["rrule"], fault))
        return EVERY_DAY
    return Recurrence(rule, start)
