"""Of the ground floor: what was not in order on a round's sheet: readings, warnings, the order of work, the score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from estatectl.domain.checklists.answers import Value
from estatectl.domain.checklists.checklist import Checklist
from estatectl.domain.checklists.item_reading import Read
from estatectl.domain.checklists.item_words import wanted
from estatectl.domain.checklists.items import Item
from estatectl.domain.checklists.limits import Censored, Verdict
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """One thing that was not in order. `item` is its id in the checklist, `name` on the sheet; empty for the score.

    `kind` is reading, warning, score or out_of_order; `answer` as it is kept; `limit` says what would have been in
    order, `text` what was checked.
    """

    item: str
    name: str
    kind: str
    answer: str
    limit: Words
    note: str
    gravity: str
    text: Words


def judged(item: Item, read: Read, note: str) -> Shortfall | None:
    """What is not in order about an answer, or worth a warning."""
    verdict = item.verdict(read.value)
    if verdict is not Verdict.WITHIN:
        return _short(item, "reading", read, note, _limit(wanted(item), read.value, verdict))
    if isinstance(read.value, Decimal | Censored):
        verdict = item.warning.judge(read.value)
        if verdict is not Verdict.WITHIN:
            words = Words(zh="宜为 {limits}", en="better {limits}").fill(limits=item.warning.shown(item.unit))
            return _short(item, "warning", read, note, _limit(words, read.value, verdict))
    return None


def misordered(
    checklist: Checklist, done: Iterable[Item], read: Mapping[str, Read], notes: Mapping[str, str]
) -> Shortfall | None:
    """The first item that was done after one that comes later on an ordered sheet."""
    places = {item.id: place for place, item in enumerate(checklist.items)}
    furthest: Item | None = None
    for item in done if checklist.ordered else ():
        if furthest is not None and places[item.base] < places[furthest.base]:
            words = Words(zh="应在“{later}”之前做", en="should be done before '{later}'").fill(later=furthest.text)
            return _short(item, "out_of_order", read[item.id], notes.get(item.id, ""), words)
        furthest = item
    return None


def score_of(points: Iterable[tuple[Decimal, Value]]) -> Decimal | None:
    """The share of the points reached, in per cent with one decimal place, of pairs (most, reached); None of none."""
    most, reached = Decimal(), Decimal()
    for full, value in points:
        most = _EXACT.add(most, full)
        reached = _EXACT.add(reached, value) if isinstance(value, Decimal) else reached
    if not most:
        return None
    share = _EXACT.divide(_EXACT.multiply(reached, Decimal(100)), most)
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP, _EXACT)


def low_score(checklist: Checklist, score: Decimal | None, note: str) -> Shortfall | None:
    """That a score, as it is shown, is below the pass mark."""
    mark = checklist.pass_mark
    if score is None or mark is None or score >= mark:
        return None
    return Shortfall(
        item="",
        name="",
        kind="score",
        answer=f"{score:f}",
        limit=Words(zh="应达到 {mark}%", en="should reach {mark} %").fill(mark=f"{mark:f}"),
        note=note,
        gravity="minor",
        text=Words(zh="“{sheet}”得分率", en="score of '{sheet}'").fill(sheet=checklist.title),
    )


def _short(item: Item, kind: str, read: Read, note: str, limit: Words) -> Shortfall:
    return Shortfall(
        item=item.base,
        name=item.id,
        kind=kind,
        answer=read.kept,
        limit=limit,
        note=note,
        gravity=item.gravity,
        text=item.text,
    )


def _limit(words: Words, value: Value, verdict: Verdict) -> Words:
    if verdict is not Verdict.UNTOLD:
        return words
    untold = Words(zh="{limit}；只知 {value}，无法判定", en="{limit}; {value} alone cannot tell")
    return untold.fill(limit=words, value=value)


_EXACT = Context(prec=100)
