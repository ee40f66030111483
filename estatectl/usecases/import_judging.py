"""Rows of a bulk file judged one by one, before anything is written: what each would become, or all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from estatectl.domain.cases.case import Values
from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.cases.moves import Move
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.handed_in.import_maps import ImportMap
from estatectl.domain.handed_in.mapped_columns import ValueOf
from estatectl.domain.handed_in.mapped_instants import InstantOf
from estatectl.domain.handed_in.sheets import HandedRow, Sheet, SheetRow
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.conditions import holds
from estatectl.domain.words import Words, same
from estatectl.usecases.handed_rows import Judged, Sieve, instant_in, unmapped
from estatectl.usecases.house import House
from estatectl.usecases.reading import read_values

OPEN_DAYS = 7
"""How old an open row may be where neither the mapping nor the person says: older ones would all be late at once."""


@dataclass(frozen=True, slots=True)
class Past:
    """That a row was over at the source: since when (None: not known), and the values of the move that records it."""

    at: datetime | None
    values: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A row that can be written. `digest` tells whether the source has changed it since."""

    row: HandedRow
    key: str
    digest: str
    at: datetime
    values: Values
    past: Past | None


class Judge:
    """Judges the rows of one file by one mapping."""

    def __init__(self, house: House, workflow: Workflow, mapping: ImportMap, since: datetime | None) -> None:
        self._house, self._workflow, self._map = house, workflow, mapping
        self._zone = house.bundle.estate.zone
        self._since = since or self._default_since()

    def all(self, sheet: Sheet) -> Judged[Ready]:
        """Every row, in the order of the file; those that can be written then in the order they happened."""
        return Sieve(self._house.journal, self._map, "import", self._read).all(sheet)

    def _read(self, row: HandedRow, key: str, digest: str, problems: list[Problem]) -> Ready:
        mapping, move = self._map, self._workflow.history
        values = self._values(self._workflow.opening, mapping.fields, row.row, problems)
        at = self._instant(mapping.at, row.row, problems) or self._house.now
        past = None
        if mapping.history is not None and move and any(test.holds(row.row) for test in mapping.history.when):
            over = self._instant(mapping.history.at, row.row, problems)
            if over is not None and mapping.history.at is not None and over < at:
                problems.append(_closed_before(row.row.at(mapping.history.at.column.name)))
            past = Past(over, self._values(move, mapping.history.fields, row.row, problems))
        elif at < self._since:
            problems.append(self._too_old(row.row, at))
        return Ready(row=row, key=key, digest=digest, at=at, values=values, past=past)

    def _values(
        self, move: Move, fields: Mapping[str, ValueOf], row: SheetRow, problems: list[Problem]
    ) -> dict[str, FieldValue | None]:
        given: dict[str, str] = {}
        lacking: set[str] = set()
        for name, source in fields.items():
            text = source.text(row)
            if text is None:
                problems.append(unmapped(source, row))
                lacking.add(name)
            elif text:
                given[name] = text
            elif source.required:
                problems.append(self._missing(name, source.at(row)))
                lacking.add(name)
        values, faults = read_values(self._house, self._workflow, move, given)
        problems += [replace(fault, place=fields[name].at(row)) for name, fault in faults.items()]
        for ask in move.asks:
            told = ask.field in values or ask.field in faults or ask.field in lacking
            if ask.required and not told and holds(ask.when, {}):
                problems.append(
                    self._missing(ask.field, fields[ask.field].at(row) if ask.field in fields else row.place)
                )
        return values

    def _instant(self, source: InstantOf | None, row: SheetRow, problems: list[Problem]) -> datetime | None:
        return None if source is None else instant_in(self._house, source, row, problems)

    def _missing(self, name: str, place: Place | None) -> Problem:
        words = Words(zh="“{title}”没有内容", en="'{title}' is blank").fill(title=self._workflow.fields[name].title)
        hint = Words(zh="补上，或在对照表写 default", en="fill it in, or give a `default` in the mapping")
        return Problem("EST-494", words, place, hint)

    def _too_old(self, row: SheetRow, at: datetime) -> Problem:
        words = Words(zh="未办结，却是 {at} 的旧单", en="not closed, and as old as {at}")
        hint = Words(
            zh="确要按在办导入（会立即超时升级），加 --since 日期",
            en="to import it as open all the same (late and escalated at once), add --since DATE",
        )
        day = at.astimezone(self._zone).date().isoformat()
        place = row.at(self._map.at.column.name) if self._map.at else row.place
        return Problem("EST-492", words.fill(at=same(day)), place, hint)

    def _default_since(self) -> datetime:
        after = self._map.open_after
        if after is not None:
            return datetime(after.year, after.month, after.day, tzinfo=self._zone)
        return self._house.now - timedelta(days=OPEN_DAYS)


def _closed_before(place: Place | None) -> Problem:
    return Problem("EST-491", Words(zh="办结早于提出", en="closed before it was made"), place)
