"""Who may do a round, and who may say that it need not be done."""

from __future__ import annotations

from collections.abc import Iterable

from estatectl.domain.problems import Problem
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.rounds.round import Round
from estatectl.domain.staff.organisation import Organisation
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.usecases.rounds.book import RoundBook


def not_entitled(organisation: Organisation, known: Round, programme: Programme, person: Person) -> list[Problem]:
    """EST-868 for somebody whose posts neither do the round nor stand above those that do."""
    if _holds(person, known.by, organisation):
        return []
    words = Words(zh="“{title}”不归 {person} 做", en="'{title}' is not for {person} to do")
    filled = words.fill(title=programme.title, person=same(person.name))
    return [Problem("EST-868", filled, hint=_for_whom(known.by, organisation))]


def may_not_excuse(book: RoundBook, known: Round, programme: Programme, person: Person) -> list[Problem]:
    """EST-869 for somebody who may not let a round off: by default its head of department and those above may."""
    organisation = book.desk.house.bundle.organisation
    entitled = programme.excused_by or (organisation.head_of(known.department).id,)
    if _holds(person, entitled, organisation):
        return []
    words = Words(zh="{person} 无权批准不做“{title}”", en="{person} may not excuse '{title}'")
    filled = words.fill(title=programme.title, person=same(person.name))
    return [Problem("EST-869", filled, hint=_for_whom(entitled, organisation))]


def _holds(person: Person, posts: Iterable[str], organisation: Organisation) -> bool:
    """Whether somebody holds one of the posts, or one above it."""
    held = set(person.posts)
    return any(post in held or held & set(organisation.reports_up(post)) for post in posts)


def _for_whom(posts: Iterable[str], organisation: Organisation) -> Words:
    titles = [found.title for post in posts if (found := organisation.post(post)) is not None]
    return Words(
        zh=f"由{'、'.join(each.zh for each in titles)}办理", en=f"it is for: {', '.join(each.en for each in titles)}"
    )
