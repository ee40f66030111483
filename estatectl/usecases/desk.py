"""Work on cases inside one transaction: loaded once, changed only by entries, saved as rows for the boards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from estatectl.domain.cases.case import Case, Family, Values, facts_of, fold, follow
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.entries import Draft, Json, Personal
from estatectl.domain.problems import BadInput, DataBroken
from estatectl.domain.rules.facts import Facts
from estatectl.domain.staff.people import Person, Roster
from estatectl.domain.words import Words
from estatectl.usecases.house import House
from estatectl.usecases.ports import CaseQuery, CaseRow, Reader, Unit
from estatectl.usecases.rows import case_row

if TYPE_CHECKING:
    from estatectl.domain.rounds.round import Round


def load_case(house: House, reader: Reader, case_id: str) -> Case:
    """A case by its id, in any spelling people use (`r-12` for R-12). Refuses an unknown one."""
    wanted = case_id.strip().upper()
    case = fold(reader.stream(wanted))
    if case is None or case.workflow not in house.bundle.workflows:
        words = Words(zh="没有编号为 {id} 的事项", en="there is no case {id}").fill(id=wanted)
        raise BadInput.one("EST-420", words, hint=Words(zh="用 list 查看在办事项", en="'list' shows what is open"))
    return case


def family_of(house: House, reader: Reader, case: Case) -> Family:
    """How the cases below one stand."""
    rows = reader.cases(CaseQuery(parent=case.id, by_id=True))
    unsettled = [row for row in rows if not house.bundle.workflows[row.workflow].stage(row.stage).settled]
    return Family(len(rows), sum(row.open for row in rows), len(unsettled))


POLICY = "policy"
"""The stream that tells which policies were taken up, and when."""


def adopted(reader: Reader) -> str | None:
    """The digest of the policies under which something was last done."""
    entry = reader.last(POLICY)
    return None if entry is None else str(entry.data["digest"])


_MOST_STEPS = 200
"""Moves that one command may set going; more means that policies chase each other in a circle."""

_AROUND = timedelta(hours=36)
"""How far around now a post must be on the roster to count as one that is worked in shifts."""


class Desk:
    """One transaction's view of the cases it touches. `at` is when what is being recorded happened.

    `rounds` are those that a `RoundBook` of this desk has read: all of them see one state.
    """

    def __init__(self, house: House, unit: Unit, at: datetime) -> None:
        self.house, self.unit, self.at = house, unit, at
        self._cases: dict[str, Case] = {}
        self._begun: list[str] = []
        self._roster: Roster | None = None
        self._steps = 0
        self.rounds: dict[str, Round] = {}
        self._adopt()

    def _adopt(self) -> None:
        """Keep the policies when something is first done under them, and have every open case looked at anew."""
        bundle = self.house.bundle
        if adopted(self.unit) == bundle.digest:
            return
        self.unit.keep_bundle(bundle.digest, self.house.snapshots.write(bundle))
        data: dict[str, Json] = {"digest": bundle.digest, "version": bundle.estate.version}
        self.unit.append(Draft(POLICY, "adopted", self.house.now, self.house.actor, data))
        self.unit.wake_open(self.house.now)

    def case(self, case_id: str) -> Case:
        known = self._cases.get(case_id)
        if known is None:
            known = load_case(self.house, self.unit, case_id)
            self._cases[known.id] = known
        return known

    def workflow(self, case: Case) -> Workflow:
        return self.house.bundle.workflows[case.workflow]

    def children(self, case: Case) -> tuple[Case, ...]:
        return tuple(self.case(row.id) for row in self.unit.cases(CaseQuery(parent=case.id, by_id=True)))

    def facts(self, case: Case, given: Values | None = None) -> Facts:
        return facts_of(case, self.workflow(case), family_of(self.house, self.unit, case), given)

    @property
    def roster(self) -> Roster:
        """Everyone, and the shifts around the instant."""
        if self._roster is None:
            shifts = self.unit.shifts(self.at - _AROUND, self.house.now + _AROUND)
            leaves = self.unit.leaves(self.at - _AROUND, self.house.now + _AROUND)
            self._roster = Roster(self.unit.people(), shifts, leaves)
        return self._roster

    def begin(self, case_id: str, workflow: Workflow, data: Mapping[str, Json], actor: str, key: str | None) -> Case:
        """Open a stream. The row is saved once the case has been looked into."""
        draft = Draft(case_id, "opened", self.at, actor, {"workflow": workflow.id, **data}, key)
        case = follow(None, self.unit.append(draft, expect=0))
        self._begun.append(case.id)
        self._cases[case.id] = case
        return case

    def record(
        self,
        case: Case,
        kind: str,
        data: Mapping[str, Json],
        *,
        actor: str = SYSTEM,
        at: datetime | None = None,
        key: str | None = None,
    ) -> Case:
        """Append one entry to a case and follow it."""
        draft = Draft(case.id, kind, at or self.at, actor, data, key)
        case = follow(case, self.unit.append(draft, expect=case.version))
        self._cases[case.id] = case
        return case

    def save(self, case: Case) -> None:
        """Write the row that boards and searches see; what is due below shows on the case above."""
        self.unit.put_case(self.row(case))
        if case.parent is not None:
            self.unit.put_case(self.row(self.case(case.parent)))

    def row(self, case: Case) -> CaseRow:
        return case_row(self.house, self.unit, case)

    def sealed(self, workflow: Workflow, values: Values) -> dict[str, Json]:
        """Values as they go into the journal: personal ones wrapped, sets as sorted lists."""
        sealed: dict[str, Json] = {}
        for name, value in values.items():
            personal = name in workflow.fields and workflow.fields[name].personal
            if isinstance(value, tuple):
                sealed[name] = list(value)
            else:
                sealed[name] = Personal(value) if personal and isinstance(value, str) else value
        return sealed

    def reachable(self, post: str, at: datetime) -> tuple[Person, ...]:
        """Who can be told for a post: those on duty; where it is not on the roster around then, all who hold it.

        Nobody who is on leave just then.
        """
        on_duty = self.roster.on_duty(post, at)
        if on_duty or any(shift.post == post for shift in self.roster.shifts):
            return on_duty
        away = self.roster.away(at)
        return tuple(person for person in self.roster.holders(post) if person.id not in away)

    @contextmanager
    def as_of_now(self) -> Iterator[None]:
        """Record what follows as happening now: the system did not act before it knew."""
        with self.as_of(self.house.now):
            yield

    @contextmanager
    def as_of(self, at: datetime) -> Iterator[None]:
        """Record what follows as happening at an instant."""
        told, self.at = self.at, at
        try:
            yield
        finally:
            self.at = told

    def step(self) -> None:
        """Count one more move; refuses when policies chase each other in a circle."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            words = Words(zh="流程互相触发，没有尽头", en="the workflows set each other going without end")
            raise DataBroken.one("EST-532", words)

    def begun(self) -> tuple[Case, ...]:
        """The cases opened in this transaction, in order."""
        return tuple(self._cases[case_id] for case_id in self._begun)

    def touched(self) -> tuple[Case, ...]:
        """Every case that was looked at or changed, in order of first touch."""
        return tuple(self._cases.values())
