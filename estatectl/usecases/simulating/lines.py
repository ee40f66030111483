"""Lines of registers: written, confirmed by others, and given back in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from estatectl.domain.cases.fields import until_of
from estatectl.domain.registers.line import LineState
from estatectl.domain.registers.register import Register
from estatectl.domain.simulation.texts import Said
from estatectl.usecases.registers.changing import confirm_line, give_back
from estatectl.usecases.registers.entering import add_line
from estatectl.usecases.registers.naming import load_line
from estatectl.usecases.simulating.filling import filled
from estatectl.usecases.simulating.world import World

_NOON = timedelta(hours=12)


class Clerk:
    """Writes lines and sees to what they still need."""

    def __init__(self, world: World) -> None:
        self._world = world

    def write(self, register: Register, given: Mapping[str, str], actor: str, said: Said) -> str:
        """Write a line; its number."""
        values = filled(self._world, register.fields, register.asks, {}, given, said)
        return add_line(self._world.house_of(actor, said.at), register, values).line.id

    def see_to(self, line_id: str, at: datetime) -> None:
        """Plan what a line needs next."""
        world, rules = self._world, self._world.play.lines
        if world.faults.unseen(line_id):
            return
        register, line = load_line(world.house, world.house.journal, line_id)
        dice = world.dice(line_id, line.state.value, len(line.confirmed_by))
        if line.state is LineState.UNCONFIRMED:
            world.ask(at + rules.confirm_after * (0.5 + dice.random()), partial(self._confirm, register, line_id))
        elif line.state is LineState.OUT and register.returns is not None:
            due = line.values.get(register.returns.due or "")
            if isinstance(due, str) and due:
                back = until_of(due, world.zone) - _NOON - rules.back_before * dice.random()
                world.ask(max(at + timedelta(hours=1), back), partial(self._return, register, line_id))

    def _confirm(self, register: Register, line_id: str, at: datetime) -> None:
        world = self._world
        _, line = load_line(world.house, world.house.journal, line_id)
        if line.state is not LineState.UNCONFIRMED or register.confirmations is None:
            return
        done = {*line.writers, *line.confirmed_by}
        able = [name for name in world.duty.holders(register.confirmations.by, at) if name not in done]
        present = sorted(set(able) & set(world.duty.there(at)))
        comes = world.duty.next_there(able, at)
        if present:
            confirm_line(world.house_of(world.dice(line_id, at).choice(present), at), line_id, note=None)
            self.see_to(line_id, at)
        elif comes is not None:
            world.ask(comes + timedelta(minutes=10), partial(self._confirm, register, line_id))

    def _return(self, register: Register, line_id: str, at: datetime) -> None:
        world = self._world
        _, line = load_line(world.house, world.house.journal, line_id)
        if line.state is not LineState.OUT or register.returns is None:
            return
        actor = world.pick(world.dice(line_id, "back"), world.duty.on_duty(register.returns.by, at))
        if actor is None:
            holders = world.duty.holders(register.returns.by, at)
            comes = world.duty.next_there(holders, at)
            if comes is None:
                return
            world.ask(comes + timedelta(minutes=10), partial(self._return, register, line_id))
            return
        said = world.said(at, world.dice(line_id, "back"))
        given = {name: text for name, text in said.draw(world.play.lines.given).items() if name in register.taken}
        asked = {ask.field for ask in register.returns.asks}
        given = {name: text for name, text in given.items() if name in asked}
        values = filled(world, register.fields, register.returns.asks, {}, given, said)
        give_back(world.house_of(actor, at), line_id, values, at=None)
