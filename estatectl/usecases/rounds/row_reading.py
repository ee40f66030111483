"""One row of a bulk file read as a round: each cell by the mapping, what cannot be read noted at its cell."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from estatectl.domain.handed_in.mapped_columns import ValueOf
from estatectl.domain.handed_in.sheets import SheetRow
from estatectl.domain.problems import EstateError, Place, Problem
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.rounds.maps import RoundMap
from estatectl.domain.rounds.records import Told
from estatectl.domain.words import Words, same
from estatectl.usecases.handed_rows import instant_in, unmapped
from estatectl.usecases.house import House
from estatectl.usecases.people import find_person
from estatectl.usecases.rounds.matching import Names

T = TypeVar("T")


class RowReader:
    """Reads one row. What is wrong goes to `problems`, and reads as None or an empty text."""

    def __init__(self, house: House, mapping: RoundMap, names: Names, row: SheetRow, problems: list[Problem]) -> None:
        self._house, self._map, self._names, self._row, self._problems = house, mapping, names, row, problems

    def at(self) -> datetime | None:
        """When it was done; not in the future."""
        before = len(self._problems)
        at = instant_in(self._house, self._map.at, self._row, self._problems)
        return at if len(self._problems) == before else None

    def programme(self) -> Programme | None:
        return self._named(_PROGRAMME, self._map.programme, self._names.programme)

    def subject(self, programme: Programme) -> str | None:
        """What it was done on; the only thing there is where the mapping names none."""
        source = self._map.subject
        if source is None:
            return self._try(self._row.place, lambda: self._names.subject(programme, ""))
        return self._named(_SUBJECT, source, lambda text: self._names.subject(programme, text))

    def doer(self, besides: Collection[str]) -> str | None:
        """Who did it, by id; `besides` whoever works here now it may have been one of these."""
        source = self._map.by
        if source is None or not (text := self._text(source)):
            return None
        if text in besides:
            return text
        return self._try(source.at(self._row), lambda: find_person(self._house.journal, text).id)

    def answers(self) -> dict[str, Told]:
        """The answers by item, blank ones too, each with the place of its cell."""
        found: dict[str, Told] = {}
        for name, source in self._map.readings.items():
            text, place = self._text(source), source.at(self._row) or source.place
            found[name] = Told(text, place)
            if not text and source.required:
                self._problems.append(_blank(same(name), place))
        return found

    def note(self) -> str:
        return "" if self._map.note is None else self._text(self._map.note)

    def _named(self, title: Words, source: ValueOf, find: Callable[[str], T]) -> T | None:
        before = len(self._problems)
        text = self._text(source)
        if not text:
            self._problems += [_blank(title, source.at(self._row))] if len(self._problems) == before else []
            return None
        return self._try(source.at(self._row), lambda: find(text))

    def _text(self, source: ValueOf) -> str:
        text = source.text(self._row)
        if text is None:
            self._problems.append(unmapped(source, self._row))
        return text or ""

    def _try(self, place: Place | None, find: Callable[[], T]) -> T | None:
        """What is found; what is refused about it is noted at a place."""
        try:
            return find()
        except EstateError as refused:
            self._problems += [replace(each, place=place) for each in refused.problems]
            return None


def _blank(title: Words, place: Place | None) -> Problem:
    words = Words(zh="“{title}”没有内容", en="'{title}' is blank").fill(title=title)
    hint = Words(zh="补上，或在对照表写 default", en="fill it in, or give a `default` in the mapping")
    return Problem("EST-494", words, place, hint)


_PROGRAMME = Words(zh="计划", en="programme")
_SUBJECT = Words(zh="对象", en="subject")
