"""The readings of a round: what was handed in is read, judged against the limits, and everything wrong told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from estatectl.domain.checklists.checklist import told
from estatectl.domain.checklists.expanding import Known, RoundSheet, sheet_for
from estatectl.domain.checklists.item_names import ItemNames
from estatectl.domain.checklists.item_reading import Read, doubt, is_passed_over, read_item
from estatectl.domain.checklists.item_words import answer_shown, item_hint
from estatectl.domain.checklists.items import Item, ItemKind
from estatectl.domain.checklists.limits import Censored
from estatectl.domain.checklists.measuring import Scale
from estatectl.domain.checklists.shortfalls import Shortfall, judged, low_score, misordered, score_of
from estatectl.domain.checklists.typed_answers import Answered, SortedOut, joined, sort_out
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words

__all__ = [
    "Answered",
    "Examined",
    "Passed",
    "RoundSheet",
    "Shortfall",
    "answer_shown",
    "examine",
    "item_hint",
    "retest",
    "sheet_for",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A sheet gone through. Where there are `problems` it is not properly filled in and must not be kept.

    `answers` are in the order given, then what was in order without being named; numbers as text in the item's unit.
    `score` is in per cent with one decimal place. `doubtful` are implausible numbers that nobody has confirmed.
    """

    answers: Mapping[str, str]
    notes: Mapping[str, str]
    shortfalls: tuple[Shortfall, ...]
    score: Decimal | None
    problems: tuple[Problem, ...]
    doubtful: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """An answer that is in order, as it is kept, and the note behind it."""

    name: str
    answer: str
    note: str


def examine(sheet: RoundSheet, given: Answered) -> Examined:
    """Everything that the answers say, and everything that is wrong with them, in the order of the items.

    On a sheet that only records, no single answer falls short: only the order of work and the score can.
    """
    got = sort_out(sheet, given)
    gone = _go_through(sheet, got, fill=given.all_in_order)
    read, notes = gone.read, _notes(sheet, got, gone)
    weighed = () if sheet.checklist.records else gone.asked
    found = [judged(item, read[item.id], notes.get(item.id, "")) for item in weighed if item.id in read]
    short = [each for each in found if each is not None]
    order = dict.fromkeys((*(name for name in got.answers if name in read), *read))
    done = [item for name in got.answers if name in read and (item := sheet.item(name)) is not None]
    doubtful = _doubtful(sheet, got, gone)
    score = _score(sheet, gone)
    whole = (
        misordered(sheet.checklist, done, read, notes),
        low_score(sheet.checklist, score, _why_points_were_lost(gone, notes)),
    )
    return Examined(
        answers={name: read[name].kept for name in order},
        notes=notes,
        shortfalls=(*short, *(each for each in whole if each is not None)),
        score=score,
        problems=(*got.problems, *gone.problems, *_unexplained(sheet, short, doubtful)),
        doubtful=tuple(doubtful.values()),
    )


def retest(
    sheet: RoundSheet, name: str, answer: str, confirmed: frozenset[str] = frozenset()
) -> Passed | Shortfall | Problem:
    """One item judged again by itself, named as it may be typed; an empty name is the score of the whole sheet.

    A shortfall may be a mere warning, and needs no note.
    """
    if not name:
        return _score_again(sheet, answer)
    names = ItemNames(sheet)
    meant = names.find(name)
    if len(meant.items) != 1:
        return names.unclear(name, meant) if meant.items else names.unknown(name)
    item = meant.items[0]
    if not answer.strip() or is_passed_over(answer):
        return told("EST-372", item, hint=item_hint(item))
    read = read_item(item, answer)
    if isinstance(read, Problem):
        return read
    doubtful = doubt(item, read.value)
    if doubtful is not None and confirmed.isdisjoint({"*", name, item.id, item.base}):
        return doubtful
    return judged(item, read, read.note) or Passed(item.id, read.kept, read.note)


@dataclass(frozen=True, slots=True)
class _Gone:
    """What was read by item id, the items that apply, and what could not be read or is missing."""

    read: Mapping[str, Read]
    asked: tuple[Item, ...]
    problems: tuple[Problem, ...]


def _go_through(sheet: RoundSheet, got: SortedOut, *, fill: bool) -> _Gone:
    read: dict[str, Read] = {}
    asked: list[Item] = []
    problems: list[Problem] = []
    known = Known()
    for item in sheet.items:
        applies = sheet.asks(item, known)
        asked += [item] if applies else []
        filled = item.sound if fill and applies and item.id not in got.passed_over else None
        text = got.answers.get(item.id, filled)
        if text is None:
            problems += [told("EST-372", item, hint=item_hint(item))] if applies and item.required else []
            continue
        found = read_item(item, text)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        read[item.id] = found
        if not isinstance(found.value, Censored):
            known.note(item, found.value)
    return _Gone(read, tuple(asked), tuple(problems))


def _notes(sheet: RoundSheet, got: SortedOut, gone: _Gone) -> dict[str, str]:
    """The notes written behind the answers and those given by themselves."""
    behind = {name: read.note for name, read in gone.read.items()}
    both = {item.id: joined(behind.get(item.id, ""), got.notes.get(item.id, "")) for item in sheet.items}
    return {name: note for name, note in both.items() if note}


def _unexplained(sheet: RoundSheet, short: list[Shortfall], doubtful: Mapping[str, Problem]) -> Iterator[Problem]:
    """EST-851: what is not in order is explained, except a text or a file, and what may yet be a slip of the pen."""
    words = Words(
        zh="“{item}”（{id}）填了“{answer}”，不合格，要写说明",
        en="'{item}' ({id}): '{answer}' is not in order and needs a note",
    )
    hint = Words(
        zh="{limit}；说明写在答案后面：{answer}；……", en="{limit}; write the note behind the answer: {answer}; …"
    )
    for each in short:
        item = sheet.item(each.name)
        if each.kind != "reading" or each.note or each.name in doubtful or item is None or item.kind not in _EXPLAINED:
            continue
        told_so = words.fill(item=each.text, id=each.name, answer=answer_shown(item, each.answer))
        yield Problem("EST-851", told_so, hint=hint.fill(limit=each.limit, answer=each.answer))


def _doubtful(sheet: RoundSheet, got: SortedOut, gone: _Gone) -> dict[str, Problem]:
    """By item id, the numbers that can hardly be meant and that nobody confirmed."""
    here = [item for item in sheet.items if item.id in gone.read and item.id not in got.confirmed]
    found = ((item.id, doubt(item, gone.read[item.id].value)) for item in here)
    return {name: problem for name, problem in found if problem is not None}


def _score(sheet: RoundSheet, gone: _Gone) -> Decimal | None:
    if sheet.checklist.pass_mark is None:
        return None
    return score_of(
        (item.points, gone.read[item.id].value) for item in gone.asked if item.points and item.id in gone.read
    )


def _why_points_were_lost(gone: _Gone, notes: Mapping[str, str]) -> str:
    lost = [
        item for item in gone.asked if item.points and item.id in gone.read and gone.read[item.id].value != item.points
    ]
    return joined(*(notes.get(item.id, "") for item in lost))


def _score_again(sheet: RoundSheet, answer: str) -> Passed | Shortfall | Problem:
    """The score of a whole sheet once more, in per cent."""
    score = Scale(unit="%", units={}).read(answer)
    if not isinstance(score, Decimal) or not 0 <= score <= 100:
        words = Words(zh="得分率不能填“{answer}”", en="'{answer}' is not a score").fill(answer=answer.strip())
        return Problem(
            "EST-373", words, hint=Words(zh="填 0 至 100 的百分数，如 92.5", en="write per cent, such as 92.5")
        )
    return low_score(sheet.checklist, score, "") or Passed("", f"{score:f}", "")


_EXPLAINED = (ItemKind.YES_NO, ItemKind.CHOICE, ItemKind.NUMBER, ItemKind.COUNT, ItemKind.SCORE)
