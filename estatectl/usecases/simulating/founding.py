"""The people of a simulated estate: on the register with their papers, and on the roster for the whole time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from estatectl.domain.handed_in.sheets import Cell, SheetRow
from estatectl.usecases.house import House
from estatectl.usecases.people import import_people
from estatectl.usecases.roster import roster
from estatectl.usecases.staffing.certifying import certify

_AT_ONCE = timedelta(days=366)
"""For how long a row of a roster is put down at once: a file may not reach further than a year and a month."""
_BEFORE, _AFTER = timedelta(days=2), timedelta(days=40)
"""How long before the first day and after the last one the roster reaches: nobody looks ahead into nothing."""


def people_it(
    house: House,
    *,
    staff: Sequence[SheetRow],
    papers: Sequence[SheetRow],
    shifts: Sequence[SheetRow],
    first: date,
    last: date,
) -> None:
    """Register people and certificates as their rows say, and put the weekly shifts of others on the roster anew."""
    import_people(house, staff)
    certify(house, papers)
    for since, until in stretches(first - _BEFORE, last + _AFTER):
        roster(house, [_moved(row, {"since": since, "until": until}) for row in shifts])


def stretches(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days from the first to the last one, each once, in stretches of a year at most."""
    while first <= last:
        until = min(first + _AT_ONCE - timedelta(days=1), last)
        yield first, until
        first = until + timedelta(days=1)


def _moved(row: SheetRow, span: dict[str, date]) -> SheetRow:
    return replace(
        row, cells={**row.cells, **{name: Cell(day.isoformat(), row.at(name)) for name, day in span.items()}}
    )
