"""Weighing a report of a round: read and judged under the policies of its day; all that stands against it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from estatectl.domain.checklists.readings import Answered, Examined, RoundSheet, examine
from estatectl.domain.entries import Json
from estatectl.domain.problems import Problem, Refused
from estatectl.domain.programmes.programme import Programme, SubjectKind
from estatectl.domain.rounds.pairing import Visit
from estatectl.domain.rounds.round import LogLine, Round, RoundState
from estatectl.domain.rounds.routes import Route
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person, find_person
from estatectl.usecases.ports import Reader
from estatectl.usecases.rounds.book import Policies
from estatectl.usecases.rounds.counts import wrong_counts
from estatectl.usecases.rounds.permissions import not_entitled
from estatectl.usecases.rounds.reading import Exceptions, Read, apart, excepted, sheet_of

HELPED, SEEN = "helped", "seen"
"""Lines of the log: help given to an owner, something seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundWish:
    """A round as somebody reports it, texts as typed. `given` are answers by item and times by checkpoint, in order;
    `exceptions` say of items what is not in order about them.

    `told` are lines of the log that carry their own instants, those of `log` have that of the round. `files` are
    digests of evidence. `by` is who did it, where somebody else hands it in; `key` keeps a file that is handed in
    twice from being recorded twice, and `imported` says what of which file it was.
    """

    round: str
    at: datetime | None = None
    started: datetime | None = None
    given: Sequence[tuple[str, str]] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    exceptions: Exceptions = ()
    all_in_order: bool = False
    confirmed: frozenset[str] = frozenset()
    log: tuple[tuple[str, str], ...] = ()
    told: tuple[LogLine, ...] = ()
    files: tuple[str, ...] = ()
    by: str | None = None
    key: str | None = None
    imported: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A report that nothing stands against."""

    person: Person
    at: datetime
    started: datetime | None
    sheet: RoundSheet | None
    examined: Examined | None
    visits: tuple[Visit, ...]


def weigh_round(house: House, reader: Reader, policies: Policies, known: Round, wish: RoundWish) -> Weighed:
    """The report read and judged; `Refused` with everything that is wrong with it."""
    acting = acting_person(house, reader)
    person = find_person(reader, wish.by) if wish.by else acting
    bundle, programme = policies.of(known), policies.programme(known)
    route = bundle.site.routes[known.subject] if programme.subject.kind is SubjectKind.ROUTE else None
    until = wish.at or house.now
    read = apart(bundle, route, wish.given, until)
    at = wish.at or max([each.at for each in read.visits], default=house.now)
    sheet = sheet_of(bundle, known)
    marked = excepted(sheet, read, wish.notes, wish.exceptions)
    answered = Answered(
        answers=marked.answers, notes=marked.notes, all_in_order=wish.all_in_order, confirmed=wish.confirmed
    )
    examined = examine(sheet, answered) if sheet is not None else None
    problems = [
        *wrong_state(known),
        *not_entitled(house.bundle.organisation, known, programme, person),
        *_wrong_time(
            house, known, at, (wish.started, *(each.at for each in read.visits), *(each.at for each in wish.told))
        ),
        *marked.problems,
        *_no_visits(route, read),
        *no_sheet(sheet, marked.answers),
        *(examined.problems if examined else ()),
        *(examined.doubtful if examined else ()),
        *wrong_counts(house, reader, sheet, examined, at),
        *_no_evidence(programme, wish),
    ]
    if problems:
        raise Refused(problems)
    return Weighed(
        person=person, at=at, started=wish.started or known.started_at, sheet=sheet, examined=examined,
        visits=read.visits,
    )  # fmt: skip


def wrong_state(known: Round) -> list[Problem]:
    """EST-863 for a round that is neither to be done nor missed."""
    if known.state is RoundState.DONE:
        words = Words(zh="{id} 已经记录过了", en="{id} has been recorded already").fill(id=same(known.id))
        hint = Words(zh="用 round show {id} 查看", en="see 'round show {id}'").fill(id=same(known.id))
        return [Problem("EST-863", words, hint=hint)]
    if known.state is RoundState.EXCUSED:
        words = Words(zh="{id} 已批准不做", en="{id} has been excused").fill(id=same(known.id))
        return [Problem("EST-863", words)]
    return []


def _wrong_time(house: House, known: Round, at: datetime, before: Iterable[datetime | None]) -> list[Problem]:
    """EST-428 or EST-864 where it cannot have been then; `before` are the instants that belong to doing it."""
    zone = house.bundle.estate.zone
    if at > house.now:
        return [Problem("EST-428", Words(zh="发生时间不能在将来", en="it cannot have happened in the future"))]
    if at < known.opens:
        words = Words(zh="{id} 要到 {opens} 才能做", en="{id} may not be done before {opens}")
        opens = known.opens.astimezone(zone).strftime("%m-%d %H:%M")
        hint = Words(zh="核对时间 --at", en="check the time given with --at")
        return [Problem("EST-864", words.fill(id=same(known.id), opens=same(opens)), hint=hint)]
    if any(each is not None and each > at for each in before):
        words = Words(zh="开始和到点的时间不能晚于做完的时间", en="it was begun, or a point reached, after it was done")
        return [Problem("EST-428", words, hint=Words(zh="核对时间 --started、--at", en="check --started and --at"))]
    return []


def _no_visits(route: Route | None, read: Read) -> list[Problem]:
    if route is None or read.visits or read.problems:
        return []
    first = route.legs[0].checkpoint
    words = Words(zh="没有写到达各巡更点的时间", en="the times at the checkpoints are missing")
    hint = Words(zh="按顺序写：{first}=22:05 …", en="write them in order: {first}=22:05 …").fill(first=same(first))
    return [Problem("EST-865", words, hint=hint)]


def no_sheet(sheet: RoundSheet | None, answers: Mapping[str, str]) -> list[Problem]:
    """EST-866 for answers where there is nothing to fill in."""
    if sheet is not None or not answers:
        return []
    words = Words(zh="这项巡查没有清单，不认得“{names}”", en="this round has no sheet; '{names}' means nothing to it")
    return [Problem("EST-866", words.fill(names=same(", ".join(answers))))]


def _no_evidence(programme: Programme, wish: RoundWish) -> list[Problem]:
    if programme.evidence is None or wish.files:
        return []
    words = Words(zh="要附上{what}", en="this needs {what}").fill(what=programme.evidence)
    return [Problem("EST-867", words, hint=Words(zh="加上 --file 文件", en="add --file FILE"))]
