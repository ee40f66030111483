"""What time alone brings to rounds: they appear, they are called for, and what nobody did is recorded as missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.problems import Problem
from estatectl.domain.rounds.round import MISSED, Round, RoundState
from estatectl.domain.rounds.wakes import alerts_of, is_missed
from estatectl.domain.words import Words, same
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.ports import RoundQuery
from estatectl.usecases.rounds.book import RoundBook
from estatectl.usecases.rounds.consequences import conclude_alike, tell_of_round
from estatectl.usecases.rounds.findings import Observed
from estatectl.usecases.rounds.plan_marks import roll_on
from estatectl.usecases.rounds.planning import plan_rounds
from estatectl.usecases.ticking import advance, take_up

_MANY = 50


@dataclass(frozen=True, slots=True)
class RoundsTicked:
    """What one tick did to rounds: how many appeared, were called for, were missed; what could not be reckoned."""

    appeared: int
    alerts: int
    missed: tuple[str, ...]
    problems: tuple[Problem, ...]


def tick_rounds(house: House, only: frozenset[str] | None = None) -> RoundsTicked:
    """Bring all rounds up to `now`, the longest due first; those of a programme that closed together at once.

    What is missed may make the next one appear, so this goes on until nothing more follows. With `only`, none but the
    rounds of these programmes appear.
    """
    take_up(house)
    appeared, alerts = 0, 0
    missed: list[str] = []
    problems: dict[Problem, None] = {}
    while True:
        planned = plan_rounds(house, only)
        appeared += planned.appeared
        problems.update(dict.fromkeys(planned.problems))
        waking = house.journal.waking_rounds(house.now)
        for together in _together(house, waking):
            called, gone = _advance(house, together)
            alerts += called
            missed += gone
        if not waking:
            return RoundsTicked(appeared, alerts, tuple(missed), tuple(problems))


def _together(house: House, ids: Sequence[str]) -> Iterable[list[str]]:
    """The rounds by programme and closing instant, in the order of the first of each."""
    groups: dict[tuple[str, datetime], list[str]] = {}
    for round_id in ids:
        row = house.journal.round(round_id)
        if row is not None:
            groups.setdefault((row.programme, row.closes), []).append(round_id)
    return groups.values()


def _advance(house: House, ids: Sequence[str]) -> tuple[int, list[str]]:
    """How many alerts went out, and which rounds were missed."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        desk = Desk(house, unit, house.now)
        book = RoundBook(desk)
        rounds = [book.round(round_id) for round_id in ids]
        gone = [known for known in rounds if is_missed(known, house.now)]
        called = sum(_alert(book, known) for known in rounds if known not in gone)
        _miss(book, gone)
        for known in rounds:
            book.save(book.round(known.id))
        for touched in desk.touched():
            advance(desk, touched)
        return called, [known.id for known in gone]


def _alert(book: RoundBook, known: Round) -> int:
    """Call for a round that is open; what was due while nobody ticked goes out now, once. How many alerts went out."""
    now, sent = book.desk.house.now, 0
    for each in sorted(alerts_of(known, book.programme(known).alerts), key=lambda due: due.at):
        if each.at > now or known.state is not RoundState.DUE:
            break
        words = (_CALL if each.at <= known.due else _LATE).fill(**_said(book, known))
        known = book.record(known, "alerted", {"alert": each.index}, at=each.at)
        known = tell_of_round(book, known, each.alert.tell, words, template=f"alert.{each.index}")
        sent += 1
    return sent


_CALL = Words(
    zh="【该做了】{id} {programme}（{subject}），请在 {due} 前完成。",
    en="To do: {id} {programme} ({subject}), by {due}.",
)
_LATE = Words(
    zh="【还没做】{id} {programme}（{subject}）应在 {due} 前完成，{closes} 起记为漏做。",
    en="Not done yet: {id} {programme} ({subject}) was due {due}; from {closes} on it counts as missed.",
)


def _said(book: RoundBook, known: Round) -> dict[str, object]:
    """What the text of an alert may name."""
    bundle = book.policies.of(known)
    zone = book.desk.house.bundle.estate.zone
    return {
        "id": same(known.id),
        "programme": bundle.programmes[known.programme].title,
        "subject": bundle.site.thing_title(known.subject) or same(""),
        "due": same(known.due.astimezone(zone).strftime("%m-%d %H:%M")),
        "closes": same(known.closes.astimezone(zone).strftime("%m-%d %H:%M")),
    }


def _miss(book: RoundBook, gone: Sequence[Round]) -> None:
    """Record that nobody did these rounds, and what follows from that; the next ones are counted from here."""
    pairs = []
    for known in gone:
        number = _in_a_row(book, known)
        text = Words(zh="没有做（应在 {due} 前完成）", en="not done (was due {due})").fill(
            due=_said(book, known)["due"]
        )
        seen = Observed(kind=MISSED, item=MISSED, name=known.subject, text=text, in_a_row=number)
        pairs.append((book.record(known, "missed", {"in_a_row": number}, at=known.closes), seen))
    if pairs:
        conclude_alike(book, pairs, at=gone[0].closes)
    for known in gone:
        roll_on(book.desk.unit, book.desk.house, known, known.nominal)


def _in_a_row(book: RoundBook, known: Round) -> int:
    """How many rounds of the programme and subject were missed one after the other, this one included."""
    query = RoundQuery(
        programmes=(known.programme,), subject=known.subject, due_before=known.due, newest=True, limit=_MANY
    )
    number = 1
    for row in book.desk.unit.rounds(query):
        if row.state != RoundState.MISSED.value:
            break
        number += 1
    return number
