"""What follows from moves: the notices can be written, and the cases and moves set going can be. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.moves import Move, MoveOthers, OpenCase
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.checks.written import DEPARTMENT, Written, children_of, every_workflow, named
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

SAID = ("id", "summary", "stage")
"""What a notice may name of every case, besides its fields and counters."""


def check_following(bundle: Bundle) -> Iterator[Problem]:
    """EST-391, EST-392."""
    for each in every_workflow(bundle):
        yield from _own_ancestor(each, bundle)
        for move, node in each.moves():
            for effect, written in zip(move.effects, node.each("then"), strict=True):
                if "text" in written:
                    yield from check_notice(each, written["text"])
                elif isinstance(effect, OpenCase):
                    yield from _opening(each, effect, written, bundle)
                elif isinstance(effect, MoveOthers):
                    yield from _carried(each, move, effect, written, bundle)


_NAMED = Words(zh="写成 {mark} 的样子", en="write a name in braces: {mark}").fill(mark=same("{id}"))


def _own_ancestor(each: Written, bundle: Bundle) -> Iterator[Problem]:
    for parent in named(each.node, "parent"):
        line = _way_back(each.workflow.id, (each.workflow.id, str(parent.value)), bundle)
        if line:
            words = Words(zh="流程绕回了自己：{line}", en="the workflow hangs below itself: {line}")
            yield Problem("EST-392", words.fill(line=same(" → ".join(line))), parent.place)


def _way_back(start: str, line: tuple[str, ...], bundle: Bundle) -> tuple[str, ...]:
    """The parents from a workflow up to itself again; empty where there is no such circle."""
    if line[-1] == start:
        return line
    above = bundle.workflows.get(line[-1])
    for parent in above.parents if above is not None else ():
        if parent == start or parent not in line:
            found = _way_back(start, (*line, parent), bundle)
            if found:
                return found
    return ()


def check_notice(each: Written, node: Node) -> Iterator[Problem]:
    """EST-391 for a text that names what a case does not have."""
    known = (*SAID, *each.workflow.fields, *each.workflow.counters)
    for lang in ("zh", "en"):
        text = node[lang]
        try:
            marks = [name for _, name, _, _ in Formatter().parse(str(text.value)) if name is not None]
        except ValueError:
            words = Words(zh="花括号不成对", en="the braces do not match")
            hint = Words(zh="写 {mark}；要写花括号本身就写两次", en="write {mark}; a brace itself is written twice")
            yield Problem("EST-391", words, text.place, hint.fill(mark=same("{id}")))
            continue
        for name in marks:
            if name not in known:
                words = Words(zh="通知里没有“{name}”可填", en="a notice has nothing to put in the place of '{name}'")
                yield Problem("EST-391", words.fill(name=same(name)), text.place, did_you_mean(name, known) or _NAMED)


def _opening(each: Written, effect: OpenCase, node: Node, bundle: Bundle) -> Iterator[Problem]:
    opened = bundle.workflows.get(effect.workflow)
    if opened is None:
        return
    above_all = (each.workflow.parents or (None,)) if effect.under_parent else (each.workflow.id,)
    for above in () if effect.detached else above_all:
        if above not in opened.parents:
            words = Words(zh="“{opened}”的上级不是“{above}”", en="the parent of '{opened}' is not '{above}'")
            hint = Words(zh="在“{opened}”里写 parent: {above}", en="let '{opened}' say parent: {above}")
            said = {"opened": same(opened.id), "above": same(above or "–")}
            yield Problem("EST-392", words.fill(**said), node["open"].place, hint.fill(**said) if above else None)
    if SYSTEM not in opened.opening.by:
        yield _not_for_the_system(opened, opened.opening, node["open"].place)
    if effect.departments is not None and DEPARTMENT not in opened.fields:
        words = Words(zh="“{opened}”没有字段 department", en="'{opened}' has no field 'department'")
        yield Problem("EST-392", words.fill(opened=same(opened.id)), node["open"].place)
    yield from _handed_on(each, opened, node)
    handed = {*each.workflow.fields, *effect.hands_on, *((DEPARTMENT,) if effect.departments is not None else ())}
    for name in _needed(opened.opening):
        if name not in handed:
            yield _nothing_to_hand_on(opened, opened.opening, name, node["open"].place)


def _handed_on(each: Written, opened: Workflow, node: Node) -> Iterator[Problem]:
    """Fields handed on under another name: both are there, and of one kind."""
    for name, own in node["hands_on"].items() if "hands_on" in node else ():
        given, taken = each.workflow.fields.get(str(own.value)), opened.fields.get(name)
        if taken is None:
            words = Words(zh="“{opened}”没有字段“{name}”", en="'{opened}' has no field '{name}'")
            filled = words.fill(opened=same(opened.id), name=same(name))
            yield Problem("EST-392", filled, own.key_place, did_you_mean(name, opened.fields))
        if given is None:
            words = Words(zh="没有叫“{name}”的字段", en="no field is called '{name}'").fill(name=same(str(own.value)))
            yield Problem("EST-392", words, own.place, did_you_mean(str(own.value), each.workflow.fields))
        if given is not None and taken is not None and given.kind is not taken.kind:
            words = Words(
                zh="“{own}”是 {here}，“{name}”要的是 {there}", en="'{own}' is of type {here}, '{name}' of type {there}"
            )
            said = {"own": given.name, "here": given.kind.value, "name": name, "there": taken.kind.value}
            yield Problem("EST-392", words.fill(**{key: same(text) for key, text in said.items()}), own.place)


def _carried(each: Written, move: Move, effect: MoveOthers, node: Node, bundle: Bundle) -> Iterator[Problem]:
    others = _others(each.workflow, effect.whom, bundle)
    place = node["make"].place
    if not others:
        words = Words(zh="“{id}”没有{whom}单", en="'{id}' has no {whom}").fill(
            id=same(each.workflow.id), whom=_WHOM[effect.whom]
        )
        yield Problem("EST-392", words, node["carry_to"].place)
        return
    found = [(other, made) for other in others if (made := other.move(effect.move)) is not None]
    if not found:
        names = [made.id for other in others for made in other.moves]
        words = Words(zh="{whom}单没有“{move}”这个流转", en="the {whom} have no move '{move}'")
        filled = words.fill(whom=_WHOM[effect.whom], move=same(effect.move))
        yield Problem("EST-392", filled, place, did_you_mean(effect.move, names))
    given = {ask.field for ask in move.asks}
    sound = given <= set(each.workflow.fields)
    for other, made in found:
        if SYSTEM not in made.by:
            yield _not_for_the_system(other, made, place)
        for name in _needed(made) if sound else ():
            if name not in given:
                yield _nothing_to_hand_on(other, made, name, place)


_WHOM = {"children": Words(zh="下级", en="children"), "parent": Words(zh="上级", en="parent")}


def _others(workflow: Workflow, whom: str, bundle: Bundle) -> tuple[Workflow, ...]:
    if whom == "children":
        return children_of(bundle, workflow)
    return tuple(bundle.workflows[above] for above in workflow.parents if above in bundle.workflows)


def _needed(move: Move) -> list[str]:
    return [ask.field for ask in move.asks if ask.required]


def _not_for_the_system(workflow: Workflow, move: Move, place: Place) -> Problem:
    words = Words(zh="系统无权办“{id} {move}”", en="the system may not make '{id} {move}'")
    hint = Words(zh="在那个流转的 by 里加上 system", en="add `system` to `by` of that move")
    return Problem("EST-392", words.fill(id=same(workflow.id), move=same(move.id)), place, hint)


def _nothing_to_hand_on(workflow: Workflow, move: Move, name: str, place: Place) -> Problem:
    words = Words(
        zh="“{id} {move}”要填“{name}”，这里给不出", en="'{id} {move}' needs '{name}', and nothing here gives it"
    ).fill(id=same(workflow.id), move=same(move.id), name=same(name))
    hint = Words(
        zh='这里也填写它，或在那边改成可不填："{name}?"', en='ask for it here too, or make it an extra there: "{name}?"'
    )
    return Problem("EST-392", words, place, hint.fill(name=same(name)))
