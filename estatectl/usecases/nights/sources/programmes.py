"""Programmes at their things as subjects: what was done when, and what was left undone. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import takewhile

from estatectl.domain.controls.subjects import Subject
from estatectl.domain.programmes.occurrences import subjects_of
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.rules.facts import FactValue
from estatectl.usecases.nights.known import Known, Stood
from estatectl.usecases.nights.sources.cases import days
from estatectl.usecases.nights.sources.rounds import of_programme, thing_title

_MONTH = timedelta(days=30)


def programme_subjects(known: Known, programme_id: str) -> Iterator[Subject]:
    """A programme at each of its things; those that follow cases have none of their own."""
    programme = known.bundle.programmes[programme_id]
    things = subjects_of(programme, known.bundle.site)
    lately = known.stood(programme_id, known.at - _MONTH)
    for thing in things:
        yield _subject(known, programme, thing, [each for each in lately if each.subject == thing])


def _subject(known: Known, programme: Programme, thing: str, lately: list[Stood]) -> Subject:
    """`lately` are the rounds that fell due within the month, the latest first."""
    over = [each for each in lately if each.closes <= known.at]
    missed = [each for each in over if each.missed]
    facts: dict[str, FactValue] = {
        **of_programme(programme, known.bundle.organisation.posts[programme.by[0]].department),
        "planned": bool(lately) or known.planned(programme.id, thing),
        "due_30d": Decimal(len(over)),
        "missed_30d": Decimal(len(missed)),
        "missed_in_row": Decimal(sum(1 for _ in takewhile(lambda each: each.missed, over))),
    }
    done = next((each for each in lately if each.done_at is not None), None) or known.last_done(programme.id, thing)
    instants = {}
    if done is not None and done.done_at is not None:
        facts["done_days"] = days(known.at - done.done_at)
        instants["done"] = done.done_at
    return Subject(
        id=f"{programme.id}:{thing}",
        title=thing_title(known, programme, thing),
        stream=done.id if done is not None else None,
        facts=facts,
        at=instants,
        department=known.bundle.organisation.posts[programme.by[0]].department,
        posts=programme.by,
        thing=f"{programme.id}:{thing}",
    )
