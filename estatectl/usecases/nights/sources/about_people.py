"""What the registers about people say of a member of staff: lines, their numbers added up, their days. Floor 2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from estatectl.domain.cases.fields import FieldKind, FieldValue
from estatectl.domain.controls.knowable.ledgers import DAYS
from estatectl.domain.controls.knowable.staffing import PERSON, SUMMED, about_people
from estatectl.domain.registers.line import LineValues
from estatectl.domain.registers.register import Register
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.staff.people import Person
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.ports import HIDDEN
from estatectl.usecases.nights.sources.cases import days
from estatectl.usecases.nights.sources.lines import stood
from estatectl.usecases.registers.ports import LineQuery


@dataclass(frozen=True, slots=True)
class Told:
    """A line about somebody."""

    at: datetime
    values: LineValues


@dataclass(frozen=True, slots=True)
class AboutPeople:
    """What stands in a register, by person: how many lines; those of the longest time; the latest of every day field;
    and the lines that were left out of these because they were written to later."""

    apart: frozenset[str]
    counts: Mapping[str, int]
    lately: Mapping[str, tuple[Told, ...]]
    latest: Mapping[str, Mapping[str, tuple[datetime, str]]]


def line_facts(known: Known, person: Person) -> dict[str, FactValue]:
    """The facts of every register about people."""
    facts: dict[str, FactValue] = {}
    for register in about_people(known.bundle):
        facts |= _facts(known, register, known.once(standing)[register.id], person.id)
    return facts


def standing(known: Known) -> Mapping[str, AboutPeople]:
    """Every register about people."""
    return {register.id: _standing(known, register) for register in about_people(known.bundle)}


def _standing(known: Known, register: Register) -> AboutPeople:
    apart, folded = stood(known, register)
    since = known.back(max(SUMMED))
    counts = defaultdict(int, known.reader.lines_about(register.id, PERSON, apart))
    lately: dict[str, list[Told]] = defaultdict(list)
    for row in known.reader.register_lines(LineQuery(register=register.id, since=since)):
        if row.id not in apart:
            lately[_whom(row.values)].append(Told(row.at, row.values))
    latest = {name: dict(known.reader.latest_about(register.id, PERSON, name, apart)) for name in _dates(register)}
    for line in folded:
        whom, told = _whom(line.values), Told(line.at, line.values)
        counts[whom] += 1
        lately[whom].append(told)
        for name, found in latest.items():
            value = line.values.get(name)
            if isinstance(value, str) and value and (whom not in found or found[whom][0] <= line.at):
                found[whom] = (line.at, value)
    return AboutPeople(apart, counts, {whom: tuple(lines) for whom, lines in lately.items()}, latest)


def _facts(known: Known, register: Register, about: AboutPeople, person: str) -> dict[str, FactValue]:
    name, lately = register.id, about.lately.get(person, ())
    facts: dict[str, FactValue] = {f"{name}_lines": Decimal(about.counts.get(person, 0))}
    for window in SUMMED:
        inside = [line for line in lately if line.at > known.back(window)]
        facts[f"{name}_lines_{window}d"] = Decimal(len(inside))
        for field in _numbers(register):
            total = sum((_number(line.values.get(field)) for line in inside), Decimal(0))
            facts[f"{name}_{field}_{window}d"] = total
    ends = [line.at for line in lately]
    if facts[f"{name}_lines"] and not any(at > known.back(max(SUMMED)) for at in ends):
        before = known.reader.last_about(name, PERSON, person, about.apart)
        ends += [before] if before is not None else []
    if ends:
        facts[f"{name}_last_days"] = days(known.at - max(ends))
    for field, found in about.latest.items():
        if person in found:
            facts[f"{name}_{field}{DAYS}"] = Decimal((date.fromisoformat(found[person][1]) - known.day).days)
    return facts


def _whom(values: LineValues) -> str:
    return str(values.get(PERSON) or "")


def _numbers(register: Register) -> list[str]:
    kinds = (FieldKind.NUMBER, FieldKind.MONEY)
    return [field.name for field in register.fields.values() if field.kind in kinds and not field.personal]


def _dates(register: Register) -> list[str]:
    return [field.name for field in register.fields.values() if field.kind is FieldKind.DATE and not field.personal]


def _number(value: FieldValue | None) -> Decimal:
    return Decimal(str(value)) if value not in (None, "", HIDDEN) else Decimal(0)
