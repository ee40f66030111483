"""Of the ground floor: a simulation as its file says it: what happens, how cases are worked, what people write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from estatectl.domain.cases.workflows import Workflow, fact_specs
from estatectl.domain.durations import read_duration
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.rules.conditions import Condition, parse_condition
from estatectl.domain.simulation.inventing import Names
from estatectl.domain.simulation.often import Often
from estatectl.domain.simulation.texts import Choices
from estatectl.domain.tree import Node, exact
from estatectl.domain.words import Words, same

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that happens again and again: a case is opened, a line is written, or somebody goes on leave.

    Each time one of the `variants` is drawn; it lies over what is `given` every time. `wanted` is what a person would
    put right of what the policies make of it. `by` are posts, or a member of staff.
    """

    id: str
    often: Often
    by: tuple[str, ...]
    opens: str | None
    enters: str | None
    each_person: bool
    variants: tuple[Choices, ...]
    wanted: tuple[Mapping[str, str], ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move on the good way of a case.

    It is made `after` the last thing that happened, or `before` or `after` the instant in the field `at`; in the hours
    of a calendar where one is named; so many `times`, or for ever (0). Without a `move` it records the next measure of
    the plan under way.
    """

    move: str | None
    when: Condition
    after: timedelta
    at: str | None
    before: timedelta
    during: str | None
    given: Choices
    checks: Mapping[str, str]
    times: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """How lines are treated that somebody else must confirm, or that must come back."""

    confirm_after: timedelta
    back_before: timedelta
    given: Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """How stores are kept: what is there at first, in days of usual use; how far ahead it is ordered; who buys."""

    first_days: int
    order_days: int
    every: int
    given: Choices
    purchase: str
    comes_with: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """A whole simulation; `texts` are what people write into fields of a name where nothing else is said."""

    title: Words
    paces: Mapping[str, Decimal]
    names: Names
    texts: Choices
    founding: tuple[Source, ...]
    sources: tuple[Source, ...]
    work: Mapping[str, tuple[Step, ...]]
    lines: Lines
    stores: Stores | None

    @classmethod
    def parse(cls, node: Node, bundle: Bundle, problems: list[Problem]) -> Simulation:
        """The simulation of a document whose shape was checked; what does not fit the policies goes to `problems`."""
        people = node["people"]
        return cls(
            title=node.words("title"),
            paces={name: exact(child.value) for name, child in node["paces"].items()},
            names=Names(people.texts("families"), people.texts("given")),
            texts=choices(node.get("texts")),
            founding=tuple(read_source(name, child, bundle, problems) for name, child in _named(node, "founding")),
            sources=tuple(read_source(name, child, bundle, problems) for name, child in _named(node, "happens")),
            work={name: tuple(steps) for name, steps in _work(node["work"], bundle, problems)},
            lines=_lines(node["lines"], problems),
            stores=_stores(node.get("stores")),
        )


def choices(node: Node | None) -> Choices:
    """A mapping of fields to one text or several."""
    return {} if node is None else {name: node.texts(name) for name, child in node.items() if not child.is_mapping}


def _named(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    holder = node.get(key)
    return iter(()) if holder is None else holder.items()


def read_source(name: str, node: Node, bundle: Bundle, problems: list[Problem]) -> Source:
    opens, enters = node.maybe("open"), node.maybe("enter")
    known = (*bundle.workflows, *bundle.registers)
    target = opens or enters or ""
    fields = {}
    if target in bundle.workflows and opens is not None:
        fields = dict(bundle.workflows[target].fields)
    elif target in bundle.registers and enters is not None:
        fields = dict(bundle.registers[target].fields)
    else:
        problems.append(_unknown("open" if opens else "enter", target, node.place, known))
    given = choices(node.get("with"))
    variants: list[Choices] = [{**given, **choices(each)} for each in node.each("one_of")] or [given]
    named = {name for variant in variants for name in variant}
    problems.extend(
        _unknown("with", name, node.place, fields) for name in sorted(named) if fields and name not in fields
    )
    wants = [_texts(each.get("want")) for each in node.each("one_of")] or [_texts(node.get("want"))]
    return Source(
        id=name,
        often=Often.parse(node.get("often")),
        by=node.texts("by"),
        opens=opens,
        enters=enters,
        each_person="each" in node,
        variants=tuple(variants),
        wanted=tuple(wants),
        place=node.place,
    )


def _texts(node: Node | None) -> dict[str, str]:
    return {} if node is None else {name: str(child.value) for name, child in node.items()}


def _work(node: Node, bundle: Bundle, problems: list[Problem]) -> Iterator[tuple[str, Iterator[Step]]]:
    for name, child in node.items():
        workflow = bundle.workflows.get(name)
        if workflow is None:
            problems.append(_unknown("work", name, child.key_place, bundle.workflows))
        else:
            yield name, _steps(child, workflow, problems)


def _steps(node: Node, workflow: Workflow, problems: list[Problem]) -> Iterator[Step]:
    moves = tuple(move.id for move in workflow.moves)
    specs = fact_specs(dict(workflow.fields), workflow.counters, tuple(stage.id for stage in workflow.stages), moves)
    for each in node.each():
        move = each.maybe("move")
        if move is not None and move not in moves:
            problems.append(_unknown("move", move, each["move"].place, moves))
            continue
        yield Step(
            move=move,
            when=parse_condition(each.get("when"), specs, problems),
            after=_length(each, "after", problems, timedelta() if "at" in each else _HOUR),
            at=each.maybe("at"),
            before=_length(each, "before", problems, timedelta()),
            during=each.maybe("during"),
            given=choices(each.get("with")),
            checks=_texts(each.get("check")),
            times=each.whole("times", 1),
            place=each.place,
        )


def _lines(node: Node, problems: list[Problem]) -> Lines:
    return Lines(
        confirm_after=_length(node, "confirm_after", problems, _HOUR),
        back_before=_length(node, "back_before", problems, _HOUR),
        given=choices(node.get("with")),
    )


def _stores(node: Node | None) -> Stores | None:
    if node is None:
        return None
    return Stores(
        first_days=node.whole("first_days"),
        order_days=node.whole("order_days"),
        every=node.whole("every"),
        given=choices(node.get("with")),
        purchase=node.text("purchase"),
        comes_with=node.text("comes_with"),
    )


def _length(node: Node, key: str, problems: list[Problem], otherwise: timedelta) -> timedelta:
    return read_duration(node.text(key), node[key].place, problems).elapsed if key in node else otherwise


def _unknown(key: str, name: str, place: Place, known: object) -> Problem:
    words = Words(zh="{key}：细则里没有“{name}”", en="{key}: the policies have no '{name}'")
    hint = did_you_mean(name, [str(each) for each in known])  # type: ignore[attr-defined]
    return Problem("EST-771", words.fill(key=same(key), name=same(name)), place, hint)
