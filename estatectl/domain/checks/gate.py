"""What a gate leans on in workflows: names that stand for a case, and moves that clocks make. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.checks.fields import field_of
from estatectl.domain.checks.written import Written, every_workflow, named, unknown
from estatectl.domain.problems import Problem
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same


def check_gate(bundle: Bundle) -> Iterator[Problem]:
    """EST-386 and EST-399 for fields of `summary`, `once` and `argument`, EST-920 and EST-921 for what cannot work."""
    for each in every_workflow(bundle):
        for key in ("summary", "once"):
            for name in named(each.node, key):
                yield from field_of(each, name, FieldKind.TEXT)
        for name in named(each.node["open"], "argument"):
            yield from _argument(each, name)
        if each.workflow.once and not any(stage.inside for stage in each.workflow.stages):
            words = Words(zh="写了 once，却没有环节是在内的", en="`once` is written, and no stage is inside")
            hint = Words(zh="给在内的环节写 inside: true", en="write inside: true on the stage in which it counts")
            yield Problem("EST-920", words, each.node["once"].key_place, hint)
        for clock in each.node.each("clocks"):
            for name in named(clock, "on_late"):
                yield from _made_when_late(each, name)


def _argument(each: Written, name: Node) -> Iterator[Problem]:
    yield from field_of(each, name, FieldKind.TEXT)
    if name.value in each.workflow.fields and all(ask.field != name.value for ask in each.workflow.opening.asks):
        words = Words(zh="开单时不填字段“{name}”", en="the opening does not ask for the field '{name}'")
        hint = Words(zh="asks 里写上它", en="write it under `asks`")
        yield Problem("EST-399", words.fill(name=same(str(name.value))), name.place, hint)


def _made_when_late(each: Written, name: Node) -> Iterator[Problem]:
    """The move is there, the system may make it, it needs nothing, and it leads to an end."""
    workflow = each.workflow
    move = next((move for move in workflow.moves if move.id == name.value), None)
    if move is None:
        words = Words(zh="没有叫“{name}”的流转", en="no move is called '{name}'")
        yield unknown("EST-921", words, name, [known.id for known in workflow.moves])
        return
    stages = {stage.id: stage for stage in workflow.stages}
    wrong = (
        (SYSTEM not in move.by, Words(zh="by 里没有 system", en="`system` is not under its `by`")),
        (any(ask.required for ask in move.asks), Words(zh="要填字段", en="it asks for fields")),
        (
            not move.branches or not all(stages[to.to].final for to in move.branches if to.to in stages),
            Words(zh="不到终点", en="it does not lead to an end"),
        ),
    )
    for is_so, why in wrong:
        if is_so:
            words = Words(
                zh="到时不能由系统走“{name}”：{why}", en="the system cannot make '{name}' when time is up: {why}"
            )
            yield Problem("EST-921", words.fill(name=same(move.id), why=why), name.place)
