"""Stages of workflows: each exists, can be reached, and has a way to an end. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from estatectl.domain.bundle import Bundle
from estatectl.domain.checks.written import Written, every_workflow, named, unknown
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.conditions import ALWAYS
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

Edges = Mapping[str, frozenset[str]]
"""Where moves lead from each stage. Whether a condition ever lets them is not asked."""


def check_stages(bundle: Bundle) -> Iterator[Problem]:
    """EST-380 to EST-383, EST-393. Where a stage is unknown, nothing is concluded from where the others lead."""
    for each in every_workflow(bundle):
        strangers = list(_unknown_stages(each))
        yield from strangers
        if not strangers:
            yield from _lost_stages(each)
        yield from _final_with_moves(each)
        yield from _falling_through(each)


def reached(edges: Edges, *starts: str) -> frozenset[str]:
    """The stages that the starts lead to, themselves included."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += edges.get(here, ())
    return frozenset(found)


def turned(edges: Edges) -> Edges:
    """The same edges, each the other way round."""
    back: dict[str, set[str]] = {}
    for here, others in edges.items():
        for other in others:
            back.setdefault(other, set()).add(here)
    return {here: frozenset(others) for here, others in back.items()}


def _unknown_stages(each: Written) -> Iterator[Problem]:
    known = [stage.id for stage in each.workflow.stages]
    words = Words(zh="没有叫“{name}”的环节", en="no stage is called '{name}'")
    written: list[Node] = []
    for _, node in each.moves():
        written += named(node, "from")
        written += [branch["stage"] if branch.is_mapping else branch for branch in named(node, "to")]
    for clock in each.node.each("clocks"):
        written += named(clock, "pause_stages")
    yield from (unknown("EST-380", words, node, known) for node in written if node.value not in known)


def _lost_stages(each: Written) -> Iterator[Problem]:
    workflow = each.workflow
    edges = _edges(each)
    met = reached(edges, *workflow.first_stages)
    saved = reached(turned(edges), *(stage.id for stage in workflow.stages if stage.final))
    for stage in workflow.stages:
        if stage.id not in met:
            words = Words(zh="环节“{id}”永远到不了", en="the stage '{id}' can never be reached").fill(id=same(stage.id))
            hint = Words(zh="让某个流转的 to 指向它，或删掉它", en="let a move lead `to` it, or delete it")
            yield Problem("EST-381", words, stage.place, hint)
        elif stage.id not in saved:
            words = Words(zh="从环节“{id}”走不到任何终点", en="no way leads from the stage '{id}' to an end")
            yield Problem("EST-382", words.fill(id=same(stage.id)), stage.place, _way_out(each))


def _edges(each: Written) -> Edges:
    edges: dict[str, set[str]] = {}
    for move in each.workflow.moves:
        for here in move.from_stages:
            edges.setdefault(here, set()).update(branch.to for branch in move.branches)
    return {here: frozenset(others) for here, others in edges.items()}


def _way_out(each: Written) -> Words:
    ends = [stage.id for stage in each.workflow.stages if stage.final]
    if not ends:
        return Words(
            zh="没有终点：给最后的环节写 final: true", en="there is no end: write final: true on the last stage"
        )
    words = Words(zh="加一个从它出发、通向 {ends} 的流转", en="add a move from it on the way to {ends}")
    return words.fill(ends=same(", ".join(ends)))


def _final_with_moves(each: Written) -> Iterator[Problem]:
    ends = {stage.id for stage in each.workflow.stages if stage.final}
    for move, node in each.moves():
        for start in named(node, "from"):
            if start.value in ends and any(branch.to != start.value for branch in move.branches):
                words = Words(
                    zh="“{stage}”是终点，“{move}”却还能从那里走",
                    en="the stage '{stage}' is final, but the move '{move}' leads on from it",
                ).fill(stage=same(str(start.value)), move=same(move.id))
                hint = Words(
                    zh="从 from 里去掉它，或去掉 final", en="take it out of `from`, or take `final` off the stage"
                )
                yield Problem("EST-383", words, start.place, hint)


def _falling_through(each: Written) -> Iterator[Problem]:
    """Branches after one that always holds, and a last one that may not hold: the case would stay where it is."""
    for move, _ in each.moves():
        for branch in move.branches[:-1]:
            if branch.when == ALWAYS:
                yield _not_last(branch.to, branch.place)
        if move.branches and move.branches[-1].when != ALWAYS:
            words = Words(
                zh="“{move}”的条件都不成立时，单子会停在原处",
                en="where no condition of '{move}' holds the case stays put",
            ).fill(move=same(move.id))
            hint = Words(zh="最后一项不写 when", en="write the last stage without `when`")
            yield Problem("EST-393", words, move.branches[-1].place, hint)


def _not_last(stage: str, place: Place) -> Problem:
    words = Words(
        zh="去往“{stage}”没有条件，后面的都轮不到", en="'{stage}' is always taken; the stages after it never are"
    )
    hint = Words(zh="把它移到最后，或加 when", en="move it to the end, or give it a `when`")
    return Problem("EST-393", words.fill(stage=same(stage)), place, hint)
