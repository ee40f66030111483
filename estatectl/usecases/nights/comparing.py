"""A night against those before it: what is new, what goes on, what is gone, and who or what comes back. Floor 2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from estatectl.domain.controls.night import Checked, Night, Repeat

LOOK_BACK = timedelta(days=30)
OFTEN = 3
"""How many times within the look back a finding begins for the same doer or thing before it counts as a repeat."""


def compared(night: Night, before: Checked | None, lately: Sequence[Checked]) -> Night:
    """The night with what it is against the one before, and with the repeats of the nights lately."""
    now = [verdict.id for verdict in night.findings]
    then: Collection[str] = before.findings if before is not None else ()
    return replace(
        night,
        before=None if before is None else before.day,
        new=tuple(each for each in now if each not in then),
        continuing=tuple(each for each in now if each in then),
        resolved=tuple(sorted(set(then) - set(now))),
        repeats=tuple(_repeats(night, sorted(lately, key=lambda each: each.day))),
        nights_known=len(lately),
    )


def _repeats(night: Night, lately: Sequence[Checked]) -> Iterator[Repeat]:
    """Who or what comes back: whose findings of one control began again and again, this night's among them."""
    began: Counter[tuple[str, str]] = Counter()
    then: Collection[str] = ()
    for found in (*(each.findings for each in lately), {each.id: each.subject.whose for each in night.findings}):
        began.update((name.partition("@")[0], whose) for name, whose in found.items() if name not in then)
        then = found
    here = {(verdict.control.id, verdict.subject.whose): verdict.control for verdict in night.findings}
    for (control, whose), times in sorted(began.items(), key=lambda each: (-each[1], each[0])):
        if times >= OFTEN and (control, whose) in here:
            yield Repeat(here[control, whose], whose, times)
