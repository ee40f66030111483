"""Lines handed in by file: judged first, then written in batches; a row that fails takes no other with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from estatectl.domain.entries import Json
from estatectl.domain.handed_in.sheets import Sheet
from estatectl.domain.problems import Problem
from estatectl.domain.registers.register import Register
from estatectl.domain.staff.people import Person
from estatectl.usecases.desk import Desk
from estatectl.usecases.handed_rows import BATCH, Handed, Progress, RowRefused, in_batches
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person
from estatectl.usecases.ports import Unit
from estatectl.usecases.registers.book import enter, record, sealed
from estatectl.usecases.registers.columns import Columns, columns_of
from estatectl.usecases.registers.entering import WRITE
from estatectl.usecases.registers.judging import LineJudge, ReadyLine
from estatectl.usecases.registers.naming import permit
from estatectl.usecases.registers.reading import twice


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesImported(Handed):
    """What became of the rows, or would; `ids` are the new lines, none where nothing was written."""

    added: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinePlan:
    """A file judged: what would be written."""

    register: Register
    person: Person
    ready: tuple[ReadyLine, ...]
    refused: tuple[RowRefused, ...]
    known: int
    repeated: int
    skipped: int
    columns: Columns

    def result(self, ids: Sequence[str], late: Sequence[RowRefused] = (), known: int = 0) -> LinesImported:
        """The counts of the judgement with those of the writing."""
        return LinesImported(
            added=len(ids),
            ids=tuple(ids),
            known=self.known + known,
            changed=(),
            skipped=self.skipped,
            repeated=self.repeated,
            refused=tuple(sorted([*self.refused, *late], key=lambda each: each.line)),
            unused=(),
        )

    def preview(self) -> LinesImported:
        """What carrying it out would do."""
        told = self.result(())
        return LinesImported(
            added=len(self.ready), ids=(), known=told.known, changed=(), skipped=told.skipped, repeated=told.repeated,
            refused=told.refused, unused=(),
        )  # fmt: skip


def plan_lines(house: House, register: Register, sheet: Sheet) -> LinePlan:
    """Judge all rows; writes nothing. Refuses a file whose columns do not fit, and the wrong post."""
    columns = columns_of(register, sheet)
    person = acting_person(house, house.journal)
    permit(person, register.by, register, WRITE, house.bundle.organisation)
    judged = LineJudge(house, house.journal, register, columns).all(sheet)
    words = [outcome for _, outcome in judged if isinstance(outcome, str)]
    return LinePlan(
        register,
        person,
        tuple(outcome for _, outcome in judged if isinstance(outcome, ReadyLine)),
        tuple(outcome for _, outcome in judged if isinstance(outcome, RowRefused)),
        words.count("known"),
        words.count("repeated"),
        words.count("skipped"),
        columns,
    )


def write_lines(house: House, plan: LinePlan, progress: Progress) -> LinesImported:
    """Write what was judged good. Nobody is told and nothing is opened: it happened before it came here."""
    ids: list[str] = []
    late: list[RowRefused] = []
    known = done = 0
    for batch in in_batches(list(plan.ready), BATCH):
        with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
            for ready in batch:
                outcome = _write(house, plan, unit, ready)
                match outcome:
                    case None:
                        known += 1
                    case str():
                        ids.append(outcome)
                    case _:
                        late.append(RowRefused(ready.row, outcome))
        done += len(batch)
        progress(done, len(plan.ready))
    return plan.result(ids, late, known)


def _write(house: House, plan: LinePlan, unit: Unit, ready: ReadyLine) -> str | tuple[Problem, ...] | None:
    """The new line, or why it cannot be written; None where another import was quicker."""
    register, place = plan.register, ready.row.row.place
    if unit.done(ready.key) is not None:
        return None
    if found := twice(unit, register, ready.values):
        return tuple(Problem(each.code, each.words, place, each.hint) for each in found)
    desk = Desk(house, unit, ready.at)
    later = {ask.field for ask in register.returns.asks} if register.returns is not None else set()
    first = {name: value for name, value in ready.values.items() if not (ready.returned and name in later)}
    source: dict[str, Json] = {"file": place.file if place else "", "row": place.line if place else 0}
    line = enter(desk, register, first, actor=plan.person.id, key=ready.key, more={"imported": source})
    if ready.returned:
        rest = {name: value for name, value in ready.values.items() if name not in first}
        line = record(desk, line, "returned", {"values": sealed(register, rest)}, actor=plan.person.id)
    return line.id
