"""What a line holds in people's words, in both languages: for notices, searches and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import Field, FieldKind, FieldValue
from estatectl.domain.registers.line import Line, LineValues
from estatectl.domain.registers.register import Register
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.usecases.reading import titles_of

_YES, _NO = Words(zh="是", en="yes"), Words(zh="否", en="no")


def said(bundle: Bundle, field: Field | None, value: FieldValue, names: Mapping[str, str]) -> Words:
    """One value: choices by title, people by name, instants on the estate's clock. `names` are people's, by id."""
    if isinstance(value, bool):
        return _YES if value else _NO
    if field is not None and field.kind is FieldKind.PERSON:
        return same(names.get(str(value), str(value)))
    if field is not None and field.kind is FieldKind.INSTANT:
        return same(datetime.fromisoformat(str(value)).astimezone(bundle.estate.zone).strftime("%Y-%m-%d %H:%M"))
    titles = titles_of(bundle, field) if field is not None else {}
    several = value if isinstance(value, tuple) else (value,)
    each = [titles.get(one, same(one)) for one in several]
    return Words(zh="、".join(words.zh for words in each), en=", ".join(words.en for words in each))


def said_values(bundle: Bundle, register: Register, values: LineValues, people: Iterable[Person]) -> dict[str, Words]:
    """Every value that is known."""
    names = {person.id: person.name for person in people}
    return {
        name: said(bundle, register.fields.get(name), value, names)
        for name, value in values.items()
        if value is not None
    }


def search_words(bundle: Bundle, register: Register | None, line: Line, people: Iterable[Person]) -> str:
    """Everything by which a search finds a line."""
    fields = register.fields if register is not None else {}
    names = {person.id: person.name for person in people}
    found = [line.id]
    for name, value in line.values.items():
        if value is not None:
            spoken = said(bundle, fields.get(name), value, names)
            found += dict.fromkeys((spoken.zh, spoken.en))
    return "\n".join(found)
