"""Certificates of skills: registered one by one or from a file, each taking the place of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from estatectl.domain.entries import Draft, Json, Personal
from estatectl.domain.handed_in.sheets import SheetRow
from estatectl.domain.problems import BadInput, Problem, did_you_mean
from estatectl.domain.staff.people import Certificate, Person
from estatectl.domain.staff.staffing import PERSON, SKILL, STAFF, unknown, with_certificate
from estatectl.domain.words import Words
from estatectl.usecases.house import House

COLUMNS = ("person", "skill", "number", "until")


@dataclass(frozen=True, slots=True)
class Certified:
    """Who holds what anew, and how many certificates were known already."""

    added: tuple[tuple[Person, Certificate], ...]
    known: int


def certify(house: House, rows: Sequence[SheetRow]) -> Certified:
    """Register the certificates of all rows, or none: every fault of every row is refused at once."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        people = {person.id: person for person in unit.people()}
        problems: list[Problem] = []
        read = [_read(house, row, people, problems) for row in rows]
        if problems:
            raise BadInput(problems)
        added: list[tuple[Person, Certificate]] = []
        for name, certificate in (each for each in read if each is not None):
            person = people[name]
            if person.certificate(certificate.skill) == certificate:
                continue
            people[name] = with_certificate(person, certificate)
            data: dict[str, Json] = {
                "skill": certificate.skill,
                "number": Personal(certificate.number),
                "until": certificate.until.isoformat() if certificate.until else None,
            }
            unit.append(Draft(STAFF + name, "certified", house.now, house.actor, data))
            unit.put_person(people[name])
            added.append((people[name], certificate))
    return Certified(tuple(added), len(rows) - len(added))


def _read(
    house: House, row: SheetRow, people: dict[str, Person], problems: list[Problem]
) -> tuple[str, Certificate] | None:
    before = len(problems)
    person = named(row.text("person"), people)
    skill, number = row.text("skill"), row.text("number")
    skills = house.bundle.vocabulary["skills"]
    if person is None:
        problems.append(unknown("EST-464", PERSON, row.text("person"), row.at("person"), people))
    if skill not in skills:
        problems.append(unknown("EST-463", SKILL, skill, row.at("skill"), skills))
    elif person is not None and skill not in person.skills:
        words = _NO_SKILL.fill(name=person.name, skill=skill)
        hint = did_you_mean(skill, person.skills) or _NO_SKILL_HINT
        problems.append(Problem("EST-980", words, row.at("skill"), hint))
    if not number:
        problems.append(Problem("EST-980", _NO_NUMBER, row.at("number")))
    until = _until(row, problems)
    if len(problems) > before or person is None:
        return None
    return person.id, Certificate(skill, number, until)


def named(typed: str, people: dict[str, Person]) -> Person | None:
    """Who is meant by an id, or by a name that only one has who is still here."""
    if typed in people:
        return people[typed]
    found = [person for person in people.values() if person.name == typed and not person.left]
    return found[0] if len(found) == 1 else None


def _until(row: SheetRow, problems: list[Problem]) -> date | None:
    text = row.text("until")
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        words = Words(zh="until：“{text}”不是日期", en="until: '{text}' is not a date").fill(text=text)
        problems.append(Problem("EST-471", words, row.at("until"), Words(zh="写成 2027-05-01", en="write 2027-05-01")))
        return None


_NO_SKILL = Words(zh="{name} 没有登记“{skill}”这项技能", en="{name} is not registered with the skill '{skill}'")
_NO_SKILL_HINT = Words(
    zh="先用 staff import 补登技能，再登记证书", en="add the skill with 'staff import', then the certificate"
)
_NO_NUMBER = Words(zh="没有写证书编号", en="the number of the certificate is missing")
