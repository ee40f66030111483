"""What stands open at the end of a report's days, and what of it is late. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from estatectl.domain.cases.case import Case
from estatectl.domain.rounds.round import SERIES, Round, RoundState
from estatectl.usecases.nights.known import Known
from estatectl.usecases.ports import RoundQuery
from estatectl.usecases.timing import clock_states

AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=30))
"""Up to which ages open cases are told apart; older ones are the last kind."""


@dataclass(frozen=True, slots=True)
class Late:
    """A clock of an open case that is past its due instant; the one due first, where several are."""

    case: Case
    clock: str
    due: datetime
    clocks: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Open cases and rounds. `ages` counts open cases by age: in time, late. `open_by`, `late_by`: by department."""

    open: int
    late: tuple[Late, ...]
    overdue: tuple[Round, ...]
    ages: tuple[tuple[int, int], ...]
    open_by: dict[str, int]
    late_by: dict[str, int]


def standing(known: Known) -> Standing:
    """How things stood at the end; the longest late first."""
    late: list[Late] = []
    ages = [[0, 0] for _ in range(len(AGES) + 1)]
    open_by: dict[str, int] = {}
    late_by: dict[str, int] = {}
    for case in open_cases(known):
        found = _late(known, case)
        age = known.at - case.opened_at
        kind = next((at for at, most in enumerate(AGES) if age <= most), len(AGES))
        ages[kind][found is not None] += 1
        department = case.text("department") or ""
        open_by[department] = open_by.get(department, 0) + 1
        if found is not None:
            late.append(found)
            late_by[department] = late_by.get(department, 0) + 1
    overdue = tuple(each for each in open_rounds(known) if each.due < known.at)
    late.sort(key=lambda each: (each.due, each.case.id))
    counts = tuple((in_time, over) for in_time, over in ages)
    return Standing(sum(open_by.values()), tuple(late), overdue, counts, open_by, late_by)


def open_cases(known: Known) -> Iterator[Case]:
    for workflow in known.bundle.workflows.values():
        final = {stage.id for stage in workflow.stages if stage.final}
        yield from (case for case in known.cases(workflow.id) if case.stage not in final)


def _late(known: Known, case: Case) -> Late | None:
    dues = [
        (state.next_due, state.spec.id)
        for state in clock_states(known.house, case, known.at)
        if state.next_due is not None and state.next_due < known.at
    ]
    if not dues:
        return None
    due, clock = min(dues)
    return Late(case, clock, due, len(dues))


def open_rounds(known: Known) -> Iterator[Round]:
    """The rounds that could be done at the end, the first due on top."""
    rows = known.reader.rounds(RoundQuery(states=(RoundState.DUE.value,), opens_until=known.at))
    ids = {row.id for row in rows} | {stream for stream in known.later if stream.startswith(f"{SERIES}-")}
    known.read(sorted(ids))
    rounds = (known.round(round_id) for round_id in ids)
    found = [each for each in rounds if each is not None and each.state is RoundState.DUE and each.opens <= known.at]
    yield from sorted(found, key=lambda each: (each.due, each.id))
