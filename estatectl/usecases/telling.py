"""Notices: to whom a post or role leads just then, and the text in both languages, queued and noted in the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.permissions import posts_named
from estatectl.domain.entries import Json, Personal
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.ports import Notice
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
) -> Case:
    """Queue a notice for every person behind the posts and roles; for a post without anybody, for the post itself."""
    when = at or desk.at
    said = "" if due is None else due.astimezone(desk.house.bundle.estate.zone).strftime("%m-%d %H:%M")
    filled = text.fill(**{**spoken(desk, case), "due": said})
    handler = desk.roster.person(case.text("handler") or "") if "handler" in whom else None
    for to in addressees(desk, whom, case.text("department"), when, handler):
        data = queue_notice(desk, case.id, case.version, to, filled, template=template, at=when)
        case = desk.record(case, "notified", data, at=when)
    return case


def spoken(desk: Desk, case: Case) -> dict[str, object]:
    """What a notice's text may name: the case's fields in people's words, its id, summary, stage and counters."""
    workflow = desk.workflow(case)
    said: dict[str, object] = dict.fromkeys(workflow.fields, "")
    for name, value in case.values.items():
        titles = workflow.fields[name].value_titles if name in workflow.fields else {}
        said[name] = titles.get(str(value), "" if value is None else value)
    said.update({name: case.counters.get(name, 0) for name in workflow.counters})
    return {**said, "id": case.id, "summary": about(workflow, case), "stage": workflow.stage(case.stage).title}


To = tuple[str | None, Person | None]
"""A post and who is told for it; the person is None where nobody holds the post, the post where a handler is told."""


def addressees(
    desk: Desk, whom: Iterable[str], department: str | None, at: datetime, handler: Person | None = None
) -> Iterable[To]:
    """Everybody behind posts and roles at an instant, each once."""
    found: list[To] = []
    for post in posts_named(whom, department, desk.house.bundle.organisation):
        people = desk.reachable(post, at) or desk.roster.holders(post)
        found += [(post, person) for person in people] or [(post, None)]
    if handler is not None:
        found.append((None, handler))
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
