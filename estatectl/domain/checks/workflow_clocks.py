"""Clocks of workflows: what starts, stops and holds them can happen, and what is paused goes on again. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.workflows import OPENED
from estatectl.domain.checks.written import Written, every_workflow, named, unknown
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.words import Words, same

_LISTS = ("start_on", "stop_on", "restart_on", "cancel_on")


def check_workflow_clocks(bundle: Bundle) -> Iterator[Problem]:
    """EST-387 for marks that nothing leaves, EST-394 for pauses that hold nothing, cannot happen or cannot end."""
    for each in every_workflow(bundle):
        yield from _unknown_marks(each)
        yield from _pauses(each)


def _unknown_marks(each: Written) -> Iterator[Problem]:
    workflow = each.workflow
    known = [OPENED, *(move.id for move in workflow.moves), *(stage.id for stage in workflow.stages)]
    words = Words(zh="“{name}”不是流转、环节或 opened", en="'{name}' is no move, no stage and not `opened`")
    for clock in each.node.each("clocks"):
        for key in _LISTS:
            yield from (unknown("EST-387", words, mark, known) for mark in named(clock, key) if mark.value not in known)


def _pauses(each: Written) -> Iterator[Problem]:
    heeded = {reason for clock in each.workflow.clocks for reason in clock.pause_reasons}
    given = dict(_reasons(each))
    for given_one, place in given.items():
        if given_one not in heeded:
            words = Words(zh="没有哪项计时会因“{reason}”暂停", en="no clock pauses for '{reason}'")
            hint = did_you_mean(given_one, heeded) or Words(
                zh="在计时的 pause_reasons 里写上它", en="write it under `pause_reasons` of a clock"
            )
            yield Problem("EST-394", words.fill(reason=same(given_one)), place, hint)
    for clock in each.node.each("clocks"):
        for reason in named(clock, "pause_reasons") if _all_known(each) else ():
            if reason.value not in given:
                words = Words(zh="没有流转会因“{name}”暂停", en="no move pauses for '{name}'")
                yield unknown("EST-394", words, reason, given)
    pausing = next((node["pauses"] for move, node in each.moves() if move.pauses is not None), None)
    if pausing is not None and not any(move.resumes for move in each.workflow.moves):
        words = Words(zh="能暂停，却没有流转能恢复", en="there is a pause, and no move that ends it")
        hint = Words(zh="给恢复的流转写 resumes: true", en="write resumes: true on the move that goes on")
        yield Problem("EST-394", words, pausing.key_place, hint)


def _all_known(each: Written) -> bool:
    """Whether every field in which a reason is given is there."""
    fields = {move.pauses.field for move in each.workflow.moves if move.pauses is not None}
    return fields <= {None, *each.workflow.fields}


def _reasons(each: Written) -> Iterator[tuple[str, Place]]:
    """Every reason that some move can give, and where it stands."""
    for move, node in each.moves():
        if move.pauses is None:
            continue
        if move.pauses.reason is not None:
            yield move.pauses.reason, node["pauses"]["reason"].place
        field = each.workflow.fields.get(move.pauses.field or "")
        if field is not None:
            written = each.node["fields"][field.name].get("values")
            for value in field.values:
                yield value, written[value].key_place if written else node["pauses"]["field"].place
