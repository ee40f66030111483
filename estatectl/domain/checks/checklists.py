"""Meaning: a checklist can be passed, its limits fit together, and its items cannot be mistaken for each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from estatectl.domain.bundle import Bundle
from estatectl.domain.checklists.checklist import Checklist
from estatectl.domain.checklists.item_names import folded, names_of
from estatectl.domain.checklists.items import Item, ItemKind
from estatectl.domain.checklists.limits import Limits
from estatectl.domain.checklists.units import same_unit
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words


def check_checklists(bundle: Bundle) -> Iterator[Problem]:
    """Every item has an answer that is in order, and what is said about its numbers goes together."""
    for checklist in bundle.checklists.values():
        for item in checklist.items:
            yield from _hopeless(checklist, item)
            yield from _ranges(item)
            yield from _units(item)
        yield from _aliases(checklist)
        yield from _scores(checklist)
        yield from _only_for_rounds(checklist)


def _hopeless(checklist: Checklist, item: Item) -> Iterator[Problem]:
    sets = (item.limits, *item.limits_for.values(), item.warning, item.plausible)
    hopeful = not item.choices or any(not choice.falls_short for choice in item.choices)
    whole = item.kind is ItemKind.COUNT
    if not hopeful or not all(each.both(_possible(item)).can_be_met(by_whole_numbers=whole) for each in sets):
        words = Words(
            zh="检查表“{sheet}”的“{item}”没有合格答案", en="no answer to '{item}' of '{sheet}' is in order"
        ).fill(sheet=checklist.id, item=item.id)
        hint = Words(zh="检查 limits 和 falls_short", en="look at limits and falls_short")
        yield Problem("EST-379", words, item.place, hint)


def _possible(item: Item) -> Limits:
    """What numbers an item takes at all."""
    if item.kind is ItemKind.SCORE:
        return Limits(gte=Decimal(0), lte=item.points)
    return Limits(gte=Decimal(0)) if item.kind is ItemKind.COUNT else Limits()


def _ranges(item: Item) -> Iterator[Problem]:
    """EST-820, EST-821: a warning comes before the limit, and what is in order is plausible."""
    every = (item.limits, *item.limits_for.values())
    narrow = [limits for limits in every if item.warning.stated and not limits.frame(item.warning)]
    wide = [limits for limits in every if item.plausible.stated and not item.plausible.frame(limits)]
    for limits in narrow[:1]:
        words = Words(
            zh="“{item}”的 warning（{warning}）不在 limits（{limits}）之内",
            en="'{item}': warning ({warning}) is not inside limits ({limits})",
        ).fill(item=item.id, warning=item.warning.shown(item.unit), limits=limits.shown(item.unit))
        yield Problem("EST-820", words, item.place, Words(zh="收紧 warning", en="make warning the tighter"))
    for limits in wide[:1]:
        words = Words(
            zh="“{item}”的合格范围（{limits}）超出了 plausible（{plausible}）",
            en="'{item}': limits ({limits}) reach beyond plausible ({plausible})",
        ).fill(item=item.id, plausible=item.plausible.shown(item.unit), limits=limits.shown(item.unit))
        yield Problem("EST-821", words, item.place, Words(zh="放宽 plausible", en="make plausible the wider"))


def _units(item: Item) -> Iterator[Problem]:
    """EST-825: other units need one to be turned into, and each is there once."""
    if item.units and not item.unit:
        words = Words(zh="“{item}”写了 units，却没有 unit", en="'{item}' has units but no unit to turn them into")
        hint = Words(zh="写上 unit", en="write its unit")
        yield Problem("EST-825", words.fill(item=item.id), item.place, hint)
    seen = {same_unit(item.unit)}
    for unit in item.units:
        if same_unit(unit) in seen:
            words = Words(zh="“{item}”的单位“{unit}”重复", en="'{item}' has the unit '{unit}' twice")
            hint = Words(zh="大小写和空格不算区别", en="letters of either case and spaces make no difference")
            yield Problem("EST-825", words.fill(item=item.id, unit=unit), item.place, hint)
        seen.add(same_unit(unit))


def _aliases(checklist: Checklist) -> Iterator[Problem]:
    """EST-824: a name that staff may type means one item."""
    owners: dict[str, set[str]] = {}
    for item in checklist.items:
        for name in names_of(item):
            owners.setdefault(folded(name), set()).add(item.id)
    for item in checklist.items:
        for alias in item.aliases:
            others = sorted(owners[folded(alias)] - {item.id})
            if others:
                words = Words(
                    zh="“{item}”的简称“{alias}”也是“{other}”的名称",
                    en="'{alias}', an alias of '{item}', also names '{other}'",
                ).fill(item=item.id, alias=alias, other=others[0])
                yield Problem("EST-824", words, item.place, Words(zh="换一个简称", en="choose another alias"))


def _scores(checklist: Checklist) -> Iterator[Problem]:
    """EST-822: points are counted where there are any, and only there."""
    scored = [item for item in checklist.items if item.kind is ItemKind.SCORE]
    if scored and checklist.pass_mark is None and checklist.purpose == "round":
        words = Words(
            zh="“{item}”评分，但检查表没有写 score", en="'{item}' is given points, but the checklist has no score"
        )
        hint = Words(zh="写上及格线，如 score: {{pass: 90}}", en="write the pass mark: score: {{pass: 90}}").fill()
        yield Problem("EST-822", words.fill(item=scored[0].id), scored[0].place, hint)
    if checklist.pass_mark is not None and not scored:
        words = Words(zh="检查表“{sheet}”写了 score，却没有评分项", en="'{sheet}' has a score but no item with points")
        hint = Words(zh="加上 kind: score 的项目，或删去 score", en="add items of kind score, or take score out")
        yield Problem("EST-822", words.fill(sheet=checklist.id), checklist.place, hint)


def _only_for_rounds(checklist: Checklist) -> Iterator[Problem]:
    """EST-828: what only a round makes use of."""
    if checklist.purpose == "round":
        return
    used = {"ordered": checklist.ordered, "score": checklist.pass_mark is not None}
    found = [(key, checklist.place) for key, is_used in used.items() if is_used]
    for item in checklist.items:
        said = {
            "each": item.each is not None,
            "aliases": bool(item.aliases),
            "limits_for": bool(item.limits_for),
            "warning": item.warning.stated,
            "plausible": item.plausible.stated,
            "kind: score": item.kind is ItemKind.SCORE,
        }
        found += [(key, item.place) for key, is_said in said.items() if is_said]
    for key, place in found:
        words = Words(zh="{key} 只用于巡查的检查表", en="{key} is for the checklists of rounds only").fill(key=key)
        hint = Words(zh="改 purpose: round，或删去它", en="write purpose: round, or take it out")
        yield Problem("EST-828", words, place, hint)
