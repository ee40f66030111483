"""Recording a round: everything that stands against it is told at once; then it is written with all that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from estatectl.domain.bundle import Bundle
from estatectl.domain.checklists.items import ItemKind
from estatectl.domain.entries import Json, Personal
from estatectl.domain.programmes.programme import Programme, SubjectKind
from estatectl.domain.rounds.patrols import walk
from estatectl.domain.rounds.round import Round, RoundState
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.rounds.book import RoundBook
from estatectl.usecases.rounds.closing import close_by_reading, made_up
from estatectl.usecases.rounds.consequences import conclude
from estatectl.usecases.rounds.counts import set_books
from estatectl.usecases.rounds.findings import Observed
from estatectl.usecases.rounds.plan_marks import roll_on
from estatectl.usecases.rounds.weighing import HELPED, SEEN, RoundWish, Weighed, weigh_round
from estatectl.usecases.settling import stamp
from estatectl.usecases.ticking import advance

__all__ = ["HELPED", "SEEN", "Recorded", "RoundWish", "record_round"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A round as it stands once it is recorded, and the ids of the cases opened by what was found."""

    round: Round
    cases: tuple[str, ...]


def record_round(house: House, wish: RoundWish) -> Recorded:
    """Record a round with everything that follows, in one transaction; refuses with every objection at once."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        desk = Desk(house, unit, house.now)
        book = RoundBook(desk)
        known = book.round(wish.round)
        weighed = weigh_round(house, unit, book.policies, known, wish)
        after, cases = write_record(book, known, wish, weighed)
        for touched in desk.touched():
            advance(desk, touched)
        return Recorded(after, tuple(cases))


def write_record(book: RoundBook, known: Round, wish: RoundWish, weighed: Weighed) -> tuple[Round, list[str]]:
    """Write a report that was weighed, and carry out what follows."""
    bundle, programme = book.policies.of(known), book.programme(known)
    known = keep_record(book, known, wish, weighed, actor=weighed.person.id)
    known = close_by_reading(book, known, weighed.examined)
    differing = set_books(book.desk, weighed.person, weighed.sheet, weighed.examined, weighed.at, known.id)
    found = (*on_the_sheet(weighed), *_on_the_way(bundle, programme, known, weighed), *differing)
    known, cases = conclude(book, known, found, at=weighed.at)
    roll_on(book.desk.unit, book.desk.house, known, weighed.at)
    return known, cases


def keep_record(book: RoundBook, known: Round, wish: RoundWish, weighed: Weighed, *, actor: str) -> Round:
    """Write a report itself; a miss that it overturns is settled."""
    was_missed = known.state is RoundState.MISSED
    data = _record_data(known, wish, weighed, handed_in_by=book.desk.house.actor)
    known = book.record(known, "recorded", data, at=weighed.at, actor=actor, key=wish.key)
    return made_up(book, known) if was_missed else known


def _record_data(known: Round, wish: RoundWish, weighed: Weighed, *, handed_in_by: str) -> dict[str, Json]:
    """What the `recorded` entry holds; texts that people wrote freely stand beside the chain."""
    examined, sheet = weighed.examined, weighed.sheet
    free = {item.id for item in sheet.items if item.kind is ItemKind.TEXT} if sheet else set()
    answers = examined.answers if examined else {}
    notes = examined.notes if examined else {}
    return {
        "answers": {name: Personal(text) if name in free else text for name, text in answers.items()},
        "notes": {name: Personal(text) for name, text in notes.items()},
        "visits": [[each.checkpoint, stamp(each.at)] for each in weighed.visits],
        "log": [
            *({"kind": kind, "text": Personal(text), "at": stamp(weighed.at)} for kind, text in wish.log),
            *({"kind": each.kind, "text": Personal(each.text or ""), "at": stamp(each.at)} for each in wish.told),
        ],
        "files": list(wish.files),
        "score": str(examined.score) if examined and examined.score is not None else None,
        "started": stamp(weighed.started) if weighed.started else None,
        "timeliness": known.timeliness_at(weighed.at).value,
        "handed_in_by": handed_in_by,
        **({"imported": wish.imported} if wish.imported else {}),
    }


def on_the_sheet(weighed: Weighed) -> tuple[Observed, ...]:
    """What of the sheet was not in order."""
    examined = weighed.examined
    return tuple(
        Observed(
            kind=each.kind, item=each.item, name=each.name, text=each.text, reading=each.answer, limit=each.limit,
            note=each.note, gravity=each.gravity or None,
            score=examined.score if examined and each.kind == "score" else None,
        )
        for each in (examined.shortfalls if examined else ())
    )  # fmt: skip


def _on_the_way(bundle: Bundle, programme: Programme, known: Round, weighed: Weighed) -> Iterator[Observed]:
    """What of the walk was not as its route says."""
    if programme.subject.kind is not SubjectKind.ROUTE:
        return
    route = bundle.site.routes[known.subject]
    started = weighed.started or min((each.at for each in weighed.visits), default=weighed.at)
    for each in walk(route, started, weighed.visits, bundle.estate.zone):
        yield Observed(kind=each.kind, item=each.checkpoint, name=each.checkpoint, text=each.said)
