"""Floor 3: what an unquoted word in a policy means: YAML 1.2's plain text, true, false and numbers, and nothing else.

Readers of YAML disagree about `no`, `18:30`, `010` and their like. Here each of them is refused with its own code,
so that what the administrator wrote is what the program runs on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from estatectl.domain.words import Words

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a scalar is refused: everything of a problem but its place."""

    code: str
    words: Words
    hint: Words


_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)", re.ASCII)
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_MOST_DIGITS = 15


def plain_scalar(text: str) -> tuple[Scalar, Fault | None]:
    """The value of an unquoted scalar. Beside a fault the value is what may stand in for it in later checks."""
    if text in _FLAGS:
        return _FLAGS[text], None
    if _INT.fullmatch(text):
        return int(text), _too_long(text)
    if _DECIMAL.fullmatch(text):
        return float(text), _too_long(text)
    if not text or text[0] not in _SUSPICIOUS:
        return (text, None) if text else (None, _EMPTY)
    for pattern, explain in _TRAPS:
        if pattern.fullmatch(text):
            return (None if pattern is _NULL else text), explain(text)
    return text, None


def _too_long(text: str) -> Fault | None:
    if sum(char.isdigit() for char in text.lstrip("+-0.")) <= _MOST_DIGITS:
        return None
    words = Words(
        zh="数字“{text}”超过 15 位，无法精确保存", en="the number {text} has too many digits to be kept exactly"
    )
    hint = Words(zh='编号、电话请加引号："{text}"；数值请少写几位', en='a code or telephone number is quoted: "{text}"')
    return Fault("EST-127", words.fill(text=text), hint.fill(text=text))


def _quoted(code: str, words: Words, hint: Words) -> Callable[[str], Fault]:
    def explain(text: str) -> Fault:
        number = text.replace("_", "").lstrip("+").lstrip("0") or "0"
        return Fault(code, words.fill(text=text), hint.fill(text=text, number=number))

    return explain


def _date(text: str) -> Fault:
    try:
        date.fromisoformat(text[:10])
        real = True
    except ValueError:
        real = False
    if real or len(text) != 10:
        words = Words(zh="日期“{text}”没有加引号", en="the date {text} is not quoted")
        hint = Words(zh='加引号："{text}"', en='put it in quotes: "{text}"')
    else:
        words = Words(zh="没有“{text}”这一天，日期也没有加引号", en="there is no day {text}, and dates are quoted")
        hint = Words(zh='改成存在的日期并加引号，如 "2026-02-28"', en='write a day that exists, quoted: "2026-02-28"')
    return Fault("EST-117", words.fill(text=text), hint.fill(text=text))


_EMPTY = Fault(
    "EST-118",
    Words(zh="这里没有写值", en="nothing is written here"),
    Words(zh="写上值，或删去这一项", en="write a value, or delete the key"),
)
_NULL = re.compile(r"~|null|Null|NULL")

_SUSPICIOUS = frozenset("0123456789+-.~nNyYoO")

_TRAPS: Sequence[tuple[re.Pattern[str], Callable[[str], Fault]]] = (
    (
        _NULL,
        _quoted(
            "EST-118",
            Words(zh="“{text}”表示空值，细则里没有空值", en="'{text}' means nothing, which is no value here"),
            Words(
                zh='写上值，或删去这一项；是文字就加引号："{text}"',
                en='write a value, or delete the key; text is quoted: "{text}"',
            ),
        ),
    ),
    (
        re.compile(r"yes|no|on|off|y|n", re.IGNORECASE),
        _quoted(
            "EST-111",
            Words(
                zh="没加引号的“{text}”会被有些程序读成“是/否”",
                en="an unquoted {text} is read as true or false by some programs",
            ),
            Words(
                zh='是/否请写 true 或 false；是文字就加引号："{text}"',
                en='write true or false; if it is text, put it in quotes: "{text}"',
            ),
        ),
    ),
    (
        re.compile(r"[-+]?[0-9]+(?::[0-9]{1,2})+(?:\.[0-9]*)?", re.ASCII),
        _quoted(
            "EST-112",
            Words(
                zh="没加引号的时刻“{text}”会被有些程序读成六十进制数",
                en="an unquoted {text} is read as a base-60 number by some programs",
            ),
            Words(
                zh='加引号："{text}"；时长写成 "90m" 或 "1h30m"',
                en='put it in quotes: "{text}"; a length of time is "90m" or "1h30m"',
            ),
        ),
    ),
    (
        re.compile(r"[-+]?0[0-9]+(?:\.[0-9]*)?", re.ASCII),
        _quoted(
            "EST-113",
            Words(
                zh="以 0 开头的数字“{text}”含义不明（有些程序按八进制读）",
                en="{text} starts with a zero: some programs read it as octal",
            ),
            Words(
                zh='是编号就加引号："{text}"；是数值就写 {number}',
                en='a code is quoted: "{text}"; a number is {number}',
            ),
        ),
    ),
    (
        re.compile(r"[-+]?0[oOxXbB][0-9a-fA-F_]+", re.ASCII),
        _quoted(
            "EST-114",
            Words(
                zh="不接受十六进制、八进制、二进制写法“{text}”", en="{text} is a hexadecimal, octal or binary number"
            ),
            Words(
                zh='写十进制数；是文字就加引号："{text}"',
                en='write it in decimal; if it is text, put it in quotes: "{text}"',
            ),
        ),
    ),
    (
        re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?", re.ASCII),
        _quoted(
            "EST-115",
            Words(zh="数字“{text}”里有下划线", en="the number {text} has underscores in it"),
            Words(
                zh='写 {number}；是文字就加引号："{text}"',
                en='write {number}; if it is text, put it in quotes: "{text}"',
            ),
        ),
    ),
    (
        re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][-+]?[0-9]+", re.ASCII),
        _quoted(
            "EST-116",
            Words(zh="不接受科学计数法“{text}”", en="{text} is written with an exponent"),
            Words(zh='把数字写全；是编号就加引号："{text}"', en='write the number out; a code is quoted: "{text}"'),
        ),
    ),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|\s+)[0-9]{1,2}:[0-9]{2}.*)?", re.ASCII), _date),
    (
        re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"),
        _quoted(
            "EST-119",
            Words(zh="“{text}”不是一个确定的数", en="{text} is not a definite number"),
            Words(
                zh="写一个具体的数；不设上限就删去这一项",
                en="write a figure; where there is no limit, leave the key out",
            ),
        ),
    ),
)
