"""What is said about a cadence that is not written as it should be. Domain floor."""

from __future__ import annotations

from collections.abc import Sequence

from estatectl.domain.problems import Problem
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same


def not_one_form(node: Node, found: Sequence[str], forms: Sequence[str]) -> Problem:
    words = Words(zh="周期没有写明多久一次", en="the cadence does not say how often")
    if found:
        words = Words(zh="周期写了不止一种：{found}", en="the cadence says more than one thing: {found}")
    hint = Words(zh="选写一种：{forms}", en="write one of: {forms}").fill(forms=same(", ".join(forms)))
    place = node[found[1]].key_place if found else node.place
    return Problem("EST-801", words.fill(found=same(", ".join(found))), place, hint)


def does_not_go_with(key: str, form: str, taken: Sequence[str], node: Node) -> Problem:
    words = Words(zh="“{key}”不能与 {form} 一起写", en="'{key}' does not go with '{form}'")
    hint = Words(zh="与 {form} 一起可写：{taken}", en="with '{form}' go: {taken}")
    return Problem(
        "EST-802",
        words.fill(key=same(key), form=same(form)),
        node.key_place,
        hint.fill(form=same(form), taken=same(", ".join(taken))),
    )


def is_needed(key: str, form: str, node: Node) -> Problem:
    words = Words(zh="写了 {form}，还要写“{key}”", en="'{form}' needs '{key}' beside it")
    hint = Words(zh="例如 {example}", en="for example {example}").fill(example=same(_EXAMPLES[key]))
    return Problem("EST-802", words.fill(key=same(key), form=same(form)), node[form].key_place, hint)


_EXAMPLES = {"at": 'at: "09:00"', "from": 'from: "2026-01-05"', "during": "during: office"}


def half_of_working_days(node: Node) -> Problem:
    written, other = ("working_days", "calendar") if "working_days" in node else ("calendar", "working_days")
    words = Words(zh="写了 {written}，还要写“{other}”", en="'{written}' needs '{other}' beside it")
    hint = Words(zh="例如 {example}", en="for example {example}").fill(
        example=same("working_days: next, calendar: office")
    )
    return Problem("EST-802", words.fill(written=same(written), other=same(other)), node[written].key_place, hint)


def would_vanish(node: Node) -> Problem:
    return Problem(
        "EST-802",
        Words(zh="这种周期每次只有一天，不能用 only 略去", en="'only' would leave this round out altogether"),
        node.place,
        Words(zh="写 next 或 previous", en="write next or previous"),
    )


def month_too_late(node: Node, form: str, apart: int) -> Problem:
    words = Words(zh="{form} 的 month 是第几个月，最大 {apart}", en="the month of '{form}' counts from 1 to {apart}")
    hint = Words(zh="month: 1 是其中的第一个月", en="month: 1 is the first of them")
    return Problem("EST-803", words.fill(form=same(form), apart=apart), node.place, hint)


def no_day_of_a_month(node: Node) -> Problem:
    words = Words(zh="“{text}”不是一个月里的某一天", en="'{text}' is not a day of a month")
    hint = Words(
        zh='写 1 到 31、last、"first monday" 或 "last friday"',
        en='write 1 to 31, last, "first monday" or "last friday"',
    )
    return Problem("EST-803", words.fill(text=same(str(node.value))), node.place, hint)


def no_step(node: Node) -> Problem:
    words = Words(zh="“{text}”不是间隔的天数、周数或月数", en="'{text}' is not a number of days, weeks or months")
    hint = Words(
        zh='写 "15d"、"2w"、"3mo" 或 "1y"；按小时的另写 during: 日历',
        en='write "15d", "2w", "3mo" or "1y"; hours go with during: CALENDAR',
    )
    return Problem("EST-803", words.fill(text=same(str(node.value))), node.place, hint)


def no_hours(node: Node) -> Problem:
    words = Words(zh="“{text}”不能用作开放时段内的间隔", en="'{text}' is not a distance within the hours of a calendar")
    hint = Words(zh='写 "2h"、"90m"，至少 "5m"', en='write "2h" or "90m", and "5m" at least')
    return Problem("EST-803", words.fill(text=same(str(node.value))), node.place, hint)


def bad_rule(node: Node, fault: Words) -> Problem:
    words = Words(zh="循环规则用不了：{fault}", en="the recurrence rule cannot be used: {fault}").fill(fault=fault)
    hint = Words(
        zh='写成 "FREQ=MONTHLY;BYDAY=1MO"；只到日期，时刻写在 at',
        en='write "FREQ=MONTHLY;BYDAY=1MO"; it gives dates, the time is written under at',
    )
    return Problem("EST-804", words, node.place, hint)
