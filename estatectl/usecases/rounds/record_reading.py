"""One record of a file read: which round it is of, when, by whom, with what evidence; then weighed like any report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from estatectl.domain.problems import BadInput, EstateError, Place, Problem, did_you_mean
from estatectl.domain.programmes.programme import SubjectKind
from estatectl.domain.rounds.patrols import checkpoint_named
from estatectl.domain.rounds.records import RoundRecord, Told
from estatectl.domain.rounds.round import LogLine, Round
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.people import find_person
from estatectl.usecases.rounds.book import Policies, full_round_id, load_round
from estatectl.usecases.rounds.handing import Ready
from estatectl.usecases.rounds.matching import Fitting, Names, beside_the_plan, fitting, none_fits
from estatectl.usecases.rounds.places import placed
from estatectl.usecases.rounds.reading import instant_of_text, sheet_of
from estatectl.usecases.rounds.weighing import RoundWish, weigh_round

T = TypeVar("T")


def read_record(
    house: House, policies: Policies, names: Names, record: RoundRecord, digest: Callable[[str], str], key: str
) -> tuple[Ready | None, list[Problem]]:
    """What a record is to become, or everything that is wrong with it."""
    reader = _Reader(house, policies, names, record, digest)
    ready = reader.ready(key)
    return ready, reader.problems


class _Reader:
    """Reads one record; what is wrong is gathered with its place."""

    def __init__(
        self, house: House, policies: Policies, names: Names, record: RoundRecord, digest: Callable[[str], str]
    ) -> None:
        self._house, self._policies, self._names = house, policies, names
        self._record, self._digest = record, digest
        self._zone = house.bundle.estate.zone
        self.problems: list[Problem] = []

    def ready(self, key: str) -> Ready | None:
        record = self._record
        at = self._done_at()
        found = self._fitting(at) if at is not None else None
        files = tuple(text for each in record.files if (text := self._kept(each)) is not None)
        by = None if record.by is None else self._try(record.by.place, self._person, record.by.text)
        answers, exceptions = self._with_digests(record.answers), self._with_digests(record.exceptions)
        if at is None or found is None:
            return None
        wish = RoundWish(
            round=found.round.id,
            at=at,
            started=self._moment(record.started, at),
            given=(*((name, said.text) for name, said in answers.items()), *self._visits(found.round)),
            notes={name: said.text for name, said in record.notes.items()},
            exceptions=[(name, said.text) for name, said in exceptions.items()],
            all_in_order=record.all_ok,
            confirmed=record.confirmed,
            told=tuple(LogLine(each.kind, each.text, self._moment(each.at, at) or at) for each in record.log),
            # A file that cannot be read is told as that, and not as evidence that is missing besides.
            files=files or tuple(each.text for each in record.files),
            by=by,
            key=key,
            imported={"file": record.place.file, "row": record.place.line},
        )
        return self._weighed(found, wish, {**answers, **exceptions})

    def _weighed(self, found: Fitting, wish: RoundWish, answers: Mapping[str, Told]) -> Ready | None:
        known = found.round
        try:
            weighed = weigh_round(self._house, self._house.journal, self._policies, known, wish)
        except EstateError as refused:
            sheet = sheet_of(self._policies.of(known), known)
            follows = self._follows(wish)
            against = [each for each in refused.problems if each.code not in follows]
            self.problems += placed(against, sheet, answers, confirmed=wish.confirmed, otherwise=self._record.place)
            return None
        return Ready(fitting=found, wish=wish, weighed=weighed)

    def _follows(self, wish: RoundWish) -> set[str]:
        """What only follows from a text that could not be read, and is not told besides."""
        doer = {"EST-868"} if self._record.by is not None and wish.by is None else set()
        walk = {"EST-865"} if self._record.visits else set()
        return doer | walk

    def _done_at(self) -> datetime | None:
        """When it was done; the date must be there: the file may be handed in days later."""
        told = self._record.at
        try:
            at = datetime.fromisoformat(told.text)
        except ValueError:
            self.problems.append(_no_instant(told, with_date=True))
            return None
        return at if at.tzinfo is not None else at.replace(tzinfo=self._zone)

    def _moment(self, told: Told | None, until: datetime) -> datetime | None:
        at = None if told is None else instant_of_text(told.text, until, self._zone)
        if told is not None and at is None:
            self.problems.append(_no_instant(told, with_date=False))
        return at

    def _fitting(self, at: datetime) -> Fitting | None:
        record = self._record
        if record.round is not None:
            known = self._try(record.round.place, self._numbered, record.round.text)
            return None if known is None else Fitting(known, planned=True)
        assert record.programme is not None, "the schema asks for one of the two"
        programme = self._try(record.programme.place, self._names.programme, record.programme.text)
        if programme is None:
            return None
        told = record.subject or Told("", record.programme.place)
        subject = self._try(told.place, lambda text: self._names.subject(programme, text), told.text)
        if subject is None:
            return None
        found = fitting(self._house.journal, programme, subject, at)
        if found is None and record.extra:
            return beside_the_plan(self._house.bundle, programme, subject, at)
        if found is None:
            self.problems.append(replace(none_fits(self._house, programme, subject, at), place=record.at.place))
        return found

    def _numbered(self, text: str) -> Round:
        full = full_round_id(text)
        if full is None:
            words = Words(zh="“{text}”不是巡查的编号", en="'{text}' is not the number of a round")
            hint = Words(zh="写 RD-12；不知道编号就写 programme 和 subject", en="write RD-12, or programme and subject")
            raise BadInput.one("EST-860", words.fill(text=same(text)), hint=hint)
        return load_round(self._house.journal, full)

    def _person(self, text: str) -> str:
        return find_person(self._house.journal, text).id

    def _visits(self, known: Round) -> list[tuple[str, str]]:
        """The times at checkpoints, by the ids of these."""
        bundle = self._policies.of(known)
        subject = bundle.programmes[known.programme].subject
        route = bundle.site.routes[known.subject] if subject.kind is SubjectKind.ROUTE else None
        found: list[tuple[str, str]] = []
        for checkpoint, at in self._record.visits:
            named = checkpoint_named(bundle.site, route, checkpoint.text) if route is not None else None
            if named is None:
                words = Words(zh="路线上没有叫“{name}”的巡更点", en="the route has no checkpoint '{name}'")
                tags = [bundle.site.checkpoints[each].code for each in route.checkpoints] if route is not None else []
                hint = did_you_mean(checkpoint.text, tags)
                filled = words.fill(name=same(checkpoint.text))
                self.problems.append(Problem("EST-878", filled, checkpoint.place, hint))
            elif self._moment(at, self._house.now) is not None:
                found.append((named, at.text))
        return found

    def _with_digests(self, answers: Mapping[str, Told]) -> dict[str, Told]:
        """Answers as they are kept: `@PATH`, or several with commas, becomes the digests of the files."""
        return {name: self._digests(said) if said.text.startswith("@") else said for name, said in answers.items()}

    def _digests(self, said: Told) -> Told:
        parts = [Told(part.strip().removeprefix("@"), said.place) for part in said.text.split(",")]
        return Told(",".join(text for each in parts if (text := self._kept(each)) is not None), said.place)

    def _kept(self, file: Told) -> str | None:
        return self._try(file.place, self._digest, file.text)

    def _try(self, place: Place, find: Callable[[str], T], text: str) -> T | None:
        """What a text means; what is refused about it is noted at its place."""
        try:
            return find(text)
        except EstateError as refused:
            self.problems += [replace(each, place=each.place or place) for each in refused.problems]
            return None


def _no_instant(told: Told, *, with_date: bool) -> Problem:
    words = Words(zh="“{text}”不是时刻", en="'{text}' is not an instant").fill(text=same(told.text))
    full = Words(zh='写成 "2026-05-01T22:05"', en='write "2026-05-01T22:05"')
    short = Words(zh='写成 "22:05" 或 "2026-05-01T22:05"', en='write "22:05" or "2026-05-01T22:05"')
    return Problem("EST-877", words, told.place, full if with_date else short)
