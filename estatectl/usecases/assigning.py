"""Whom to give a case to: every person of the department is put before the assignment table; the best rank wins."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from estatectl.domain.cases.case import Case
from estatectl.domain.rules.decisions import visible
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.staff.organisation import Post
from estatectl.domain.staff.people import Person
from estatectl.usecases.desk import Desk
from estatectl.usecases.ports import CaseQuery, CaseRow
from estatectl.usecases.staffing.covering import covers_of, is_asked


def propose_person(desk: Desk, case: Case, table_id: str) -> str | None:
    """The id of the person whom the table ranks first, the least loaded of equals; None where it ranks nobody."""
    table = desk.house.bundle.tables[table_id]
    posts = {post.id: post for post in desk.house.bundle.organisation.posts_of(case.text("department") or "")}
    about = desk.facts(case)
    staying = _staying(desk)
    ranked: list[tuple[Decimal, int, str]] = []
    for person in desk.roster.people:
        held = [posts[post] for post in person.posts if post in posts]
        if not held or person.left:
            continue
        work = desk.unit.cases(CaseQuery(workflow=case.workflow, open=True, handler=person.id, limit=50))
        facts: dict[str, FactValue] = {**about, **_of_person(desk, case, person, held, work)}
        facts["stays"] = person.id in staying
        rank = desk.house.engine.decide(table, visible(table, facts)).values.get("rank")
        if isinstance(rank, Decimal):
            ranked.append((rank, len(work), person.id))
    return min(ranked)[2] if ranked else None


def _of_person(
    desk: Desk, case: Case, person: Person, held: Sequence[Post], work: Sequence[CaseRow]
) -> dict[str, FactValue]:
    """What the table may know of a person: a skill that needs a certificate counts only while one holds."""
    house, now = desk.house, desk.house.now
    today = now.astimezone(house.bundle.estate.zone).date()
    return {
        "on_duty": any(person in desk.roster.on_duty(post.id, now) for post in held),
        "on_leave": person.id in desk.roster.away(now),
        "skilled": house.bundle.organisation.can(person, case.text("skill") or "", today),
        "heads": all(post.head for post in held),
        "load": Decimal(len(work)),
        "same_building": any(row.id != case.id and _building(row) == _building(case) is not None for row in work),
    }


def _building(case: Case | CaseRow) -> str | None:
    """The building of a home, else the place that a case names."""
    if isinstance(case, CaseRow):
        home, place = case.household, case.location
    else:
        home, place = case.text("household"), case.text("location")
    return home.partition("-")[0] if home else place


def _staying(desk: Desk) -> set[str]:
    """Who is on duty now where nobody may leave."""
    covers = [cover for cover in covers_of(desk.house) if cover.stays and is_asked(desk.house, cover, desk.house.now)]
    posts = {post for cover in covers for post in cover.posts}
    return {person.id for post in posts for person in desk.roster.on_duty(post, desk.house.now)}
