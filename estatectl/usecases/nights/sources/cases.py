"""Cases and the runs of their clocks as subjects. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from estatectl.domain.cases.case import Case, facts_of
from estatectl.domain.cases.clocks import ClockState, Run, Verdict
from estatectl.domain.cases.escalation_steps import Fate
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.controls.subjects import Subject
from estatectl.domain.rules.facts import Facts, FactValue
from estatectl.domain.words import Words
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.ports import HIDDEN
from estatectl.usecases.timing import clock_states

_HUNDREDTH = Decimal("0.01")


def hours(length: timedelta) -> Decimal:
    """A length of time in hours, to the hundredth."""
    return (Decimal(int(length.total_seconds())) / 3600).quantize(_HUNDREDTH)


def days(length: timedelta) -> Decimal:
    """A length of time in days, to the hundredth."""
    return (Decimal(int(length.total_seconds())) / 86_400).quantize(_HUNDREDTH)


def case_subjects(known: Known, workflow: str) -> Iterator[Subject]:
    """The cases of a workflow."""
    for case in known.cases(workflow):
        yield _subject(known, case, clock_states(known.house, case, known.at))


def clock_subjects(known: Known, workflow: str) -> Iterator[Subject]:
    """Every run of every clock of the cases of a workflow."""
    for case in known.cases(workflow):
        states = clock_states(known.house, case, known.at)
        about = _subject(known, case, states)
        for state in states:
            for run in state.runs:
                yield _run(known, case, about, state, run)


def _subject(known: Known, case: Case, states: tuple[ClockState, ...]) -> Subject:
    workflow = known.bundle.workflows[case.workflow]
    stage = workflow.stage(case.stage)
    facts: dict[str, FactValue] = {
        **_plain(known, case, workflow),
        **{f"clock_{clock.id}": "none" for clock in workflow.clocks},
        **{f"clock_{state.spec.id}": _verdict(state) for state in states if state.runs},
        "workflow": case.workflow,
        "open": not stage.final,
        "age_hours": hours(known.at - case.opened_at),
        "idle_hours": hours(known.at - case.changed_at),
        "breaches": Decimal(sum(run.verdict is Verdict.BREACHED for state in states for run in state.runs)),
        "escalated": Decimal(sum(step.fate is Fate.SEND for step in case.sent)),
        "unanswered": Decimal(sum(_unanswered(case, state, run) for state in states for run in state.runs)),
    }
    return Subject(
        id=case.id,
        title=workflow.title,
        stream=case.id,
        facts=facts,
        at=_instants(case, final=stage.final),
        department=case.text("department"),
        person=case.text("handler"),
        evidence=tuple(entry.seq for entry in known.entries(case.id)[-1:]),
    )


def _plain(known: Known, case: Case, workflow: Workflow) -> Facts:
    """What conditions see of a case, without its personal values: that they were given is all that is told of them."""
    told = {name: value for name, value in case.values.items() if value != HIDDEN}
    given = frozenset(name for name in workflow.fields if case.values.get(name) is not None)
    return {**facts_of(replace(case, values=told), workflow, known.family(case)), "given": given}


def _instants(case: Case, *, final: bool) -> Mapping[str, datetime]:
    ended = {"closed": case.changed_at} if final else {}
    return {"opened": case.opened_at, "changed": case.changed_at, **ended}


def _verdict(state: ClockState) -> str:
    """Breached once is breached, whatever later runs came to."""
    verdicts = [run.verdict for run in state.runs]
    return (Verdict.BREACHED if Verdict.BREACHED in verdicts else verdicts[-1]).value


def _unanswered(case: Case, state: ClockState, run: Run) -> bool:
    key = (state.spec.id, run.number)
    sent = any((each.clock, each.run) == key and each.fate is Fate.SEND for each in case.sent)
    return sent and run.verdict is Verdict.BREACHED and not run.ended and key not in case.acknowledged


def _run(known: Known, case: Case, about: Subject, state: ClockState, run: Run) -> Subject:
    key = (state.spec.id, run.number)
    sent = [each for each in case.sent if (each.clock, each.run) == key and each.fate is Fate.SEND]
    answered = case.acknowledged.get(key)
    facts: dict[str, FactValue] = {
        **about.facts,
        "clock": state.spec.id,
        "run": Decimal(run.number),
        "state": run.verdict.value,
        "steps_sent": Decimal(len(sent)),
        "answered": answered is not None,
        "late_hours": _late(run, known.at),
    }
    if answered is not None and sent:
        facts["answered_hours"] = hours(max(answered - sent[0].at, timedelta()))
    if run.stopped_at is not None:
        facts["taken_hours"] = hours(run.stopped_at - run.started_at)
    if run.due_at is not None:
        facts["limit_hours"] = hours(run.due_at - run.started_at)
    return Subject(
        id=f"{case.id}/{state.spec.id}/{run.number}",
        title=_named(about.title, state.spec.title),
        stream=case.id,
        facts=facts,
        at={**about.at, **_run_instants(run)},
        department=about.department,
        person=about.person,
        evidence=tuple(entry.seq for entry in known.entries(case.id) if entry.data.get("clock") == state.spec.id)[-1:]
        or about.evidence,
    )


def _late(run: Run, now: datetime) -> Decimal:
    if run.due_at is None or run.verdict is not Verdict.BREACHED:
        return Decimal(0)
    return hours(max((run.stopped_at or now) - run.due_at, timedelta()))


def _run_instants(run: Run) -> Mapping[str, datetime]:
    """When it began, was due and stopped; `settled` is when its verdict was sure: at its stop, or as it was missed."""
    found = {"started": run.started_at}
    if run.due_at is not None:
        found["due"] = run.due_at
    if run.stopped_at is not None:
        found["stopped"] = run.stopped_at
    if run.verdict is Verdict.BREACHED and run.due_at is not None:
        found["settled"] = run.due_at
    elif run.verdict is Verdict.KEPT and run.stopped_at is not None:
        found["settled"] = run.stopped_at
    return found


def _named(case: Words, clock: Words) -> Words:
    return Words(zh="{case}·{clock}", en="{case}: {clock}").fill(case=case, clock=clock)
