"""Fields and counters of workflows: those named are declared, of the kind that is needed, and asked for. Domain."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.cases.moves import Move
from estatectl.domain.checks.written import DEPARTMENT, HANDLER, Written, every_workflow, named, unknown
from estatectl.domain.problems import Problem
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

INTO = "into"
"""The field that names the case into which another one is merged."""

_CHOOSING = (FieldKind.CHOICE, FieldKind.CHOICES)
_NO_FIELD = Words(zh="没有叫“{name}”的字段", en="no field is called '{name}'")
_NO_COUNTER = Words(zh="没有叫“{name}”的计数", en="no counter is called '{name}'")


def check_fields(bundle: Bundle) -> Iterator[Problem]:
    """EST-386 for names that are not declared, EST-399 for fields that are not what their use needs."""
    for each in every_workflow(bundle):
        for key in ("understands", "locates"):
            for name in named(each.node, key):
                yield from field_of(each, name, FieldKind.TEXT)
                yield from _asked(each, each.workflow.opening, name)
        for held, kind in ((HANDLER, FieldKind.PERSON), (DEPARTMENT, FieldKind.CHOICE)):
            if held in each.workflow.fields and each.workflow.fields[held].kind is not kind:
                yield _wrong_kind(held, each.node["fields"][held]["type"], kind)
        for clock in each.node.each("clocks"):
            for name in named(clock, "due_from"):
                yield from field_of(each, name, FieldKind.DATE, FieldKind.INSTANT)
        for move, node in each.moves():
            yield from _of_move(each, move, node, bundle)


def _of_move(each: Written, move: Move, node: Node, bundle: Bundle) -> Iterator[Problem]:
    for ask in node.each("asks"):
        name = ask["field"] if ask.is_mapping else ask
        if str(name.value).removesuffix("?") not in each.workflow.fields:
            bare = Node(name.file, [name.place.line, name.place.col, str(name.value).removesuffix("?")])
            yield unknown("EST-386", _NO_FIELD, bare, each.workflow.fields)
    for count in node.each("counts"):
        if count.text("counter") not in each.workflow.counters:
            yield unknown("EST-386", _NO_COUNTER, count["counter"], each.workflow.counters)
    for effect in node.each("then"):
        for name in named(effect, "departments"):
            yield from field_of(each, name, *_CHOOSING)
    for sheet in node.each("checklists"):
        for name in named(sheet, "named_by"):
            yield from _names_checklists(each, name, bundle)
    for filled, table in node["fills"].items() if "fills" in node else ():
        key = Node(node.file, [table.key_place.line, table.key_place.col, filled])
        yield from field_of(each, key, *(FieldKind if filled == HANDLER else (FieldKind.PERSON,)))
        yield from _asked(each, move, key)
    if "pauses" in node:
        yield from _of_pause(each, move, node["pauses"])
    if move.merges and not any(ask.field == INTO and ask.required for ask in move.asks):
        words = Words(zh="并单的流转要填写字段“{name}”", en="a move that merges asks for the field '{name}'")
        yield Problem("EST-399", words.fill(name=same(INTO)), node["merges"].key_place, _ask_for(INTO))
    elif move.merges and INTO in each.workflow.fields and each.workflow.fields[INTO].kind is not FieldKind.CASE:
        yield _wrong_kind(INTO, each.node["fields"][INTO]["type"], FieldKind.CASE)


def field_of(each: Written, name: Node, *kinds: FieldKind) -> Iterator[Problem]:
    """EST-386 where the field is not declared, EST-399 where it is of none of the kinds."""
    field = each.workflow.fields.get(str(name.value))
    if field is None:
        yield unknown("EST-386", _NO_FIELD, name, each.workflow.fields)
    elif field.kind not in kinds:
        yield _wrong_kind(field.name, name, *kinds)


def _wrong_kind(name: str, node: Node, *kinds: FieldKind) -> Problem:
    words = Words(
        zh="字段“{name}”要是 {kinds} 类型，才能用在这里", en="the field '{name}' must be of type {kinds} for this"
    )
    listed = Words(zh=" 或 ".join(kind.value for kind in kinds), en=" or ".join(kind.value for kind in kinds))
    return Problem("EST-399", words.fill(name=same(name), kinds=listed), node.place)


def _names_checklists(each: Written, name: Node, bundle: Bundle) -> Iterator[Problem]:
    yield from field_of(each, name, FieldKind.CHOICE)
    field = each.workflow.fields.get(str(name.value))
    if field is not None and not set(field.values) <= set(bundle.vocabulary["checklists"]):
        words = Words(zh="字段“{name}”的取值不是检查表", en="the values of the field '{name}' are no checklists")
        hint = Words(zh="给它写 values_from: checklists", en="give it values_from: checklists")
        yield Problem("EST-399", words.fill(name=same(field.name)), name.place, hint)


def _of_pause(each: Written, move: Move, node: Node) -> Iterator[Problem]:
    for name in named(node, "field"):
        yield from field_of(each, name, FieldKind.CHOICE)
        yield from _asked(each, move, name)
    evidence = node["evidence"]
    yield from field_of(each, evidence, *FieldKind)
    yield from _asked(each, move, evidence)


def _asked(each: Written, move: Move, name: Node) -> Iterator[Problem]:
    """A field that something rests on is asked for, and not as an extra."""
    asks = [ask for ask in move.asks if ask.field == name.value]
    proposed = name.value in move.fills
    if name.value in each.workflow.fields and not any(ask.required or proposed for ask in asks):
        words = Words(
            zh="“{move}”没有要求填写字段“{name}”",
            en="'{move}' does not ask for the field '{name}', or only as an extra",
        ).fill(move=same(move.id), name=same(str(name.value)))
        yield Problem("EST-399", words, name.place, _ask_for(str(name.value)))


def _ask_for(name: str) -> Words:
    return Words(zh="asks 里写上 {name}，不带问号", en="write {name} under `asks`, without a question mark").fill(
        name=same(name)
    )
