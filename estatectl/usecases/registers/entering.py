"""Writing a line: what was typed is read, every fault told at once, then what the register says follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.problems import Problem, Refused
from estatectl.domain.registers.line import Line
from estatectl.domain.registers.register import Register
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person
from estatectl.usecases.registers.book import enter
from estatectl.usecases.registers.following import carry_out
from estatectl.usecases.registers.naming import permit
from estatectl.usecases.registers.reading import missing, objections, read_line, twice

WRITE = Words(zh="登记", en="write in")


@dataclass(frozen=True, slots=True)
class Entered:
    """A line just written, and its register."""

    register: Register
    line: Line


def add_line(house: House, register: Register, given: Mapping[str, str], *, at: datetime | None = None) -> Entered:
    """Write one line; `at` is when it happened. Refuses with everything that stands against it."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        person = acting_person(house, unit)
        permit(person, register.by, register, WRITE, house.bundle.organisation)
        values, faults = read_line(house, unit, register, register.asks, given)
        faults = {**missing(register, register.asks, {**dict.fromkeys(faults, ""), **values}), **faults}
        found = [*faults.values(), *objections(register, values), *twice(unit, register, values)]
        found += in_future(house, at)
        if found:
            raise Refused(found)
        desk = Desk(house, unit, at or house.now)
        line = enter(desk, register, values, actor=person.id, key=None, more={})
        return Entered(register, carry_out(desk, register, line))


def in_future(house: House, at: datetime | None) -> list[Problem]:
    """EST-428 for what is said to have happened later than now."""
    if at is None or at <= house.now:
        return []
    return [Problem("EST-428", Words(zh="发生时间不能在将来", en="it cannot have happened in the future"))]
