"""Who makes the moves of workflows and who hears of them: every name leads to somebody. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.moves import ROLES, Move, MoveOthers, OpenCase
from estatectl.domain.cases.permissions import OPENER, SYSTEM
from estatectl.domain.cases.workflows import OPENED, Workflow
from estatectl.domain.checks.written import DEPARTMENT, HANDLER, Written, children_of, every_workflow, named, unknown
from estatectl.domain.problems import Problem
from estatectl.domain.registers.register import OpenFromLine
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

HEARERS = ("handler", "opener", "department_head", "department")
"""Roles that lead to a person or a post to be told."""

_NEEDS = {"handler": HANDLER, "department_head": DEPARTMENT, "department": DEPARTMENT}


def check_makers(bundle: Bundle) -> Iterator[Problem]:
    """EST-384, EST-385. Of names that nobody knows nothing further is said."""
    posts = tuple(bundle.organisation.posts)
    for each in every_workflow(bundle):
        for move, node in each.moves():
            strangers = [*_strangers(node, posts), *_strangers_kept_out(each, node, bundle)]
            yield from strangers
            yield from _nobody_told(each, node)
            if not any(problem.place in {by.place for by in named(node, "by")} for problem in strangers):
                yield from _unmade(each, move, node, bundle)


def _strangers(node: Node, posts: tuple[str, ...]) -> Iterator[Problem]:
    words = Words(zh="没有叫“{name}”的岗位或角色", en="no post or role is called '{name}'")
    for name in named(node, "by"):
        if name.value not in (*posts, *ROLES):
            yield unknown("EST-385", words, name, (*posts, *ROLES))
    for effect in node.each("then"):
        for name in named(effect, "tell"):
            if name.value not in (*posts, *HEARERS):
                yield unknown("EST-385", words, name, (*posts, *HEARERS))


def _strangers_kept_out(each: Written, node: Node, bundle: Bundle) -> Iterator[Problem]:
    workflows = (each.workflow, *children_of(bundle, each.workflow))
    known = [OPENED, HANDLER, *(move.id for workflow in workflows for move in workflow.moves)]
    words = Words(
        zh="“{name}”不是本单或下级单的流转，也不是 handler",
        en="'{name}' is no move of this workflow or of those below it, nor `handler`",
    )
    yield from (unknown("EST-385", words, name, known) for name in named(node, "not_by") if name.value not in known)


def _nobody_told(each: Written, node: Node) -> Iterator[Problem]:
    for effect in node.each("then"):
        for name in named(effect, "tell"):
            if not _leads_somewhere(str(name.value), each.workflow):
                words = Words(
                    zh="没有字段“{field}”，“{role}”谁也通知不到", en="'{role}' is nobody without a field '{field}'"
                ).fill(role=same(str(name.value)), field=same(_NEEDS[str(name.value)]))
                yield Problem("EST-385", words, name.place, _declare)


_declare = Words(zh="在 fields 里加上这个字段，或写岗位", en="declare that field, or name a post")


def _leads_somewhere(name: str, workflow: Workflow) -> bool:
    return _NEEDS.get(name, "") in ("", *workflow.fields)


def _unmade(each: Written, move: Move, node: Node, bundle: Bundle) -> Iterator[Problem]:
    """A move that no person may make is made by the system: by itself, or because of another move."""
    workflow, place = each.workflow, node["by"].key_place
    opening = move is workflow.opening  # of which there is no opener yet
    people = [name for name in move.by if name != SYSTEM and not (opening and name == OPENER)]
    if any(_leads_somewhere(name, workflow) for name in people):
        return
    if people and SYSTEM not in move.by:
        words = Words(
            zh="没有人能“{move}”：缺字段“{field}”", en="nobody may make '{move}': there is no field '{field}'"
        ).fill(move=same(move.id), field=same(_NEEDS[people[0]]))
        yield Problem("EST-384", words, place, _declare)
    elif opening and not _opened_by_others(workflow, bundle):
        words = Words(zh="谁也不会开“{id}”这种单", en="nobody ever opens a case of '{id}'").fill(id=same(workflow.id))
        hint = Words(
            zh="by 写上岗位，或让别的流程用 open: {id} 开单", en="name a post under `by`, or let a move `open: {id}`"
        ).fill(id=same(workflow.id))
        yield Problem("EST-384", words, place, hint)
    elif not opening and not _made_unasked(workflow, move) and not _made_by_others(workflow, move, bundle):
        words = Words(
            zh="“{move}”只能由系统办，却没有什么会触发它",
            en="only the system may make '{move}', and nothing ever makes it do so",
        )
        hint = Words(
            zh="by 写上岗位，或写 auto，或在别的流转里写 make: {move}",
            en="name a post under `by`, say when it is `auto`, or let another move `make: {move}`",
        ).fill(move=same(move.id))
        yield Problem("EST-384", words.fill(move=same(move.id)), place, hint)


def _made_unasked(workflow: Workflow, move: Move) -> bool:
    """Whether it makes itself, an import makes it, a round that is made up, a clock whose time is up, or a draw."""
    late = any(clock.on_late == move.id for clock in workflow.clocks)
    drawn = workflow.materials is not None and workflow.materials.move == move.id
    return late or drawn or move.auto is not None or move.records_history or move.made_up


def _opened_by_others(workflow: Workflow, bundle: Bundle) -> bool:
    return any(
        isinstance(effect, OpenCase) and effect.workflow == workflow.id
        for other in bundle.workflows.values()
        for move in (other.opening, *other.moves)
        for effect in move.effects
    ) or any(
        isinstance(effect, OpenFromLine) and effect.workflow == workflow.id
        for register in bundle.registers.values()
        for effect in register.effects
    )


def _made_by_others(workflow: Workflow, move: Move, bundle: Bundle) -> bool:
    makers = [("parent", each) for each in children_of(bundle, workflow)]
    makers += [("children", bundle.workflows[above]) for above in workflow.parents if above in bundle.workflows]
    return any(
        isinstance(effect, MoveOthers) and effect.whom == whom and effect.move in (move.id, *move.aliases)
        for whom, maker in makers
        for made in (maker.opening, *maker.moves)
        for effect in made.effects
    )
