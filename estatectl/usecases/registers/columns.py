"""The columns of a register in a file: fields by id or title, and what the program adds; the same in and out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import Field, FieldKind, FieldValue
from estatectl.domain.handed_in.sheets import REASONS, Sheet
from estatectl.domain.problems import BadInput, Place, Problem
from estatectl.domain.registers.line import LineState
from estatectl.domain.registers.register import Register
from estatectl.domain.rules.conditions import ALWAYS
from estatectl.domain.words import Lang, Words, same
from estatectl.usecases.reading import titles_of
from estatectl.usecases.registers.ports import LineRow

ID, AT, STATE, BY = "_id", "_at", "_state", "_by"
"""Columns that an export adds: the number of the line, when it happened, how it stands, who wrote it."""

_NUMBERS = (FieldKind.NUMBER, FieldKind.MONEY)
_CHOSEN = (FieldKind.CHOICE, FieldKind.CHOICES)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a file hold which fields, and those that mean nothing to the register."""

    fields: Mapping[str, str]
    unused: tuple[str, ...]


def columns_of(register: Register, sheet: Sheet) -> Columns:
    """Refuses (EST-959) a file that lacks a field which every line must have, or names one twice."""
    found: dict[str, str] = {}
    unused: list[str] = []
    problems: list[Problem] = []
    known = _known(register)
    for number, column in enumerate(sheet.columns, 1):
        name = known.get(column)
        if name in found:
            words = Words(zh="“{a}”和“{b}”是同一个字段", en="'{a}' and '{b}' are one field")
            place = Place(sheet.file, 1, number)
            problems.append(Problem("EST-959", words.fill(a=same(found[str(name)]), b=same(column)), place))
        elif name is not None:
            found[name] = column
        elif column and column not in (ID, AT, STATE, BY, REASONS):
            unused.append(column)
    for ask in register.asks:
        if ask.required and ask.when == ALWAYS and ask.field not in found:
            title = register.fields[ask.field].title
            words = Words(zh="缺少“{title}”这一列", en="there is no column '{title}'").fill(title=title)
            hint = Words(zh="列名写 {name} 或 {title}", en="call it {name} or {title}")
            problems.append(
                Problem("EST-959", words, Place(sheet.file, 1), hint.fill(name=same(ask.field), title=title))
            )
    if problems:
        raise BadInput(problems)
    return Columns(found, tuple(unused))


def headings(register: Register, lang: Lang) -> list[tuple[str, str]]:
    """The columns of an export with their headings; a title that two fields share is no heading."""
    titles = [register.fields[name].title.of(lang) for name in register.taken]
    own = [
        (name, title if titles.count(title) == 1 else name) for name, title in zip(register.taken, titles, strict=True)
    ]
    return [(ID, ID), *own, (STATE, STATE), (AT, AT), (BY, BY)]


def exported(bundle: Bundle, register: Register, row: LineRow, lang: Lang | None) -> dict[str, str | Decimal]:
    """A line as a row: choices and flags in words of a language, or with None as they are kept."""
    cells: dict[str, str | Decimal] = {ID: row.id, STATE: row.state, BY: row.writer}
    cells[AT] = row.at.astimezone(bundle.estate.zone).isoformat()
    for name in register.taken:
        value = row.values.get(name)
        if value is not None:
            cells[name] = _cell(bundle, register.fields[name], value, lang)
    return cells


def alike(register: Register, one: Mapping[str, FieldValue], other: Mapping[str, FieldValue | None]) -> bool:
    """Whether two lines say the same; 2.5 is 2.50."""
    mine = {name: _comparable(register.fields[name], value) for name, value in one.items()}
    theirs = {
        name: _comparable(register.fields[name], value)
        for name, value in other.items()
        if value is not None and name in register.fields
    }
    return mine == theirs


def state_told(text: str) -> LineState | None:
    """How a row says that its line stands; None where it does not."""
    return next((state for state in LineState if state.value == text.strip()), None)


def _known(register: Register) -> dict[str, str]:
    titles: dict[str, str] = {}
    for name in register.taken:
        for title in (register.fields[name].title.zh, register.fields[name].title.en):
            titles[title] = name if titles.get(title, name) == name else ""
    return {title: name for title, name in titles.items() if name} | {name: name for name in register.taken}


def _cell(bundle: Bundle, field: Field, value: FieldValue, lang: Lang | None) -> str | Decimal:
    if isinstance(value, bool):
        words = Words(zh="是" if value else "否", en="yes" if value else "no")
        return words.of(lang or "en")
    if field.kind in _NUMBERS:
        return Decimal(str(value))
    titles = (
        titles_of(bundle, field) if lang is not None and field.kind in (FieldKind.CHOICE, FieldKind.CHOICES) else {}
    )
    several = value if isinstance(value, tuple) else (value,)
    return ", ".join(titles[each].of(lang or "en") if each in titles else each for each in several)


def _comparable(field: Field, value: FieldValue) -> FieldValue | Decimal:
    return Decimal(str(value)) if field.kind in _NUMBERS else value
