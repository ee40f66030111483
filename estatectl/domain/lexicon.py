"""Of the ground floor: the lexicon, which says by what words a meaning is told, and what near words change in it.

All language is policy. Words are kept as texts are read (`normalising.plain`), so that looking up needs no more work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from estatectl.domain.facts import Vocabulary
from estatectl.domain.normalising import plain
from estatectl.domain.problems import Place, Problem
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


class Part(Enum):
    """What a word of the lexicon is there for."""

    CONCEPT = "concept"
    LOOK_ALIKE = "look_alike"  # hides the words of one concept or shift inside it
    SHIFT = "shift"
    NOTHING = "nothing"  # hides every word inside it


@dataclass(frozen=True, slots=True)
class Role:
    part: Part
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All lexicon documents as one. `needles` are the words to look for, with the parts that each plays."""

    concepts: Mapping[str, Concept]
    shifts: Mapping[str, Shift]
    reading: Reading
    needles: Mapping[str, tuple[Role, ...]]
    broader: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(sorted({concept.topic for concept in self.concepts.values() if concept.topic}))

    @classmethod
    def parse(cls, nodes: Iterable[Node], vocabulary: Vocabulary, problems: list[Problem]) -> Lexicon:
        del vocabulary  # a lexicon refers to nothing but itself, and the loader has checked that
        nodes = tuple(nodes)
        reading = next((_reading(node["reading"]) for node in nodes if "reading" in node), Reading())
        concepts: dict[str, Concept] = {}
        shifts: dict[str, Shift] = {}
        for node in nodes:
            for name, child in _entries(node, "concepts"):
                _once(name, child, concepts, problems)
                concepts[name] = _concept(name, child, reading)
            for name, child in _entries(node, "shifts"):
                _once(name, child, shifts, problems)
                shifts[name] = _shift(name, child, reading)
        nothing = tuple(word for node in nodes for word in _words(node.get("nothing")))
        return cls(
            concepts=concepts,
            shifts=shifts,
            reading=reading,
            needles=_needles(concepts, shifts, nothing),
            broader={name: _closure(name, concepts) for name in concepts},
        )


def concept_ids(nodes: Iterable[Node]) -> tuple[str, ...]:
    """The names of all concepts, without reading a word: what other policies may refer to."""
    return tuple(name for node in nodes for name, _ in _entries(node, "concepts"))


def topic_ids(nodes: Iterable[Node]) -> tuple[str, ...]:
    """The names of all topics, in order of the alphabet."""
    named = (child.maybe("topic") for node in nodes for _, child in _entries(node, "concepts"))
    return tuple(sorted({topic for topic in named if topic}))


def _entries(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    holder = node.get(key)
    if holder is not None:
        yield from holder.items()


def _words(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    lists = [node.value.get(language) for language in LANGUAGES]
    # The raw form is read here: a node for each of thousands of words would double the time of every command.
    return tuple(plain([raw[2] for held in lists if held is not None for raw in held[2]]))


def _concept(name: str, node: Node, reading: Reading) -> Concept:
    near = tuple(
        Near(each.texts("of"), Reach.parse(each.get("within"), reading.near), each.flag("ordered"), each.place)
        for each in node.each("near")
    )
    return Concept(
        id=name,
        title=node.words("title"),
        words=_words(node.get("words")),
        not_in=_words(node.get("not_in")),
        near=near,
        broader=node.texts("is"),
        sort=node.text("sort", "trouble"),
        topic=node.maybe("topic"),
        weight=node.whole("weight", 1),
        shares=frozenset(node.texts("shares")),
        place=node.key_place,
    )


def _shift(name: str, node: Node, reading: Reading) -> Shift:
    side = node.text("side", "before")
    return Shift(
        id=name,
        meaning=Meaning(node.text("as")),
        words=_words(node.get("words")),
        not_in=_words(node.get("not_in")),
        unless=_words(node.get("unless")),
        sorts=frozenset(node.texts("sorts")),
        before=side in ("before", "both"),
        after=side in ("after", "both"),
        reach=Reach.parse(node.get("reach"), reading.reach),
        place=node.key_place,
    )


def _reading(node: Node) -> Reading:
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


def _needles(
    concepts: Mapping[str, Concept], shifts: Mapping[str, Shift], nothing: tuple[str, ...]
) -> Mapping[str, tuple[Role, ...]]:
    found: dict[str, tuple[Role, ...]] = {}
    for part, owners in ((Part.CONCEPT, concepts), (Part.SHIFT, shifts)):
        for name, owner in owners.items():
            _play(found, owner.words, Role(part, name))
            _play(found, owner.not_in, Role(Part.LOOK_ALIKE, name))
    _play(found, nothing, Role(Part.NOTHING, ""))
    found.pop("", None)
    return found


def _play(found: dict[str, tuple[Role, ...]], words: tuple[str, ...], role: Role) -> None:
    alone = (role,)
    for word in words:
        held = found.setdefault(word, alone)
        if held is not alone:
            found[word] = (*held, role)


def _closure(name: str, concepts: Mapping[str, Concept]) -> frozenset[str]:
    """A concept and all that it is a kind of."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in seen and one in concepts:
            seen.add(one)
            waiting += concepts[one].broader
    return frozenset(seen)


def _once(name: str, node: Node, known: Mapping[str, object], problems: list[Problem]) -> None:
    if name in known:
        words = Words(zh="“{name}”在词库里定义了两次", en="'{name}' is defined twice in the lexicon").fill(name=name)
        problems.append(Problem("EST-350", words, node.key_place))
