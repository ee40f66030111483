"""What workflows take from rounds: tests that can be judged, misses made up, checks that fall due. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.cases.moves import Move, Schedule
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.checks.written import Written, every_workflow
from estatectl.domain.problems import Place, Problem
from estatectl.domain.programmes.occurrences import is_event
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

ROUND, ITEM, READING, PASSED = "round", "item", "reading", "passed"
"""Fields that the house reads: the finding of the case, what was tested, the new reading, and what is said of it."""

_OF_A_RETEST: Mapping[str, FieldKind] = {
    ROUND: FieldKind.TEXT,
    ITEM: FieldKind.CHOICE,
    READING: FieldKind.TEXT,
    PASSED: FieldKind.FLAG,
}
_WRITTEN: Mapping[str, str] = {
    ROUND: "round: {type: text, …}",
    ITEM: "item: {type: choice, values_from: items, …}",
    READING: "reading: {type: text, …}",
    PASSED: "passed: {type: flag, …}",
}


def check_workflow_rounds(bundle: Bundle) -> Iterator[Problem]:
    """EST-840 to EST-843."""
    workflows = every_workflow(bundle)
    for each in workflows:
        for move, node in each.moves():
            if move.retests:
                yield from _retest(each, move, node)
            if move.made_up:
                yield from _made_up(each, move, node)
    yield from _schedules(workflows, bundle)


def _retest(each: Written, move: Move, node: Node) -> Iterator[Problem]:
    place = node["retests"].key_place
    yield from _missing_fields(each, _OF_A_RETEST, "EST-840", place)
    if not any(ask.field == READING and ask.required for ask in move.asks):
        words = Words(zh="复测的流转要填写“{name}”", en="a move that tests again asks for '{name}'")
        hint = Words(zh="asks 里写上 {name}，不带问号", en="write {name} under `asks`, without a question mark")
        yield Problem("EST-840", words.fill(name=same(READING)), place, hint.fill(name=same(READING)))
    if any(ask.field == PASSED for ask in move.asks):
        words = Words(
            zh="复测是否合格由系统判定，不由人填写“{name}”",
            en="whether a test passed is judged, not asked for: '{name}'",
        )
        yield Problem("EST-840", words.fill(name=same(PASSED)), place)


def _made_up(each: Written, move: Move, node: Node) -> Iterator[Problem]:
    place = node["made_up"].key_place
    yield from _missing_fields(each, {ROUND: FieldKind.TEXT}, "EST-841", place)
    if SYSTEM not in move.by:
        words = Words(zh="补做后由系统走这一步，by 里却没有 system", en="the system makes this move, and may not")
        yield Problem("EST-841", words, place, Words(zh="by 里加上 system", en="add `system` to `by`"))
    for ask in move.asks:
        if ask.required:
            words = Words(zh="系统走这一步时没有“{name}”可填", en="the system has nothing to give for '{name}' here")
            hint = Words(zh='改成可不填："{name}?"', en='make it an extra: "{name}?"').fill(name=same(ask.field))
            yield Problem("EST-841", words.fill(name=same(ask.field)), place, hint)


def _missing_fields(each: Written, wanted: Mapping[str, FieldKind], code: str, place: Place) -> Iterator[Problem]:
    for name, kind in wanted.items():
        known = each.workflow.fields.get(name)
        if known is None or known.kind is not kind:
            words = Words(
                zh="流程“{id}”没有 {kind} 类型的字段“{name}”", en="'{id}' has no field '{name}' of type {kind}"
            ).fill(id=same(each.workflow.id), name=same(name), kind=same(kind.value))
            hint = Words(zh="在 fields 里写 {form}", en="write {form} under `fields`").fill(form=same(_WRITTEN[name]))
            yield Problem(code, words, place, hint)


def _schedules(workflows: tuple[Written, ...], bundle: Bundle) -> Iterator[Problem]:
    """Programmes that count from a move of a case, and the moves that they count from, belong together.

    Where a move names the wrong programme, nothing is concluded about those that no move names.
    """
    begun = {name.value: name for each in workflows for name in _begun_by(each)}
    fitting = {id_ for id_, programme in bundle.programmes.items() if is_event(programme)}
    for name, place in begun.items():
        if name in bundle.programmes and name not in fitting:
            yield _not_from_an_event(name, place.place)
    if not set(begun) <= fitting:
        return
    for node in bundle.documents.get("programme", ()):
        if node.text("id") in fitting - set(begun):
            yield _never_begun(node)


def _begun_by(each: Written) -> Iterator[Node]:
    """The names of programmes that moves of a workflow schedule."""
    for move, node in each.moves():
        for effect, written in zip(move.effects, node.each("then"), strict=True):
            if isinstance(effect, Schedule):
                yield written["schedule"]


def _never_begun(node: Node) -> Problem:
    name = same(node.text("id"))
    words = Words(
        zh="计划“{id}”从事项的一步起算，却没有流转安排它",
        en="the programme '{id}' counts from a move of a case, and no move begins it",
    )
    hint = Words(
        zh="在流转的 then 里写 schedule: {id}，或改 cadence",
        en="write schedule: {id} under `then` of a move, or change its cadence",
    )
    return Problem("EST-843", words.fill(id=name), node["cadence"].key_place, hint.fill(id=name))


def _not_from_an_event(programme: str, place: Place) -> Problem:
    words = Words(
        zh="计划“{id}”有自己的日程，不从事项起算", en="the programme '{id}' has its own days, and counts from no case"
    ).fill(id=same(programme))
    hint = Words(
        zh="schedule 只能写 cadence 为 after_event 的计划",
        en="`schedule` is for programmes whose cadence is after_event",
    )
    return Problem("EST-842", words, place, hint)
