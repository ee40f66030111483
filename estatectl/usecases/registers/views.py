"""Looking at registers: which there are, their lines, and one line with its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from estatectl.domain.entries import Entry
from estatectl.domain.problems import BadInput, Problem, did_you_mean
from estatectl.domain.registers.line import Line
from estatectl.domain.registers.register import Register
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Lang, Words, same
from estatectl.usecases.house import House
from estatectl.usecases.ports import Reader
from estatectl.usecases.reading import read_field
from estatectl.usecases.registers.columns import exported, headings
from estatectl.usecases.registers.naming import load_line
from estatectl.usecases.registers.ports import LineQuery, LineRow


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines of a register, the latest first; `total` how many there are beyond those shown."""

    register: Register
    rows: tuple[LineRow, ...]
    total: int
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with everything that happened to it."""

    register: Register
    line: Line
    entries: tuple[Entry, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines somebody asks for, as typed: `where` are texts `FIELD=VALUE`."""

    where: tuple[str, ...] = ()
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    overdue: bool = False
    state: str | None = None
    all: bool = False


def list_lines(house: House, register: Register, wanted: Wanted, limit: int) -> Listing:
    """The lines that are asked for. Refuses fields and values that the register does not know."""
    rows = house.journal.register_lines(query_of(house, register, wanted))
    return Listing(register, rows[:limit], len(rows), house.journal.people())


def query_of(house: House, register: Register, wanted: Wanted) -> LineQuery:
    """The search behind what was typed."""
    return LineQuery(
        register=register.id,
        values=_conditions(house, register, wanted.where),
        state=wanted.state,
        all=wanted.all,
        text=wanted.text,
        since=wanted.since,
        until=wanted.until,
        look_before=today(house) if wanted.overdue else None,
    )


def exported_lines(
    house: House, register: Register, wanted: Wanted, lang: Lang, values_in: Lang | None
) -> tuple[list[tuple[str, str]], list[dict[str, str | Decimal]]]:
    """The columns and rows of an export, in order of number; values in words of a language, or as they are kept."""
    rows = house.journal.register_lines(replace(query_of(house, register, wanted), by_number=True))
    return headings(register, lang), [exported(house.bundle, register, row, values_in) for row in rows]


def overdue_counts(house: House) -> dict[str, int]:
    """How many live lines of each register are past their day."""
    counts: dict[str, int] = {}
    for row in house.journal.register_lines(LineQuery(look_before=today(house))):
        counts[row.register] = counts.get(row.register, 0) + 1
    return counts


def view_line(house: House, typed: str) -> LineView:
    """One line. Refuses an unknown one."""
    register, line = load_line(house, house.journal, typed)
    return LineView(register, line, house.journal.stream(line.id), house.journal.people())


def today(house: House) -> date:
    """The day on the estate's calendar."""
    return house.now.astimezone(house.bundle.estate.zone).date()


def live_lines(reader: Reader, register: str, values: Mapping[str, str]) -> tuple[LineRow, ...]:
    """The live lines of a register in which these values stand, the latest first: for those who look something up."""
    return reader.register_lines(LineQuery(register=register, values=values))


def _conditions(house: House, register: Register, where: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    problems: list[Problem] = []
    known = {each: name for name, field in register.fields.items() for each in (name, field.title.zh, field.title.en)}
    for text in where:
        name, sign, value = text.replace("＝", "=").partition("=")
        field = register.fields.get(known.get(name.strip(), ""))
        if field is None or not sign:
            words = Words(zh="--where 要写成 字段=值，不能是“{text}”", en="--where wants FIELD=VALUE, not '{text}'")
            problems.append(Problem("EST-957", words.fill(text=same(text)), hint=did_you_mean(name.strip(), known)))
            continue
        read = read_field(house, field, value)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            found[field.name] = ("true" if read else "false") if isinstance(read, bool) else _one(read)
    if problems:
        raise BadInput(problems)
    return found


def _one(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else next(iter(value), "")
