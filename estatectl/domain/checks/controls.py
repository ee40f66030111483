"""Controls and waivers across documents: what they speak of exists, and who allows an exception may do so."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import bind
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words, same


def check_controls(bundle: Bundle) -> Iterator[Problem]:
    """EST-902 for names that there are none of, EST-311 to EST-314 for facts that the subjects do not have."""
    for control in bundle.controls.values():
        problems: list[Problem] = []
        bind(control, bundle, problems)
        yield from problems


def check_waivers(bundle: Bundle) -> Iterator[Problem]:
    """EST-904 for a waiver that is not allowed by somebody above who asked for it."""
    for waiver in bundle.waivers.values():
        above = bundle.organisation.reports_up(waiver.owner)
        if waiver.owner in bundle.organisation.posts and waiver.approved_by not in above:
            words = Words(
                zh="“{by}”不是“{owner}”的上级，不能批准豁免",
                en="'{by}' is not above '{owner}' and cannot allow a waiver",
            )
            hint = Words(zh="可以批准的有：{list}", en="those who can: {list}").fill(list=same(", ".join(above)))
            filled = words.fill(by=same(waiver.approved_by), owner=same(waiver.owner))
            yield Problem("EST-904", filled, waiver.place, hint if above else None)
