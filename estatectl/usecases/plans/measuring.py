"""Recording a measure of the plan under way: done by whom and when, or not called for and why; and lines of the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.workflows import Logbook
from estatectl.domain.entries import Json, Personal
from estatectl.domain.plans.plan import Measure, Plan
from estatectl.domain.plans.running import plan_of, settled_at, started
from estatectl.domain.problems import BadInput, Problem, Refused, did_you_mean
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person, find_person
from estatectl.usecases.plans.permissions import not_for, stands_for
from estatectl.usecases.settling import settle_clocks
from estatectl.usecases.ticking import advance

_NO_PLAN = Words(zh="{id} 没有启动预案", en="no plan has been started on {id}")
_NO_MEASURE = Words(zh="预案“{plan}”里没有“{name}”这项措施", en="the plan '{plan}' has no measure '{name}'")
_DONE = Words(zh="“{measure}”已经登记过", en="'{measure}' has been recorded already")
_OVER = Words(zh="{id} 已经结束，不能再登记措施", en="{id} is over: no measure is recorded any more")
_FUTURE = Words(zh="发生时间不能在将来", en="it cannot have happened in the future")
_EARLY = Words(zh="发生时间早于开单", en="that is before the case was opened")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureWish:
    """A measure as somebody reports it. `by` did it, where that is not who writes it down; with `skip` it is not called
    for, and why."""

    case: str
    measure: str
    by: str | None = None
    note: str | None = None
    evidence: str | None = None
    skip: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A case before and after, and the measure that was recorded."""

    before: Case
    after: Case
    measure: Measure


def record_measure(house: House, wish: MeasureWish) -> Measured:
    """Record that a measure was taken or does not apply. Refuses with everything that stands against it."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        desk = Desk(house, unit, wish.at or house.now)
        person = acting_person(house, unit)
        case = desk.case(wish.case)
        plan = _under_way(house, case)
        measure = find_measure(plan, wish.measure)
        did = find_person(unit, wish.by) if wish.by else person
        problems = [
            *_against(desk, case, measure),
            *_by_whom(desk, case, measure, person, did, skipped=wish.skip is not None),
            *wrong_time(desk, case),
        ]
        if problems:
            raise Refused(problems)
        after = desk.record(case, "measured", _data(plan, measure, wish, did), actor=person.id)
        after = settle_clocks(desk, after)
        desk.save(after)
        for touched in desk.touched():
            advance(desk, touched)
        return Measured(case, desk.case(case.id), measure)


def _data(plan: Plan, measure: Measure, wish: MeasureWish, did: Person) -> dict[str, Json]:
    told: dict[str, Json] = {
        "plan": plan.id,
        "measure": measure.id,
        "outcome": "done" if wish.skip is None else "skipped",
        "by": did.id,
    }
    for name, text in (("note", wish.note), ("reason", wish.skip)):
        if text is not None:
            told[name] = Personal(text.strip())
    if wish.evidence is not None:
        told["evidence"] = wish.evidence
    return told


def _under_way(house: House, case: Case) -> Plan:
    plan = plan_of(house.bundle, case)
    if plan is None:
        raise Refused.one("EST-986", _NO_PLAN.fill(id=case.id))
    return plan


def find_measure(plan: Plan, typed: str) -> Measure:
    """A measure by id, alias, title or number. Refuses an unknown one."""
    measure = plan.measure(typed.strip())
    if measure is None:
        words = _NO_MEASURE.fill(plan=plan.title, name=typed)
        near = did_you_mean(typed, [each.id for each in plan.measures])
        names = [(each.aliases or (each.id,))[0] for each in plan.measures]
        listed = Words(zh="可用：" + "、".join(names), en="known: " + ", ".join(each.id for each in plan.measures))
        raise BadInput.one("EST-986", words, hint=near or listed)
    return measure


def _against(desk: Desk, case: Case, measure: Measure) -> list[Problem]:
    if desk.workflow(case).stage(case.stage).final:
        return [Problem("EST-987", _OVER.fill(id=case.id))]
    settled, since = settled_at(case, measure), started(case)
    if settled is not None and since is not None:
        hint = Words(zh="补充情况写记事（log）", en="what is to be added goes into the log ('log')")
        return [Problem("EST-987", _DONE.fill(measure=measure.title), hint=hint)]
    return []


def _by_whom(desk: Desk, case: Case, measure: Measure, person: Person, did: Person, *, skipped: bool) -> list[Problem]:
    """Whoever did it stands at one of its posts or above. One of those who report such cases may write it down for
    them. That it is not called for is said by somebody who may go past posts."""
    workflow, organisation = desk.workflow(case), desk.house.bundle.organisation
    found = []
    if not stands_for(did, measure.by, organisation):
        found.append(not_for(did, measure.title, measure.by, organisation))
    if person.id != did.id and not stands_for(person, (*measure.by, *workflow.opening.by), organisation):
        found.append(not_for(person, measure.title, (*measure.by, *workflow.opening.by), organisation))
    if skipped and not stands_for(person, workflow.override_by, organisation):
        what = Words(zh="免做“{m}”", en="leave out '{m}'").fill(m=measure.title)
        found.append(not_for(person, what, workflow.override_by, organisation))
    return found


def wrong_time(desk: Desk, case: Case) -> list[Problem]:
    """What is wrong with the instant at which something is said to have happened on a case."""
    if desk.at > desk.house.now:
        return [Problem("EST-428", _FUTURE)]
    return [Problem("EST-428", _EARLY)] if desk.at < case.opened_at else []


@dataclass(frozen=True, slots=True, kw_only=True)
class LogWish:
    """A line for the log of a case: what kind, what happened, and who said or did it where that matters."""

    case: str
    what: str
    text: str
    who: str | None = None
    at: datetime | None = None


def write_log(house: House, book: Logbook, wish: LogWish) -> Case:
    """Put a line into the log of a case. It may come late; it never changes what stands there."""
    kind = book.kind(wish.what.strip())
    faults = [] if kind else [_no_kind(wish.what, book.kinds)]
    if not wish.text.strip():
        faults.append(Problem("EST-988", Words(zh="写明发生了什么", en="say what happened")))
    if faults:
        raise BadInput(faults)
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        desk = Desk(house, unit, wish.at or house.now)
        person = acting_person(house, unit)
        case = desk.case(wish.case)
        objections = wrong_time(desk, case)
        if not stands_for(person, book.by, house.bundle.organisation):
            what = Words(zh="记事", en="write in the log")
            objections.append(not_for(person, what, book.by, house.bundle.organisation))
        if objections:
            raise Refused(objections)
        data: dict[str, Json] = {"what": kind, "text": Personal(wish.text.strip())}
        if wish.who is not None:
            data["who"] = Personal(wish.who.strip())
        case = desk.record(case, "logged", data, actor=person.id)
        desk.save(case)
        return case


def _no_kind(typed: str, kinds: Iterable[str]) -> Problem:
    words = Words(zh="没有“{what}”这种记事", en="the log has no lines of the kind '{what}'").fill(what=typed)
    return Problem("EST-988", words, hint=did_you_mean(typed, kinds))
