"""Sowing faults: each begins on its day, and is let go its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from estatectl.domain.entries import Entry
from estatectl.domain.handed_in.sheets import Cell, SheetRow
from estatectl.domain.problems import Place
from estatectl.domain.rules.conditions import ALWAYS
from estatectl.domain.simulation.faults import Detour, Fault
from estatectl.domain.simulation.play import Step
from estatectl.usecases.desk import load_case
from estatectl.usecases.moving import make_move
from estatectl.usecases.roster import strike
from estatectl.usecases.simulating.actors import Actors
from estatectl.usecases.staffing.certifying import certify
from estatectl.usecases.staffing.leave import give_leave
from estatectl.usecases.stock.acting import move_stock
from estatectl.usecases.stock.wishes import StockWish

if TYPE_CHECKING:
    from estatectl.usecases.simulating.player import Player

_PLACE = Place("faults", 1, 1)


class Sower:
    """Sows the faults of a play. `tamper` alters an entry of the journal behind everybody's back."""

    def __init__(self, player: Player, tamper: Callable[[], None] | None) -> None:
        self._player, self._tamper = player, tamper
        self._actors = Actors(player.world)

    def plan(self, midnight: datetime, number: int) -> None:
        """Plan the faults of a day."""
        for fault in self._player.faults.on(number):
            self._player.world.ask(midnight + fault.at, partial(self._sow, fault))

    def opened(self, entry: Entry, at: datetime) -> None:
        """A case was opened: where it is a fault's own, what else happens to it is planned."""
        faults = self._player.faults
        faults.opened(entry)
        sown = faults.owner(entry.stream)
        for detour in sown.fault.detours if sown is not None else ():
            if detour.workflow == entry.data["workflow"]:
                self._player.world.ask(at + detour.after, partial(self._detour, entry.stream, detour))

    def _sow(self, fault: Fault, at: datetime) -> None:
        player = self._player
        sown = player.faults.begin(fault, at)
        said = player.world.said(at, player.world.dice(fault.id))
        if fault.begins is not None:
            kind = fault.begins.opens or "line"
            for number in player.happen(fault.begins, 0, fault.begins.variants[0], at):
                player.faults.owns(sown, kind, number)
        if fault.papers:
            certify(player.world.house_of("system", at), [_row({**fault.papers}, said.fill)])
        if fault.absent:
            row = _row(fault.absent, said.fill)
            if "kind" in fault.absent:
                head = next(iter(player.world.duty.holders(("deputy_general_manager",), at)))
                give_leave(player.world.house_of(head, at), [row])
            else:
                strike(player.world.house_of("system", at), row)
        for place, amount in fault.draws.items():
            self._draw(place, amount, at)
        if fault.tampers and self._tamper is not None:
            self._tamper()

    def _draw(self, place: str, amount: str, at: datetime) -> None:
        """Take so much of an item, `store__item`, that it runs short, and order nothing."""
        world = self._player.world
        store_id, _, item_id = place.partition("__")
        store = world.house.bundle.shelves.stores[store_id]
        keeper = next(iter(world.duty.on_duty(store.keepers, at) or world.duty.holders(store.keepers, at)))
        world.faults.not_ordered.add((store_id, item_id))
        wish = StockWish(words=(item_id, amount), store=store_id, purpose="大修")
        move_stock(world.house_of(keeper, at), "issued", wish)

    def _detour(self, case_id: str, detour: Detour, at: datetime) -> None:
        """A move that nobody should have needed to make."""
        player = self._player
        house = player.world.house
        case = load_case(house, house.journal, case_id)
        move = house.bundle.workflows[case.workflow].move(detour.move)
        assert move is not None
        actor, _ = self._actors.who(case, move, at, at)
        if actor is not None:
            make_move(player.world.house_of(actor, at), player.wishes.wish(case, move, _step(detour), at))


def _step(detour: Detour) -> Step:
    return Step(
        move=detour.move, when=ALWAYS, after=detour.after, at=None, before=detour.after, during=None,
        given=detour.given, checks={}, times=1, place=_PLACE,
    )  # fmt: skip


def _row(texts: Mapping[str, str], fill: Callable[[str], str]) -> SheetRow:
    return SheetRow(_PLACE, {name: Cell(fill(text), _PLACE) for name, text in texts.items()})
