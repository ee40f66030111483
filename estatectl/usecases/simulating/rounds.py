"""Keeping rounds as good staff do: half-way through their windows, by somebody on duty, with nothing amiss."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from estatectl.domain.checklists.items import EachKind, Item
from estatectl.domain.checklists.readings import RoundSheet
from estatectl.domain.checklists.sound_answers import sound_answer
from estatectl.domain.entries import Entry
from estatectl.domain.rounds.round import RoundState
from estatectl.domain.simulation.texts import paper
from estatectl.domain.stock.ledger import fold_ledger, stream_of
from estatectl.domain.stock.quantities import plain
from estatectl.usecases.ports import RoundRow
from estatectl.usecases.rounds.recording import RoundWish, record_round
from estatectl.usecases.rounds.views import RoundView, view_round
from estatectl.usecases.simulating.world import World

_MINUTE = timedelta(minutes=1)
_LONG = timedelta(hours=20)
_MORNING, _EVENING = 8, 17
_REMARK, _AMISS = "正常", "现场看到，已告知当班"


class Keeper:
    """Does every round that appears. `kept` counts them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.kept = 0

    def appeared(self, entry: Entry, at: datetime) -> None:
        """A round has appeared: plan when it is done."""
        programme, subject = str(entry.data["programme"]), str(entry.data["subject"])
        spoiled = self._world.faults.appeared(entry.stream, programme, subject)
        if spoiled is not None and spoiled.undone:
            return
        opens, due = (datetime.fromisoformat(str(entry.data[key])) for key in ("opens", "due"))
        route = self._world.house.bundle.site.routes.get(subject)
        lasts = route.lasts + _MINUTE if route is not None else timedelta()
        ripe = min(due, max(opens + (due - opens) / 2, opens + lasts, at))
        if due - opens > _LONG:
            ripe = self._by_day(ripe, due, entry.stream)
        ripe += spoiled.later if spoiled is not None else timedelta()
        self._world.ask(_to_the_minute(ripe).astimezone(self._world.zone), partial(self._do, entry.stream))

    def _by_day(self, ripe: datetime, due: datetime, round_id: str) -> datetime:
        """What has time is done by day: at the next hour at which people look about, if that is not too late."""
        wall = ripe.astimezone(self._world.zone)
        if _MORNING <= wall.hour < _EVENING:
            return ripe
        later = wall if wall.hour < _MORNING else wall + timedelta(days=1)
        minute = self._world.dice(round_id, "hour").randrange(60 * (_EVENING - _MORNING))
        morning = later.replace(hour=_MORNING, minute=0, second=0, microsecond=0) + timedelta(minutes=minute)
        return morning if morning < due else ripe

    def _do(self, round_id: str, at: datetime) -> None:
        world = self._world
        row = world.house.journal.round(round_id)
        if row is None or row.state != RoundState.DUE.value:
            return
        doer, later = self._who(row, at)
        if later is not None:
            world.ask(later, partial(self._do, round_id))
        elif doer is not None:
            house = world.house_of(doer, at)
            record_round(house, self._report(view_round(house, round_id), at))
            self.kept += 1

    def _who(self, row: RoundRow, at: datetime) -> tuple[str | None, datetime | None]:
        """Who does it now; or when somebody whose round it is comes on duty, where that is in time."""
        duty = self._world.duty
        present = duty.on_duty(row.by, at)
        if present:
            return self._world.dice(row.id).choice(present), None
        holders = duty.holders(row.by, at)
        comes = duty.next_there(holders, at)
        route = self._world.house.bundle.site.routes.get(row.subject)
        if comes is not None and comes + _MINUTE <= row.due and route is None:
            return None, _to_the_minute(comes + (row.due - comes) / 4)
        return next(iter(holders), None), None

    def _report(self, view: RoundView, at: datetime) -> RoundWish:
        given: list[tuple[str, str]] = []
        started = None
        spoiled = self._world.faults.spoiled(view.round.id)
        skips = spoiled.skips if spoiled is not None else ()
        otherwise = spoiled.answers if spoiled is not None else {}
        if view.route is not None:
            started = at - view.route.lasts
            legs = (leg for leg in view.route.legs if leg.checkpoint not in skips)
            given += [(leg.checkpoint, (started + leg.at).isoformat()) for leg in legs]
        if view.sheet is not None:
            answers = ((item, self._answer(view.sheet, item, at)) for item in view.sheet.items)
            given += [(item.id, text) for item, answer in answers if (text := otherwise.get(item.id, answer))]
        evidence = (paper(f"{view.round.id} {at.isoformat()}"),) if view.programme.evidence is not None else ()
        notes = dict.fromkeys(otherwise, _AMISS)
        return RoundWish(round=view.round.id, started=started, given=given, notes=notes, files=evidence)

    def _answer(self, sheet: RoundSheet, item: Item, at: datetime) -> str | None:
        """What is in order; of what is counted, as much as the book says."""
        if not item.required:
            return None
        if item.each is not None and item.each.kind is EachKind.STOCK and item.thing is not None:
            kept = sheet.things[item.thing].kept
            if kept is not None:
                stream = stream_of(item.each.name, kept.id)
                return plain(fold_ledger(stream, self._world.house.journal.stream(stream)).balance)
        clock = at.astimezone(self._world.zone)
        return sound_answer(item, remark=_REMARK, evidence=paper(f"{item.id} {at.isoformat()}"), clock=f"{clock:%H:%M}")


def _to_the_minute(at: datetime) -> datetime:
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + _MINUTE
