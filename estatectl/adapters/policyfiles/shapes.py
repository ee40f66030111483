"""Floor 3: what each keyword of JSON Schema means to the person who wrote the policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class Misfit:
    """One error of the validator, the key it is about, its place, and the word that stands there."""

    error: Any
    subject: str
    place: Place
    written: str

    def problem(self, code: str, words: Words, hint: Words | None = None) -> Problem:
        if self.subject:
            words = Words(zh="{subject}：{what}", en="{subject}: {what}").fill(subject=self.subject, what=words)
        return Problem(code, words, self.place, hint)


def explain(misfit: Misfit) -> Problem:
    """The problem in our own words."""
    return _BY_KEYWORD.get(str(misfit.error.validator), _other)(misfit)


def _unknown_key(misfit: Misfit) -> Problem:
    key = misfit.error.message
    words = Words(zh="没有叫“{key}”的键", en="there is no key '{key}' here").fill(key=key)
    return misfit.problem("EST-203", words, did_you_mean(key, _known_keys(misfit.error.schema)))


def _known_keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        for part in (*schema.get("allOf", ()), schema.get("then"), schema.get("else")):
            yield from _known_keys(part)


def _missing(misfit: Misfit) -> Problem:
    key = misfit.error.message
    words = Words(zh="缺少“{key}”", en="'{key}' is missing").fill(key=key)
    return misfit.problem("EST-204", words, _described(misfit.error.schema.get("properties", {}).get(key), f"{key}: "))


def _described(schema: Any, prefix: str = "") -> Words | None:
    """The schema's own description as a hint."""
    if not isinstance(schema, dict) or "description" not in schema:
        return None
    return Words(zh=prefix + str(schema.get("x-zh", schema["description"])), en=prefix + str(schema["description"]))


def _type(misfit: Misfit) -> Problem:
    wanted = misfit.error.validator_value
    wanted = [wanted] if isinstance(wanted, str) else list(wanted)
    value = misfit.error.instance
    if "string" in wanted and isinstance(value, bool | int | float):
        words = Words(zh="这里要文字，写的却是{kind} {text}", en="text is wanted, and {text} is a {kind}")
        hint = Words(zh='加引号："{text}"', en='put it in quotes: "{text}"').fill(text=misfit.written)
        return misfit.problem("EST-206", words.fill(text=misfit.written, kind=_named(value)), hint)
    words = Words(zh="这里要{wanted}，写的却是{found}", en="{wanted} is wanted, not {found}")
    filled = words.fill(wanted=_listed([_TYPES[each] for each in wanted]), found=_found(value, misfit.written))
    return misfit.problem("EST-205", filled, _retyped(wanted, value, misfit.written))


def _retyped(wanted: list[str], value: Any, written: str) -> Words | None:
    if "array" in wanted and not isinstance(value, dict):
        return Words(zh="写成列表：[{text}]", en="write it as a list: [{text}]").fill(text=written)
    if (
        {"number", "integer"} & set(wanted)
        and isinstance(value, str)
        and value.strip("+-").replace(".", "", 1).isdigit()
    ):
        return Words(zh="去掉引号：{text}", en="take the quotes away: {text}").fill(text=value)
    if "boolean" in wanted:
        return Words(zh="写 true 或 false", en="write true or false")
    if "object" in wanted:
        return Words(zh="另起一行缩进写“键: 值”", en="write indented 'key: value' lines below it")
    return None


def _found(value: Any, written: str) -> Words:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Words(zh=f" {written}", en=written) if is_number else _TYPES[_type_of(value)]


def _type_of(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
    return "null"


def _named(value: Any) -> Words:
    return Words(zh="是否值", en="flag") if isinstance(value, bool) else Words(zh="数字", en="number")


def _listed(parts: list[Words]) -> Words:
    return Words(zh="或".join(part.zh for part in parts), en=" or ".join(part.en for part in parts))


def _choice(misfit: Misfit) -> Problem:
    allowed = misfit.error.validator_value
    texts = [_plain(each) for each in (allowed if misfit.error.validator == "enum" else [allowed])]
    words = Words(zh="不能取“{value}”", en="'{value}' is not allowed").fill(value=_plain(misfit.error.instance))
    listed = Words(zh="可用的有：{list}", en="known: {list}").fill(list=", ".join(texts))
    return misfit.problem("EST-207", words, did_you_mean(_plain(misfit.error.instance), texts) or listed)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _pattern(misfit: Misfit) -> Problem:
    form = _FORMS.get(str(misfit.error.schema.get("x-form")))
    if form is None:
        words = Words(zh="“{value}”写法不对", en="'{value}' is not written as it should be")
        return misfit.problem("EST-208", words.fill(value=misfit.error.instance), _described(misfit.error.schema))
    code, words, hint = form
    return misfit.problem(code, words.fill(value=misfit.error.instance), hint)


def _few(misfit: Misfit) -> Problem:
    least = misfit.error.validator_value
    words = Words(zh="至少要有 {least} 项", en="at least {least} needed").fill(least=least)
    return misfit.problem("EST-213", words, _described(misfit.error.schema))


def _many(misfit: Misfit) -> Problem:
    words = Words(zh="最多 {most} 项", en="at most {most} allowed").fill(most=misfit.error.validator_value)
    return misfit.problem("EST-214", words, _described(misfit.error.schema))


def _bound(misfit: Misfit) -> Problem:
    words = _BOUNDS[misfit.error.validator].fill(bound=misfit.error.validator_value, value=misfit.error.instance)
    return misfit.problem("EST-215", words, _described(misfit.error.schema))


def _repeat(misfit: Misfit) -> Problem:
    words = Words(zh="列表里重复写了 {text}", en="the list says {text} twice").fill(text=misfit.written)
    return misfit.problem("EST-216", words, Words(zh="删掉多余的一个", en="delete one of them"))


def _barred(misfit: Misfit) -> Problem:
    words = Words(zh="这里不能这样写", en="this is not allowed here")
    return misfit.problem("EST-217", words, _described(misfit.error.validator_value) or _described(misfit.error.schema))


def _other(misfit: Misfit) -> Problem:
    words = Words(zh="不符合这一种类的格式", en="this does not fit the form of its kind")
    hint = Words(zh="规则：{rule}", en="the rule: {rule}").fill(rule=misfit.error.message)
    return misfit.problem("EST-218", words, hint)


_BY_KEYWORD: Mapping[str, Callable[[Misfit], Problem]] = {
    "additionalProperties": _unknown_key,
    "unevaluatedProperties": _unknown_key,
    "required": _missing,
    "dependentRequired": _missing,
    "type": _type,
    "enum": _choice,
    "const": _choice,
    "pattern": _pattern,
    "format": _pattern,
    "minItems": _few,
    "minProperties": _few,
    "minLength": _few,
    "maxItems": _many,
    "maxProperties": _many,
    "maxLength": _many,
    "minimum": _bound,
    "maximum": _bound,
    "exclusiveMinimum": _bound,
    "exclusiveMaximum": _bound,
    "multipleOf": _bound,
    "uniqueItems": _repeat,
    "not": _barred,
    "None": _barred,
}

_BOUNDS = {
    "minimum": Words(zh="{value} 太小，至少 {bound}", en="{value} is too small; at least {bound}"),
    "maximum": Words(zh="{value} 太大，最多 {bound}", en="{value} is too large; at most {bound}"),
    "exclusiveMinimum": Words(zh="{value} 太小，要大于 {bound}", en="{value} is too small; more than {bound}"),
    "exclusiveMaximum": Words(zh="{value} 太大，要小于 {bound}", en="{value} is too large; less than {bound}"),
    "multipleOf": Words(zh="{value} 不是 {bound} 的整数倍", en="{value} is not a multiple of {bound}"),
}

_TYPES = {
    "string": Words(zh="文字", en="text"),
    "number": Words(zh="数字", en="a number"),
    "integer": Words(zh="整数", en="a whole number"),
    "boolean": Words(zh="true 或 false", en="true or false"),
    "array": Words(zh="列表", en="a list"),
    "object": Words(zh="“键: 值”", en="a mapping"),
    "null": Words(zh="空值", en="nothing"),
}

_FORMS = {
    "text": ("EST-213", Words(zh="不能是空白", en="must not be blank"), Words(zh="写上内容", en="write something")),
    "id": (
        "EST-209",
        Words(zh="“{value}”不能作标识", en="'{value}' cannot be an identifier"),
        Words(
            zh="用小写字母、数字和下划线，以字母开头，如 water_pump",
            en="use small letters, digits and underscores, a letter first: water_pump",
        ),
    ),
    "clause": (
        "EST-219",
        Words(zh="“{value}”不是条款号", en="'{value}' is not a clause number"),
        Words(zh='写成 "2.3.1.4"', en='write "2.3.1.4"'),
    ),
    "duration": (
        "EST-210",
        Words(zh="“{value}”不是时长", en="'{value}' is not a length of time"),
        Words(zh='写成 "30m"、"2h"、"1h30m" 或 "1d"', en='write "30m", "2h", "1h30m" or "1d"'),
    ),
    "retention": (
        "EST-210",
        Words(zh="“{value}”不是保留期", en="'{value}' is not a time of keeping"),
        Words(zh='写成 "90d"、"6mo" 或 "3y"', en='write "90d", "6mo" or "3y"'),
    ),
    "offset": (
        "EST-211",
        Words(zh="“{value}”不是提前或延后的时间", en="'{value}' is not a time before or after"),
        Words(
            zh='提前写 "-30m"，延后写 "+2h"，时限的一半写 "50%"，自开始起写 "start+10m"',
            en='write "-30m" for before, "+2h" for after, "50%" for half the time allowed, "start+10m" from the start',
        ),
    ),
    "date": (
        "EST-212",
        Words(zh="“{value}”不是日期", en="'{value}' is not a date"),
        Words(zh='写成 "2026-05-01"', en='write "2026-05-01"'),
    ),
    "time_of_day": (
        "EST-212",
        Words(zh="“{value}”不是时刻", en="'{value}' is not a time of day"),
        Words(zh='写成 "08:30"', en='write "08:30"'),
    ),
    "instant": (
        "EST-212",
        Words(zh="“{value}”不是带时区的时刻", en="'{value}' is not an instant"),
        Words(zh='写成 "2026-05-01T08:30:00+08:00"', en='write "2026-05-01T08:30:00+08:00"'),
    ),
}
