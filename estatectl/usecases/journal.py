"""Looking after the journal itself: proving it whole, rebuilding what follows from it, forgetting a person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from estatectl.domain.cases.case import fold
from estatectl.domain.chain import has_field, paths
from estatectl.domain.entries import Entry
from estatectl.domain.problems import BadInput, DataBroken, NothingToCheck, Problem, did_you_mean
from estatectl.domain.staff.rostering import ROSTER
from estatectl.domain.staff.staffing import STAFF
from estatectl.domain.words import Words
from estatectl.usecases.delivery import noting
from estatectl.usecases.house import House
from estatectl.usecases.outbox import replay_notified
from estatectl.usecases.people import project_person
from estatectl.usecases.ports import CaseQuery, Journal, Unit, Verdict
from estatectl.usecases.registers.book import is_line, project_line
from estatectl.usecases.rounds.book import Policies
from estatectl.usecases.rounds.projection import is_round, project_round, restore_plan
from estatectl.usecases.rows import case_row
from estatectl.usecases.staffing.projection import is_swap, project_roster, project_swap
from estatectl.usecases.stock.book import is_stock, project_stock

_NO_WORKFLOW = Words(
    zh="{stream} 走的流程“{workflow}”已不在细则里",
    en="{stream} follows the workflow '{workflow}', which the policies lack",
)
_NOTICE_TEXTS = ("text_zh", "text_en")  # a notice may quote whom the case is about
_NO_FIELD = Words(zh="“{stream}”里没有“{name}”这一项", en="'{stream}' has no field '{name}'")
Project = Callable[[Unit, str, tuple[Entry, ...]], None]
"""Writes the rows that follow from the stream of one case; given by the use cases that know cases."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How much was read to write the projections anew."""

    streams: int
    entries: int


def verify(journal: Journal, noted: str | None = None) -> Verdict:
    """The verdict on the chain. An empty journal is refused: there is nothing to prove (EST-521)."""
    verdict = journal.verify(noted)
    if verdict.entries == 0 and verdict.bad_seq is None:
        raise NothingToCheck.one(
            "EST-521", Words(zh="台账日志还是空的，没有可核对的", en="the journal is empty: nothing to check")
        )
    return verdict


def rebuild(house: House, project: Project) -> Rebuilt:
    """Write every projection anew from the entries alone, in one unit: a crash leaves the old ones."""
    count = 0
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        streams = unit.streams()
        unit.clear_projections()
        for name in streams:
            entries = unit.stream(name)
            count += len(entries)
            _replay(unit, name, entries, project)
        restore_plan(house, unit, streams)
        # Deliveries come last: the notices they speak of lie in streams of their own.
        noting.replay(unit, unit.stream(noting.STREAM))
    return Rebuilt(len(streams), count)


def cases_projection(house: House) -> Project:
    """Writes the row of a case, a round or a line as it stands now. EST-522 for a case without its workflow."""
    policies = Policies(house)

    def project(unit: Unit, stream: str, entries: tuple[Entry, ...]) -> None:
        if is_round(stream):
            project_round(unit, policies, entries)
            return
        if is_stock(stream):
            project_stock(unit, entries)
            return
        if is_line(entries):
            project_line(house.bundle, unit, entries)
            return
        if entries[0].kind != "opened":
            return
        case = fold(entries)
        if case is None:
            return
        if case.workflow not in house.bundle.workflows:
            words = _NO_WORKFLOW.fill(stream=stream, workflow=case.workflow)
            raise DataBroken.one("EST-522", words, hint=did_you_mean(case.workflow, house.bundle.workflows))
        unit.put_case(case_row(house, unit, case))
        if case.parent is not None:
            project(unit, case.parent, unit.stream(case.parent))

    return project


def _replay(unit: Unit, name: str, entries: tuple[Entry, ...], project: Project) -> None:
    if name.startswith(STAFF):
        project_person(unit, entries)
    elif name == ROSTER:
        for entry in entries:
            project_roster(unit, entry)
    elif is_swap(name):
        project_swap(unit, entries)
        for entry in entries:
            if entry.kind == "notified":
                replay_notified(unit, entry)
    elif name != noting.STREAM:
        project(unit, name, entries)  # cases, rounds and ledgers
        for entry in entries:
            if entry.kind == "notified":
                replay_notified(unit, entry)


def forget(house: House, stream: str, fields: Sequence[str], reason: str, project: Project) -> int:
    """Erase personal values under the privacy law, in the cases below as well; how many. The rest shows again."""
    if not reason.strip():
        raise BadInput.one("EST-475", Words(zh="清除个人信息须写明缘由", en="erasing personal data needs a reason"))
    _refuse_unknown(house, stream, fields)
    below = [row.id for row in house.journal.cases(CaseQuery(parent=stream, by_id=True))]
    return sum(forget_values(house, each, fields, reason, project) for each in (*below, stream))


def forget_values(house: House, stream: str, fields: Sequence[str], reason: str, project: Project) -> int:
    """Erase fields or paths of one stream, and the texts of its notices; how many values. The rest shows again."""
    count = house.journal.erase(
        now=house.now,
        policy=house.bundle.digest,
        actor=house.actor,
        stream=stream,
        fields=(*fields, *_NOTICE_TEXTS),
        reason=reason,
    )
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        entries = unit.stream(stream)
        if count and entries:
            _replay(unit, stream, entries, project)
    return count


def _refuse_unknown(house: House, stream: str, fields: Sequence[str]) -> None:
    known = {path for entry in listing(house.journal, stream) for path in paths(entry.data)}
    problems = [
        Problem("EST-477", _NO_FIELD.fill(stream=stream, name=name), hint=did_you_mean(name, known))
        for name in fields
        if not any(has_field(path, (name,)) for path in known)
    ]
    if problems:
        raise BadInput(problems)


def listing(journal: Journal, stream: str | None = None, *, after: int = 0) -> Iterator[Entry]:
    """The entries of a stream, or of the whole journal after a number. An unknown stream is refused (EST-476)."""
    if stream is None:
        yield from journal.entries(after)
        return
    entries = journal.stream(stream)
    if not entries:
        words = Words(zh="没有“{stream}”的记录", en="there are no entries of '{stream}'").fill(stream=stream)
        raise BadInput.one("EST-476", words)
    yield from (entry for entry in entries if entry.seq > after)


def latest(journal: Journal, stream: str | None, count: int) -> tuple[Entry, ...]:
    """The last entries of a stream, or of the whole journal, in order."""
    if stream is not None:
        return tuple(listing(journal, stream))[-count:] if count > 0 else ()
    return tuple(journal.entries(max(journal.head()[0] - max(count, 0), 0)))


def plain(entry: Entry) -> Mapping[str, object]:
    """An entry as JSON, with its personal values."""
    return {
        **asdict(entry),
        "at": entry.at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
    }


def exported(journal: Journal, *, with_personal: bool) -> Iterator[Mapping[str, object]]:
    """Every entry as JSON. Without personal values it is as chained, so that anybody can check the hashes."""
    if with_personal:
        yield from (plain(entry) for entry in journal.entries())
    else:
        yield from ({**asdict(line), "data": json.loads(line.data)} for line in journal.lines())
