"""Looking ahead: rounds that will have opened by a later instant, as boards show them. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from estatectl.domain.problems import PolicyInvalid, Problem
from estatectl.domain.programmes.occurrences import Occurrence
from estatectl.domain.programmes.programme import Programme
from estatectl.usecases.house import House
from estatectl.usecases.ports import RoundQuery, RoundRow
from estatectl.usecases.rounds.plan_marks import Marker

COMING = "coming"
"""The state of a row that no round stands behind yet; it has no number either."""


def rounds_ahead(house: House, query: RoundQuery, until: datetime) -> tuple[tuple[RoundRow, ...], tuple[Problem, ...]]:
    """Rounds that no tick has written yet and that open by an instant, under the policies of now; and what could not
    be reckoned."""
    marker = Marker.of(house.bundle, until)
    found: list[RoundRow] = []
    problems = dict[Problem, None]()
    for mark in house.journal.plan_marks(due=until):
        programme = house.bundle.programmes.get(mark.programme)
        if programme is None:
            continue
        try:
            opened = marker.opened(programme, mark, until)
        except PolicyInvalid as unknown:
            problems.update(dict.fromkeys(unknown.problems))
        else:
            found += [_row(house, programme, each) for each in opened if marker.stands(programme, mark, each)]
    return tuple(row for row in found if _is_asked(query, row)), tuple(problems)


def _row(house: House, programme: Programme, occurrence: Occurrence) -> RoundRow:
    return RoundRow(
        id="",
        programme=programme.id,
        subject=occurrence.subject,
        department=house.bundle.organisation.posts[programme.by[0]].department,
        by=programme.by,
        statutory=programme.statutory,
        state=COMING,
        opens=occurrence.opens,
        due=occurrence.due,
        closes=occurrence.closes,
    )


def _is_asked(query: RoundQuery, row: RoundRow) -> bool:
    return all(_matches(query, row))


def _matches(query: RoundQuery, row: RoundRow) -> Iterator[bool]:
    yield query.programmes is None or row.programme in query.programmes
    yield query.subject is None or row.subject == query.subject
    yield query.department is None or row.department == query.department
    yield query.posts is None or not set(query.posts).isdisjoint(row.by)
    yield query.statutory is None or row.statutory == query.statutory
