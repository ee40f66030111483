"""Plans: every one can be started, its measures have names of their own, and the moves that settle them exist."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.cases.moves import Consult
from estatectl.domain.checks.written import Written, every_workflow, named, unknown
from estatectl.domain.plans.plan import Plan
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

_NO_MOVE = Words(zh="能启动预案的流程里没有流转“{name}”", en="no workflow that starts plans has a move '{name}'")
_NO_PLAN = Words(zh="“{name}”不是写预案的字段", en="'{name}' is no field that names a plan")
_PLAN_FIELD = Words(
    zh="写成 {name}: {{type: choice, values_from: plans, …}}",
    en="write {name}: {{type: choice, values_from: plans, …}}",
)
_NEVER = Words(zh="没有规则会启动预案“{id}”", en="no rule ever starts the plan '{id}'")
_IN_A_RULE = Words(zh="在判定表里写 {field}: {id}", en="write {field}: {id} in a rule")
_TWICE = Words(zh="“{name}”在这个预案里指两项措施", en="'{name}' means two measures of this plan")
_LIKE_NUMBER = Words(zh="“{name}”会被当成措施的序号", en="'{name}' would be taken for the number of a measure")


def check_plans(bundle: Bundle) -> Iterator[Problem]:
    """EST-925 to EST-928."""
    starting = [each for each in every_workflow(bundle) if each.workflow.plan is not None]
    for each in starting:
        yield from _wrong_field(each)
    chosen = {plan for each in starting for plan in _chosen(bundle, each)}
    moves = [move.id for each in starting for move in each.workflow.moves]
    for node in bundle.documents.get("plan", ()):
        plan = bundle.plans[node.text("id")]
        if plan.place != node.place:
            continue  # a second document of one id is told as such
        yield from _unknown_moves(node, moves)
        yield from _names(plan, node)
        if starting and plan.id not in chosen:
            hint = _IN_A_RULE.fill(field=starting[0].workflow.plan, id=plan.id)
            yield Problem("EST-926", _NEVER.fill(id=same(plan.id)), plan.place, hint)


def _wrong_field(each: Written) -> Iterator[Problem]:
    name = each.node["plan"]
    field = each.workflow.fields.get(str(name.value))
    if field is None or field.kind is not FieldKind.CHOICE or field.source != "plans":
        hint = did_you_mean(str(name.value), each.workflow.fields) if field is None else None
        hint = hint or _PLAN_FIELD.fill(name=same(str(name.value)))
        yield Problem("EST-927", _NO_PLAN.fill(name=same(str(name.value))), name.place, hint)


def _chosen(bundle: Bundle, each: Written) -> Iterator[str]:
    """The plans that the tables of a workflow can conclude."""
    workflow = each.workflow
    consulted = [name for move, _ in each.moves() for effect in move.effects if isinstance(effect, Consult)
                 for name in effect.tables]  # fmt: skip
    for name in (*workflow.decides, *consulted):
        table = bundle.tables.get(name)
        rules = (*table.rules, *([table.otherwise] if table.otherwise else ())) if table else ()
        yield from (str(rule.then[workflow.plan]) for rule in rules if workflow.plan in rule.then)


def _unknown_moves(node: Node, moves: list[str]) -> Iterator[Problem]:
    for _, measure in node["measures"].items():
        yield from (unknown("EST-925", _NO_MOVE, each, moves) for each in named(measure, "done_by")
                    if each.value not in moves)  # fmt: skip


def _names(plan: Plan, node: Node) -> Iterator[Problem]:
    """A measure is called by its id, its title, an alias, or where it stands."""
    taken: dict[str, str] = {}
    numbers = {str(number) for number in range(1, len(plan.measures) + 1)}
    for each in plan.measures:
        written = node["measures"][each.id]
        for alias in named(written, "aliases"):
            if alias.value in numbers:
                yield Problem("EST-928", _LIKE_NUMBER.fill(name=same(str(alias.value))), alias.place)
        for name in dict.fromkeys((each.id, *each.aliases, each.title.zh, each.title.en)):
            if taken.setdefault(name, each.id) != each.id:
                yield Problem("EST-928", _TWICE.fill(name=same(name)), written.key_place)
