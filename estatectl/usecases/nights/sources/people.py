"""Members of staff and posts as subjects. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from estatectl.domain.controls.subjects import Subject
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.staff.organisation import Post
from estatectl.domain.staff.people import Leave, Person, Shift
from estatectl.domain.words import same
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.sources.about_people import line_facts
from estatectl.usecases.nights.sources.cases import days, hours
from estatectl.usecases.nights.sources.staff import everybody, roster
from estatectl.usecases.nights.sources.stock import Change, tools_out

WEEK, MONTH = 7, 30


def people_subjects(known: Known, name: str) -> Iterator[Subject]:  # noqa: ARG001 - there is one kind of people
    """The members of staff who had not left."""
    for person in known.once(everybody):
        if not person.left:
            yield _person(known, person)


def post_subjects(known: Known, name: str) -> Iterator[Subject]:  # noqa: ARG001 - there is one kind of posts
    """All posts."""
    for post in known.bundle.organisation.posts.values():
        yield _post(known, post)


def _person(known: Known, person: Person) -> Subject:
    organisation = known.bundle.organisation
    held = [organisation.posts[name] for name in person.posts if name in organisation.posts]
    department = held[0].department if held else None
    facts: dict[str, FactValue] = {
        "posts": frozenset(post.id for post in held),
        "departments": frozenset(post.department for post in held),
        "skills": frozenset(skill for skill in person.skills if skill in organisation.skills),
        "head": any(post.head for post in held),
        **({} if department is None else {"department": department}),
        **_certificates(known, person),
        **_tools(known, person),
        **_duty(known, person),
        **line_facts(known, person),
    }
    return Subject(
        id=person.id,
        title=same(person.id),
        stream=f"staff:{person.id}",
        facts=facts,
        department=department,
        posts=tuple(post.id for post in held),
        person=person.id,
    )


def _certificates(known: Known, person: Person) -> dict[str, FactValue]:
    needed = sorted(set(person.skills) & known.bundle.organisation.licensed)
    held = [each for each in (person.certificate(skill) for skill in needed) if each is not None]
    ends = [each.until for each in held if each.until is not None]
    facts: dict[str, FactValue] = {
        "licensed_skills": Decimal(len(needed)),
        "certificates_missing": Decimal(len(needed) - len(held)),
        "certificates_expired": Decimal(sum(not each.holds_on(known.day) for each in held)),
    }
    if ends:
        facts["certificate_days"] = Decimal((min(ends) - known.day).days)
    return facts


def _tools(known: Known, person: Person) -> dict[str, FactValue]:
    mine = known.once(tools_of_people).get(person.id, ())
    facts: dict[str, FactValue] = {"tools_out": sum((each.outstanding for each in mine), Decimal(0))}
    if mine:
        facts["tools_out_days"] = days(known.at - min(each.at for each in mine))
    return facts


def tools_of_people(known: Known) -> Mapping[str, tuple[Change, ...]]:
    """The tools that had not come back, by who has them."""
    out = [each for changes in known.once(tools_out).values() for each in changes]
    return {name: tuple(each for each in out if each.person == name) for name in {each.person or "" for each in out}}


def _duty(known: Known, person: Person) -> dict[str, FactValue]:
    whole = known.once(roster)
    since = known.back(MONTH)
    shifts = [each for each in whole.shifts if each.person == person.id and each.end > since and each.start < known.at]
    if not shifts:
        return {}
    leaves = [each for each in whole.leaves if each.person == person.id]
    days_on = sum(_works(shifts, leaves, known.back(ago + 1), known.back(ago)) for ago in range(WEEK))
    return {
        "hours_7d": hours(_worked(shifts, leaves, known.back(WEEK), known.at)),
        "hours_30d": hours(_worked(shifts, leaves, since, known.at)),
        "rest_days_7d": Decimal(WEEK - days_on),
    }


def _works(shifts: Sequence[Shift], leaves: Sequence[Leave], start: datetime, end: datetime) -> bool:
    """Whether a shift that is worked begins between two instants."""
    return any(start <= each.start < end and _worked((each,), leaves, each.start, each.end) for each in shifts)


def _worked(shifts: Sequence[Shift], leaves: Sequence[Leave], start: datetime, end: datetime) -> timedelta:
    """Time on duty between two instants, less leave; two shifts at once count once."""
    bounds = {at for shift in shifts for at in (shift.start, shift.end)}
    bounds |= {at for leave in leaves for at in (leave.start, leave.end)}
    edges, whole = sorted({start, end, *(at for at in bounds if start < at < end)}), timedelta()
    for number, at in enumerate(edges[:-1]):
        there = any(each.start <= at < each.end for each in shifts)
        if there and not any(each.start <= at < each.end for each in leaves):
            whole += edges[number + 1] - at
    return whole


def _post(known: Known, post: Post) -> Subject:
    holders = [each for each in known.once(everybody) if post.id in each.posts and not each.left]
    away = {
        leave.person for leave in known.once(roster).leaves if leave.start < known.at and leave.end > known.span.since
    }
    pending = sum(duty.pending for duty in post.duties)
    facts: dict[str, FactValue] = {
        "post": post.id,
        "department": post.department,
        "head": post.head,
        "headcount": Decimal(post.headcount),
        "holders": Decimal(len(holders)),
        "vacant": Decimal(max(post.headcount - len(holders), 0)),
        "beyond": Decimal(max(len(holders) - post.headcount, 0)),
        "away": Decimal(sum(each.id in away for each in holders)),
        "duties": Decimal(len(post.duties)),
        "duties_carried": Decimal(len(post.duties) - pending),
        "duties_pending": Decimal(pending),
    }
    return Subject(
        id=post.id, title=post.title, facts=facts, department=post.department, posts=(post.id,), thing=post.id
    )
