"""Escalation paths: steps in an order that can happen, an end at the top, and no call that nobody can stop. Domain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.escalation import TOP_POST, Anchor, EscalationPath, Offset
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words, same

_LIMITS = tuple(timedelta(minutes=each) for each in (5, 15, 30, 60, 120, 240, 480, 1440, 4320, 10_080))
"""Limits that a path is tried on: steps are out of order where no limit at all puts them in order."""


def check_escalation(bundle: Bundle) -> Iterator[Problem]:
    for path in bundle.paths.values():
        yield from _out_of_order(path)
        if TOP_POST not in path.steps[-1].tell:
            yield _not_to_the_top(path)
        if path.repeat is not None and not path.steps[-1].acknowledge:
            yield _endless(path)


def _out_of_order(path: EscalationPath) -> Iterator[Problem]:
    for before, after in pairwise(path.steps):
        if all(_moment(before.at, limit) > _moment(after.at, limit) for limit in _LIMITS):
            words = Words(
                zh="{after} 排在 {before} 之后，却更早到点", en="{after} stands after {before} but is earlier"
            )
            hint = Words(zh="按时间先后排列", en="write the steps in order of time")
            yield Problem("EST-342", words.fill(after=after.at, before=before.at), after.place, hint)
        elif before.at == after.at and before.tell == after.tell:
            words = Words(zh="{at} 同一时点告知同一人，写了两次", en="the same people are told twice at {at}")
            yield Problem("EST-342", words.fill(at=after.at), after.place)


def _moment(at: Offset, limit: timedelta) -> timedelta:
    length = at.length.elapsed
    match at.anchor:
        case Anchor.START:
            return length
        case Anchor.SHARE:
            return limit * at.percent / 100
        case Anchor.DUE:
            return limit - length if at.before else limit + length


def _not_to_the_top(path: EscalationPath) -> Problem:
    words = Words(zh="升级路径“{id}”最后没有到总经理", en="the path '{id}' does not end at the general manager")
    hint = Words(zh="最后一级的 tell 写上 general_manager", en="let the last step tell general_manager")
    return Problem("EST-343", words.fill(id=same(path.id)), path.steps[-1].place, hint)


def _endless(path: EscalationPath) -> Problem:
    words = Words(zh="“{id}”会重复提醒，却没人能确认", en="'{id}' repeats a step that nobody can acknowledge")
    hint = Words(zh="最后一级加 acknowledge: true", en="add acknowledge: true to the last step")
    return Problem("EST-346", words.fill(id=same(path.id)), path.steps[-1].place, hint)
