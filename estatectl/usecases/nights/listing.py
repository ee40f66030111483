"""The controls of a set of policies, all or those that check a clause. Floor 2."""

from __future__ import annotations

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import Control
from estatectl.domain.problems import BadInput, did_you_mean
from estatectl.domain.words import Words, same


def controls_of(bundle: Bundle, clause: str | None = None) -> tuple[Control, ...]:
    """In order of id. Refuses a clause that there is none of (EST-995)."""
    if clause is not None and clause not in bundle.charter.clauses:
        words = Words(zh="没有第 {clause} 条", en="there is no clause {clause}").fill(clause=same(clause))
        raise BadInput.one("EST-995", words, hint=did_you_mean(clause, bundle.charter.clauses))
    found = (bundle.controls[name] for name in sorted(bundle.controls))
    return tuple(each for each in found if clause is None or clause in each.clauses)
