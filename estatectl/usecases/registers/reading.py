"""Reading what was typed into the fields of a line; every fault is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from estatectl.domain.cases.fields import Field, FieldKind, FieldValue
from estatectl.domain.cases.moves import Ask
from estatectl.domain.problems import BadInput, Problem, did_you_mean
from estatectl.domain.registers.line import Line, LineValues
from estatectl.domain.registers.register import Register
from estatectl.domain.rules.conditions import holds
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.people import find_person
from estatectl.usecases.ports import Reader
from estatectl.usecases.reading import missing_field, read_field
from estatectl.usecases.referring import referred
from estatectl.usecases.registers.ports import LineQuery

Faults = dict[str, Problem]
"""What is wrong, by field."""


def read_line(
    house: House, reader: Reader, register: Register, asks: Iterable[Ask], given: Mapping[str, str]
) -> tuple[dict[str, FieldValue], Faults]:
    """The typed fields as values, and what is wrong. People, cases and lines that are named must be there."""
    asked = {ask.field: ask for ask in asks}
    values: dict[str, FieldValue] = {}
    faults: Faults = {}
    for name, text in given.items():
        if name not in asked:
            words = Words(zh="“{register}”不填“{field}”", en="'{register}' does not take '{field}'")
            filled = words.fill(register=register.title, field=same(name))
            faults[name] = Problem("EST-424", filled, hint=did_you_mean(name, asked))
            continue
        value = _read(house, reader, register.fields[name], text)
        if isinstance(value, Problem):
            faults[name] = value
        else:
            values[name] = value
    return values, faults


def missing(register: Register, asks: Iterable[Ask], values: LineValues) -> Faults:
    """What must be filled and is not, given the rest."""
    facts = facts_of_line(register, values)
    return {
        ask.field: missing_field(register.fields[ask.field])
        for ask in asks
        if ask.required and ask.field not in values and holds(ask.when, facts)
    }


def objections(register: Register, values: LineValues) -> list[Problem]:
    """The demands of the register that do not hold (EST-426)."""
    facts = facts_of_line(register, values)
    return [Problem("EST-426", demand.otherwise) for demand in register.demands if not holds(demand.holds, facts)]


def twice(reader: Reader, register: Register, values: LineValues, but: str | None = None) -> list[Problem]:
    """EST-954 for every set of fields that stands on another live line with the same values."""
    found = []
    for names in register.unique:
        wanted = {name: str(values[name]) for name in names if values.get(name)}
        if len(wanted) < len(names):
            continue
        rows = [row for row in reader.register_lines(LineQuery(register=register.id, values=wanted)) if row.id != but]
        if rows:
            titles = [register.fields[name].title for name in names]
            words = Words(zh="“{what}”已登记在 {line}", en="'{what}' stands already on {line}").fill(
                what=Words(zh="、".join(each.zh for each in titles), en=", ".join(each.en for each in titles)),
                line=same(rows[0].id),
            )
            hint = Words(
                zh="改动用 register correct {line}，不用了用 register void {line}",
                en="change it by 'register correct {line}', end it by 'register void {line}'",
            )
            found.append(Problem("EST-954", words, hint=hint.fill(line=same(rows[0].id))))
    return found


def facts_of_line(register: Register, values: LineValues) -> dict[str, FactValue]:
    """What conditions of the register see of a line."""
    facts: dict[str, FactValue] = {}
    for name, value in values.items():
        known = register.fields.get(name)
        fact = known.as_fact(value) if known is not None and value is not None else None
        if fact is not None:
            facts[name] = fact
    return facts


def wrong_state(line: Line, words: Words, hint: Words | None = None) -> Problem:
    """EST-955: what is asked does not go with how the line stands."""
    return Problem("EST-955", words.fill(line=same(line.id)), hint=hint)


def _read(house: House, reader: Reader, known: Field, text: str) -> FieldValue | Problem:
    value = read_field(house, known, text)
    if isinstance(value, Problem):
        return value
    match known.kind:
        case FieldKind.PERSON:
            try:
                return find_person(reader, str(value)).id
            except BadInput as unknown:
                return unknown.problems[0]
        case _:
            return referred(reader, known, value)
