"""Who may do what with a store: its keepers and those above them; to draw, its department and whoever has the order."""

from __future__ import annotations

from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import Problem
from estatectl.domain.staff.people import Person
from estatectl.domain.stock.stock import StockItem, Store
from estatectl.domain.words import Words, same


def may_keep(bundle: Bundle, person: Person, store: Store) -> bool:
    """Whether a person keeps a store, heads its department, or stands above those who do."""
    organisation, held = bundle.organisation, set(person.posts)
    entitled = {*store.keepers, organisation.head_of(store.department).id}
    return bool(entitled & held) or any(held & set(organisation.reports_up(post)) for post in entitled)


def may_draw(bundle: Bundle, person: Person, store: Store, handler: str | None) -> bool:
    """Whether a person may take from a store: also every post of its department, and the handler of the order."""
    posts = {post.id for post in bundle.organisation.posts_of(store.department)}
    return may_keep(bundle, person, store) or bool(posts & set(person.posts)) or handler == person.id


def not_keeper(bundle: Bundle, person: Person, store: Store, what: Words) -> list[Problem]:
    """EST-968 where the person may not do what only keepers may."""
    return [] if may_keep(bundle, person, store) else [_not_yours(bundle, person, store, what)]


def not_drawer(bundle: Bundle, person: Person, store: Store, what: Words, handler: str | None) -> list[Problem]:
    """EST-968 where the person may not draw from a store, nor bring back."""
    return [] if may_draw(bundle, person, store, handler) else [_not_yours(bundle, person, store, what)]


def no_witness(bundle: Bundle, item: StockItem, person: Person, witness: Person | None) -> list[Problem]:
    """EST-969 where a hazardous item moves without a second person of one of the posts that may witness it."""
    if not item.hazardous:
        return []
    titles = [bundle.organisation.posts[post].title for post in item.witnesses]
    hint = Words(zh="--witness 写另一位：{zh}", en="--witness names somebody else: {en}").fill(
        zh="、".join(title.zh for title in titles), en=", ".join(title.en for title in titles)
    )
    if witness is None:
        words = Words(zh="“{item}”是危险品，要有人见证", en="'{item}' is hazardous: it needs a witness")
        return [Problem("EST-969", words.fill(item=item.title), hint=hint)]
    if witness.id == person.id:
        words = Words(zh="自己不能给自己见证", en="nobody witnesses for themselves")
        return [Problem("EST-969", words, hint=hint)]
    if not set(witness.posts) & set(item.witnesses):
        words = Words(zh="{who} 不能见证“{item}”", en="{who} may not witness '{item}'")
        return [Problem("EST-969", words.fill(who=same(witness.name), item=item.title), hint=hint)]
    return []


def _not_yours(bundle: Bundle, person: Person, store: Store, what: Words) -> Problem:
    words = Words(zh="{person} 不能在“{store}”{what}", en="{person} may not {what} in '{store}'")
    titles = [bundle.organisation.posts[post].title for post in store.keepers]
    hint = Words(zh="由{zh}或其上级办理", en="it is for: {en}, or those above").fill(
        zh="、".join(title.zh for title in titles), en=", ".join(title.en for title in titles)
    )
    return Problem("EST-968", words.fill(person=same(person.name), store=store.title, what=what), hint=hint)
