"""What is filled in when a move is made: texts of the play, people, lines, readings, and sheets in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from estatectl.domain.cases.case import Case, facts_of
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.cases.moves import Move
from estatectl.domain.checklists.sound_answers import sound_answer
from estatectl.domain.rules.conditions import holds
from estatectl.domain.simulation.play import Step
from estatectl.domain.simulation.texts import Said, paper
from estatectl.usecases.desk import family_of
from estatectl.usecases.rounds.views import view_round
from estatectl.usecases.simulating.filling import REMARK, facts_of_texts, filled, sheet_answers
from estatectl.usecases.simulating.lines import Clerk
from estatectl.usecases.simulating.world import World
from estatectl.usecases.weighing import Wish


class Wishes:
    """Fills in moves. `wants` is what a person would put right of what the policies make of a case."""

    def __init__(self, world: World, clerk: Clerk) -> None:
        self._world, self._clerk = world, clerk
        self._wanted: dict[str, Mapping[str, str]] = {}

    def wants(self, case_id: str, wanted: Mapping[str, str]) -> None:
        self._wanted[case_id] = wanted

    def wish(self, case: Case, move: Move, step: Step, at: datetime) -> Wish:
        """A move as somebody would ask for it."""
        world = self._world
        workflow = world.house.bundle.workflows[case.workflow]
        names = {name: value for name, value in case.values.items() if isinstance(value, str)}
        said = world.said(at, world.dice(case.id, move.id, len(case.marks), "text"), {**names, "case": case.id})
        bend = world.faults.bend(case.id, case.workflow, move.id)
        otherwise = said.draw(bend.given) if bend is not None else {}
        given = {**self._found(case, move, said), **said.draw(step.given), **otherwise}
        if move.reclassifies:
            asked = {ask.field for ask in move.asks}
            given |= {name: text for name, text in self._wanted.get(case.id, {}).items() if name in asked}
        facts = facts_of(case, workflow, family_of(world.house, world.house.journal, case))
        asks = [ask for ask in move.asks if ask.field not in move.fills]
        values = filled(world, workflow.fields, asks, facts, given, said)
        known = {**facts, **facts_of_texts(world.house, workflow.fields, values)}
        answers: dict[str, str] = {}
        for use in move.checklists:
            name = use.id or case.text(use.named_by or "")
            if name and holds(use.when, known):
                checks = {**step.checks, **(bend.checks if bend is not None else {})}
                answers |= sheet_answers(world.house.bundle.checklists[name], at, checks)
        return Wish(case=case.id, move=move.id, given=values, answers=answers)

    def _found(self, case: Case, move: Move, said: Said) -> dict[str, str]:
        """What must be looked up: people of the department, lines of registers, a reading that is in order."""
        world = self._world
        fields = world.house.bundle.workflows[case.workflow].fields
        found: dict[str, str] = {}
        for ask in move.asks:
            known = fields[ask.field]
            if not ask.required or ask.field in move.fills:
                continue
            if known.kind is FieldKind.PERSON:
                found |= {ask.field: person} if (person := self._somebody(case, ask.field, said)) else {}
            elif known.kind is FieldKind.LINE and known.register is not None:
                found[ask.field] = self._line(known.register, said)
            elif move.retests and ask.field == "reading":
                found[ask.field] = self._reading(case, said) or REMARK
        return found

    def _somebody(self, case: Case, field: str, said: Said) -> str | None:
        world = self._world
        posts = [post.id for post in world.house.bundle.organisation.posts_of(case.text("department") or "")]
        names = world.duty.on_duty(posts, said.at) or world.duty.holders(posts, said.at)
        return world.pick(world.dice(case.id, field), names)

    def _line(self, register_id: str, said: Said) -> str:
        """A line written for the purpose, by somebody who may."""
        world = self._world
        register = world.house.bundle.registers[register_id]
        actor = world.pick(
            said.dice, world.duty.on_duty(register.by, said.at) or world.duty.holders(register.by, said.at)
        )
        return self._clerk.write(register, {}, actor or "", said)

    def _reading(self, case: Case, said: Said) -> str | None:
        """An answer in order to the line of the sheet that the case came from."""
        view = view_round(self._world.house, (case.text("round") or "").partition("/")[0])
        item = next((each for each in view.sheet.items if each.id == case.text("line")), None) if view.sheet else None
        if item is None:
            return None
        return sound_answer(item, remark=REMARK, evidence=paper(case.id), clock=f"{said.at:%H:%M}")
