"""Whether a mapping for rounds fits the policies: programmes, things, people and items that it names itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from estatectl.domain.checklists.expanding import RoundSheet, sheet_for
from estatectl.domain.checklists.item_names import ItemNames
from estatectl.domain.checklists.items import Item
from estatectl.domain.handed_in.mapped_columns import ValueOf
from estatectl.domain.problems import EstateError, Place, Problem
from estatectl.domain.programmes.occurrences import subjects_of
from estatectl.domain.programmes.programme import Programme, SubjectKind
from estatectl.domain.rounds.maps import RoundMap
from estatectl.domain.rules.conditions import ALWAYS
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.people import find_person
from estatectl.usecases.rounds.matching import Names


def check_round_map(house: House, mapping: RoundMap) -> Iterator[Problem]:
    """Names that there are not; items that no sheet asks for and answers that every row would lack (EST-874)."""
    names = Names(house.bundle)
    programmes: list[Programme] = []
    for text, place in _written(mapping.programme):
        try:
            programmes.append(names.programme(text))
        except EstateError as unknown:
            yield from (replace(each, place=place) for each in unknown.problems)
    if mapping.programme.constant is not None and programmes:
        yield from _check_subjects(names, mapping, programmes[0])
    if mapping.by is not None:
        for text, place in _written(mapping.by):
            yield from _refusals(lambda: find_person(house.journal, text), place)  # noqa: B023 - called at once
    if programmes:
        yield from _check_items(house, mapping, programmes)


def _written(source: ValueOf) -> Iterator[tuple[str, Place]]:
    """The texts that the mapping itself writes, and where."""
    pairs = [(source.constant, source.place), (source.default, source.place)]
    pairs += [(text, source.table_places[said]) for said, text in source.table.items()]
    yield from ((text, place) for text, place in pairs if text)


def _refusals(find: Callable[[], object], place: Place) -> Iterator[Problem]:
    try:
        find()
    except EstateError as refused:
        yield from (replace(each, place=place) for each in refused.problems)


def _check_subjects(names: Names, mapping: RoundMap, programme: Programme) -> Iterator[Problem]:
    """Things are checked where the programme is the same for every row."""
    if mapping.subject is None:
        yield from _refusals(lambda: names.subject(programme, ""), mapping.place)
        return
    for text, place in _written(mapping.subject):
        yield from _refusals(lambda: names.subject(programme, text), place)  # noqa: B023 - called at once


def _check_items(house: House, mapping: RoundMap, programmes: list[Programme]) -> Iterator[Problem]:
    sheets = [sheet for each in programmes if (sheet := _sheet(house, each)) is not None]
    for name, source in mapping.readings.items():
        found = [ItemNames(sheet).find(name).items for sheet in sheets]
        if any(found):
            continue
        unknown = ItemNames(sheets[0]).unknown(name) if sheets else None
        words = unknown.words if unknown else Words(zh="这个计划没有检查表", en="the programme has no checklist")
        yield Problem("EST-874", words, source.place, unknown.hint if unknown else None)
    of_the_past = mapping.history == ()
    if len(sheets) == 1 and len(programmes) == 1 and not of_the_past:
        yield from _check_required(mapping, sheets[0])


def _sheet(house: House, programme: Programme) -> RoundSheet | None:
    if programme.checklist is None:
        return None
    known = () if programme.subject.kind is SubjectKind.CASE else subjects_of(programme, house.bundle.site)
    subject = next(iter(known), None)
    sheet = house.bundle.checklists[programme.checklist]
    return sheet_for(sheet, house.bundle.site, subject, lambda: house.bundle.shelves)


def _check_required(mapping: RoundMap, sheet: RoundSheet) -> Iterator[Problem]:
    names = ItemNames(sheet)
    given = {item.id for name in mapping.readings for item in names.find(name).items}
    for item in sheet.items:
        if item.required and item.when == ALWAYS and item.id not in given:
            yield _lacking(item, mapping.place)


def _lacking(item: Item, place: Place) -> Problem:
    words = Words(zh="缺少必填的“{item}”（{id}）", en="the required '{item}' ({id}) is missing")
    hint = Words(
        zh="在 readings 里写它的列；检查表里可以不填的，写 required: false",
        en="give its column under readings; what may be left out is required: false in the checklist",
    )
    return Problem("EST-874", words.fill(item=item.text, id=same(item.id)), place, hint)
