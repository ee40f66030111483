"""Notices: to whom a post or role leads just then, and the text in both languages, queued and noted in the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clocks import ClockSpec
from estatectl.domain.cases.fields import Field, FieldKind, FieldValue
from estatectl.domain.cases.permissions import OPENER, posts_named
from estatectl.domain.entries import Json, Personal
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.ports import Notice
from estatectl.usecases.reading import titles_of
from estatectl.usecases.rows import about


def tell(
    desk: Desk,
    case: Case,
    whom: Iterable[str],
    text: Words,
    *,
    template: str,
    at: datetime | None = None,
    due: datetime | None = None,
    clock: ClockSpec | None = None,
) -> Case:
    """Queue a notice for every person behind the posts and roles; for a post without anybody, for the post itself."""
    when = at or desk.at
    said = {} if due is None else {"due": _time(desk, due)}
    late = {} if clock is None else {"clock": clock.title}
    filled = text.fill(**{"due": "", **spoken(desk, case), **late, **said})
    roles = {"handler": case.text("handler") or "", OPENER: case.opened_by}
    persons = [person for role in roles if role in whom and (person := desk.roster.person(roles[role])) is not None]
    for to in addressees(desk, whom, case.text("department"), when, *persons):
        data = queue_notice(desk, case.id, case.version, to, filled, template=template, at=when)
        case = desk.record(case, "notified", data, at=when)
    return case


def spoken(desk: Desk, case: Case) -> dict[str, object]:
    """What a notice's text may name: the case's fields in people's words, its id, summary, stage and counters."""
    workflow = desk.workflow(case)
    said: dict[str, object] = dict.fromkeys(workflow.fields, "")
    for name, value in case.values.items():
        said[name] = "" if value is None else _said(desk, workflow.fields.get(name), value)
    said.update({name: case.counters.get(name, 0) for name in workflow.counters})
    return {**said, "id": case.id, "summary": about(workflow, case), "stage": workflow.stage(case.stage).title}


def _said(desk: Desk, known: Field | None, value: FieldValue) -> object:
    """A value as people say it: titles of choices, names of persons, times on the estate's clock."""
    if known is None or not isinstance(value, str):
        return value
    match known.kind:
        case FieldKind.PERSON:
            person = desk.roster.person(value)
            return person.name if person else value
        case FieldKind.INSTANT:
            return _time(desk, datetime.fromisoformat(value))
        case FieldKind.CHOICE:
            return titles_of(desk.house.bundle, known).get(value, value)
    return value


def _time(desk: Desk, at: datetime) -> str:
    return at.astimezone(desk.house.bundle.estate.zone).strftime("%m-%d %H:%M")


To = tuple[str | None, Person | None]
"""A post and who is told for it; the person is None where nobody holds the post, the post where a handler is told."""


def addressees(
    desk: Desk, whom: Iterable[str], department: str | None, at: datetime, *persons: Person | None
) -> Iterable[To]:
    """Everybody behind posts and roles at an instant, and the persons that other roles lead to, each once."""
    found: list[To] = []
    for post in posts_named(whom, department, desk.house.bundle.organisation):
        people = desk.reachable(post, at) or desk.roster.holders(post)
        found += [(post, person) for person in people] or [(post, None)]
    found += [(None, person) for person in persons if person is not None]
    return dict.fromkeys(found)


def queue_notice(
    desk: Desk, stream: str, version: int, to: To, text: Words, *, template: str, at: datetime
) -> dict[str, Json]:
    """Put a notice about a stream into the outbox; what its `notified` entry holds."""
    post, person = to[0], to[1].id if to[1] else None
    key = f"{stream}/{version}/{template}/{post or ''}/{person or ''}"
    desk.unit.queue(
        Notice(
            key=key,
            case=stream,
            to_post=post,
            to_person=person,
            template=template,
            text_zh=text.zh,
            text_en=text.en,
            queued_at=at,
        )
    )
    return {
        "key": key,
        "to_post": post,
        "to_person": person,
        "template": template,
        "text_zh": Personal(text.zh),
        "text_en": Personal(text.en),
    }
