"""Why a control came out as it did for one subject: facts, conditions, clauses and entries; also where all is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import Bound
from estatectl.domain.controls.night import Night, Verdict
from estatectl.domain.entries import Entry
from estatectl.domain.problems import BadInput, NothingToCheck, did_you_mean
from estatectl.domain.rules.conditions import named_facts
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.nights.checking import policies_of
from estatectl.usecases.nights.judging import judge_night, judge_one, last_day, span_of
from estatectl.usecases.nights.known import Known


@dataclass(frozen=True, slots=True)
class Explained:
    """A verdict with what it stands on: `asked` are the facts that its conditions name, `entries` those of its
    stream, with personal texts hidden."""

    day: date
    bundle: Bundle
    bound: Bound
    verdict: Verdict
    asked: tuple[str, ...]
    entries: tuple[Entry, ...]


def try_out(house: House, control_id: str, day: date | None) -> Night:
    """One control held against a day (the last that is over) under the policies at hand, which may not be in force yet.

    Nothing is journaled. Refuses a control that there is none of (EST-736), a day on which it had nothing to judge
    (EST-730).
    """
    if control_id not in house.bundle.controls:
        raise _no_control(control_id, house.bundle)
    day = day or last_day(house.now, house.bundle.estate.zone)
    night = judge_night(house, house.bundle, day, control_id)
    if night.total == 0:
        words = Words(zh="{day} 没有“{control}”可核查的对象", en="on {day} there was nothing for '{control}' to judge")
        raise NothingToCheck.one("EST-730", words.fill(day=same(str(day)), control=same(control_id)), hint=_ONLY)
    return night


def _no_control(control_id: str, bundle: Bundle) -> BadInput:
    words = Words(zh="没有叫“{name}”的控制点", en="there is no control '{name}'").fill(name=same(control_id))
    return BadInput.one("EST-736", words, hint=did_you_mean(control_id, bundle.controls))


def explain(house: House, finding: str, day: date | None) -> Explained:
    """`CONTROL@SUBJECT` on a day (the last that is over). Refuses what there is none of (EST-736, EST-737)."""
    control_id, at, subject_id = finding.strip().partition("@")
    day = day or last_day(house.now, house.bundle.estate.zone)
    bundle = policies_of(house, day)
    bound = next((each for each in bundle.bound_controls if each.control.id == control_id), None)
    if not at:
        words = Words(zh="“{name}”不是异常编号", en="'{name}' is not the id of a finding").fill(name=same(finding))
        raise BadInput.one("EST-736", words, hint=_FORM)
    if bound is None:
        raise _no_control(control_id, bundle)
    verdict = judge_one(house, bundle, day, control_id, subject_id)
    if verdict is None:
        words = Words(
            zh="{day} 没有拿“{control}”核查过“{subject}”", en="on {day} '{control}' said nothing about '{subject}'"
        ).fill(day=same(str(day)), control=same(control_id), subject=same(subject_id))
        raise BadInput.one("EST-737", words, hint=_ONLY)
    asked = tuple(sorted(named_facts(bound.where) | named_facts(bound.require)))
    known = Known(house, bundle, span_of(day, bundle.estate.zone))
    entries = known.entries(verdict.subject.stream) if verdict.subject.stream is not None else ()
    return Explained(day, bundle, bound, verdict, asked, entries)


_FORM = Words(
    zh="写成 控制点@对象，如 arrive_in_time@O-12/arrive/1",
    en="write CONTROL@SUBJECT, as in arrive_in_time@O-12/arrive/1",
)
_ONLY = Words(
    zh="只核查当天末仍在办、或当天有动作的对象；用 --date 换一天",
    en="only what was open at the end of the day, or touched on it, is looked at; choose another day with --date",
)
