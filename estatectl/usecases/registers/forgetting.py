"""Personal data forgotten: when its time is over, and when a person asks for it. The chain stays valid throughout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from estatectl.domain.cases.case import fold
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.problems import BadInput, NothingToCheck, Problem, Refused
from estatectl.domain.registers.retention import CLOSED
from estatectl.domain.staff.staffing import STAFF
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.journal import Project, forget_values
from estatectl.usecases.people import acting_person
from estatectl.usecases.ports import CaseQuery, CaseRow
from estatectl.usecases.registers.book import keep_until
from estatectl.usecases.registers.ports import LineQuery, PersonalValue
from estatectl.usecases.registers.views import today

NOTICES = ("text_zh", "text_en")
"""Paths of the texts of notices, which may quote anybody."""

_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Held:
    """A stream with personal values: what it is, which of its paths hold some, and the last day they may be there."""

    stream: str
    title: Words
    paths: tuple[str, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten, or would be; `values` how many values went."""

    held: tuple[Held, ...]
    values: int


def expire(house: House, project: Project, *, dry_run: bool) -> Forgotten:
    """Erase the personal values past their time, of lines and of closed cases. Cron may do it, as `system`."""
    if house.actor != SYSTEM:
        _permit(house)
    held = (*_lines_past(house), *_cases_past(house))
    reason = Words(zh="保留期满", en="its time is over").zh
    return Forgotten(held, 0 if dry_run else _forget(house, held, reason, project))


def find_personal(house: House, typed: str) -> tuple[Held, ...]:
    """Where a name, a telephone or any other personal text stands. Refuses too short a text (EST-962)."""
    _permit(house)
    return tuple(_stands(house, typed))


def erase_person(house: House, typed: str, reason: str, project: Project, *, dry_run: bool) -> Forgotten:
    """Erase what a person's data stands in: where the text is a whole value, everything personal beside it too.

    Members of staff in service cannot be erased (EST-964). `NothingToCheck` where nothing stands.
    """
    if not reason.strip():
        raise BadInput.one("EST-475", Words(zh="清除个人信息须写明缘由", en="erasing personal data needs a reason"))
    _permit(house)
    held = tuple(_stands(house, typed))
    serving = {f"{STAFF}{person.id}" for person in house.journal.people() if not person.left}
    if inside := [each for each in held if each.stream in serving]:
        words = Words(zh="{who} 还在职", en="{who} still works here").fill(who=same(inside[0].stream))
        hint = Words(zh="离职后再清除：staff leave", en="erase it once they have left: staff leave")
        raise Refused([Problem("EST-964", words, hint=hint)])
    if not held:
        words = Words(zh="没有“{text}”的个人信息", en="no personal data of '{text}'").fill(text=same(typed))
        raise NothingToCheck.one("EST-953", words)
    return Forgotten(held, 0 if dry_run else _forget(house, held, reason.strip(), project))


def _forget(house: House, held: Iterable[Held], reason: str, project: Project) -> int:
    return sum(forget_values(house, each.stream, each.paths, reason, project) for each in held)


def _permit(house: House) -> None:
    """Refuses (EST-421) whoever does not answer for personal data, by the page of the estate."""
    person = acting_person(house, house.journal)
    allowed, organisation = house.bundle.estate.erased_by, house.bundle.organisation
    above = {each for post in allowed for each in organisation.reports_up(post)}
    if not set(person.posts) & {*allowed, *above}:
        titles = [post.title for name in allowed if (post := organisation.post(name)) is not None]
        words = Words(zh="{person} 不能查找或清除个人信息", en="{person} may not search or erase personal data")
        hint = Words(zh="由{who}办理", en="it is for: {who}").fill(
            who=Words(zh="、".join(each.zh for each in titles), en=", ".join(each.en for each in titles))
        )
        raise Refused([Problem("EST-421", words.fill(person=person.name), hint=hint)])


def _lines_past(house: House) -> Iterator[Held]:
    """Lines, by the policies of today: a shorter time holds for what was written before it too."""
    for register in house.bundle.registers.values():
        if register.retention is None:
            continue
        for row in house.journal.register_lines(LineQuery(register=register.id, all=True, by_number=True)):
            until = keep_until(house.bundle, register, row)
            if until is not None and until < today(house):
                yield Held(row.id, register.title, house.journal.personal_paths(row.id), until)


def _cases_past(house: House) -> Iterator[Held]:
    """Closed cases: by the retention of their workflow, else by the estate's own."""
    for workflow in house.bundle.workflows.values():
        for row in house.journal.cases(CaseQuery(workflow=workflow.id, open=False, by_id=True)):
            until = _case_until(house, workflow, row)
            if until < today(house) and (paths := house.journal.personal_paths(row.id)):
                yield Held(row.id, workflow.title, paths, until)


def _case_until(house: House, workflow: Workflow, row: CaseRow) -> date:
    day = row.changed_at.astimezone(house.bundle.estate.zone).date()
    if workflow.retention is None:
        return house.bundle.estate.kept_until(day)
    if workflow.retention.after != CLOSED:
        case = fold(house.journal.stream(row.id))
        told = case.text(workflow.retention.after) if case is not None else None
        day = datetime.fromisoformat(told).date() if told else day
    return workflow.retention.last_day(day)


def _stands(house: House, typed: str) -> Iterator[Held]:
    wanted = typed.strip()
    if len(wanted) < _SHORTEST:
        words = Words(zh="“{text}”太短", en="'{text}' is too short").fill(text=same(wanted))
        raise BadInput.one("EST-962", words, hint=Words(zh="写全姓名或电话", en="write the whole name or telephone"))
    found: dict[str, list[PersonalValue]] = {}
    for value in house.journal.personal_values(wanted):
        found.setdefault(value.stream, []).append(value)
    for stream, values in found.items():
        whole = any(each.value.strip().casefold() == wanted.casefold() for each in values)
        paths = house.journal.personal_paths(stream) if whole else tuple(dict.fromkeys(each.path for each in values))
        yield Held(stream, _title(house, stream), paths)


def _title(house: House, stream: str) -> Words:
    """What a stream is, in people's words."""
    line, case = house.journal.register_line(stream), house.journal.case(stream)
    if line is not None and line.register in house.bundle.registers:
        return house.bundle.registers[line.register].title
    if case is not None and case.workflow in house.bundle.workflows:
        return house.bundle.workflows[case.workflow].title
    return Words(zh="员工名册", en="register of staff") if stream.startswith(STAFF) else same(stream)
