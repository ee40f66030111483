"""Who may do what a plan or a log names posts for: whoever holds one of the posts, or stands above one."""

from __future__ import annotations

from collections.abc import Iterable

from estatectl.domain.problems import Problem
from estatectl.domain.staff.organisation import Organisation
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words


def stands_for(person: Person, posts: Iterable[str], organisation: Organisation) -> bool:
    """Whether somebody holds one of the posts, or one above it."""
    held = set(person.posts)
    known = [post for post in posts if organisation.post(post) is not None]
    return any(post in held or held & set(organisation.reports_up(post)) for post in known)


def not_for(person: Person, what: Words, posts: Iterable[str], organisation: Organisation) -> Problem:
    """The refusal of something that the person's posts do not allow: it says who may do it."""
    titles = [post.title for name in posts if (post := organisation.post(name)) is not None]
    words = Words(zh="{person} 不能“{what}”", en="{person} may not do this: {what}").fill(person=person.name, what=what)
    who = Words(zh="、".join(each.zh for each in titles), en=", ".join(each.en for each in titles))
    return Problem("EST-421", words, hint=Words(zh="由{who}办理", en="it is for: {who}").fill(who=who))
