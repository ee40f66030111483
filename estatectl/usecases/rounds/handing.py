"""Rounds from elsewhere, weighed and ready: written with all that follows, or, of the past, with nothing following."""

from __future__ import annotations

from dataclasses import dataclass, replace

from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.checklists.readings import Answered, RoundSheet, examine
from estatectl.domain.problems import Problem, Refused
from estatectl.domain.rounds.round import Round
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person
from estatectl.usecases.ports import Reader, Unit
from estatectl.usecases.rounds.book import Policies, RoundBook
from estatectl.usecases.rounds.consequences import log_only
from estatectl.usecases.rounds.matching import Fitting, occurrence_at
from estatectl.usecases.rounds.permissions import not_entitled
from estatectl.usecases.rounds.plan_marks import roll_on
from estatectl.usecases.rounds.planning import write_round
from estatectl.usecases.rounds.reading import sheet_of
from estatectl.usecases.rounds.recording import Recorded, keep_record, on_the_sheet, write_record
from estatectl.usecases.rounds.weighing import RoundWish, Weighed, no_sheet, wrong_state
from estatectl.usecases.ticking import advance


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A round that can be written. `doer` is who did it by name, where it is of the past and somebody is named."""

    fitting: Fitting
    wish: RoundWish
    weighed: Weighed
    past: bool = False
    doer: str | None = None


def weigh_past(house: House, reader: Reader, policies: Policies, known: Round, wish: RoundWish) -> Weighed:
    """A record of the past read and judged, as far as it goes: what today's sheet asks besides is not missed.

    Whoever hands it in must be entitled; whoever did it need not be any more.
    """
    bundle, programme = policies.of(known), policies.programme(known)
    person = acting_person(house, reader)
    asked = sheet_of(bundle, known)
    sheet = None if asked is None else _as_far_as_known(asked)
    answers = dict(wish.given)
    examined = None
    if sheet is not None:
        examined = examine(sheet, Answered(answers=answers, notes=wish.notes, confirmed=wish.confirmed))
    problems: list[Problem] = [
        *not_entitled(house.bundle.organisation, known, programme, person),
        *no_sheet(sheet, answers),
        *(examined.problems if examined else ()),
        *(examined.doubtful if examined else ()),
    ]
    if problems:
        raise Refused(problems)
    at = wish.at or house.now
    return Weighed(person=person, at=at, started=wish.started, sheet=sheet, examined=examined, visits=())


def _as_far_as_known(sheet: RoundSheet) -> RoundSheet:
    return replace(sheet, items=tuple(replace(item, required=False) for item in sheet.items))


def write_ready(house: House, unit: Unit, policies: Policies, ready: Ready) -> Recorded | None:
    """Write one; None where it has been written meanwhile. Refuses a round that somebody else recorded meanwhile."""
    if ready.wish.key is not None and unit.done(ready.wish.key) is not None:
        return None
    desk = Desk(house, unit, house.now)
    book = RoundBook(desk, policies)
    known = _round(house, book, ready.fitting)
    wrong = wrong_state(known)
    if wrong:
        raise Refused(wrong)
    if ready.past:
        return Recorded(_write_past(book, known, ready), ())
    after, cases = write_record(book, known, ready.wish, ready.weighed)
    for touched in desk.touched():
        advance(desk, touched)
    return Recorded(after, tuple(cases))


def _round(house: House, book: RoundBook, fitting: Fitting) -> Round:
    if fitting.planned:
        return book.round(fitting.round.id)
    programme = house.bundle.programmes[fitting.round.programme]
    return write_round(book.desk.unit, house.bundle, programme, occurrence_at(fitting.round))


def _write_past(book: RoundBook, known: Round, ready: Ready) -> Round:
    weighed = ready.weighed
    known = keep_record(book, known, ready.wish, weighed, actor=ready.doer or SYSTEM)
    known = log_only(book, known, on_the_sheet(weighed), at=weighed.at)
    roll_on(book.desk.unit, book.desk.house, known, weighed.at)
    return known
