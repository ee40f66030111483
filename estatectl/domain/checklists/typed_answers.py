"""Of the ground floor: everything handed in for a round's sheet, sorted under the items it is meant for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from estatectl.domain.checklists.expanding import RoundSheet
from estatectl.domain.checklists.item_names import ItemNames, Meant
from estatectl.domain.checklists.item_reading import is_passed_over
from estatectl.domain.checklists.items import Item, ItemKind
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What somebody handed in for a sheet, as typed: by id, alias or title of the item, in the order given.

    `all_in_order` answers every item that has one good answer and was not answered. `confirmed` names the items whose
    implausible value is meant; `*` is all of them.
    """

    answers: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)
    all_in_order: bool = False
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SortedOut:
    """The texts by item id, answers in the order given, and what is wrong with the names.

    `passed_over` are the items of which somebody wrote that there is no answer: these are not in order by themselves.
    """

    answers: Mapping[str, str]
    passed_over: frozenset[str]
    notes: Mapping[str, str]
    confirmed: frozenset[str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    typed: str
    text: str
    meant: Meant


def sort_out(sheet: RoundSheet, given: Answered) -> SortedOut:
    """Answers, notes and confirmations under the items they are meant for. Blank ones count as not given.

    The name of an item that is asked for each thing stands for all of these that are not named themselves; only
    yes or no and choices are answered so: nobody measures the same figure everywhere.
    """
    names = ItemNames(sheet)
    problems: list[Problem] = []
    entries = [entry for entry in _entries(names, given.answers, problems) if entry.text.strip()]
    passed_over = _named(entry for entry in entries if is_passed_over(entry.text))
    answers = _by_item([entry for entry in entries if not is_passed_over(entry.text)], problems)
    notes: dict[str, str] = {}
    for entry in _entries(names, given.notes, problems):
        for item in entry.meant.items if entry.text.strip() else ():
            notes[item.id] = joined(notes.get(item.id, ""), entry.text.strip())
    confirmed = _entries(names, dict.fromkeys(sorted(given.confirmed - {"*"}), ""), problems)
    meant = _named(confirmed)
    everything = frozenset(item.id for item in sheet.items) if "*" in given.confirmed else frozenset[str]()
    unique = sorted(dict.fromkeys(problems), key=lambda problem: problem.rank)
    return SortedOut(answers, passed_over, notes, meant | everything, tuple(unique))


def joined(*notes: str) -> str:
    """Several notes as one; what was said twice is there once."""
    return "；".join(dict.fromkeys(bare for note in notes if (bare := note.strip())))


def _entries(names: ItemNames, typed: Mapping[str, str], problems: list[Problem]) -> Iterator[_Entry]:
    for name, text in typed.items():
        meant = names.find(name)
        if not meant.items:
            problems.append(names.unknown(name))
        elif len(meant.items) > 1 and not meant.all_of_them:
            problems.append(names.unclear(name, meant))
        else:
            yield _Entry(name, text, meant)


def _named(entries: Iterable[_Entry]) -> frozenset[str]:
    return frozenset(item.id for entry in entries for item in entry.meant.items)


def _by_item(entries: list[_Entry], problems: list[Problem]) -> dict[str, str]:
    """The answer to each item; of two that differ, the one whose name comes first, whichever was typed first."""
    named: dict[str, _Entry] = {}
    spread: dict[str, _Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.typed):
        if entry.meant.all_of_them and entry.meant.items[0].kind not in _ALIKE:
            problems.append(_which_one(entry))
            continue
        kept = spread if entry.meant.all_of_them else named
        for item in entry.meant.items:
            earlier = kept.setdefault(item.id, entry)
            if earlier.text.strip() != entry.text.strip():
                problems.append(_twice(item, earlier, entry))
    order = dict.fromkeys(item.id for entry in entries for item in entry.meant.items)
    return {name: (named.get(name) or spread[name]).text for name in order if name in named or name in spread}


def _twice(item: Item, earlier: _Entry, later: _Entry) -> Problem:
    words = Words(
        zh="“{item}”（{id}）填了两次：{first}={one}，{second}={two}",
        en="'{item}' ({id}) is answered twice: {first}={one} and {second}={two}",
    ).fill(
        item=item.text,
        id=item.id,
        first=earlier.typed,
        one=earlier.text.strip(),
        second=later.typed,
        two=later.text.strip(),
    )
    return Problem("EST-853", words, hint=Words(zh="留下对的一个", en="keep the right one"))


def _which_one(entry: _Entry) -> Problem:
    first = entry.meant.items[0]
    words = Words(
        zh="“{name}”要逐一填写，不能一个数通用", en="'{name}' is asked for each thing; one figure cannot stand for all"
    )
    hint = Words(zh="写明是哪一个，如 {item}={text}", en="say which, such as {item}={text}")
    return Problem("EST-855", words.fill(name=entry.typed), hint=hint.fill(item=first.id, text=entry.text.strip()))


_ALIKE = (ItemKind.YES_NO, ItemKind.CHOICE)
