"""Who answers for a control hears of what a night found new: one notice a person, in the transaction that keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from estatectl.domain.controls.control import Severity
from estatectl.domain.controls.night import Night, Verdict
from estatectl.domain.entries import Draft
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.usecases.desk import Desk
from estatectl.usecases.nights.record import NIGHTS
from estatectl.usecases.telling import queue_notice

FOUND, CRITICAL = "night.found", "night.critical"
"""The templates of these notices: the second where something critical is among what is told."""

_NAMED = 3


def tell_findings(desk: Desk, night: Night, version: int) -> None:
    """Queue a notice for everybody who holds a post that answers for something new, and note it."""
    new = set(night.new)
    for person, found in _by_person(desk, [each for each in night.findings if each.id in new]).items():
        critical = any(each.control.severity is Severity.CRITICAL for each in found)
        template = f"{CRITICAL if critical else FOUND}.{night.day.isoformat()}"
        data = queue_notice(
            desk, NIGHTS, version, (None, person), _text(night, found), template=template, at=desk.house.now
        )
        desk.unit.append(Draft(NIGHTS, "notified", desk.house.now, desk.house.actor, data))


def _by_person(desk: Desk, found: list[Verdict]) -> Mapping[Person, list[Verdict]]:
    told: dict[Person, list[Verdict]] = {}
    for verdict in found:
        holders = {person.id: person for post in verdict.control.answers for person in desk.roster.holders(post)}
        for name in sorted(holders):
            told.setdefault(holders[name], []).append(verdict)
    return told


def _text(night: Night, found: list[Verdict]) -> Words:
    counted = list(_counted(found))
    more = len(counted) > _NAMED
    return Words(
        zh="夜间核查 {day}：您负责的新异常 {n} 项：{zh}{more_zh}",
        en="night check of {day}: {n} new findings that you answer for: {en}{more_en}",
    ).fill(
        day=same(str(night.day)),
        n=len(found),
        zh="；".join(each.zh for each in counted[:_NAMED]),
        en="; ".join(each.en for each in counted[:_NAMED]),
        more_zh="等" if more else "",
        more_en=" …" if more else "",
    )


def _counted(found: list[Verdict]) -> Iterator[Words]:
    """Each control once, the gravest first, with how often it was found."""
    for _, group in groupby(found, key=lambda each: each.control.id):  # findings stand by severity, then control
        listed = list(group)
        words = Words(zh="{title}（{n}）", en="{title} ({n})")
        yield words.fill(title=listed[0].control.title, n=len(listed))
