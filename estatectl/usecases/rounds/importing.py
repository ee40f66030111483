"""Importing rounds in bulk: judged first, then written in order of time; a row that fails takes no other with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from estatectl.domain.handed_in.sheets import Sheet
from estatectl.domain.problems import BadInput, EstateError, Problem
from estatectl.domain.rounds.maps import RoundMap
from estatectl.domain.staff.people import Person
from estatectl.usecases.handed_rows import BATCH, Handed, Judged, Progress, RowRefused, in_batches, some_left
from estatectl.usecases.house import House
from estatectl.usecases.import_checks import check_columns, unused
from estatectl.usecases.people import acting_person
from estatectl.usecases.rounds.book import Policies
from estatectl.usecases.rounds.handing import write_ready
from estatectl.usecases.rounds.import_checks import check_round_map
from estatectl.usecases.rounds.import_judging import ReadyRow, RoundJudge
from estatectl.usecases.rounds.recording import Recorded, on_the_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsImported(Handed):
    """What became of the rows, or would. `recorded` are rounds of the plan, `history` those beside it; `findings` what
    was not in order in all of them. `ids` are the rounds, `cases` what was opened: none where nothing was written."""

    recorded: int
    history: int
    findings: int
    ids: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A file judged by a mapping: what would be written."""

    mapping: RoundMap
    person: Person
    judged: Judged[ReadyRow]
    unused: tuple[str, ...]

    def preview(self) -> RoundsImported:
        """What carrying it out would do."""
        found = sum(len(on_the_sheet(each.ready.weighed)) for each in self.judged.ready)
        return replace(self.result(self.judged.ready, (), known=0, late=()), findings=found)

    def result(
        self, written: Sequence[ReadyRow], done: Sequence[Recorded], *, known: int, late: Sequence[RowRefused]
    ) -> RoundsImported:
        """The counts of the judgement with those of the writing."""
        judged = self.judged
        planned = sum(each.ready.fitting.planned for each in written)
        return RoundsImported(
            recorded=planned,
            history=len(written) - planned,
            findings=sum(len(each.round.findings) for each in done),
            ids=tuple(each.round.id for each in done),
            cases=tuple(case for each in done for case in each.cases),
            known=judged.known + known,
            changed=tuple(judged.changed),
            skipped=judged.skipped,
            repeated=judged.repeated,
            refused=tuple(sorted([*judged.refused, *late], key=lambda each: each.line)),
            unused=self.unused,
        )


def plan_round_import(
    house: House, mapping: RoundMap, sheet: Sheet, evidence: tuple[str, ...] = (), *, confirmed: bool = False
) -> RoundPlan:
    """Judge all rows; writes nothing. Refuses a mapping that fits neither the policies nor the file.

    `evidence` are digests that go with every round; `confirmed`: readings that can hardly be meant are.
    """
    problems = list(check_round_map(house, mapping)) or list(check_columns(mapping, sheet))
    if problems:
        raise BadInput(problems)
    person = acting_person(house, house.journal)
    judge = RoundJudge(house, mapping, person, evidence, confirmed=confirmed)
    return RoundPlan(mapping, person, some_left(sheet, judge.all(sheet)), unused(mapping, sheet))


def carry_out_round_plan(house: House, plan: RoundPlan, progress: Progress) -> RoundsImported:
    """Write what was judged good, in batches. A batch that fails is written again row by row."""
    written: list[ReadyRow] = []
    recorded: list[Recorded] = []
    late: list[RowRefused] = []
    known = done = 0
    policies = Policies(house)
    for batch in in_batches(plan.judged.ready, BATCH):
        for row, outcome in _write(house, policies, batch):
            match outcome:
                case None:
                    known += 1
                case Recorded():
                    written.append(row)
                    recorded.append(outcome)
                case _:
                    late.append(RowRefused(row.row, outcome))
        done += len(batch)
        progress(done, len(plan.judged.ready))
    return plan.result(written, recorded, known=known, late=late)


Outcome = Recorded | tuple[Problem, ...] | None
"""A round as recorded, why it could not be, or None where another import was quicker."""


def _write(house: House, policies: Policies, batch: Sequence[ReadyRow]) -> list[tuple[ReadyRow, Outcome]]:
    """A batch in one transaction; where that is refused, every row in its own."""
    try:
        with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
            return [(row, write_ready(house, unit, policies, row.ready)) for row in batch]
    except EstateError as error:
        if len(batch) == 1:
            place = batch[0].row.row.place
            return [(batch[0], tuple(replace(each, place=each.place or place) for each in error.problems))]
    return [pair for row in batch for pair in _write(house, policies, [row])]
