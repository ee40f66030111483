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
from estatectl.usecases.rows import summary


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
    for post, person in _addressees(desk, case, tuple(whom), when):
        case = _queue(desk, case, post, person, filled, template, when)
    return case


def spoken(desk: Desk, case: Case) -> dict[str, object]:
    """What a notice's text may name: the case's fields in people's words, its id, summary, stage and counters."""
    workflow = desk.workflow(case)
    said: dict[str, object] = dict.fromkeys(workflow.fields, "")
    for name, value in case.values.items():
        titles = workflow.fields[name].value_titles if name in workflow.fields else {}
        said[name] = titles.get(str(value), "" if value is None else value)
    said.update({name: case.counters.get(name, 0) for name in workflow.counters})
    about = summary(case.text(workflow.understands or "content") or "")
    return {**said, "id": case.id, "summary": about, "stage": workflow.stage(case.stage).title}


def _addressees(
    desk: Desk, case: Case, whom: tuple[str, ...], at: datetime
) -> Iterable[tuple[str | None, Person | None]]:
    posts = posts_named(whom, case.text("department"), desk.house.bundle.organisation)
    found: list[tuple[str | None, Person | None]] = []
    for post in posts:
        people = desk.reachable(post, at) or desk.roster.holders(post)
        found += [(post, person) for person in people] or [(post, None)]
    handler = desk.roster.person(case.text("handler") or "") if "handler" in whom else None
    if handler is not None:
        found.append((None, handler))
    return dict.fromkeys(found)


def _queue(
    desk: Desk, case: Case, post: str | None, person: Person | None, text: Words, template: str, at: datetime
) -> Case:
    to = person.id if person else None
    notice = Notice(
        key=f"{case.id}/{case.version}/{template}/{post or ''}/{to or ''}",
        case=case.id,
        to_post=post,
        to_person=to,
        template=template,
        text_zh=text.zh,
        text_en=text.en,
        queued_at=at,
    )
    desk.unit.queue(notice)
    data: dict[str, Json] = {
        "key": notice.key,
        "to_post": post,
        "to_person": to,
        "template": template,
        "text_zh": Personal(text.zh),
        "text_en": Personal(text.en),
    }
    return desk.record(case, "notified", data, at=at)
