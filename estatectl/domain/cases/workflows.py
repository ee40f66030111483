"""Workflows as policy says them: fields, stages, clocks and moves. `cases` gives them meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estatectl.domain.cases.clocks import ClockSpec
from estatectl.domain.cases.fields import Field, FieldValue
from estatectl.domain.cases.lookups import LookUp
from estatectl.domain.cases.moves import Move, MoveScope
from estatectl.domain.problems import Place, Problem
from estatectl.domain.registers.retention import CLOSED, Retention, parse_retention
from estatectl.domain.rules.conditions import holds
from estatectl.domain.rules.facts import FactKind, Facts, FactSpec, Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a case can stand. `final` ends it; `settled` means that its parent need not wait for it any longer;
    `inside` that somebody or something is on the premises meanwhile."""

    id: str
    title: Words
    final: bool
    settled: bool
    inside: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Logbook:
    """The log that is kept of a case besides its moves: who may write in it, and what kinds of lines it has."""

    by: tuple[str, ...]
    kinds: Mapping[str, Words]
    aliases: Mapping[str, str]

    def kind(self, typed: str) -> str | None:
        """A kind by its id, an alias or its title."""
        wanted = self.aliases.get(typed, typed)
        if wanted in self.kinds:
            return wanted
        return next((name for name, words in self.kinds.items() if typed in (words.zh, words.en)), None)


@dataclass(frozen=True, slots=True)
class Materials:
    """How material is drawn from stock for a case: the system makes the `move`, which keeps what was drawn in the
    field `drawn` and, in the flag `extra`, that it goes beyond the job."""

    move: str
    drawn: str
    extra: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """A kind of case: how it is opened, where it can stand, and every move that can be made.

    Its cases may hang below cases of the `parents`; below which one a case does is settled when it is opened.
    `summary` are the fields that stand for a case on boards and in notices, `argument` the one that may be typed
    without its option name and by which an open case may be named, `once` those whose value only one case inside has,
    `looks_up` the registers that are asked before a case is opened or comes inside, `plan` the field that names the
    plan to start, `logs` the log that is kept beside the moves.
    """

    id: str
    title: Words
    noun: str
    aliases: tuple[str, ...]
    series: str
    parents: tuple[str, ...]
    understands: str | None
    locates: str | None
    summary: tuple[str, ...]
    argument: str | None
    once: tuple[str, ...]
    looks_up: tuple[LookUp, ...]
    decides: tuple[str, ...]
    correlates: tuple[str, ...]
    targets: str | None
    escalation: str | None
    plan: str | None
    logs: Logbook | None
    override_by: tuple[str, ...]
    fields: Mapping[str, Field]
    counters: tuple[str, ...]
    clocks: tuple[ClockSpec, ...]
    stages: tuple[Stage, ...]
    opening: Move
    moves: tuple[Move, ...]
    materials: Materials | None
    retention: Retention | None
    place: Place

    def stage(self, stage_id: str) -> Stage:
        return next(stage for stage in self.stages if stage.id == stage_id)

    def move(self, name: str) -> Move | None:
        """A move by its id or one of its aliases."""
        return next((move for move in self.moves if name == move.id or name in move.aliases), None)

    def clock(self, clock_id: str) -> ClockSpec:
        return next(clock for clock in self.clocks if clock.id == clock_id)

    def pause_title(self, reason: str) -> Words | None:
        """People's words for the reason of a pause: of the field that names it, or of the move that brings it about."""
        for move in self.moves:
            if move.pauses is not None and move.pauses.field is not None:
                titles = self.fields[move.pauses.field].value_titles
                if reason in titles:
                    return titles[reason]
            elif move.pauses is not None and move.pauses.reason == reason:
                return move.title
        return None

    @property
    def first_stages(self) -> tuple[str, ...]:
        """The stages in which a case may begin."""
        return tuple(branch.to for branch in self.opening.branches)

    def first_stage(self, facts: Facts) -> str:
        """The stage in which a case begins that is opened with these values; the last one where no branch holds."""
        return next((each.to for each in self.opening.branches if holds(each.when, facts)), self.first_stages[-1])

    def facts_given(self, values: Mapping[str, FieldValue | None]) -> Facts:
        """What conditions see of values alone, before there is a case."""
        held = {name: value for name, value in values.items() if value is not None}
        known = {name: self.fields[name].as_fact(value) for name, value in held.items()}
        return {"given": frozenset(held), **{name: fact for name, fact in known.items() if fact is not None}}

    @property
    def history(self) -> Move | None:
        """The move that an import makes on what was over at the source."""
        return next((move for move in self.moves if move.records_history), None)

    def case_id(self, number: int) -> str:
        return f"{self.series}-{number}"

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Workflow:
        fields = {name: Field.parse(name, child, vocabulary, problems) for name, child in _pairs(node, "fields")}
        counters = node.texts("counters")
        stages = tuple(_stage(name, child) for name, child in _pairs(node, "stages"))
        moves = dict(_pairs(node, "moves"))
        specs = fact_specs(fields, counters, tuple(stage.id for stage in stages), tuple(moves))
        scope = MoveScope(specs, fields, problems)
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            noun=node.text("noun"),
            aliases=node.texts("aliases"),
            series=node.text("series"),
            parents=node.texts("parent"),
            understands=node.maybe("understands"),
            locates=node.maybe("locates"),
            summary=node.texts("summary"),
            argument=node["open"].maybe("argument"),
            once=node.texts("once"),
            looks_up=tuple(LookUp.parse(each) for each in node.each("looks_up")),
            decides=node.texts("decides"),
            correlates=node.texts("correlates"),
            targets=node.maybe("targets"),
            escalation=node.maybe("escalation"),
            plan=node.maybe("plan"),
            logs=_logbook(node.get("log")),
            override_by=node.texts("override_by"),
            fields=fields,
            counters=counters,
            clocks=tuple(ClockSpec.parse(child, vocabulary, problems) for child in node.each("clocks")),
            stages=stages,
            opening=scope.move("open", node["open"]),
            moves=tuple(scope.move(name, child) for name, child in moves.items()),
            materials=_materials(node.get("materials")),
            retention=parse_retention(node, CLOSED),
            place=node.place,
        )


def fact_specs(
    fields: Mapping[str, Field],
    counters: tuple[str, ...],
    stages: tuple[str, ...],
    moves: tuple[str, ...],
) -> dict[str, FactSpec]:
    """Everything that conditions of a workflow may look at."""
    specs = {name: spec for name, field in fields.items() if (spec := field.fact) is not None}
    numbers = (*counters, "children", "children_open", "children_unsettled", "measures_open")
    specs.update({name: FactSpec(name, FactKind.NUMBER) for name in numbers})
    specs["given"] = FactSpec("given", FactKind.SET, tuple(fields))
    specs["stage"] = FactSpec("stage", FactKind.TEXT, stages)
    specs["done"] = FactSpec("done", FactKind.SET, (OPENED, *moves))
    specs["sure"] = FactSpec("sure", FactKind.FLAG)
    specs["paused"] = FactSpec("paused", FactKind.FLAG)
    return specs


def _pairs(node: Node, key: str) -> list[tuple[str, Node]]:
    child = node.get(key)
    return [] if child is None else list(child.items())


def _logbook(node: Node | None) -> Logbook | None:
    if node is None:
        return None
    kinds = dict(node["kinds"].items())
    return Logbook(
        by=node.texts("by"),
        kinds={name: Words(zh=child.text("zh"), en=child.text("en")) for name, child in kinds.items()},
        aliases={alias: name for name, child in kinds.items() for alias in child.texts("aliases")},
    )


def _stage(name: str, node: Node) -> Stage:
    final = node.flag("final")
    return Stage(name, node.words("title"), final, final or node.flag("settled"), node.flag("inside"), node.key_place)


def _materials(node: Node | None) -> Materials | None:
    return None if node is None else Materials(node.text("move"), node.text("drawn"), node.maybe("extra"))
