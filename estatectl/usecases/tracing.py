"""Floor 2: the charter held against the policies and the journal: what carries each clause, and what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from estatectl.domain.bundle import Bundle
from estatectl.domain.charter import Carrier, Clause
from estatectl.domain.entries import Entry
from estatectl.domain.problems import BadInput, did_you_mean
from estatectl.domain.staff.shift_plan import ShiftPlan
from estatectl.domain.words import Words
from estatectl.usecases.figures.keeping import FIGURES
from estatectl.usecases.house import House
from estatectl.usecases.nights.record import NIGHTS


@dataclass(frozen=True, slots=True)
class Evidence:
    """The latest entry that shows a carrier at work, and how many there are in all."""

    entry: Entry
    count: int


@dataclass(frozen=True, slots=True)
class Traced:
    """A clause with what carries it, each with its evidence in this estate's journal, if there is any yet."""

    clause: Clause
    carriers: tuple[tuple[Carrier, Evidence | None], ...]

    @property
    def evidence(self) -> Evidence | None:
        """The latest of all."""
        found = [each for _, each in self.carriers if each is not None]
        return max(found, key=lambda each: each.entry.seq, default=None)


@dataclass(frozen=True, slots=True)
class Trace:
    """The clauses asked for, in the order of the rulebook; `entries` were read for evidence."""

    clauses: tuple[Traced, ...]
    entries: int

    @property
    def pending(self) -> tuple[Traced, ...]:
        """Clauses that nothing carries."""
        return tuple(each for each in self.clauses if each.clause.pending)

    @property
    def proved(self) -> int:
        return sum(each.evidence is not None for each in self.clauses)


def trace(house: House, clause_ids: Iterable[str] = ()) -> Trace:
    """What carries the clauses (all, or those named and what is below them), with the evidence in the journal."""
    charter = house.bundle.charter
    chosen = tuple(charter.clauses.values())
    wanted = tuple(clause_ids)
    if wanted:
        strangers = [name for name in wanted if not any(_within(clause.id, name) for clause in chosen)]
        if strangers:
            words = Words(zh="没有第 {clause} 条", en="there is no clause {clause}").fill(clause=strangers[0])
            raise BadInput.one("EST-995", words, hint=did_you_mean(strangers[0], charter.clauses))
        chosen = tuple(clause for clause in chosen if any(_within(clause.id, name) for name in wanted))
    witnesses = _Witnesses(house.bundle)
    for entry in house.journal.entries():
        witnesses.hear(entry)
    return Trace(
        tuple(Traced(each, tuple((by, witnesses.of(by)) for by in each.carried_by)) for each in chosen), witnesses.heard
    )


def _within(clause_id: str, name: str) -> bool:
    return clause_id == name or clause_id.startswith(f"{name}.")


_NAMED_BY = {
    "related": ("correlation", "correlation"),
    "escalated": ("escalation", "path"),
    "entered": ("register", "register"),
}
"""Entries that name the one document which they are evidence of: its kind, and the key of its id."""


def _posts(plan: ShiftPlan) -> frozenset[str]:
    """The posts that a plan of shifts covers or rotates."""
    covered = (post for cover in plan.cover.values() for post in cover.posts)
    return frozenset((*covered, *(rotation.post for rotation in plan.rotations.values())))


class _Witnesses:
    """Hears every entry of a journal, and keeps of each carrier the latest that shows it at work."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._found: dict[str, Evidence] = {}
        self._of_stream: dict[str, str] = {}
        self._rostered = {plan.id: _posts(plan) for plan in bundle.shift_plans.values()}
        self.heard = 0

    def hear(self, entry: Entry) -> None:
        self.heard += 1
        for carrier in self._shown(entry):
            known = self._found.get(carrier)
            count = 1 if known is None else known.count + 1
            self._found[carrier] = replace(known, entry=entry, count=count) if known else Evidence(entry, 1)

    def of(self, carrier: Carrier) -> Evidence | None:
        return self._found.get(str(carrier))

    def _shown(self, entry: Entry) -> Iterator[str]:
        """The carriers that an entry is evidence of, as the charter writes them."""
        if entry.kind in ("opened", "due"):
            self._of_stream[entry.stream] = str(entry.data["workflow" if entry.kind == "opened" else "programme"])
        yield from self._of_case(entry, entry.data, self._of_stream.get(entry.stream, ""))
        yield from self._of_others(entry, entry.data, self._of_stream.get(entry.stream, ""))

    def _of_case(self, entry: Entry, data: Mapping[str, Any], workflow: str) -> Iterator[str]:
        yield from (f"register:{note['register']}" for note in data.get("looked_up") or ())
        match entry.kind:
            case "opened":
                yield f"workflow:{workflow}"
            case "moved":
                yield f"workflow:{workflow}"
                yield f"workflow:{workflow}.{data['move']}"
                yield from (f"checklist:{sheet}" for sheet in data.get("answers") or ())
            case "stopped" | "breached":
                yield f"clock:{workflow}.{data['clock']}"
            case "decided":
                yield f"decision:{data['table']}"
            case "targeted":
                for proof in (each for proofs in data["proofs"].values() for each in proofs):
                    yield from (f"decision:{proof['table']}",) if "table" in proof else ()
                yield from (f"calendar:{target['calendar']}" for target in data["targets"].values())

    def _of_others(self, entry: Entry, data: Mapping[str, Any], programme: str) -> Iterator[str]:
        match entry.kind:
            case "related" | "escalated" | "entered":
                carrier, key = _NAMED_BY[entry.kind]
                yield f"{carrier}:{data[key]}"
            case "planned" | "measured" if "plan" in data:
                yield f"plan:{data['plan']}"
            case "recorded" | "missed" | "excused":
                yield from self._of_round(programme)
            case "found":
                yield "decision:findings"
            case "appointed":
                yield "organisation:posts"
                yield "organisation:departments"
            case "rostered":
                yield from (f"shifts:{name}" for name, posts in self._rostered.items() if data["post"] in posts)
            case "checked" if entry.stream == NIGHTS:
                idle = set(data["idle"])
                yield from (f"control:{name}" for name in self._bundle.controls if name not in idle)
            case "taken" if entry.stream == FIGURES:
                yield from (f"kpi:{name}" for name, figure in data["figures"].items() if figure["denominator"])
            case _ if entry.stream.startswith("stock:"):
                yield from self._of_store(entry.stream.split(":")[1])

    def _of_store(self, store: str) -> Iterator[str]:
        stocks = self._bundle.stocks.values()
        yield from (f"stock:{stock.id}" for stock in stocks if store in stock.stores)

    def _of_round(self, programme_id: str) -> Iterator[str]:
        yield f"programme:{programme_id}"
        programme = self._bundle.programmes.get(programme_id)
        if programme is not None and programme.checklist is not None:
            yield f"checklist:{programme.checklist}"
