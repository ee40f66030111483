"""Of the ground floor: the lexicon, which says by what words a meaning is told, and what near words change in it.

All language is policy. Words are kept as texts are read (`normalising.plain`), so that looking up needs no more work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from estatectl.domain.lexicon.concepts import Concept, Reading, Shift, concept_of, reading_of, shift_of, words_of
from estatectl.domain.problems import Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words


class Part(Enum):
    """What a word of the lexicon is there for."""

    CONCEPT = "concept"
    LOOK_ALIKE = "look_alike"  # hides the words of one concept or shift inside it
    SHIFT = "shift"
    NOTHING = "nothing"  # hides every word inside it


class Role(NamedTuple):
    part: Part
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All lexicon documents as one. `needles` are the words to look for, with the parts that each plays."""

    concepts: Mapping[str, Concept]
    shifts: Mapping[str, Shift]
    reading: Reading
    needles: Mapping[str, tuple[Role, ...]]
    broader: Mapping[str, frozenset[str]]

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(sorted({concept.topic for concept in self.concepts.values() if concept.topic}))

    @classmethod
    def parse(cls, nodes: Iterable[Node], vocabulary: Vocabulary, problems: list[Problem]) -> Lexicon:
        del vocabulary  # a lexicon refers to nothing but itself, and the loader has checked that
        nodes = tuple(nodes)
        reading = next((reading_of(node["reading"]) for node in nodes if "reading" in node), Reading())
        concepts: dict[str, Concept] = {}
        shifts: dict[str, Shift] = {}
        for node in nodes:
            for name, child in _entries(node, "concepts"):
                _once(name, child, concepts, problems)
                concepts[name] = concept_of(name, child, reading)
            for name, child in _entries(node, "shifts"):
                _once(name, child, shifts, problems)
                shifts[name] = shift_of(name, child, reading)
        nothing = tuple(word for node in nodes for word in words_of(node.get("nothing")))
        return cls.of(concepts, shifts, reading, nothing)

    @classmethod
    def of(
        cls, concepts: Mapping[str, Concept], shifts: Mapping[str, Shift], reading: Reading, nothing: tuple[str, ...]
    ) -> Lexicon:
        """`nothing` are the phrases in which no word means what it says."""
        return cls(
            concepts=concepts,
            shifts=shifts,
            reading=reading,
            needles=_needles(concepts, shifts, nothing),
            broader={name: _closure(name, concepts) for name in concepts},
        )

    @property
    def nothing(self) -> tuple[str, ...]:
        """The phrases that hide every word inside them."""
        return tuple(word for word, roles in self.needles.items() if any(r.part is Part.NOTHING for r in roles))


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
