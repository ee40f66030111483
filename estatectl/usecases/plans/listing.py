"""The plans of the estate beside the rounds that practise and review them: when that was last done, when it is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.plans.plan import Plan
from estatectl.domain.problems import BadInput, did_you_mean
from estatectl.domain.words import Words
from estatectl.usecases.house import House
from estatectl.usecases.ports import RoundQuery

_DONE = ("done",)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan, and when it was last practised and looked over; None where the journal knows of no such round."""

    plan: Plan
    drilled_at: datetime | None
    reviewed_at: datetime | None


def list_plans(house: House) -> tuple[PlanRow, ...]:
    """Every plan of the policies in force, in order of their ids."""
    plans = [house.bundle.plans[name] for name in sorted(house.bundle.plans)]
    return tuple(
        PlanRow(plan, _last(house, plan.drills), _last(house, (plan.review,) if plan.review else ())) for plan in plans
    )


def find_plan(house: House, typed: str) -> Plan:
    """A plan by its id, a title or an alias. Refuses an unknown one."""
    wanted = typed.strip()
    for plan in house.bundle.plans.values():
        if wanted in (plan.id, plan.title.zh, plan.title.en, *plan.aliases):
            return plan
    words = Words(zh="没有叫“{name}”的预案", en="there is no plan '{name}'").fill(name=typed)
    raise BadInput.one("EST-989", words, hint=did_you_mean(wanted, house.bundle.plans))


def _last(house: House, programmes: tuple[str, ...]) -> datetime | None:
    if not programmes:
        return None
    rounds = house.journal.rounds(RoundQuery(programmes=programmes, states=_DONE))
    return max((row.done_at for row in rounds if row.done_at is not None), default=None)
