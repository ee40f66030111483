"""The typed fields that cases ask for: declared in workflows, filled by people, kept in the journal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from enum import Enum

from estatectl.domain.cases.formats import FORMATS
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.rules.facts import FactKind, FactSpec, FactValue, Vocabulary, allowed_values
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

FieldValue = str | bool | tuple[str, ...]
"""As kept in the journal: numbers and instants as text, sets as sorted texts."""

LONGEST = 10_000
"""Signs that a text may have; what is longer is a file, not a field."""


class FieldKind(Enum):
    TEXT = "text"
    CHOICE = "choice"  # one of `values`
    CHOICES = "choices"  # several of `values`
    FLAG = "flag"
    NUMBER = "number"  # a decimal number, kept as it was written
    MONEY = "money"  # yuan: a decimal of at most two places, never below zero
    DATE = "date"  # a day, ISO 8601
    INSTANT = "instant"  # ISO 8601; without an offset it is the estate's wall clock
    FILE = "file"  # evidence: kept as `sha256:… name`, never as content
    PERSON = "person"  # the id of a member of staff
    CASE = "case"  # the id of a case
    LINE = "line"  # the id of a line of the register `register`


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A named value that a move may ask for. `personal` values stay outside the hash chain; `inner` ones are for rules
    and searches, not for the page of a case.

    `source` names the vocabulary that the values come from, where they are defined elsewhere. `format` is the form a
    text must have, one of `formats.FORMATS`; a number lies between `least` and `most`, both included, and has no
    decimals where it is `whole`.
    """

    name: str
    kind: FieldKind
    title: Words
    personal: bool
    inner: bool
    values: tuple[str, ...]
    source: str | None
    value_titles: dict[str, Words]
    aliases: dict[str, str]
    format: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    whole: bool = False
    register: str | None = None

    @classmethod
    def parse(cls, name: str, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Field:
        titles = {value: Words(zh=child.text("zh"), en=child.text("en")) for value, child in _choices(node)}
        aliases = {alias: value for value, child in _choices(node) for alias in child.texts("aliases")}
        return cls(
            name=name,
            kind=FieldKind(node.text("type")),
            title=node.words("title"),
            personal=node.flag("personal"),
            inner=node.flag("inner"),
            values=allowed_values(node, vocabulary, problems),
            source=node.maybe("values_from"),
            value_titles=titles,
            aliases=aliases,
            format=node.maybe("format"),
            least=_bound(node, "least"),
            most=_bound(node, "most"),
            whole=node.flag("whole"),
            register=node.maybe("register"),
        )

    @property
    def fact(self) -> FactSpec | None:
        """The fact that conditions see of this field, if it is of a kind that they may look at."""
        kind = _FACT_KINDS.get(self.kind)
        return FactSpec(self.name, kind, self.values, self.title) if kind else None

    def read(self, text: str, zone: tzinfo, titles: Mapping[str, Words] | None = None) -> FieldValue | Problem:
        """What a person typed, as the journal keeps it; or what is wrong with it.

        A choice may be typed as its value, its alias or its title; `titles` are those of values defined elsewhere.
        """
        text = text.strip()
        if len(text) > LONGEST:
            return self._problem("EST-459", _TOO_LONG.fill(n=len(text), most=LONGEST), hint=_TOO_LONG_HINT)
        titles = titles or self.value_titles
        match self.kind:
            case FieldKind.CHOICE:
                return self._choice(text, titles)
            case FieldKind.CHOICES:
                read = [self._choice(part.strip(), titles) for part in _BETWEEN.split(text) if part.strip()]
                wrong = [each for each in read if isinstance(each, Problem)]
                return wrong[0] if wrong else tuple(sorted({str(each) for each in read}))
            case FieldKind.FLAG:
                if (known := _FLAGS.get(text.lower())) is not None:
                    return known
                return self._problem("EST-452", Words(zh="要写“是”或“否”", en="needs yes or no"))
            case FieldKind.NUMBER | FieldKind.MONEY:
                return self._number(text)
            case FieldKind.DATE:
                return self._date(text)
            case FieldKind.INSTANT:
                return self._instant(text, zone)
            case FieldKind.LINE if text:
                return text.upper()
            case FieldKind.TEXT if text and self.format is not None:
                return self._formed(text, self.format)
            case _:
                return text or self._problem("EST-453", Words(zh="不能为空", en="must not be empty"))

    def as_fact(self, value: FieldValue) -> FactValue | None:
        """The value as conditions see it."""
        match self.kind:
            case FieldKind.NUMBER | FieldKind.MONEY:
                return Decimal(str(value))
            case FieldKind.CHOICES if isinstance(value, tuple | list):
                return frozenset(value)
            case FieldKind.CHOICE:
                return str(value)
            case FieldKind.FLAG if isinstance(value, bool):
                return value
        return None

    def _choice(self, text: str, titles: Mapping[str, Words]) -> str | Problem:
        wanted = self.aliases.get(text, text)
        if wanted in self.values:
            return wanted
        by_title = [value for value, words in titles.items() if text in (words.zh, words.en)]
        if by_title:
            return by_title[0]
        words = Words(zh="没有“{value}”这个选项", en="'{value}' is not one of its values").fill(value=_short(text))
        return self._problem("EST-451", words, hint=_meant(text, self.values, titles))

    def _number(self, text: str) -> str | Problem:
        money = self.kind is FieldKind.MONEY
        bare = text.replace("，", "").replace(",", "")
        try:
            number = Decimal(bare.strip("¥￥元 ") if money else bare)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            return self._problem("EST-454", _NO_NUMBER.fill(value=_short(text)))
        if money and number != round(number, 2):
            return self._problem("EST-454", _NO_SUM.fill(value=_short(text)), hint=_NO_SUM_HINT)
        if self.whole and number != number.to_integral_value():
            return self._problem("EST-454", _NOT_WHOLE.fill(value=_short(text)))
        least = Decimal() if money and self.least is None else self.least
        if least is not None and number < least:
            return self._problem("EST-448", _TOO_LITTLE.fill(value=_short(text), least=least))
        if self.most is not None and number > self.most:
            return self._problem("EST-448", _TOO_MUCH.fill(value=_short(text), most=self.most))
        return format(number, ".2f" if money else "f")

    def _formed(self, text: str, name: str) -> str | Problem:
        form = FORMATS[name]
        words = Words(zh="“{value}”不是{what}", en="'{value}' is no {what}").fill(value=_short(text), what=form.title)
        return form.tidy(text) or self._problem("EST-449", words, hint=form.hint)

    def _date(self, text: str) -> str | Problem:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            words = Words(zh="“{value}”不是日期", en="'{value}' is not a date").fill(value=_short(text))
            return self._problem("EST-455", words, hint=Words(zh="写成 2026-05-01", en="write 2026-05-01"))

    def _instant(self, text: str, zone: tzinfo) -> str | Problem:
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            words = Words(zh="“{value}”不是日期时间", en="'{value}' is not a date and time").fill(value=_short(text))
            hint = Words(zh="写成 2026-05-01T14:30", en="write 2026-05-01T14:30")
            return self._problem("EST-455", words, hint=hint)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).isoformat()

    def _problem(self, code: str, words: Words, hint: Words | None = None) -> Problem:
        whole = Words(zh="{title}（--{name}）{what}", en="{title} (--{name}) {what}")
        return Problem(code, whole.fill(title=self.title, name=self.name.replace("_", "-"), what=words), hint=hint)


def until_of(value: str, zone: tzinfo) -> datetime:
    """Up to when a date or instant, as a field keeps it, leaves time: a date to the end of its day in `zone`."""
    if len(value) == len("2026-05-01"):
        return datetime.combine(date.fromisoformat(value) + timedelta(days=1), time(), zone)
    return datetime.fromisoformat(value)


def _short(text: str) -> str:
    """What was typed, as a message can show it."""
    return text if len(text) <= 60 else f"{text[:57]}…"


def _bound(node: Node, key: str) -> Decimal | None:
    bound = node.get(key)
    return None if bound is None else Decimal(str(bound.value))


def _meant(text: str, values: tuple[str, ...], titles: Mapping[str, Words]) -> Words | None:
    """What was perhaps meant: in Chinese by title, in English by value, where there are titles."""
    zh = did_you_mean(text, [titles[value].zh if value in titles else value for value in values])
    en = did_you_mean(text, values)
    return Words(zh=zh.zh, en=en.en) if zh is not None and en is not None else en or zh


def _choices(node: Node) -> list[tuple[str, Node]]:
    values = node.get("values")
    return list(values.items()) if values is not None and values.is_mapping else []


_FACT_KINDS = {
    FieldKind.CHOICE: FactKind.TEXT,
    FieldKind.CHOICES: FactKind.SET,
    FieldKind.FLAG: FactKind.FLAG,
    FieldKind.NUMBER: FactKind.NUMBER,
    FieldKind.MONEY: FactKind.NUMBER,
}
_BETWEEN = re.compile("[,，、]")
_NO_NUMBER = Words(zh="“{value}”不是数字", en="'{value}' is not a number")
_NOT_WHOLE = Words(zh="“{value}”不是整数", en="'{value}' is not a whole number")
_NO_SUM = Words(zh="“{value}”不是金额", en="'{value}' is not a sum of money")
_NO_SUM_HINT = Words(zh="以元为单位，最多两位小数，如 1280.50", en="in yuan, with two decimals at most: 1280.50")
_TOO_LITTLE = Words(zh="“{value}”太小，不能小于 {least}", en="'{value}' is too little: at least {least}")
_TOO_MUCH = Words(zh="“{value}”太大，不能大于 {most}", en="'{value}' is too much: at most {most}")
_TOO_LONG = Words(zh="太长：{n} 个字，最多 {most} 个", en="is too long: {n} signs, at most {most}")
_TOO_LONG_HINT = Words(zh="长的材料存成文件，作为证据附上", en="keep what is long as a file and attach it as evidence")
_FLAGS = {
    **dict.fromkeys(("yes", "y", "true", "1", "是", "有", "对"), True),
    **dict.fromkeys(("no", "n", "false", "0", "否", "没有", "无", "不"), False),
}
