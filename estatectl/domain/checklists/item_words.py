"""Of the ground floor: what an item of a checklist wants to hear, in words for people."""

from __future__ import annotations

from estatectl.domain.checklists.answers import ANSWER_FORMS
from estatectl.domain.checklists.items import Item, ItemKind
from estatectl.domain.words import Words, same


def expected(item: Item) -> Words:
    """What answer is in order, or at least which answers there are."""
    if item.kind is ItemKind.CHOICE:
        return Words(
            zh="从中选一项：" + "、".join(f"{choice.id} {choice.title.zh}" for choice in item.choices),
            en="choose one of: " + ", ".join(f"{choice.id} ({choice.title.en})" for choice in item.choices),
        )
    if item.expect is not None:
        return Words(zh="应为“是”", en="should be yes") if item.expect else Words(zh="应为“否”", en="should be no")
    if item.limits.stated:
        return wanted(item)
    return _form(item)


def wanted(item: Item) -> Words:
    """What would have been in order: the limits, the expected answer, the choices that do not fall short."""
    if item.limits.stated:
        return Words(zh="应为 {limits}", en="should be {limits}").fill(limits=item.limits.shown(item.unit))
    sound = [choice.title for choice in item.choices if not choice.falls_short]
    if sound:
        listed = Words(zh="、".join(each.zh for each in sound), en=" or ".join(each.en for each in sound))
        return Words(zh="应为“{list}”", en="should be '{list}'").fill(list=listed)
    return expected(item)


def item_hint(item: Item) -> Words:
    """What answer an item wants, in one line: its form, unit and limits, and whether it may be left out."""
    parts = [_form(item)]
    if item.kind is ItemKind.CHOICE:
        parts = [expected(item)]
    elif item.expect is not None or item.limits.stated:
        parts.append(expected(item))
    if item.warning.stated:
        words = Words(zh="宜为 {limits}", en="better {limits}")
        parts.append(words.fill(limits=item.warning.shown(item.unit)))
    if item.units:
        words = Words(zh="也可用单位 {units}", en="also in {units}")
        parts.append(words.fill(units=", ".join(item.units)))
    if item.censored:
        parts.append(Words(zh="可填 <1 这样的值", en="may be such as <1"))
    if not item.required:
        parts.append(Words(zh="可不填", en="may be left out"))
    return Words(zh="；".join(part.zh for part in parts), en="; ".join(part.en for part in parts))


def answer_shown(item: Item, answer: str) -> Words:
    """A kept answer as people read it: yes and no, the title of a choice, a number with its unit."""
    if item.kind is ItemKind.YES_NO and answer in ("yes", "no"):
        return Words(zh="是", en="yes") if answer == "yes" else Words(zh="否", en="no")
    if item.kind is ItemKind.SCORE and item.points is not None:
        return Words(zh=f"{answer} 分", en=f"{answer} of {item.points:f}")
    return item.titles.get(answer) or same(f"{answer} {item.unit}".strip())


def _form(item: Item) -> Words:
    if item.kind is ItemKind.SCORE and item.points is not None:
        return Words(zh=f"填得分，0 至 {item.points:f}", en=f"write the points, 0 to {item.points:f}")
    if item.unit and item.kind in (ItemKind.NUMBER, ItemKind.COUNT):
        return Words(zh=f"填数字，单位 {item.unit}", en=f"write a number in {item.unit}")
    return ANSWER_FORMS[item.kind.value]
