"""People's words for what a case holds: values, posts, persons, places and clocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.clocks import ClockSpec
from estatectl.domain.cases.fields import FieldKind, FieldValue
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.plans.plan import MEASURE
from estatectl.domain.plans.running import measure_clocks
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.usecases.ports import CaseRow
from estatectl.usecases.reading import titles_of

_DIGEST = re.compile(r"(sha256:[0-9a-f]{12})[0-9a-f]{52}")
ERASED = Words(zh="（已清除）", en="(erased)")


def value_words(bundle: Bundle, workflow: Workflow, name: str, value: FieldValue | None) -> Words:
    """A field's value as people say it."""
    known = workflow.fields.get(name)
    if value is None:
        return ERASED
    if isinstance(value, bool):
        return Words(zh="是" if value else "否", en="yes" if value else "no")
    if known is not None and known.kind is FieldKind.MONEY and isinstance(value, str):
        return Words(zh="{sum} 元", en="¥{sum}").fill(sum=f"{Decimal(value):,.2f}")
    if known is not None and known.kind is FieldKind.INSTANT and isinstance(value, str):
        return same(datetime.fromisoformat(value).astimezone(bundle.estate.zone).strftime("%Y-%m-%d %H:%M"))
    titles = {} if known is None else titles_of(bundle, known)
    if isinstance(value, tuple):
        return listed(titles.get(each, same(each)) for each in value)
    return titles.get(value, same(value))


def brief(words: Words) -> Words:
    """Words with digests cut to what an eye compares; the page of a case has them in full."""
    return Words(zh=_DIGEST.sub(r"\1…", words.zh), en=_DIGEST.sub(r"\1…", words.en))


def listed(words: Iterable[Words]) -> Words:
    """Words in a row."""
    every = list(words)
    return Words(zh="、".join(each.zh for each in every), en=", ".join(each.en for each in every))


def person_words(people: Iterable[Person], person_id: str | None) -> Words | None:
    """A person's name, with the id behind it; the system for moves that made themselves."""
    if person_id is None:
        return None
    if person_id == "system":
        return Words(zh="系统", en="the system")
    found = next((person for person in people if person.id == person_id), None)
    return same(f"{found.name} ({found.id})" if found else person_id)


def post_words(bundle: Bundle, post_id: str) -> Words:
    """A post's or role's title."""
    post = bundle.organisation.post(post_id)
    if post is not None:
        return post.title
    roles = {
        "handler": Words(zh="经办人", en="handler"),
        "department_head": Words(zh="部门主管", en="head of department"),
    }
    return roles.get(post_id, same(post_id))


def place_words(bundle: Bundle, row: CaseRow) -> Words | None:
    """Where a case is: the home, else the zone or building."""
    if row.household is not None:
        return same(row.household)
    site = bundle.site
    zone = site.zone(row.location or "") or site.building(row.location or "")
    return zone.title if zone else (same(row.location) if row.location else None)


def clock_words(bundle: Bundle, row: CaseRow) -> Words | None:
    """The clock that is due next, with the case below that it belongs to."""
    if row.next_clock is None or row.next_of is None:
        return None
    here = row.next_of == row.id
    clocks = bundle.workflows[row.workflow].clocks if here else _clocks_below(bundle, row.workflow)
    measures = measure_clocks(bundle) if row.next_clock.startswith(MEASURE) else ()
    title = next((clock.title for clock in (*clocks, *measures) if clock.id == row.next_clock), same(row.next_clock))
    return title if here else Words(zh="{title} {id}", en="{title} {id}").fill(title=title, id=row.next_of)


def _clocks_below(bundle: Bundle, workflow: str) -> tuple[ClockSpec, ...]:
    return tuple(clock for each in bundle.workflows.values() if workflow in each.parents for clock in each.clocks)


def said(bundle: Bundle, row: CaseRow, name: str, value: str | None) -> Words | None:
    """One classified value of a row in words."""
    return None if value is None else value_words(bundle, bundle.workflows[row.workflow], name, value)
