"""Of the ground floor: a lexicon as plain JSON that is quick to take up again: its words are already as texts are read.

The words of one concept are one text of many lines: a lexicon of ten thousand words is a few hundred values.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from estatectl.domain.lexicon.concepts import Concept, Meaning, Near, Reach, Reading, Shift
from estatectl.domain.lexicon.lexicon import Lexicon
from estatectl.domain.problems import Place
from estatectl.domain.words import Words


def compiled(lexicon: Lexicon) -> dict[str, Any]:
    """What `restored` makes an equal lexicon from; lists, texts and numbers only. `files` may be renamed between."""
    places = [*(concept.place for concept in lexicon.concepts.values()), *(s.place for s in lexicon.shifts.values())]
    files = sorted({place.file for place in places})
    return {
        "files": files,
        "concepts": [_packed_concept(concept, files) for concept in lexicon.concepts.values()],
        "shifts": [_packed_shift(shift, files) for shift in lexicon.shifts.values()],
        "reading": [_packed(getattr(lexicon.reading, field.name)) for field in fields(Reading)],
        "nothing": _packed(lexicon.nothing),
    }


def restored(held: dict[str, Any]) -> Lexicon:
    """The lexicon that was compiled."""
    files = held["files"]
    concepts = {packed[0]: _concept(files, *packed) for packed in held["concepts"]}
    shifts = {packed[0]: _shift(files, *packed) for packed in held["shifts"]}
    return Lexicon.of(concepts, shifts, _reading(held["reading"]), _split(held["nothing"]))


def _packed(value: Any) -> Any:
    if isinstance(value, Reach):
        return [value.zh, value.en]
    return "\n".join(value) if isinstance(value, tuple | frozenset) else value


def _split(lines: str) -> tuple[str, ...]:
    return tuple(lines.split("\n")) if lines else ()


def _place(place: Place, files: list[str]) -> list[int]:
    return [files.index(place.file), place.line, place.col]


def _at(files: list[str], file: int, line: int, col: int) -> Place:
    return Place(files[file], line, col)


def _packed_concept(concept: Concept, files: list[str]) -> list[Any]:
    near = [[_packed(n.of), _packed(n.within), n.ordered, _place(n.place, files)] for n in concept.near]
    lists: Iterable[Any] = (concept.words, concept.not_in, concept.broader, sorted(concept.shares))
    title = [concept.title.zh, concept.title.en]
    packed = [_packed(tuple(each)) for each in lists]
    return [concept.id, title, near, *packed, concept.sort, concept.topic, concept.weight, _place(concept.place, files)]


def _concept(
    files: list[str],
    name: str,
    title: list[str],
    near: list[Any],
    words: str,
    not_in: str,
    broader: str,
    shares: str,
    *rest: Any,
) -> Concept:
    sort, topic, weight, place = rest
    return Concept(
        id=name,
        title=Words(*title),
        words=_split(words),
        not_in=_split(not_in),
        near=tuple(Near(_split(of), Reach(*span), ordered, _at(files, *at)) for of, span, ordered, at in near),
        broader=_split(broader),
        sort=sort,
        topic=topic,
        weight=weight,
        shares=frozenset(_split(shares)),
        place=_at(files, *place),
    )


def _packed_shift(shift: Shift, files: list[str]) -> list[Any]:
    lists = [_packed(each) for each in (shift.words, shift.not_in, shift.unless, tuple(sorted(shift.sorts)))]
    sides = [shift.before, shift.after]
    return [shift.id, shift.meaning.value, *lists, *sides, _packed(shift.reach), _place(shift.place, files)]


def _shift(
    files: list[str], name: str, meaning: str, words: str, not_in: str, unless: str, sorts: str, *rest: Any
) -> Shift:
    before, after, reach, place = rest
    return Shift(
        id=name,
        meaning=Meaning(meaning),
        words=_split(words),
        not_in=_split(not_in),
        unless=_split(unless),
        sorts=frozenset(_split(sorts)),
        before=before,
        after=after,
        reach=Reach(*reach),
        place=_at(files, *place),
    )


def _reading(held: list[Any]) -> Reading:
    values: dict[str, Any] = dict(zip((field.name for field in fields(Reading)), map(_taken_up, held), strict=True))
    return Reading(**values)


def _taken_up(value: Any) -> Any:
    if isinstance(value, str):
        return _split(value)
    return Reach(*value) if isinstance(value, list) else value
