"""Why a control came out as it did for one subject: facts, conditions, clauses and entries; also where all is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import Bound
from estatectl.domain.controls.night import Verdict
from estatectl.domain.entries import Entry
from estatectl.domain.problems import BadInput, did_you_mean
from estatectl.domain.rules.conditions import named_facts
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.nights.checking import policies_of
from estatectl.usecases.nights.judging import judge_one, last_day, span_of
from estatectl.usecases.nights.known import Known

_ENTRIES = 8


@dataclass(frozen=True, slots=True)
class Explained:
    """A verdict with what it stands on: `asked` are the facts that its conditions name, `entries` the latest of its
    stream, with personal texts hidden."""

    day: date
    bundle: Bundle
    bound: Bound
    verdict: Verdict
    asked: tuple[str, ...]
    entries: tuple[Entry, ...]


def explain(house: House, finding: str, day: date | None) -> Explained:
    """`CONTROL@SUBJECT` on a day (the last that is over). Refuses what there is none of (EST-736, EST-737)."""
    control_id, at, subject_id = finding.strip().partition("@")
    day = day or last_day(house.now, house.bundle.estate.zone)
    bundle = policies_of(house, day)
    bound = next((each for each in bundle.bound_controls if each.control.id == control_id), None)
    if bound is None or not at:
        words = Words(zh="没有叫“{name}”的控制点", en="there is no control '{name}'").fill(name=same(control_id))
        raise BadInput.one("EST-736", words, hint=did_you_mean(control_id, bundle.controls) if at else _FORM)
    verdict = judge_one(house, bundle, day, control_id, subject_id)
    if verdict is None:
        words = Words(
            zh="{day} 没有拿“{control}”核查过“{subject}”", en="on {day} '{control}' said nothing about '{subject}'"
        ).fill(day=same(str(day)), control=same(control_id), subject=same(subject_id))
        raise BadInput.one("EST-737", words, hint=_ONLY)
    asked = tuple(sorted(named_facts(bound.where) | named_facts(bound.require)))
    known = Known(house, bundle, span_of(day, bundle.estate.zone))
    entries = known.entries(verdict.subject.stream) if verdict.subject.stream is not None else ()
    return Explained(day, bundle, bound, verdict, asked, entries[-_ENTRIES:])


_FORM = Words(
    zh="写成 控制点@对象，如 arrive_in_time@O-12/arrive/1",
    en="write CONTROL@SUBJECT, as in arrive_in_time@O-12/arrive/1",
)
_ONLY = Words(
    zh="只核查当天末仍在办、或当天有动作的对象；用 --date 换一天",
    en="only what was open at the end of the day, or touched on it, is looked at; choose another day with --date",
)
