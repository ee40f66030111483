"""The register of staff: who works here, in which posts and with which skills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from estatectl.domain.entries import Draft, Entry, Json, Personal
from estatectl.domain.handed_in.sheets import SheetRow
from estatectl.domain.problems import BadInput, Problem, Refused, did_you_mean
from estatectl.domain.staff.people import Person
from estatectl.domain.staff.staffing import PERSON, STAFF, fold_person, read_person, unknown
from estatectl.domain.words import Words
from estatectl.usecases.house import House
from estatectl.usecases.ports import Reader, Unit


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of the rows: people who are new, whose data changed, and who were there as they are."""

    added: tuple[Person, ...] = ()
    changed: tuple[Person, ...] = ()
    unchanged: tuple[Person, ...] = ()


def add_person(house: House, row: SheetRow) -> Registered:
    """Put one person on the register. Refuses an id that somebody else has (EST-473)."""
    [person] = _read(house, (row,))
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        known = _known(unit).get(person.id)
        if known is not None and replace(known, certificates=()) != person:
            words = Words(zh="编号 {id} 已有人用", en="the id {id} is taken").fill(id=person.id)
            raise BadInput.one("EST-473", words, hint=_TAKEN_HINT)
        return _register(house, unit, (person,))


def import_people(house: House, rows: Sequence[SheetRow]) -> Registered:
    """Put all people of a file on the register, or none: every fault of every row is refused at once.

    A person who is there already takes over what the row says; the same row again changes nothing.
    """
    people = _read(house, rows)
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        return _register(house, unit, people)


def leave(house: House, person_id: str) -> Person:
    """A person leaves: they act no more and stand on no roster; what they did keeps their name."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        known = _known(unit)
        if person_id not in known:
            raise BadInput([unknown("EST-464", PERSON, person_id, None, known)])
        person = known[person_id]
        if not person.left:
            unit.append(Draft(STAFF + person_id, "left", house.now, house.actor, {}))
            person = replace(person, left=True)
            unit.put_person(person)
        return person


def acting_person(house: House, reader: Reader) -> Person:
    """The member of staff who acts. Refuses somebody who is not on the register, or has left (EST-419)."""
    people = {person.id: person for person in reader.people() if not person.left}
    person = people.get(house.actor)
    if person is None:
        words = Words(
            zh="不知道办理人是谁：登记册里没有“{who}”", en="who acts? '{who}' is not on the register of staff"
        )
        hint = Words(
            zh="用 --as 写上员工编号或姓名，或设 ESTATECTL_AS；登记用 staff add",
            en="name a member of staff with --as or ESTATECTL_AS; 'staff add' puts one on the register",
        )
        raise Refused.one("EST-419", words.fill(who=house.actor), hint=did_you_mean(house.actor, people) or hint)
    return person


def find_person(reader: Reader, typed: str) -> Person:
    """The member of staff with an id, or with a name that only one has. Refuses anybody else (EST-464)."""
    people = {person.id: person for person in reader.people() if not person.left}
    named = [person for person in people.values() if person.name == typed.strip()]
    if typed.strip() in people:
        return people[typed.strip()]
    if len(named) != 1:
        raise BadInput([unknown("EST-464", PERSON, typed, None, people)])
    return named[0]


def staff(house: House, *, everyone: bool = False) -> tuple[Person, ...]:
    """Who works here, in order of id; `everyone` includes those who have left."""
    return tuple(person for person in house.journal.people() if everyone or not person.left)


def project_person(unit: Unit, stream: Sequence[Entry]) -> None:
    """Write the row that follows from the stream of a person."""
    person = fold_person(stream)
    if person is not None:
        unit.put_person(person)


def _read(house: House, rows: Sequence[SheetRow]) -> tuple[Person, ...]:
    problems: list[Problem] = []
    vocabulary = house.bundle.vocabulary
    people: dict[str, Person] = {}
    for row in rows:
        person = read_person(row, vocabulary["posts"], vocabulary["skills"], problems)
        if person is not None and person.id in people:
            words = Words(zh="编号 {id} 写了两次", en="the id {id} stands here twice").fill(id=person.id)
            problems.append(Problem("EST-473", words, row.at("id")))
        elif person is not None:
            people[person.id] = person
    if problems:
        raise BadInput(problems)
    return tuple(people.values())


def _register(house: House, unit: Unit, people: Sequence[Person]) -> Registered:
    known = _known(unit)
    people = [
        replace(person, certificates=known[person.id].certificates) if person.id in known else person
        for person in people
    ]
    added = tuple(person for person in people if person.id not in known)
    changed = tuple(person for person in people if person.id in known and known[person.id] != person)
    for person in (*added, *changed):
        data: dict[str, Json] = {
            "name": Personal(person.name),
            "posts": list(person.posts),
            "skills": list(person.skills),
        }
        unit.append(Draft(STAFF + person.id, "appointed", house.now, house.actor, data))
        unit.put_person(person)
    return Registered(added, changed, tuple(person for person in people if known.get(person.id) == person))


def _known(unit: Unit) -> Mapping[str, Person]:
    return {person.id: person for person in unit.people()}


_TAKEN_HINT = Words(
    zh="换一个编号；若是更正这个人的资料，用 staff import",
    en="take another id; to correct this person, use 'staff import'",
)
