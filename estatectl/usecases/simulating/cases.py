"""Working on cases as good staff do: the next step of the good way, by somebody who may, before anything is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from estatectl.domain.calendars.arithmetic import next_opening
from estatectl.domain.cases.case import Case, facts_of
from estatectl.domain.cases.fields import until_of
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.rules.conditions import holds, named_facts
from estatectl.domain.rules.facts import Facts
from estatectl.domain.simulation.play import Step
from estatectl.usecases.desk import family_of, load_case
from estatectl.usecases.moving import make_move
from estatectl.usecases.simulating.actors import Actors
from estatectl.usecases.simulating.plans import Measures
from estatectl.usecases.simulating.wishes import Wishes
from estatectl.usecases.simulating.world import World
from estatectl.usecases.timing import clock_states

_MOMENT = timedelta(seconds=20)
_AFTERNOON = timedelta(hours=10)
"""How long before the end of its day something is done that is due on a day."""


@dataclass(frozen=True, slots=True)
class Next:
    """A step that can be made, and when it is."""

    step: Step
    at: datetime


class Worker:
    """Works on every case whose workflow has a way in the play. `touched` when something happened to a case."""

    def __init__(self, world: World, wishes: Wishes) -> None:
        self._world = world
        self._wishes, self._measures, self._actors = wishes, Measures(world), Actors(world)
        self._planned: dict[str, int] = {}

    def touched(self, case_id: str, at: datetime) -> None:
        """Look at a case anew, and at the one above it: plan the next step on each."""
        case = self._load(case_id)
        self._plan(case, at)
        if case.parent is not None:
            self._plan(self._load(case.parent), at)

    def _load(self, case_id: str) -> Case:
        return load_case(self._world.house, self._world.house.journal, case_id)

    def _plan(self, case: Case, at: datetime) -> None:
        number = self._planned[case.id] = self._planned.get(case.id, 0) + 1
        following = self._next(case, at)
        if following is not None:
            self._world.ask(following.at, partial(self._make, case.id, number, following.step))

    def _next(self, case: Case, at: datetime) -> Next | None:
        """The first step that can be made; one that is made again and again where that is earlier."""
        world = self._world
        steps = world.play.work.get(case.workflow, ())
        workflow = world.house.bundle.workflows[case.workflow]
        if not steps or workflow.stage(case.stage).final:
            return None
        facts = facts_of(case, workflow, family_of(world.house, world.house.journal, case))
        found: Next | None = None
        for step in steps:
            if not self._fits(step, case, workflow, facts):
                continue
            bend = world.faults.bend(case.id, case.workflow, step.move)
            if bend is not None and bend.never:
                if step.times:
                    break
                continue
            ripe = self._when(step, case, at)
            planned = Next(step, ripe if bend is None else max(at, world.faults.put_off(case.id, bend, ripe)))
            if found is None or planned.at < found.at:
                found = planned
            if step.times:
                break
        return found

    def _fits(self, step: Step, case: Case, workflow: Workflow, facts: Facts) -> bool:
        """Whether a step may be made as things stand. What its own values decide is not known yet."""
        if not holds(step.when, facts):
            return False
        move = workflow.move(step.move) if step.move is not None else None
        if move is None:
            return self._measures.open(case) is not None
        made = sum(mark.name == move.id for mark in case.marks)
        if case.stage not in move.from_stages or (step.times == 1 and move.id in case.done):
            return False
        brought = {"given", *(ask.field for ask in move.asks)}
        return not 1 < step.times <= made and all(
            holds(demand.holds, facts) or brought & named_facts(demand.holds) for demand in move.demands
        )

    def _when(self, step: Step, case: Case, at: datetime) -> datetime:
        """When a step is made: after `at`, in its hours, and half-way to what is due next at the latest."""
        world = self._world
        held = case.text(step.at) if step.at is not None else None
        if held is not None:
            until = until_of(held, world.zone)
            instant = until - _AFTERNOON if len(held) == len("2026-05-01") else until
            return max(at, instant - step.before + step.after).astimezone(world.zone)
        dice = world.dice(case.id, step.move, len(case.marks))
        ripe = at + step.after * (0.7 + 0.6 * dice.random())
        if step.during is not None:
            opens = next_opening(world.house.bundle.calendars[step.during], ripe)
            ripe = opens + timedelta(minutes=dice.randrange(5, 50)) if opens > ripe else ripe
        due = self._due(case, at)
        if due is not None and ripe > due - (due - at) / 10:
            ripe = at + (due - at) / 2
        return max(at + _MOMENT, ripe.replace(microsecond=0)).astimezone(world.zone)

    def _due(self, case: Case, at: datetime) -> datetime | None:
        """What is due next on a case and not late yet."""
        states = clock_states(self._world.house, case, at)
        return min((each for state in states if (each := state.next_due) is not None and each > at), default=None)

    def _make(self, case_id: str, number: int, step: Step, at: datetime) -> None:
        """Make a step, unless something else happened to the case in the meantime."""
        if self._planned.get(case_id) != number:
            return
        world, case = self._world, self._load(case_id)
        workflow = world.house.bundle.workflows[case.workflow]
        move = workflow.move(step.move) if step.move is not None else None
        if move is None:
            self._measures.take(case, at)
            return
        actor, later = self._actors.who(case, move, at, self._due(case, at))
        if later is not None:
            world.ask(later, partial(self._make, case_id, number, step))
        elif actor is not None:
            make_move(world.house_of(actor, at), self._wishes.wish(case, move, step, at))
