"""Importing cases in bulk: judged first, then written in order of time; a row that fails takes no other with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.cases.permissions import SYSTEM, Involved, may, wrong_post
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.entries import Json, Personal
from estatectl.domain.handed_in.import_maps import ImportMap
from estatectl.domain.handed_in.sheets import Sheet
from estatectl.domain.problems import BadInput, EstateError, Problem, Refused
from estatectl.domain.staff.people import Person
from estatectl.usecases.desk import Desk
from estatectl.usecases.following import begin_case, begin_past, perform
from estatectl.usecases.handed_rows import BATCH, Handed, Judged, Progress, RowRefused, in_batches, some_left
from estatectl.usecases.house import House
from estatectl.usecases.import_checks import check_columns, check_map, unused
from estatectl.usecases.import_judging import Judge, Ready
from estatectl.usecases.people import acting_person
from estatectl.usecases.ports import Unit
from estatectl.usecases.ticking import advance


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Handed):
    """What became of the rows, or would. `opened` are live cases, `recorded` history; `ids` the live ones, none where
    nothing was written."""

    opened: int
    recorded: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A file judged by a mapping: what would be written."""

    mapping: ImportMap
    workflow: Workflow
    person: Person
    judged: Judged[Ready]
    unused: tuple[str, ...]

    def preview(self) -> Imported:
        """What carrying it out would do."""
        past = sum(ready.past is not None for ready in self.judged.ready)
        return self.result((), past, known=0, late=(), opened=len(self.judged.ready) - past)

    def result(
        self, ids: Sequence[str], recorded: int, *, known: int, late: Sequence[RowRefused], opened: int
    ) -> Imported:
        """The counts of the judgement with those of the writing."""
        judged = self.judged
        return Imported(
            opened=opened,
            recorded=recorded,
            ids=tuple(ids),
            known=judged.known + known,
            changed=tuple(judged.changed),
            skipped=judged.skipped,
            repeated=judged.repeated,
            refused=tuple(sorted([*judged.refused, *late], key=lambda each: each.line)),
            unused=self.unused,
        )


def plan_import(house: House, workflow_id: str, mapping: ImportMap, sheet: Sheet, since: datetime | None) -> Plan:
    """Judge all rows; writes nothing. Refuses a mapping that fits neither workflow nor file, and the wrong post."""
    workflow = house.bundle.workflows[workflow_id]
    problems = list(check_map(house, workflow, mapping)) or list(check_columns(mapping, sheet))
    if problems:
        raise BadInput(problems)
    person = acting_person(house, house.journal)
    nobody = Involved(None, None, frozenset(), frozenset())
    if not may(person, workflow.opening, nobody, house.bundle.organisation):
        raise Refused([wrong_post(person, workflow.opening, nobody, house.bundle.organisation)])
    judged = some_left(sheet, Judge(house, workflow, mapping, since).all(sheet))
    return Plan(mapping, workflow, person, judged, unused(mapping, sheet))


def carry_out_plan(house: House, plan: Plan, progress: Progress) -> Imported:
    """Write what was judged good, in batches. A batch that fails is written again row by row."""
    opened: list[str] = []
    late: list[RowRefused] = []
    known = recorded = done = 0
    for batch in in_batches(plan.judged.ready, BATCH):
        for ready, outcome in _write(house, plan, batch):
            match outcome:
                case None:
                    known += 1
                case str() if ready.past is not None:
                    recorded += 1
                case str():
                    opened.append(outcome)
                case _:
                    late.append(RowRefused(ready.row, outcome))
        done += len(batch)
        progress(done, len(plan.judged.ready))
    return plan.result(opened, recorded, known=known, late=late, opened=len(opened))


Outcome = str | tuple[Problem, ...] | None
"""The id of a new case, why it could not be written, or None where another import was quicker."""


def _write(house: House, plan: Plan, batch: Sequence[Ready]) -> list[tuple[Ready, Outcome]]:
    """A batch in one transaction; where that is refused, every row in its own."""
    try:
        with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
            return [(ready, _write_one(house, plan, unit, ready)) for ready in batch]
    except EstateError as error:
        if len(batch) == 1:
            place = batch[0].row.row.place
            return [(batch[0], tuple(Problem(p.code, p.words, p.place or place, p.hint) for p in error.problems))]
    return [pair for ready in batch for pair in _write(house, plan, [ready])]


def _write_one(house: House, plan: Plan, unit: Unit, ready: Ready) -> str | None:
    if unit.done(ready.key) is not None:
        return None
    desk = Desk(house, unit, ready.at)
    place = ready.row.row.place
    source: dict[str, Json] = {
        "map": plan.mapping.id,
        "file": place.file if place else "",
        "row": place.line if place else 0,
        "by": plan.person.id,
        # Of a person's words, so beside the chain: it goes when they are erased.
        "digest": Personal(ready.digest),
    }
    more: dict[str, Json] = {"imported": source}
    if ready.past is not None:
        return _record(house, plan, unit, desk, ready, more)
    begun = begin_case(desk, plan.workflow, ready.values, actor=plan.person.id, key=ready.key, more=more)
    for touched in desk.touched():
        advance(desk, touched)
    return begun.case.id


def _record(house: House, plan: Plan, unit: Unit, desk: Desk, ready: Ready, more: dict[str, Json]) -> str:
    """A case that was over at the source: opened and archived at the source's instants, by nobody of ours."""
    case = begin_past(desk, plan.workflow, ready.values, key=ready.key, more=more)
    move, past = plan.workflow.history, ready.past
    if move is not None and past is not None:
        perform(Desk(house, unit, past.at or house.now), case, move, past.values, actor=SYSTEM)
    return case.id
