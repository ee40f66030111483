"""Lines of registers as subjects, and registers as a whole. Floor 2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from estatectl.domain.cases.fields import FieldKind, until_of
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.controls.knowable.ledgers import DAYS, WINDOWS
from estatectl.domain.controls.subjects import Subject
from estatectl.domain.registers.line import Line, LineState
from estatectl.domain.registers.register import Register
from estatectl.domain.rules.facts import FactValue
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.ports import HIDDEN
from estatectl.usecases.nights.sources.cases import days, hours
from estatectl.usecases.registers.book import look_at

_SOON = timedelta(days=31)
_OPEN = (LineState.UNCONFIRMED, LineState.OUT)


def line_subjects(known: Known, register_id: str) -> Iterator[Subject]:
    """The lines of a register from which something is still to come, and those written to within the span."""
    register = known.bundle.registers[register_id]
    for line in known.once(open_lines).get(register_id, ()):
        yield _line(known, register, line)


def register_subjects(known: Known, register_id: str) -> Iterator[Subject]:
    """A register as a whole."""
    register = known.bundle.registers[register_id]
    apart, lines = stood(known, register)
    since = [known.back(count) for count in WINDOWS]
    tally = known.reader.line_tally(register_id, since, apart)
    counts = [tally.since[number] + sum(line.at > at for line in lines) for number, at in enumerate(since)]
    still = known.once(open_lines).get(register_id, ())
    facts: dict[str, FactValue] = {
        "register": register_id,
        "lines": Decimal(tally.lines + len(lines)),
        **{f"lines_{window}d": Decimal(count) for window, count in zip(WINDOWS, counts, strict=True)},
        "unconfirmed": Decimal(sum(line.state is LineState.UNCONFIRMED for line in still)),
        "out": Decimal(sum(line.state is LineState.OUT for line in still)),
        "overdue": Decimal(sum(_is_past(look_at(register, line), known.day) for line in still)),
        "keeps_personal": bool(register.personal),
        "has_retention": register.retention is not None,
    }
    last = max((at for at in (tally.last, *(line.at for line in lines)) if at is not None), default=None)
    if last is not None:
        facts["last_days"] = days(known.at - last)
    yield Subject(
        id=register_id,
        title=register.title,
        facts=facts,
        at={"last": last} if last is not None else {},
        department=_department(known, register),
        posts=register.by,
        thing=register_id,
    )


def stood(known: Known, register: Register) -> tuple[frozenset[str], tuple[Line, ...]]:
    """The lines that were written to after the instant, and those among them that stood then, as they stood."""
    apart = [stream for stream in known.later if stream.rpartition("-")[0] == register.series]
    known.read(apart)
    lines = (known.line(stream) for stream in sorted(apart))
    return frozenset(apart), tuple(
        line for line in lines if line is not None and not line.voided and line.register == register.id
    )


def open_lines(known: Known) -> Mapping[str, tuple[Line, ...]]:
    """The lines that are looked at, by register, in order of their numbers."""
    series = {register.series for register in known.bundle.registers.values()}
    moved = {stream for stream in known.touched | known.later if stream.rpartition("-")[0] in series}
    rows = known.reader.open_lines(known.day + _SOON)
    ids = sorted(moved | {line_id for _, line_id in rows}, key=lambda each: (len(each), each))
    known.read(ids)
    found: dict[str, list[Line]] = defaultdict(list)
    for line_id in ids:
        line = known.line(line_id)
        register = known.bundle.registers.get(line.register) if line is not None else None
        if line is not None and register is not None and (line_id in known.touched or _is_open(known, register, line)):
            found[register.id].append(line)
    return {name: tuple(lines) for name, lines in found.items()}


def _is_open(known: Known, register: Register, line: Line) -> bool:
    return line.state in _OPEN or _is_past(look_at(register, line), known.day + _SOON)


def _is_past(wanted: date | None, day: date) -> bool:
    return wanted is not None and wanted < day


def _line(known: Known, register: Register, line: Line) -> Subject:
    entries = known.entries(line.id)
    facts: dict[str, FactValue] = {
        **field_facts(known, register, line),
        "given": frozenset(name for name in register.fields if line.values.get(name) not in (None, "", ())),
        "register": register.id,
        "state": line.state.value,
        "age_days": days(known.at - line.at),
        "late_entered_hours": hours(max(line.entered_at - line.at, timedelta())),
        "needs": Decimal(line.needs),
        "confirmations": Decimal(len(line.confirmed_by)),
        "corrections": Decimal(sum(entry.kind == "corrected" for entry in entries)),
        "cases": Decimal(len(line.cases)),
        "cases_open": Decimal(sum(_is_open_case(known, case) for case in line.cases)),
        **_still_to_come(known, register, line),
    }
    confirmed = [entry.at for entry in entries if entry.kind == "confirmed"][-len(line.confirmed_by) :]
    if 0 < line.needs <= len(line.confirmed_by):
        facts["confirmed_hours"] = hours(max(confirmed[line.needs - 1] - line.entered_at, timedelta()))
    returned = {"returned": line.returned_at} if line.returned_at is not None else {}
    return Subject(
        id=line.id,
        title=register.title,
        stream=line.id,
        facts=facts,
        at={"happened": line.at, "entered": line.entered_at, **returned},
        department=_department(known, register),
        posts=register.by,
        person=None if line.writer == SYSTEM else line.writer,
        evidence=tuple(entry.seq for entry in entries[-1:]),
    )


def _still_to_come(known: Known, register: Register, line: Line) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    wanted = look_at(register, line)
    if wanted is not None:
        facts["look_days"] = Decimal((wanted - known.day).days)
    if line.state is LineState.OUT:
        facts["out_days"] = days(known.at - line.at)
        due = line.text(register.returns.due) if register.returns is not None and register.returns.due else None
        if due:
            facts["due_days"] = days_until(known, due)
    return facts


def field_facts(known: Known, register: Register, line: Line) -> dict[str, FactValue]:
    """What the fields of a line say that are not personal; a day or an instant as the days until it."""
    facts: dict[str, FactValue] = {}
    for name, value in line.values.items():
        field = register.fields.get(name)
        if field is None or field.personal or value in (None, "", HIDDEN):
            continue
        assert value is not None
        if field.kind in (FieldKind.DATE, FieldKind.INSTANT):
            facts[f"{name}{DAYS}"] = days_until(known, str(value))
        elif (fact := field.as_fact(value)) is not None:
            facts[name] = fact
    return facts


def days_until(known: Known, written: str) -> Decimal:
    """From the day that is judged to a day, in whole days; to an instant, from the end of the day."""
    if len(written) == len("2026-05-01"):
        return Decimal((date.fromisoformat(written) - known.day).days)
    return days(until_of(written, known.bundle.estate.zone) - known.at)


def _is_open_case(known: Known, case_id: str) -> bool:
    case = known.case(case_id)
    return case is not None and not known.bundle.workflows[case.workflow].stage(case.stage).final


def _department(known: Known, register: Register) -> str | None:
    post = known.bundle.organisation.post(register.by[0]) if register.by else None
    return post.department if post is not None else None
