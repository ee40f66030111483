"""Rows of a bulk file judged one by one as rounds, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from estatectl.domain.checklists.readings import Answered, examine
from estatectl.domain.entries import Json, Personal
from estatectl.domain.handed_in.sheets import HandedRow, Sheet, SheetRow
from estatectl.domain.problems import EstateError, Problem
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.rounds.maps import RoundMap
from estatectl.domain.rounds.records import Told
from estatectl.domain.rounds.round import Round
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.usecases.handed_rows import Judged, Sieve
from estatectl.usecases.house import House
from estatectl.usecases.rounds.book import Policies
from estatectl.usecases.rounds.handing import Ready, weigh_past
from estatectl.usecases.rounds.matching import Fitting, Names, beside_the_plan, fitting, none_fits
from estatectl.usecases.rounds.places import placed
from estatectl.usecases.rounds.reading import sheet_of
from estatectl.usecases.rounds.row_reading import RowReader
from estatectl.usecases.rounds.weighing import SEEN, RoundWish, weigh_round, wrong_state

_EVERY = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """A row that can be written."""

    row: HandedRow
    ready: Ready

    @property
    def at(self) -> datetime:
        return self.ready.weighed.at


class RoundJudge:
    """Judges the rows of one file by one mapping. `evidence` are the digests that go with every round; `confirmed`:
    implausible readings are meant."""

    def __init__(
        self, house: House, mapping: RoundMap, person: Person, evidence: tuple[str, ...], *, confirmed: bool
    ) -> None:
        self._house, self._map, self._names, self._person = house, mapping, Names(house.bundle), person
        self._evidence = evidence
        self._confirmed = _EVERY if confirmed else frozenset[str]()
        self._policies = Policies(house)
        self._people = frozenset(each.id for each in house.journal.people())
        self._taken: dict[str, int] = {}

    def all(self, sheet: Sheet) -> Judged[ReadyRow]:
        """Every row, in the order of the file; those that can be written then in the order they happened."""
        return Sieve(self._house.journal, self._map, "import-rounds", self._row).all(sheet)

    def _row(self, row: HandedRow, key: str, digest: str, problems: list[Problem]) -> ReadyRow | None:
        told, past = RowReader(self._house, self._map, self._names, row.row, problems), self._map.is_past(row.row)
        at, programme, answers, note = told.at(), told.programme(), told.answers(), told.note()
        by = told.doer(self._people if past else ())
        subject = told.subject(programme) if programme is not None else None
        if at is None or programme is None or subject is None:
            return None
        found = self._fitting(programme, subject, at, row.row, problems, past=past)
        if found is None:
            return None
        wish = RoundWish(
            round=found.round.id,
            at=at,
            given=[(name, said.text) for name, said in answers.items() if said.text],
            confirmed=self._confirmed,
            files=self._evidence,
            by=by,
            key=key,
            imported=self._source(row.row, digest),
        )
        ready = self._weighed(found, self._noted(found.round, wish, note), answers, row.row, problems, past=past)
        return None if ready is None else ReadyRow(row, ready)

    def _fitting(
        self, programme: Programme, subject: str, at: datetime, row: SheetRow, problems: list[Problem], *, past: bool
    ) -> Fitting | None:
        found = fitting(self._house.journal, programme, subject, at)
        if found is None and past:
            return beside_the_plan(self._house.bundle, programme, subject, at)
        if found is None:
            place = row.at(self._map.at.column.name)
            problems.append(replace(none_fits(self._house, programme, subject, at), place=place))
            return None
        wrong = wrong_state(found.round) or self._taken_before(found.round.id, row)
        problems += [replace(each, place=row.place) for each in wrong]
        return None if wrong else found

    def _taken_before(self, round_id: str, row: SheetRow) -> list[Problem]:
        """EST-879 where an earlier row is of the same round."""
        line = row.place.line if row.place else 0
        first = self._taken.setdefault(round_id, line)
        words = Words(zh="{id} 在第 {line} 行已有一份", en="{id} has its record in row {line}")
        return [] if first == line else [Problem("EST-879", words.fill(id=same(round_id), line=first))]

    def _weighed(
        self, found: Fitting, wish: RoundWish, answers: Mapping[str, Told], row: SheetRow, problems: list[Problem],
        *, past: bool,
    ) -> Ready | None:  # fmt: skip
        house, policies, known = self._house, self._policies, found.round
        try:
            weigh = weigh_past if past else weigh_round
            weighed = weigh(house, house.journal, policies, known, wish)
        except EstateError as refused:
            sheet = sheet_of(policies.of(known), known)
            told = placed(refused.problems, sheet, answers, confirmed=self._confirmed, otherwise=row.place)
            already = {each.place for each in problems}
            problems += [self._in_bulk(each, row) for each in told if each.place not in already]
            return None
        return Ready(fitting=found, wish=wish, weighed=weighed, past=past, doer=wish.by)

    def _in_bulk(self, problem: Problem, row: SheetRow) -> Problem:
        """What is done about it where many come at once."""
        if problem.code == "EST-854":
            return replace(problem, hint=_CONFIRM)
        if problem.code == "EST-851":
            place = self._map.note.at(row) if self._map.note is not None else None
            return replace(problem, place=place or problem.place, hint=_NOTE)
        return problem

    def _noted(self, known: Round, wish: RoundWish, note: str) -> RoundWish:
        """The note of a row goes to whatever is not in order; where all is, one from a column stays as a remark."""
        sheet = sheet_of(self._policies.of(known), known)
        if sheet is None or not note:
            return wish
        found = examine(sheet, Answered(answers=dict(wish.given), confirmed=_EVERY))
        short = {each.name: note for each in found.shortfalls if sheet.item(each.name) is not None}
        if not short and self._map.note is not None and self._map.note.constant is None:
            return replace(wish, log=((SEEN, note),))
        return replace(wish, notes=short)

    def _source(self, row: SheetRow, digest: str) -> dict[str, Json]:
        return {
            "map": self._map.id,
            "file": row.place.file if row.place else "",
            "row": row.place.line if row.place else 0,
            "by": self._person.id,
            # Of a person's words, so beside the chain: it goes when they are erased.
            "digest": Personal(digest),
        }


_CONFIRM = Words(
    zh="核对后改正；确实如此，导入时加 --confirm-readings", en="look again; if they are meant, add --confirm-readings"
)
_NOTE = Words(
    zh="在对照表写 note: {column: 说明}；来源没有的，note: {value: （导入数据无说明）}",
    en="give a `note` in the mapping: {column: Remark}, or {value: (not in the source)} where there is none",
)
