"""Of the ground floor: what a lexicon is made of: concepts, the words that shift them, and how texts are cut up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from estatectl.domain.lexicon.normalising import plain
from estatectl.domain.problems import Place
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

LANGUAGES = ("zh", "en")


class Meaning(Enum):
    """How a word is meant where it stands. Later members win where several words near it disagree."""

    ASSERTED = "asserted"  # it is so, now
    PAST = "past"  # it was so
    SUPPOSED = "supposed"  # it might be so, or is feared or asked about
    DENIED = "denied"  # it is not so


@dataclass(frozen=True, slots=True)
class Reach:
    """A distance in characters, for Chinese words and for English words."""

    zh: int
    en: int

    @classmethod
    def parse(cls, node: Node | None, default: Reach) -> Reach:
        if node is None:
            return default
        if not node.is_mapping:
            return cls(int(node.value), int(node.value))
        return cls(node.whole("zh", default.zh), node.whole("en", default.en))


@dataclass(frozen=True, slots=True)
class Near:
    """Concepts that make another one when they stand together, with at most `within` characters between them."""

    of: tuple[str, ...]
    within: Reach
    ordered: bool
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A meaning. `broader` are the concepts that it is a kind of; `topic` the field of work that it speaks of.

    `shares` are concepts with which it has words in common on purpose.
    """

    id: str
    title: Words
    words: tuple[str, ...]
    not_in: tuple[str, ...]
    near: tuple[Near, ...]
    broader: tuple[str, ...]
    sort: str
    topic: str | None
    weight: int
    shares: frozenset[str]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Words that change how a concept beside them is meant: `before` it, `after` it, or on either side."""

    id: str
    meaning: Meaning
    words: tuple[str, ...]
    not_in: tuple[str, ...]
    unless: tuple[str, ...]
    sorts: frozenset[str]
    before: bool
    after: bool
    reach: Reach
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a text is cut up: where sentences and clauses end, how long its opening is and how much it weighs."""

    sentence_ends: tuple[str, ...] = ("。", "!", "?", ";", ". ")
    clause_ends: tuple[str, ...] = (",", ":")
    near: Reach = Reach(8, 24)
    reach: Reach = Reach(4, 20)
    opening_least: int = 12
    opening_most: int = 60
    opening_weight: int = 3
    endings: tuple[str, ...] = ("s", "es", "'s", "ed", "ing")


def concept_of(name: str, node: Node, reading: Reading) -> Concept:
    near = tuple(
        Near(each.texts("of"), Reach.parse(each.get("within"), reading.near), each.flag("ordered"), each.place)
        for each in node.each("near")
    )
    return Concept(
        id=name,
        title=node.words("title"),
        words=words_of(node.get("words")),
        not_in=words_of(node.get("not_in")),
        near=near,
        broader=node.texts("is"),
        sort=node.text("sort", "trouble"),
        topic=node.maybe("topic"),
        weight=node.whole("weight", 1),
        shares=frozenset(node.texts("shares")),
        place=node.key_place,
    )


def shift_of(name: str, node: Node, reading: Reading) -> Shift:
    side = node.text("side", "before")
    return Shift(
        id=name,
        meaning=Meaning(node.text("as")),
        words=words_of(node.get("words")),
        not_in=words_of(node.get("not_in")),
        unless=words_of(node.get("unless")),
        sorts=frozenset(node.texts("sorts")),
        before=side in ("before", "both"),
        after=side in ("after", "both"),
        reach=Reach.parse(node.get("reach"), reading.reach),
        place=node.key_place,
    )


def reading_of(node: Node) -> Reading:
    default = Reading()
    return Reading(
        sentence_ends=node.texts("sentence_ends") or default.sentence_ends,
        clause_ends=node.texts("clause_ends") or default.clause_ends,
        near=Reach.parse(node.get("near"), default.near),
        reach=Reach.parse(node.get("reach"), default.reach),
        opening_least=node.whole("opening_least", default.opening_least),
        opening_most=node.whole("opening_most", default.opening_most),
        opening_weight=node.whole("opening_weight", default.opening_weight),
        endings=node.texts("endings") or default.endings,
    )


def words_of(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    lists = [node.value.get(language) for language in LANGUAGES]
    # The raw form is read here: a node for each of thousands of words would double the time of every command.
    return tuple(plain([raw[2] for held in lists if held is not None for raw in held[2]]))
