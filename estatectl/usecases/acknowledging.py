"""Acknowledging an escalation: somebody who was told takes it in hand, and the path stops."""

from __future__ import annotations

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.escalation_steps import Fate
from estatectl.domain.entries import Json
from estatectl.domain.problems import Refused
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person
from estatectl.usecases.ticking import advance


def acknowledge(house: House, case_id: str, note: str | None = None) -> Case:
    """Stop the paths that have told somebody and wait for an answer. Refuses people who were not told, nor above."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        desk = Desk(house, unit, house.now)
        person = acting_person(house, unit)
        case = advance(desk, desk.case(case_id))
        waiting = [
            step
            for step in case.sent
            if step.fate is Fate.SEND and (step.clock, step.run) not in case.acknowledged
        ]  # fmt: skip
        if not waiting:
            words = Words(zh="{id} 没有等待确认的升级", en="nothing on {id} waits to be acknowledged").fill(id=case.id)
            raise Refused.one("EST-437", words)
        told = {post for step in waiting for post in step.posts}
        organisation = house.bundle.organisation
        entitled = told.union(*(organisation.reports_up(post) for post in told))
        if not entitled & set(person.posts) and person.id != case.text("handler"):
            titles = [post.title for name in sorted(told) if (post := organisation.post(name)) is not None]
            words = Words(zh="{person} 不在被通知之列，不能确认", en="{person} was not told and may not acknowledge")
            hint = Words(zh="、".join(each.zh for each in titles), en=", ".join(each.en for each in titles))
            raise Refused.one("EST-438", words.fill(person=person.name), hint=hint)
        runs: list[Json] = [[clock, run] for clock, run in sorted({(step.clock, step.run) for step in waiting})]
        data: dict[str, Json] = {"runs": runs, **({"note": note} if note else {})}
        case = desk.record(case, "acknowledged", data, actor=person.id)
        desk.save(case)
        return case
