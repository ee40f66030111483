"""Measures of emergency plans, taken one after the other by people at whose posts they are."""

from __future__ import annotations

from datetime import datetime

from estatectl.domain.cases.case import Case
from estatectl.domain.plans.plan import Measure
from estatectl.domain.plans.running import plan_of, settled_at, started
from estatectl.usecases.plans.measuring import MeasureWish, record_measure
from estatectl.usecases.simulating.world import World


class Measures:
    """Takes the measures of the plan of a case that no move brings about."""

    def __init__(self, world: World) -> None:
        self._world = world

    def open(self, case: Case) -> Measure | None:
        """The next measure to take; None where all are settled, or wait for a move."""
        plan = plan_of(self._world.house.bundle, case)
        if plan is None or started(case) is None:
            return None
        return next((each for each in plan.measures if not each.on and settled_at(case, each) is None), None)

    def take(self, case: Case, at: datetime) -> None:
        measure = self.open(case)
        if measure is None:
            return
        duty, dice = self._world.duty, self._world.dice(case.id, measure.id)
        names = duty.on_duty(measure.by, at) or duty.holders(measure.by, at)
        actor = self._world.pick(dice, names)
        if actor is not None:
            record_measure(self._world.house_of(actor, at), MeasureWish(case=case.id, measure=measure.id))
