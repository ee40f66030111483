"""Whom to give a case to: every person of the department is put before the assignment table; the best rank wins."""

from __future__ import annotations

from decimal import Decimal

from estatectl.domain.cases.case import Case
from estatectl.domain.rules.decisions import visible
from estatectl.domain.rules.facts import FactValue
from estatectl.usecases.desk import Desk
from estatectl.usecases.ports import CaseQuery


def propose_person(desk: Desk, case: Case, table_id: str) -> str | None:
    """The id of the person whom the table ranks first, the least loaded of equals; None where it ranks nobody."""
    table = desk.house.bundle.tables[table_id]
    posts = {post.id: post for post in desk.house.bundle.organisation.posts_of(case.text("department") or "")}
    ranked: list[tuple[Decimal, int, str]] = []
    for person in desk.roster.people:
        held = [posts[post] for post in person.posts if post in posts]
        if not held or person.left:
            continue
        load = len(desk.unit.cases(CaseQuery(workflow=case.workflow, open=True, handler=person.id, limit=50)))
        on_duty = any(person in desk.roster.on_duty(post.id, desk.house.now) for post in held)
        facts: dict[str, FactValue] = {
            **desk.facts(case),
            "on_duty": on_duty,
            "skilled": case.text("skill") in person.skills,
            "heads": all(post.head for post in held),
            "load": Decimal(load),
        }
        rank = desk.house.engine.decide(table, visible(table, facts)).values.get("rank")
        if isinstance(rank, Decimal):
            ranked.append((rank, load, person.id))
    return min(ranked)[2] if ranked else None
