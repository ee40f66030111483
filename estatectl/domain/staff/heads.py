"""Who decides about a person's leave and shifts: the head of the department, whoever stands above, the office."""

from __future__ import annotations

from collections.abc import Iterable

from estatectl.domain.problems import Refused
from estatectl.domain.staff.organisation import Organisation
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words

OFFICE = "admin_manager"
"""The post that keeps the personnel files, where the organisation has it."""


def deciders(organisation: Organisation, posts: Iterable[str]) -> frozenset[str]:
    """The posts that decide about holders of posts: never one of these themselves, but for the top post."""
    own = frozenset(posts)
    found: set[str] = set()
    for name in own:
        post = organisation.post(name)
        if post is not None:
            heads = (each.id for each in organisation.posts_of(post.department) if each.head)
            found |= {*heads, *organisation.reports_up(name)}
            found |= {name} if post.reports_to is None else set()
    office = {OFFICE} if organisation.post(OFFICE) else set()
    top = {name for name in own if (post := organisation.post(name)) is not None and post.reports_to is None}
    return frozenset((found | office) - own | top)


def may_decide(actor: Person, posts: Iterable[str], organisation: Organisation) -> bool:
    return bool(deciders(organisation, posts) & set(actor.posts))


def refuse_others(actor: Person, posts: Iterable[str], organisation: Organisation) -> None:
    """Refuses an actor who does not decide about holders of these posts (EST-973)."""
    if may_decide(actor, posts, organisation):
        return
    allowed = deciders(organisation, posts)
    titles = [post.title for post in organisation.posts.values() if post.id in allowed]
    words = Words(zh="{name} 不能定这件事", en="{name} may not decide this").fill(name=actor.name)
    hint = Words(zh="可以定的：{who}", en="this is decided by: {who}").fill(
        who=Words(zh="、".join(each.zh for each in titles), en=", ".join(each.en for each in titles))
    )
    raise Refused.one("EST-973", words, hint=hint)
