"""Swaps of shifts: asked for by one of the two, made once the head approves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.entries import Draft, Json, Personal
from estatectl.domain.problems import BadInput, Problem, Refused
from estatectl.domain.staff.heads import deciders, may_decide, refuse_others
from estatectl.domain.staff.people import Person, Shift
from estatectl.domain.staff.rostering import unfit
from estatectl.domain.staff.staffing import PERSON, unknown
from estatectl.domain.staff.swaps import APPROVED, ASKED, REFUSED, SERIES, Swap, SwapState, fold_swap, written
from estatectl.domain.wall_clock import DAY, instant_of
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.outbox import replay_notified
from estatectl.usecases.people import acting_person
from estatectl.usecases.ports import Unit
from estatectl.usecases.roster import drop_shifts, put_shifts
from estatectl.usecases.staffing.certifying import named
from estatectl.usecases.staffing.projection import project_swap


@dataclass(frozen=True, slots=True)
class Swapped:
    """A swap as it stands, and the two people."""

    swap: Swap
    person: Person
    other: Person


def swap_shifts(house: House, person_name: str, other_name: str, on: str, post: str | None = None) -> Swapped:
    """Two people change the shifts that begin on a day; where the second has none, they take over the first's.

    Whoever decides about both makes it at once; anybody else asks, and the head is told.
    """
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        actor = acting_person(house, unit)
        person, other = _two(unit, person_name, other_name)
        given, taken = (_on(house, unit, each, on, post) for each in (person, other))
        if not given:
            words = Words(zh="{name} 那天没有班", en="{name} has no shift that begins on that day")
            raise BadInput.one("EST-977", words.fill(name=person.name), hint=_SHOW_HINT)
        data: dict[str, Json] = {
            "person": person.id,
            "other": other.id,
            "given": written(given),
            "taken": written(taken),
        }
        stream = f"{SERIES}-{unit.number(SERIES)}"
        swap = fold_swap((unit.append(Draft(stream, ASKED, house.now, house.actor, data), expect=0),))
        assert swap is not None
        _refuse_impossible(unit, swap, person, other)
        if may_decide(actor, _posts(person, other), house.bundle.organisation):
            _make(house, unit, swap)
        else:
            _tell_head(house, unit, swap, person, other)
        return _as_it_stands(unit, swap.id)


def decide_swap(house: House, swap_id: str, *, approve: bool, reason: str = "") -> Swapped:
    """The head approves or refuses a swap that was asked for. What no longer can be done is refused (EST-977)."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        actor = acting_person(house, unit)
        swap = fold_swap(unit.stream(swap_id.strip().upper()))
        if swap is None:
            words = Words(zh="没有叫“{id}”的换班", en="there is no swap {id}").fill(id=same(swap_id))
            raise BadInput.one("EST-978", words, hint=_LIST_HINT)
        if swap.state is not SwapState.ASKED:
            words = Words(zh="{id} 已经定过了", en="{id} was decided already").fill(id=swap.id)
            raise Refused.one("EST-978", words, hint=_LIST_HINT)
        person, other = _two(unit, swap.person, swap.other)
        refuse_others(actor, _posts(person, other), house.bundle.organisation)
        if approve:
            _refuse_impossible(unit, swap, person, other)
            _make(house, unit, swap)
        else:
            draft = Draft(swap.id, REFUSED, house.now, house.actor, {"reason": reason.strip()})
            unit.append(draft, expect=swap.version)
            project_swap(unit, unit.stream(swap.id))
            text = Words(zh="{id}：换班没有获准", en="{id}: the swap was not approved").fill(id=swap.id)
            _tell(house, unit, swap.id, text, person=swap.asked_by)
        return _as_it_stands(unit, swap.id)


def _as_it_stands(unit: Unit, swap_id: str) -> Swapped:
    swap = fold_swap(unit.stream(swap_id))
    assert swap is not None
    people = {person.id: person for person in unit.people()}
    return Swapped(swap, people[swap.person], people[swap.other])


def _posts(*people: Person) -> tuple[str, ...]:
    return tuple(dict.fromkeys(post for person in people for post in person.posts))


def _two(unit: Unit, *names: str) -> tuple[Person, Person]:
    known = {person.id: person for person in unit.people() if not person.left}
    found = [named(name, known) for name in names]
    problems = [
        unknown("EST-464", PERSON, name, None, known) for name, person in zip(names, found, strict=True) if not person
    ]
    if problems:
        raise BadInput(problems)
    first, second = found
    assert first is not None
    assert second is not None
    if first == second:
        raise BadInput.one("EST-977", Words(zh="换班要两个人", en="a swap needs two people"))
    return first, second


def _on(house: House, unit: Unit, person: Person, on: str, post: str | None) -> tuple[Shift, ...]:
    """The shifts of a person that begin on a day, in one post if it is named."""
    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        words = Words(zh="“{text}”不是日期", en="'{text}' is not a date").fill(text=same(on))
        raise BadInput.one("EST-471", words, hint=Words(zh="写成 2026-05-01", en="write 2026-05-01")) from error
    zone = house.bundle.estate.zone
    start, end = instant_of(zone, day, 0), instant_of(zone, day, DAY)
    return tuple(
        shift
        for shift in unit.shifts(start, end)
        if shift.person == person.id and start <= shift.start < end and post in (None, shift.post)
    )


def _refuse_impossible(unit: Unit, swap: Swap, person: Person, other: Person) -> None:
    """Refuses a swap whose shifts are gone, or that leaves somebody on leave, twice on duty or out of post."""
    moved = (*swap.given, *swap.taken)
    start, end = min(shift.start for shift in moved), max(shift.end for shift in moved)
    held, leaves = unit.shifts(start, end), unit.leaves(start, end)
    problems: list[Problem] = []
    if not set(moved) <= set(held):
        problems.append(
            Problem("EST-977", Words(zh="原来的班已经变了", en="the shifts have changed since"), hint=_SHOW_HINT)
        )
    people = {person.id: person for person in (person, other)}
    rest = [shift for shift in held if shift not in moved]
    for shift in swap.after():
        who = people[shift.person]
        fault = unfit(who, shift.post)
        problems += [fault] if fault is not None else []
        if any(each.person == who.id and _across(shift, each.start, each.end) for each in leaves):
            words = Words(zh="{name} 那时请假", en="{name} is on leave then").fill(name=who.name)
            problems.append(Problem("EST-977", words))
        if any(each.person == who.id and _across(shift, each.start, each.end) for each in rest):
            words = Words(zh="{name} 那时另有班", en="{name} has another shift then").fill(name=who.name)
            problems.append(Problem("EST-977", words, hint=_SHOW_HINT))
    if problems:
        raise Refused(problems)


def _across(shift: Shift, start: datetime, end: datetime) -> bool:
    return shift.start < end and shift.end > start


def _make(house: House, unit: Unit, swap: Swap) -> None:
    unit.append(Draft(swap.id, APPROVED, house.now, house.actor, {}), expect=swap.version)
    for shifts in _alike((*swap.given, *swap.taken)):
        drop_shifts(house, unit, shifts)
    for shifts in _alike(swap.after()):
        put_shifts(house, unit, shifts)
    project_swap(unit, unit.stream(swap.id))
    zone = house.bundle.estate.zone
    text = Words(zh="{id}：{day} 的班已调换", en="{id}: the shifts of {day} are swapped").fill(
        id=swap.id, day=f"{swap.given[0].start.astimezone(zone):%Y-%m-%d}"
    )
    for name in (swap.person, swap.other):
        _tell(house, unit, swap.id, text, person=name)


def _alike(shifts: Sequence[Shift]) -> list[list[Shift]]:
    """Shifts by person and post: an entry of the roster speaks of one of each."""
    ordered = sorted(shifts, key=lambda each: (each.person, each.post, each.start))
    return [list(group) for _, group in groupby(ordered, key=lambda each: (each.person, each.post))]


def _tell_head(house: House, unit: Unit, swap: Swap, person: Person, other: Person) -> None:
    """Put a notice into the outbox for the nearest post that can decide."""
    organisation = house.bundle.organisation
    allowed = deciders(organisation, _posts(person, other))
    line = organisation.reports_up(swap.posts[0])
    post = next((each for each in line if each in allowed), None)
    text = Words(
        zh="{id}：{person} 请与 {other} 换班，待批准",
        en="{id}: {person} asks to swap shifts with {other}; please decide",
    ).fill(id=swap.id, person=person.name, other=other.name)
    _tell(house, unit, swap.id, text, post=post)


def _tell(
    house: House, unit: Unit, stream: str, text: Words, *, post: str | None = None, person: str | None = None
) -> None:
    """Queue a notice about a swap, and note it there."""
    version = len(unit.stream(stream))
    data: dict[str, Json] = {
        "key": f"{stream}/{version}/{post or ''}/{person or ''}",
        "to_post": post,
        "to_person": person,
        "template": "swap",
        "text_zh": Personal(text.zh),
        "text_en": Personal(text.en),
    }
    entry = unit.append(Draft(stream, "notified", house.now, SYSTEM, data), expect=version)
    replay_notified(unit, entry)
    project_swap(unit, unit.stream(stream))


_SHOW_HINT = Words(zh="用 roster show --week 查看排班", en="see 'roster show --week'")
_LIST_HINT = Words(zh="用 roster swaps 查看待批的换班", en="'roster swaps' lists what waits")
