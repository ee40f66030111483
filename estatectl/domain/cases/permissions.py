"""Who may make which move: posts and roles that the workflow names, superiors of those posts, never one's own judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from estatectl.domain.cases.moves import Move
from estatectl.domain.problems import Problem
from estatectl.domain.staff.organisation import Organisation
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words

SYSTEM = "system"
OPENER = "opener"


@dataclass(frozen=True, slots=True)
class Involved:
    """Who stands in which relation to a case, for the roles that `by:` and `not_by:` name.

    `doers` are pairs of a move and the person who made it, on the case and its children.
    """

    department: str | None
    handler: str | None
    handlers: frozenset[str]
    doers: frozenset[tuple[str, str]]
    opener: str | None = None


def posts_named(by: Iterable[str], department: str | None, organisation: Organisation) -> tuple[str, ...]:
    """The posts behind the posts and roles of a `by:` or `tell:`; roles held by persons are left out."""
    posts: list[str] = []
    for name in by:
        if name == "department_head" and department is not None:
            posts.append(organisation.head_of(department).id)
        elif name == "department" and department is not None:
            posts += [post.id for post in organisation.posts_of(department)]
        elif organisation.post(name) is not None:
            posts.append(name)
    return tuple(dict.fromkeys(posts))


def may(person: Person, move: Move, involved: Involved, organisation: Organisation) -> bool:
    """Whether the person's posts or role allow the move. A superior may do what those below may."""
    if "anyone" in move.by or ("handler" in move.by and involved.handler == person.id):
        return True
    if OPENER in move.by and involved.opener == person.id:
        return True
    allowed = set(posts_named(move.by, involved.department, organisation))
    held = set(person.posts)
    return bool(allowed & held) or any(held & set(organisation.reports_up(post)) for post in allowed)


def judges_own_work(person: Person, move: Move, involved: Involved) -> bool:
    """Whether the person made one of the moves, or holds the role, that `not_by:` keeps apart from this one."""
    if "handler" in move.not_by and person.id in involved.handlers:
        return True
    return any((name, person.id) in involved.doers for name in move.not_by)


def wrong_post(person: Person, move: Move, involved: Involved, organisation: Organisation) -> Problem:
    """The refusal of a move that the person's posts do not allow: it says who may make it."""
    names = [post.title for post_id in posts_named(move.by, involved.department, organisation)
             if (post := organisation.post(post_id)) is not None]  # fmt: skip
    if "handler" in move.by:
        names.append(Words(zh="经办人", en="the handler"))
    if OPENER in move.by:
        names.append(Words(zh="开单人", en="whoever opened it"))
    words = Words(zh="{person} 不能“{move}”", en="{person} may not '{move}'").fill(person=person.name, move=move.title)
    hint = Words(zh="由{who}办理", en="it is for: {who}").fill(who=_listed(names)) if names else None
    return Problem("EST-421", words, hint=hint)


def own_work(person: Person, move: Move) -> Problem:
    """The refusal to let someone judge what they did."""
    words = Words(
        zh="{person} 经办过此事，不能自己“{move}”", en="{person} worked on this; the step '{move}' is for somebody else"
    ).fill(person=person.name, move=move.title)
    return Problem("EST-422", words, hint=Words(zh="请换一位同事办理", en="ask a colleague"))


def _listed(names: list[Words]) -> Words:
    return Words(zh="、".join(name.zh for name in names), en=", ".join(name.en for name in names))
