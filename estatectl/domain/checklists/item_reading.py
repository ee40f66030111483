"""Of the ground floor: one answer of a round's sheet as typed, taken apart into its value and the note behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from estatectl.domain.checklists.answers import Value, read_answer
from estatectl.domain.checklists.checklist import told
from estatectl.domain.checklists.item_words import item_hint
from estatectl.domain.checklists.items import NUMERIC, Item, ItemKind
from estatectl.domain.checklists.limits import Censored, Verdict
from estatectl.domain.checklists.measuring import StrayUnit, kept_text, measure
from estatectl.domain.checklists.typed_text import half_width, has_han, remark_of, says_something
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class Read:
    """An answer as understood; `kept` is how the journal keeps it, and reads again as the same value."""

    value: Value
    kept: str
    note: str = ""


def is_passed_over(text: str) -> bool:
    """Whether somebody wrote that there is no answer: a dash, or "not applicable"."""
    return half_width(text).strip().lower() in _NOTHING


def read_item(item: Item, text: str) -> Read | Problem:
    """What somebody typed for an item, or what is wrong with it.

    Where the whole is not an answer but its beginning is, the rest is the note: `1.6 已加酸`, `否，漏水`. Of an item
    with an expected answer, a text that is neither yes nor no says that it is not in order, and is the note.
    """
    text = text.strip()
    if item.kind in NUMERIC:
        return _number(item, text)
    whole = _value(item, text)
    if whole is not None:
        return Read(whole, _kept(whole))
    for head, tail in _parts(text):
        value = _value(item, head) if item.kind in _WITH_NOTE else None
        if value is not None:
            return Read(value, _kept(value), tail)
    if item.kind is ItemKind.YES_NO and item.expect is not None and _is_remark(text):
        return Read(not item.expect, _kept(not item.expect), text)
    return told("EST-373", item, text, item_hint(item))


def doubt(item: Item, value: Value) -> Problem | None:
    """That a number can hardly be meant, where it is outside what is plausible."""
    if not isinstance(value, Decimal | Censored) or item.plausible.judge(value) is not Verdict.OUTSIDE:
        return None
    words = Words(
        zh="“{item}”（{id}）填了 {value}，一般在 {usual} 以内，像是笔误",
        en="'{item}' ({id}): {value} is outside what is usual, {usual}; a slip of the pen?",
    ).fill(
        item=item.text, id=item.id, value=f"{_kept(value)} {item.unit}".strip(), usual=item.plausible.shown(item.unit)
    )
    hint = Words(zh="核对后重填；确实如此就对这一项加以确认", en="look again; if it is meant, confirm this item")
    return Problem("EST-854", words, hint=hint)


def _number(item: Item, text: str) -> Read | Problem:
    found = measure(item.scale, text)
    if isinstance(found, StrayUnit):
        return _stray(item, found.unit)
    if found is None or not item.takes(found.value):
        return told("EST-373", item, text, item_hint(item))
    return Read(found.value, kept_text(found.value), found.remark)


def _stray(item: Item, unit: str) -> Problem:
    words = Words(zh="“{item}”（{id}）不用单位“{unit}”", en="'{item}' ({id}) is not measured in '{unit}'")
    known = str(item.scale)
    wanted = (
        Words(zh="单位用 {units}", en="its unit is {units}")
        if known
        else Words(zh="只填数字", en="write the number alone")
    )
    hint = Words(
        zh="{wanted}；说明写在分号后，如 1.6；已处理", en="{wanted}; a note goes behind a semicolon: 1.6; mended"
    )
    return Problem(
        "EST-850", words.fill(item=item.text, id=item.id, unit=unit), hint=hint.fill(wanted=wanted.fill(units=known))
    )


def _value(item: Item, text: str) -> Value | None:
    value = read_answer(item.kind.value, item.titles, text)
    if value is None and item.expect is not None and _SOUND.fullmatch(half_width(text).lower()):
        return item.expect
    return value


def _kept(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else kept_text(value)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The ways to part a text at a space or mark into an answer and a note, the longest answer first."""
    for mark in reversed(list(_MARKS.finditer(text))):
        tail = remark_of(text[mark.start() :])
        if says_something(tail):
            yield text[: mark.start()], tail


def _is_remark(text: str) -> bool:
    """Whether a text says something: Chinese, or words; a slip such as `yse` does not."""
    if has_han(text):
        return True
    word = half_width(text).lower()
    if get_close_matches(word, ("yes", "no", "true", "false"), n=1, cutoff=0.7):
        return False
    return word in ("bad", "off", "out") or sum(char.isalpha() for char in word) >= 4


_WITH_NOTE = (ItemKind.YES_NO, ItemKind.CHOICE, ItemKind.TIME)
_MARKS = re.compile(r"\s*[\s,;:，；：、。(（—]+")
_NOTHING = frozenset(("/", "-", "--", "—", "——", "n/a", "na", "不适用", "无此项"))
_SOUND = re.compile(
    "正常|完好|良好|合格|符合|达标|没问题|无问题|无异常|没有异常"
    "|ok|okay|good|fine|normal|sound|pass|no problem|in order|all right"
)
"""What says of any item with an expected answer that it is in order."""
