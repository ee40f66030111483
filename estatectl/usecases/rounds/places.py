"""Where in a file that was handed in something is wrong: what is said of an answer stands at that answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from estatectl.domain.checklists.checklist import told
from estatectl.domain.checklists.item_names import ItemNames
from estatectl.domain.checklists.item_words import item_hint
from estatectl.domain.checklists.readings import RoundSheet, retest
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rounds.records import Told


def placed(
    problems: Iterable[Problem],
    sheet: RoundSheet | None,
    answers: Mapping[str, Told],
    *,
    confirmed: frozenset[str] = frozenset(),
    otherwise: Place | None,
) -> Iterator[Problem]:
    """Problems with the place of the answer that they are about; `otherwise` for those that are about no one answer."""
    spots = {} if sheet is None else _spots(sheet, answers, confirmed)
    for each in problems:
        yield replace(each, place=each.place or spots.get(each, otherwise))


def _spots(sheet: RoundSheet, answers: Mapping[str, Told], confirmed: frozenset[str]) -> dict[Problem, Place]:
    """What could be said of each answer by itself, and where it would stand."""
    found: dict[Problem, Place] = {}
    names = ItemNames(sheet)
    for name, said in answers.items():
        if said.text:
            wrong = retest(sheet, name, said.text, confirmed)
            found |= {wrong: said.place} if isinstance(wrong, Problem) else {}
        for item in names.find(name).items:
            found.setdefault(told("EST-372", item, hint=item_hint(item)), said.place)
    return found
