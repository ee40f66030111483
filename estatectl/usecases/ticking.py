"""What time alone brings: breaches are recorded, escalation steps go out. Late or repeated, it does the same, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clocks import ClockState, Run, Verdict
from estatectl.domain.cases.escalation import EscalationPath
from estatectl.domain.cases.escalation_steps import Fate, StepDue, Vacant, due_steps
from estatectl.domain.cases.permissions import posts_named
from estatectl.domain.entries import Json
from estatectl.domain.problems import PolicyInvalid, Problem
from estatectl.usecases.desk import Desk, adopted
from estatectl.usecases.house import House
from estatectl.usecases.lapsing import lapse
from estatectl.usecases.settling import stamp
from estatectl.usecases.telling import tell
from estatectl.usecases.timing import clock_states, sent_steps, uncountable


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did: the cases looked at, how many breaches and steps were recorded, what could not be counted."""

    cases: tuple[str, ...]
    breaches: int
    sent: int
    skipped: int
    missed: int
    problems: tuple[Problem, ...]


def take_up(house: House) -> None:
    """Take up policies that nothing has been done under yet, so that what they change is seen from now on."""
    if adopted(house.journal) != house.bundle.digest:
        with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
            Desk(house, unit, house.now)


def tick(house: House) -> Ticked:
    """Bring every case that is due up to `now`, each in a transaction of its own, the longest due first."""
    take_up(house)
    ids = house.journal.waking(house.now)
    breaches = 0
    fates: list[Fate] = []
    problems: dict[Problem, None] = {}
    for case_id in ids:
        with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
            desk = Desk(house, unit, house.now)
            before = desk.case(case_id)
            after = advance(desk, before)
            breaches += len(after.breached) - len(before.breached)
            fates += [step.fate for step in after.sent[len(before.sent) :]]
            problems.update(dict.fromkeys(uncountable(house, after)))
    sent, skipped, missed = (fates.count(fate) for fate in (Fate.SEND, Fate.SKIPPED, Fate.MISSED))
    return Ticked(ids, breaches, sent, skipped, missed, tuple(problems))


def advance(desk: Desk, case: Case) -> Case:
    """Record what has fallen due on a case by now, and save its row."""
    case = lapse(desk, case, desk.house.now)
    for state in clock_states(desk.house, case, desk.house.now):
        for run in state.runs:
            case = _breach(desk, case, state, run)
            path = desk.house.bundle.paths.get(run.target.path or "")
            if path is not None:
                case = _escalate(desk, case, state, run, path)
    desk.save(case)
    return case


def _breach(desk: Desk, case: Case, state: ClockState, run: Run) -> Case:
    if run.verdict is not Verdict.BREACHED or run.due_at is None or (state.spec.id, run.number) in case.breached:
        return case
    data: dict[str, Json] = {"clock": state.spec.id, "run": run.number, "due": stamp(run.due_at)}
    return desk.record(case, "breached", data, at=run.due_at, key=f"{case.id}/breach/{state.spec.id}/{run.number}")


def _escalate(desk: Desk, case: Case, state: ClockState, run: Run, path: EscalationPath) -> Case:
    try:
        due = due_steps(
            path,
            run,
            desk.house.bundle.calendars,
            sent=sent_steps(case, state.spec.id, run),
            acknowledged_at=case.acknowledged.get((state.spec.id, run.number)),
            vacant=_vacancy(desk, case),
            now=desk.house.now,
        )
    except PolicyInvalid:  # a step in a year that the calendar does not know: `tick` says so, see `uncountable`
        return case
    for step in due:
        case = _deal_with(desk, case, state, run, path, step)
    return case


def _deal_with(desk: Desk, case: Case, state: ClockState, run: Run, path: EscalationPath, step: StepDue) -> Case:
    """One step: recorded with its fate, and sent if that is its fate."""
    posts = posts_named(step.tell, case.text("department"), desk.house.bundle.organisation)
    data: dict[str, Json] = {
        "path": path.id,
        "clock": state.spec.id,
        "run": run.number,
        "step": step.index,
        "round": step.round,
        "due": stamp(step.at),
        "fate": step.fate.value,
        "tell": list(step.tell),
        "posts": list(posts),
        "unmanned": step.unmanned,
        "acknowledge": step.acknowledge,
    }
    if step.why is not None:
        data["why"] = {"zh": step.why.zh, "en": step.why.en}
    key = f"{case.id}/step/{state.spec.id}/{run.number}/{step.index}/{step.round}"
    case = desk.record(case, "escalated", data, at=desk.house.now, key=key)
    if step.fate is not Fate.SEND:
        return case
    template = f"{path.id}.{step.index}.{step.round}"
    return tell(
        desk, case, step.tell, step.words, template=template, at=desk.house.now, due=run.due_at, clock=state.spec
    )


def _vacancy(desk: Desk, case: Case) -> Vacant:
    """Whether nobody can be told: no one on duty in a rostered post, no one appointed to another, no handler yet."""

    def vacant(name: str, at: datetime) -> bool:
        if name == "handler":
            return desk.roster.person(case.text("handler") or "") is None
        posts = posts_named((name,), case.text("department"), desk.house.bundle.organisation)
        return not any(desk.reachable(post, at) for post in posts)

    return vacant
