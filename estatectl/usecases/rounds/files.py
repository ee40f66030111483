"""Rounds handed in as a file: all are judged first; good ones are recorded, bad ones told by their places."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from estatectl.domain.problems import EstateError, Place, Problem
from estatectl.domain.rounds.records import RoundRecord, RoundRecords
from estatectl.domain.words import Words
from estatectl.usecases.house import House
from estatectl.usecases.rounds.book import Policies
from estatectl.usecases.rounds.handing import Ready, write_ready
from estatectl.usecases.rounds.matching import Names
from estatectl.usecases.rounds.record_reading import read_record
from estatectl.usecases.rounds.recording import Recorded

Digest = Callable[[str], str]
"""The digest of an evidence file, by its path as written in the file; refuses one that cannot be read."""


@dataclass(frozen=True, slots=True)
class RecordRefused:
    """A record that is not taken, and everything that is wrong with it."""

    record: RoundRecord
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class JudgedRecords:
    """All records of a file, by what will become of them. `known` are the rounds that hold them already."""

    ready: list[tuple[RoundRecord, Ready]] = field(default_factory=list)
    refused: list[RecordRefused] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    repeated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What became of the records of a file. `known`: rounds that held theirs before; `repeated`: twice in the file."""

    recorded: tuple[Recorded, ...]
    refused: tuple[RecordRefused, ...]
    known: tuple[str, ...]
    repeated: int

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, in the order of the file."""
        found = [problem for each in self.refused for problem in each.problems]
        return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.rank))


def hand_in(house: House, records: RoundRecords, digest: Digest) -> HandedIn:
    """Record what is good, each round in a transaction of its own. The same record again adds nothing."""
    judged = judge_records(house, records, digest)
    policies = Policies(house)
    recorded: list[Recorded] = []
    for record, ready in judged.ready:
        try:
            with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
                done = write_ready(house, unit, policies, ready)
        except EstateError as error:
            judged.refused.append(RecordRefused(record, _at(error.problems, record.place)))
            continue
        recorded += [done] if done is not None else []
    return HandedIn(
        recorded=tuple(recorded),
        refused=tuple(sorted(judged.refused, key=lambda each: each.record.place)),
        known=tuple(judged.known),
        repeated=judged.repeated,
    )


def judge_records(house: House, records: RoundRecords, digest: Digest) -> JudgedRecords:
    """Every record read and weighed; writes nothing."""
    judged = JudgedRecords()
    names, policies = Names(house.bundle), Policies(house)
    seen: set[str] = set()
    taken: dict[str, Place] = {}
    for record in records.records:
        key = f"round-record/{hashlib.sha256(record.content.encode()).hexdigest()[:32]}"
        written = house.journal.done(key)
        if written is not None or key in seen:
            judged.known += [written.stream] if written is not None else []
            judged.repeated += written is None
            continue
        seen.add(key)
        ready, problems = read_record(house, policies, names, record, digest, key)
        round_id = ready.fitting.round.id if ready is not None else ""
        if round_id and (first := taken.setdefault(round_id, record.place)) != record.place:
            problems = [*problems, _taken(round_id, first, record.place)]
        if ready is None or problems:
            judged.refused.append(RecordRefused(record, _at(problems, record.place)))
        else:
            judged.ready.append((record, ready))
    judged.ready.sort(key=lambda pair: pair[1].weighed.at)
    return judged


def _at(problems: Sequence[Problem], place: Place) -> tuple[Problem, ...]:
    found = [replace(each, place=each.place or place) for each in problems]
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.rank))


def _taken(round_id: str, first: Place, place: Place) -> Problem:
    words = Words(zh="{id} 在第 {line} 行已有一份", en="{id} has its record in line {line}")
    hint = Words(zh="留下对的一份", en="leave the right one")
    return Problem("EST-879", words.fill(id=round_id, line=first.line), place, hint)
