"""The register of staff: what its entries mean, and how a row becomes a member of staff."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from estatectl.domain.entries import Entry
from estatectl.domain.handed_in.sheets import SheetRow
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.staff.people import Certificate, Person
from estatectl.domain.words import Words

STAFF = "staff:"
_ID = re.compile(r"[a-z][a-z0-9_.-]{0,39}")


def fold_person(entries: Iterable[Entry]) -> Person | None:
    """The person that a stream `staff:<id>` tells of. An erased name reads as the id."""
    person: Person | None = None
    for entry in entries:
        match entry.kind:
            case "appointed":
                person_id = entry.stream.removeprefix(STAFF)
                posts, skills = _texts(entry.data["posts"]), _texts(entry.data["skills"])
                held = person.certificates if person is not None else ()
                person = Person(person_id, str(entry.data["name"] or person_id), posts, skills, certificates=held)
            case "certified" if person is not None:
                person = with_certificate(person, certificate_of(entry))
            case "left" if person is not None:
                person = replace(person, left=True)
    return person


def certificate_of(entry: Entry) -> Certificate:
    """The certificate that an entry `certified` tells of. An erased number reads as a blank."""
    until = entry.data["until"]
    return Certificate(
        str(entry.data["skill"]), str(entry.data["number"] or ""), date.fromisoformat(str(until)) if until else None
    )


def with_certificate(person: Person, new: Certificate) -> Person:
    """The person with a certificate in the place of the one for the same skill; in order of skill."""
    rest = (each for each in person.certificates if each.skill != new.skill)
    return replace(person, certificates=tuple(sorted((*rest, new), key=lambda each: each.skill)))


def _texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(str(each) for each in value)


def read_person(
    row: SheetRow, posts: Collection[str], skills: Collection[str], problems: list[Problem]
) -> Person | None:
    """The person of a row with `id, name, posts, skills`; None after a fault, which is added to `problems`."""
    before = len(problems)
    if not _ID.fullmatch(row.text("id")):
        problems.append(Problem("EST-460", _BAD_ID.fill(id=row.text("id")), row.at("id"), _BAD_ID_HINT))
    if not row.text("name"):
        problems.append(Problem("EST-461", _NO_NAME, row.at("name")))
    if not row.texts("posts"):
        problems.append(Problem("EST-462", _NO_POST, row.at("posts"), did_you_mean("", posts)))
    problems += [unknown("EST-462", POST, each, row.at("posts"), posts) for each in _beyond(row.texts("posts"), posts)]
    problems += [
        unknown("EST-463", SKILL, each, row.at("skills"), skills) for each in _beyond(row.texts("skills"), skills)
    ]
    if len(problems) > before:
        return None
    return Person(row.text("id"), row.text("name"), row.texts("posts"), row.texts("skills"))


def _beyond(given: Iterable[str], known: Collection[str]) -> Iterator[str]:
    return (each for each in given if each not in known)


def unknown(code: str, what: Words, word: str, place: Place | None, known: Collection[str]) -> Problem:
    """A name that nothing bears, with the closest one that something does."""
    words = Words(zh="没有叫“{word}”的{what}", en="no {what} is called '{word}'").fill(what=what, word=word)
    return Problem(code, words, place, did_you_mean(word, known))


POST = Words(zh="岗位", en="post")
PERSON = Words(zh="员工", en="member of staff")
SKILL = Words(zh="技能", en="skill")
_BAD_ID = Words(zh="“{id}”不能作员工编号", en="'{id}' cannot be the id of a person")
_BAD_ID_HINT = Words(zh="用小写字母开头，如 zhang 或 zhang_wei", en="start with a small letter: zhang or zhang_wei")
_NO_NAME = Words(zh="没有写姓名", en="the name is missing")
_NO_POST = Words(zh="没有写岗位", en="the post is missing")
